"""One archive with everything that a hub holds: rows, uploaded files, and what shows that both are whole.

The rows are those of one commit, also while editors publish and readers read; nobody waits for a backup.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
from django.db import connection
from django.utils import timezone
from msgspec import Struct

from contenthub.answering.snapshot import snapshot
from contenthub.exchange import media, sealing, table_rows, versions
from contenthub.exchange.archive import Member, Told, Writer, new_archive
from contenthub.exchange.table_rows import Column, Table

KIND, FORMAT = "contenthub-backup", 1
MANIFEST, SEAL = "manifest.json", "manifest.seal"


class TableEntry(Struct, frozen=True):
    """A table of the archive; `last_id` is the last id that its database gave out, 0 where rows have ids of their own."""

    name: str
    member: str
    rows: int
    last_id: int
    columns: tuple[Column, ...]


class Manifest(Struct, frozen=True):
    """What an archive holds. `standing_at` is the last migration of each app, `key` the fingerprint of the reference key."""

    kind: str
    format: int
    software: str
    database: str
    made_at: dt.datetime
    key: str
    standing_at: dict[str, list[str]]
    tables: tuple[TableEntry, ...]
    members: tuple[Member, ...]
    left_out: tuple[str, ...] = ()


def backup(path: Path, told: Told = lambda done: None) -> Manifest:
    """Write a new archive; `told` hears of rows and of bytes of media as they are done.

    Refused: a file that is there already, a folder that is not, a database that is not migrated, no reference key.
    Nothing is left behind then.
    """
    key = sealing.fingerprint()
    with new_archive(path) as writer:
        with snapshot():
            standing_at = versions.standing_at()
            made_at = timezone.now()
            entries = tuple(_put(table, writer, told) for table in table_rows.tables())
        left_out = media.put_all(writer, told)
        manifest = Manifest(
            kind=KIND,
            format=FORMAT,
            software=versions.software(),
            database=connection.vendor,
            made_at=made_at,
            key=key,
            standing_at=standing_at,
            tables=entries,
            members=tuple(writer.members),
            left_out=tuple(left_out),
        )
        encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        for name, content in ((MANIFEST, encoded), (SEAL, sealing.seal(encoded).encode())):
            with writer.member(name) as out:
                out.write(content)
    return manifest


def size() -> int:
    """What `told` will hear in all, about: rows and bytes of media."""
    files = (path for path in media.media_root().rglob("*") if path.is_file())
    return sum(map(table_rows.count, table_rows.tables())) + sum(path.stat().st_size for path in files)


def _put(table: Table, writer: Writer, told: Told) -> TableEntry:
    member, rows = f"rows/{table.name}.jsonl", 0
    with writer.member(member) as out:
        for line in table_rows.read(table):
            out.write(line)
            rows += 1
            told(1)
    return TableEntry(
        name=table.name, member=member, rows=rows, last_id=table_rows.last_id(table), columns=table.columns
    )
