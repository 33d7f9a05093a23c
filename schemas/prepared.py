"""What any process has answered already, as bytes in the database: a first read of known content is a look-up.

A row holds exactly as long as an entry of `memory.py`, by the same comparison: the epochs of its writers, and its
moment. What it was made with stands in its key: another release never finds it. See docs/adr/0017-projection.md.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from msgspec import Struct

from contenthub.models import PreparedAnswer
from schemas.memory import Entry, Key

log = logging.getLogger(__name__)

# Longer ones are lists of nearly everything.
MOST_BYTES = 500_000
# The mark of a key whose answer every process may have.
SHARED = "shared"
_PLACE = frozenset({"municipality", "code"})
_NAMING = frozenset({"id", "slug", "language"}) | _PLACE
# Pages that are asked of a whole list; any number would make as many rows.
_PAGES = frozenset({20, 100})
_ROOMS = ("contenthub", "channels", "schemas")
# The row and the state of its writers, as of one moment.
_SELECT = """
SELECT body, meta, scopes, (SELECT sum(number) FROM contenthub_epoch WHERE {among})
FROM contenthub_preparedanswer AS prepared WHERE key = %s
"""
_SELECTS = {
    "sqlite": _SELECT.format(among="scope IN (SELECT value FROM json_each(prepared.scopes))"),
    # A scope is a slug, so it stands in the list between its quotes or not at all; reading the list takes PostgreSQL longer.
    "postgresql": _SELECT.format(among="strpos(prepared.scopes, '\"' || scope || '\"') > 0"),
}


class Meta(Struct, frozen=True):
    etag: str
    document: str
    epoch: int
    until: dt.datetime
    tags: str


_meta = msgspec.json.Decoder(Meta).decode
_scopes = msgspec.json.Decoder(tuple[str, ...]).decode


def nameable(variables: Mapping[str, Any]) -> bool:
    """Whether these variables only name something that may be there: no caller can fill the table with words of their
    own. Whether it is there, the answer says."""
    if not getattr(settings, "PREPARED_ANSWERS", True):
        return False
    for name, value in variables.items():
        if name == "first":
            if type(value) is not int or value not in _PAGES:
                return False
        elif name not in _NAMING or not isinstance(value, str) or (name == "language" and value != value.lower()):
            return False
    # A language alone is any word; of a municipality it is one of few.
    return "language" not in variables or not _PLACE.isdisjoint(variables)


def fetched(key: Key) -> tuple[Entry, int] | None:
    """A row as it stands, and the epoch of its writers: the caller asks `fresh` before trusting it. One query."""
    if SHARED not in key:
        return None
    # Plain SQL, as for the epoch: the ORM would be most of its cost.
    with _cursor() as cursor:
        cursor.execute(_SELECTS[connection.vendor], [_named(key)])
        row = cursor.fetchone()
    if row is None:
        return None
    body, told, scopes, epoch = row
    meta = _meta(told)
    entry = Entry(
        body=bytes(body),
        etag=meta.etag,
        document=meta.document,
        scopes=_scopes(scopes),
        epoch=meta.epoch,
        until=meta.until,
        tags=meta.tags,
    )
    return entry, int(epoch or 0)


def _cursor() -> Any:
    """One that is given bytes as they are: PostgreSQL writes them out otherwise, twice as long."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor
    from psycopg.pq import Format

    connection.ensure_connection()
    cursor = Cursor(connection.connection)
    cursor.format = Format.BINARY
    # Django's own wrapper: its errors, and its count of queries.
    return connection._prepare_cursor(cursor)


def put(key: Key, entry: Entry) -> None:
    """Keep it for the others, in place of what was there. Reading goes on where that cannot be done at once."""
    if SHARED not in key or len(entry.body) > MOST_BYTES:
        return
    meta = Meta(etag=entry.etag, document=entry.document, epoch=entry.epoch, until=entry.until, tags=entry.tags)
    row = PreparedAnswer(
        key=_named(key),
        body=entry.body,
        meta=msgspec.json.encode(meta).decode(),
        scopes=msgspec.json.encode(entry.scopes).decode(),
        made_at=timezone.now(),
    )
    try:
        with _not_waiting(), transaction.atomic():
            PreparedAnswer.objects.bulk_create(
                [row], update_conflicts=True, unique_fields=["key"], update_fields=["body", "meta", "scopes", "made_at"]
            )
    except DatabaseError:
        log.info("an answer could not be prepared: the %s database is busy or cannot be written", connection.vendor)


@contextmanager
def _not_waiting() -> Iterator[None]:
    """On SQLite whoever writes holds up all others who write; a reader does not stand in that line."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    patience = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {patience}")


def _named(key: Key) -> str:
    return hashlib.blake2b("\0".join((release(), *key)).encode(), digest_size=32).hexdigest()


@cache
def release() -> str:
    """All that shapes an answer beside the database: our files, the packages and the settings, as one hash."""
    made_of = hashlib.blake2b(sys.version.encode(), digest_size=16)
    root = Path(__file__).parents[1]
    for room in _ROOMS:
        for file in sorted((root / room).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and "static" not in file.parts:
                made_of.update(f"{file.relative_to(root)}\0".encode())
                made_of.update(file.read_bytes())
    for package in sorted(f"{found.name} {found.version}" for found in distributions()):
        made_of.update(f"{package}\0".encode())
    told = (settings.REFERENCE_KEY, settings.TIME_ZONE, settings.LANGUAGE_CODE, settings.LANGUAGES)
    made_of.update(repr(told).encode())
    return made_of.hexdigest()
