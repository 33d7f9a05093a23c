"""What documents an embedded generation holds, in SQLite: the truth of versions, and what a reader keeps in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from search.documents import Document
from search.engines import Change

_TABLES = """
CREATE TABLE IF NOT EXISTS item (item TEXT PRIMARY KEY, version INTEGER NOT NULL, turn INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY, item TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS document_of_item ON document (item);
CREATE INDEX IF NOT EXISTS item_by_turn ON item (turn);
"""


class Shelf:
    """`turn` counts the writes: a reader that has seen turn n asks for what came after."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, timeout=20, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _TABLES)

    def close(self) -> None:
        self._db.close()

    def versions(self, items: Iterable[str]) -> dict[str, int]:
        wanted = list(items)
        if len(wanted) > 500:
            every = dict(self._db.execute("SELECT item, version FROM item"))
            return {item: every[item] for item in wanted if item in every}
        marks = ",".join("?" * len(wanted))
        return dict(self._db.execute(f"SELECT item, version FROM item WHERE item IN ({marks})", wanted))

    def put(self, changes: Iterable[Change]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        turn = self.turn() + 1
        for change in changes:
            # The row stays where the item is gone: it is the tombstone that an older version must not undo.
            self._db.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?)", (change.item, change.version, turn))
            self._db.execute("DELETE FROM document WHERE item = ?", (change.item,))
            self._db.executemany(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)",
                [(d.id, d.item, d.digest, msgspec.msgpack.encode(d)) for d in change.documents],
            )
        self._db.execute("COMMIT")

    def turn(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(turn), 0) FROM item").fetchone()[0])

    def since(self, turn: int) -> tuple[int, list[str], list[Document]]:
        """The last turn, the items that changed after `turn`, and all documents that these have now."""
        self._db.execute("BEGIN")
        try:
            last = self.turn()
            items = [row[0] for row in self._db.execute("SELECT item FROM item WHERE turn > ?", (turn,))]
            bodies = self._db.execute(
                "SELECT body FROM document WHERE item IN (SELECT item FROM item WHERE turn > ?)", (turn,)
            ).fetchall()
        finally:
            self._db.execute("COMMIT")
        return last, items, [msgspec.msgpack.decode(body, type=Document) for (body,) in bodies]

    def holds(self) -> Mapping[str, tuple[int, frozenset[str]]]:
        digests: dict[str, set[str]] = {}
        for item, digest in self._db.execute("SELECT item, digest FROM document"):
            digests.setdefault(item, set()).add(digest)
        return {
            item: (version, frozenset(digests.get(item, ())))
            for item, version in self._db.execute("SELECT item, version FROM item")
        }
