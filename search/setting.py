"""Which engine serves, as the settings say."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines import Engine
from search.engines.embedded import Embedded


@lru_cache(maxsize=8)
def _made(name: str, folder: Path, url: str, prefix: str) -> Engine:
    folder.mkdir(parents=True, exist_ok=True)
    if name == "elasticsearch":
        # Only where it is asked for, since its client takes half a second to load.
        from search.engines.elastic import Elastic

        return Elastic(url, folder, prefix=prefix)
    return Embedded(folder)


def engine() -> Engine:
    return _made(
        settings.SEARCH_ENGINE, Path(settings.SEARCH_FOLDER), settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX
    )
