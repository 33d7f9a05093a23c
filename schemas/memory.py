"""What this process has answered already, as bytes. Never anything personal.

An entry holds until its moment (the next known change of what was read) and as long as nobody whose texts it may show
has published: the sum of their epochs is compared before it is trusted. Bounded by bytes; the least used goes first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading

from cachetools import LRUCache
from django.conf import settings
from msgspec import Struct

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


class Memory:
    def __init__(self, most_bytes: int) -> None:
        self._entries: LRUCache[Key, Entry] = LRUCache(most_bytes, getsizeof=lambda entry: len(entry.body) + 500)
        self._lock = threading.Lock()

    def get(self, key: Key) -> Entry | None:
        """What is remembered; the caller asks `fresh` before trusting it."""
        with self._lock:
            return self._entries.get(key)

    def put(self, key: Key, entry: Entry) -> None:
        with self._lock:
            if len(entry.body) < self._entries.maxsize // 10:
                self._entries[key] = entry

    def drop(self, key: Key) -> None:
        with self._lock:
            self._entries.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)


def fresh(entry: Entry, epoch: int, now: dt.datetime) -> bool:
    return entry.epoch == epoch and now < entry.until


def etag_of(body: bytes) -> str:
    """A weak tag: the two media types carry the same bytes."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


memory = Memory(getattr(settings, "ANSWER_MEMORY_BYTES", 128 * 1024 * 1024))
