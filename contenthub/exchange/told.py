"""What the commands of backups and exports share: a bar of progress, and refusals in English and in Dutch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.utils import translation
from tqdm import tqdm

from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused


@contextmanager
def progress(what: str, total: int | None = None, unit: str = "") -> Iterator[Callable[[int], object]]:
    """A function to tell how much more is done; the bar shows only where somebody looks."""
    with tqdm(total=total, desc=what, unit=unit, unit_scale=True, disable=None, leave=False, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def refusals_told() -> Iterator[None]:
    """A refusal ends the command with status 1 and says in two languages what is wrong."""
    try:
        yield
    except Refused as refusal:
        with translation.override("nl"):
            dutch = in_own_language(refusal)
        english = str(refusal)
        both = english if dutch == english else f"{english}\n{dutch}"
        raise CommandError(f"{refusal.code}: {both}") from refusal
