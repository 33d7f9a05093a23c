"""Where the real data of others is: tests that use it are skipped, saying so, where it is absent, and fail in CI."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tests.needed import missing


def reference(path: str) -> Path:
    """A file or folder of the reference data."""
    found: Path = settings.REFERENCE_DATA / path
    if not found.exists():
        missing(f"no reference data at {found}; set CONTENTHUB_REFERENCE_DATA")
    return found
