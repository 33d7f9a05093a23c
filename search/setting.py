"""Which engine serves, as the settings say."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.embedded import Embedded


@lru_cache(maxsize=8)
def _embedded(folder: Path) -> Embedded:
    folder.mkdir(parents=True, exist_ok=True)
    return Embedded(folder)


def engine() -> Embedded:
    return _embedded(Path(settings.SEARCH_FOLDER))
