"""The engine on an Elasticsearch of the organisation's own, through the official client; 8.19 and later.

A generation is two indexes: `…-documents`, which is searched, and `…-items`, which knows the version and the digests of
each item. An alias says which generation serves. Writers need no lock: a document carries the version of its item
(`external_gte`), and who has written looks for what an older version has left, and buries it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search
from elasticsearch.helpers import bulk, scan

from search import semantics
from search.documents import Document
from search.dutch import Analyser, analyser
from search.engines import Change, EngineAway
from search.engines.elastic_mapping import ITEMS, body_of, mapping
from search.engines.elastic_reading import Reading, away, rows_of
from search.engines.mapping import fingerprint
from search.query import Beginning, Card, Filters, Matches, Near, Query
from search.semantics import Vectors, passages

_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"}
_CONFLICT = 409
_MOST_LEFT = 10_000


class Elastic:
    """`url` may carry a name and password; `folder` keeps vectors by the hash of their text; `prefix` begins each index."""

    name = "elasticsearch"

    def __init__(self, url: str, folder: Path, *, prefix: str = "contenthub", words: Analyser = analyser) -> None:
        self.url, self.folder, self.prefix, self.words = url, folder, prefix, words
        self._made: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def _client(self) -> Elasticsearch:
        # Made when it is first needed: a connection does not survive the fork of a server.
        return Elasticsearch(self.url, request_timeout=10, retry_on_timeout=False, max_retries=1)

    # Generations -------------------------------------------------------------------------------

    def serving(self) -> str:
        with away("there is no index yet; manage.py rebuild_search makes one"):
            told = self._client.indices.get_alias(name=self._alias)
        name = self._generation(next(iter(told)))
        if self._made_by(name) != fingerprint():
            raise EngineAway(f"the index {name} was made by another version; manage.py rebuild_search makes a new one")
        return name

    def _made_by(self, generation: str) -> str:
        if generation not in self._made:
            index = self._documents(generation)
            with away(f"there is no index {generation}"):
                told = self._client.indices.get_mapping(index=index)
            self._made[generation] = str(told[index]["mappings"].get("_meta", {}).get("made_by", ""))
        return self._made[generation]

    def generations(self) -> list[str]:
        with away():
            found = self._client.indices.get(index=f"{self.prefix}-g*-items", features="aliases", allow_no_indices=True)
        return sorted(self._generation(name) for name in found)

    def create(self) -> str:
        numbers = [int(name.removeprefix("g")) for name in self.generations()]
        name = f"g{max(numbers, default=0) + 1:06d}"
        with away():
            documents = {**mapping(), "_meta": {"made_by": fingerprint()}}
            for index, fields in ((self._documents(name), documents), (self._items(name), ITEMS)):
                self._client.indices.create(index=index, mappings=fields, settings=_SETTINGS)
        return name

    def promote(self, generation: str) -> None:
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self.prefix}-g*-documents", "alias": self._alias, "must_exist": False}},
            {"add": {"index": self._documents(generation), "alias": self._alias}},
        ]
        with away(f"there is no index {generation}"):
            self._client.indices.update_aliases(actions=actions)

    def drop(self, generation: str) -> None:
        names = [self._documents(generation), self._items(generation)]
        with away():
            self._client.indices.delete(index=names, ignore_unavailable=True)

    @property
    def _alias(self) -> str:
        return f"{self.prefix}-serving"

    def _documents(self, generation: str) -> str:
        return f"{self.prefix}-{generation}-documents"

    def _items(self, generation: str) -> str:
        return f"{self.prefix}-{generation}-items"

    def _generation(self, index: str) -> str:
        return index.removeprefix(f"{self.prefix}-").partition("-")[0]

    # Writing -----------------------------------------------------------------------------------

    def apply(self, generation: str, changes: Sequence[Change]) -> None:
        newest: dict[str, Change] = {}
        for change in changes:
            if change.version >= newest.get(change.item, change).version:
                newest[change.item] = change
        with away(f"there is no index {generation}"):
            known = self._versions(generation, newest)
            due = [change for change in newest.values() if change.version >= known.get(change.item, -1)]
            if not due:
                return
            vectors = Vectors(self.folder).read(_keys(due))
            # Documents first: where this ends in between, the item still has its old version and all is done again.
            self._write(self._documents(generation), self._rows(due, vectors))
            self._write(self._items(generation), (_item(change, vectors) for change in due))
            self._bury(generation, [change.item for change in due])
            self._client.indices.refresh(index=self._documents(generation))

    @contextmanager
    def working(self, role: str) -> Iterator[bool]:
        """Whether this process is the one on this machine that does this part of the work. Two machines that do it both
        do no harm: what is written carries its version."""
        with (self.folder / f"worker-{role}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def add_vectors(self, generation: str, limit: int = 4) -> int:
        if not semantics.available():
            return 0
        index = self._items(generation)
        with away(f"there is no index {generation}"):
            self._client.indices.refresh(index=index)
            lacking = Search(using=self._client, index=index).filter("term", placed=False)[:limit].execute()
            due = [_change_of(hit.meta.id, hit.to_dict()) for hit in lacking]
            if due:
                store = Vectors(self.folder)
                store.ensure(p for change in due for document in change.documents for p in passages(document))
                vectors = store.read(_keys(due))
                # An item that was written in the meantime has a higher version, and stays as it is.
                self._write(self._documents(generation), self._rows(due, vectors))
                self._write(index, (_item(change, vectors) for change in due))
                self._client.indices.refresh(index=[self._documents(generation), index])
            return len(due)

    def _rows(self, due: Iterable[Change], vectors: dict[bytes, Any]) -> Iterator[dict[str, Any]]:
        for change in due:
            for document in change.documents:
                body = body_of(document, change.version, vectors, self.words)
                yield _versioned(document.id, change.version, body)

    def _write(self, index: str, rows: Iterable[dict[str, Any]]) -> None:
        """Every row, or EngineAway; what is there in a newer version stays."""
        _, errors = bulk(self._client, rows, index=index, raise_on_error=False)
        wrong = [error for error in errors if next(iter(error.values()))["status"] != _CONFLICT]  # type: ignore[union-attr]
        if wrong:
            raise EngineAway(f"{len(wrong)} documents were refused; the first: {str(wrong[0])[:500]}")

    def _versions(self, generation: str, items: Iterable[str]) -> dict[str, int]:
        wanted = list(items)
        if not wanted:
            return {}
        rows = rows_of(self._client, self._items(generation), wanted, "version")
        return {row["_id"]: row["_source"]["version"] for row in rows}

    def _bury(self, generation: str, items: list[str]) -> None:
        """Put a tombstone where a document is of an older version than its item is."""
        index = self._documents(generation)
        self._client.indices.refresh(index=index)
        versions = self._versions(generation, items)
        there = Search(using=self._client, index=index).filter("terms", item=items).filter("term", gone=False)
        found = there.source(["item", "version"])[:_MOST_LEFT].execute()
        old = [hit for hit in found if hit.version < versions.get(hit.item, -1)]
        self._write(index, [
            _versioned(hit.meta.id, versions[hit.item], {"item": hit.item, "version": versions[hit.item], "gone": True})
            for hit in old
        ])

    def holds(self, generation: str) -> Mapping[str, tuple[int, frozenset[str]]]:
        with away(f"there is no index {generation}"):
            self._client.indices.refresh(index=self._items(generation))
            rows = scan(self._client, index=self._items(generation), _source_includes=["version", "digests"])
            return {row["_id"]: (row["_source"]["version"], frozenset(row["_source"]["digests"])) for row in rows}

    # Reading -----------------------------------------------------------------------------------

    @property
    def _reading(self) -> Reading:
        generation = self.serving()
        return Reading(self._client, self._documents(generation), self._items(generation))

    def matching(self, query: Query, limit: int) -> Matches:
        return self._reading.matching(query, limit)

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        return self._reading.nearest(vector, filters, limit)

    def beginning(self, asked: Beginning, limit: int) -> list[str]:
        return self._reading.beginning(asked, limit)

    def known(self, words: Iterable[str]) -> frozenset[str]:
        return self._reading.known(words)

    def says(self, document: str, stems: Iterable[str]) -> frozenset[str]:
        return self._reading.says(document, stems)

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        return self._reading.rarity(stems)

    def nearest_word(self, word: str) -> str:
        return self._reading.nearest_word(word)

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        return self._reading.cards(documents)


def _keys(changes: Iterable[Change]) -> set[bytes]:
    return {p.key for change in changes for document in change.documents for p in passages(document)}


def _versioned(key: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"_op_type": "index", "_id": key, "_version": version, "_version_type": "external_gte", "_source": body}


def _item(change: Change, vectors: Mapping[bytes, Any]) -> dict[str, Any]:
    placed = all(p.key in vectors for document in change.documents for p in passages(document))
    return _versioned(
        change.item,
        change.version,
        {
            "version": change.version,
            "digests": sorted(document.digest for document in change.documents),
            "placed": placed,
            "documents": {"json": msgspec.json.encode(change.documents).decode()},
        },
    )


def _change_of(item: str, row: dict[str, Any]) -> Change:
    documents = msgspec.json.decode(row["documents"]["json"], type=tuple[Document, ...])
    return Change(item=item, version=row["version"], documents=documents)
