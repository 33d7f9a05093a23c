"""What stays for as long as the process lives is put out of the garbage collector's sight."""

from __future__ import annotations

import gc
from importlib import import_module

from django.conf import settings

# A full request makes a few thousand objects, nearly all of which die by reference count. The collector is for cycles; at
# Python's own 700 it looks dozens of times a request and finds nothing.
THRESHOLDS = (50_000, 20, 50)


def settle() -> None:
    """Load all that the first request would load (views, schema, renderers), then freeze it."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
