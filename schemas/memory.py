"""What this process has answered already, as bytes. Never anything personal.

An entry holds until its moment (the next known change of what was read) and as long as nobody whose texts it may show
has published: the sum of their epochs is compared before it is trusted. Bounded by bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from msgspec import Struct

from schemas.shelf import Shelf

Key = tuple[str, ...]


class Entry(Struct, frozen=True):
    """One answered document. `until` is aware; `tags` name what is in it, for shared caches."""

    body: bytes
    etag: str
    document: str
    scopes: tuple[str, ...]
    epoch: int
    until: dt.datetime
    tags: str


def fresh(entry: Entry, epoch: int, now: dt.datetime) -> bool:
    return entry.epoch == epoch and now < entry.until


def etag_of(body: bytes) -> str:
    """A weak tag: the two media types carry the same bytes."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


memory: Shelf[Key, Entry] = Shelf(
    getattr(settings, "ANSWER_MEMORY_BYTES", 128 * 1024 * 1024), lambda entry: len(entry.body) + 500
)
