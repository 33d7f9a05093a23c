"""A source that is given as a file or as an address."""

from __future__ import annotations

from pathlib import Path

from contenthub.exchange.fetching import Fetcher, is_url
from contenthub.exchange.sources import read_bytes


def content_at(source: str) -> tuple[bytes, str]:
    """The bytes, and how to call the place in messages."""
    if not is_url(source):
        return read_bytes(Path(source)), Path(source).name
    with Fetcher() as fetcher:
        return fetcher.get(source, lambda body, _: body), source
