"""Where the real data of others is: tests that use it are skipped, saying so, where it is absent, and fail in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings


def reference(path: str) -> Path:
    """A file or folder of the reference data."""
    found: Path = settings.REFERENCE_DATA / path
    if not found.exists():
        said = f"no reference data at {found}; set CONTENTHUB_REFERENCE_DATA"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return found
