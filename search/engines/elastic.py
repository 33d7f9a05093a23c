"""The engine on an Elasticsearch of the organisation's own, through the official client; 8.19 and later.

A generation is two indexes: `…-documents`, which is searched, and `…-items`, which knows the version and the digests of
each item. An alias says which generation serves. Writers need no lock: a document carries the version of its item
(`external_gte`), and who has written looks for what an older version has left, and buries it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.dsl import Search
from elasticsearch.helpers import bulk, scan

from search.dutch import Analyser, analyser
from search.engines import Change, EngineAway
from search.engines.elastic_mapping import CHUNKS, DESK_CHUNKS, ITEMS, body_of, card_from, mapping
from search.engines.elastic_query import filter_query, words_query
from search.query import Card, Filters, Match, Matches, Near, Query
from search.semantics import Vectors, passages

_CANDIDATES = 4
_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"}
_CONFLICT = 409
_MOST_LEFT = 10_000
# As many as Elasticsearch tells of one document.
_MOST_CHUNKS = 100


class Elastic:
    """`url` may carry a name and password; `folder` keeps vectors by the hash of their text; `prefix` begins each index."""

    name = "elasticsearch"

    def __init__(self, url: str, folder: Path, *, prefix: str = "contenthub", words: Analyser = analyser) -> None:
        self.url, self.folder, self.prefix, self.words = url, folder, prefix, words

    @cached_property
    def _client(self) -> Elasticsearch:
        # Made when it is first needed: a connection does not survive the fork of a server.
        return Elasticsearch(self.url, request_timeout=10, retry_on_timeout=False, max_retries=1)

    # Generations -------------------------------------------------------------------------------

    def serving(self) -> str:
        with _away("there is no index yet; manage.py rebuild_search makes one"):
            told = self._client.indices.get_alias(name=self._alias)
        return self._generation(next(iter(told)))

    def generations(self) -> list[str]:
        with _away():
            found = self._client.indices.get(index=f"{self.prefix}-g*-items", features="aliases", allow_no_indices=True)
        return sorted(self._generation(name) for name in found)

    def create(self) -> str:
        numbers = [int(name.removeprefix("g")) for name in self.generations()]
        name = f"g{max(numbers, default=0) + 1:06d}"
        with _away():
            for index, fields in ((self._documents(name), mapping()), (self._items(name), ITEMS)):
                self._client.indices.create(index=index, mappings=fields, settings=_SETTINGS)
        return name

    def promote(self, generation: str) -> None:
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self.prefix}-g*-documents", "alias": self._alias, "must_exist": False}},
            {"add": {"index": self._documents(generation), "alias": self._alias}},
        ]
        with _away(f"there is no index {generation}"):
            self._client.indices.update_aliases(actions=actions)

    def drop(self, generation: str) -> None:
        names = [self._documents(generation), self._items(generation)]
        with _away():
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
        with _away(f"there is no index {generation}"):
            known = self._versions(generation, newest)
            due = [change for change in newest.values() if change.version >= known.get(change.item, -1)]
            if not due:
                return
            keys = {p.key for change in due for document in change.documents for p in passages(document)}
            vectors = Vectors(self.folder).read(keys)
            # Documents first: where this ends in between, the item still has its old version and all is done again.
            self._write(self._documents(generation), self._rows(due, vectors))
            self._write(self._items(generation), map(_item, due))
            self._bury(generation, [change.item for change in due])
            self._client.indices.refresh(index=self._documents(generation))

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
        rows = self._rows_of(self._items(generation), wanted, "version")
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
        with _away(f"there is no index {generation}"):
            self._client.indices.refresh(index=self._items(generation))
            rows = scan(self._client, index=self._items(generation))
            return {row["_id"]: (row["_source"]["version"], frozenset(row["_source"]["digests"])) for row in rows}

    # Reading -----------------------------------------------------------------------------------

    def matching(self, query: Query, limit: int) -> Matches:
        asked = Search(using=self._client, index=self._alias).query(words_query(query))
        with _away():
            told = asked.source(False).extra(track_total_hits=True)[:limit].execute()
        found = tuple(Match(document=hit.meta.id, score=float(hit.meta.score)) for hit in told)
        return Matches(total=int(told.hits.total.value), found=found)

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        found = {near.document: near for near in self._nearest(CHUNKS, vector, filters, limit)}
        if filters.agents:
            found |= {near.document: near for near in self._nearest(DESK_CHUNKS, vector, filters, limit)}
        return sorted(found.values(), key=lambda near: -near.best)[:limit]

    def _nearest(self, chunks: str, vector: Sequence[float], filters: Filters, limit: int) -> Iterator[Near]:
        told_of = [f"{chunks}.section", f"{chunks}.about"]
        asked = Search(using=self._client, index=self._alias).source(False).knn(
            field=f"{chunks}.vector", k=limit, num_candidates=limit * _CANDIDATES, filter=filter_query(filters),
            query_vector=[float(each) for each in vector],
            inner_hits={"size": _MOST_CHUNKS, "_source": False, "docvalue_fields": told_of},
        )
        with _away():
            told = asked[:limit].execute()
        for hit in told.to_dict()["hits"]["hits"]:
            own = [_Chunk.told(chunks, each) for each in hit["inner_hits"][chunks]["hits"]["hits"]]
            yield Near(
                document=hit["_id"],
                section=own[0].section,
                best=own[0].cosine,
                second=own[1].cosine if len(own) > 1 else own[0].cosine,
                about=next((chunk.cosine for chunk in own if chunk.about), own[-1].cosine),
            )

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        wanted = list(documents)
        if not wanted:
            return {}
        with _away():
            rows = self._rows_of(self._alias, wanted, "card")
        return {row["_id"]: card_from(row["_source"]) for row in rows if "card" in row["_source"]}

    def _rows_of(self, index: str, keys: list[str], field: str) -> list[dict[str, Any]]:
        """The rows that there are of these, as they were last written, found by search already or not."""
        rows = self._client.mget(index=index, ids=keys, source_includes=[field])["docs"]
        # An index that is not there is told per row, with status 200.
        if wrong := next((row["error"] for row in rows if "error" in row), None):
            raise EngineAway(f"there is no index {index}: {wrong.get('type')}")
        return [row for row in rows if row.get("found")]


class _Chunk(NamedTuple):
    cosine: float
    section: str
    about: bool

    @classmethod
    def told(cls, chunks: str, hit: dict[str, Any]) -> _Chunk:
        # Elasticsearch tells (1 + cosine) / 2.
        fields = hit["fields"]
        return cls(2 * hit["_score"] - 1, fields[f"{chunks}.section"][0], fields[f"{chunks}.about"][0])


def _versioned(key: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"_op_type": "index", "_id": key, "_version": version, "_version_type": "external_gte", "_source": body}


def _item(change: Change) -> dict[str, Any]:
    digests = sorted(document.digest for document in change.documents)
    return _versioned(change.item, change.version, {"version": change.version, "digests": digests})


@contextmanager
def _away(absent: str = "there is no index; manage.py rebuild_search makes one") -> Iterator[None]:
    """What the client raises, as what the rest of the room knows."""
    try:
        yield
    except ApiError as error:
        if error.status_code == 404:
            raise EngineAway(absent) from error
        raise EngineAway(f"Elasticsearch answered {error.status_code}: {str(error)[:500]}") from error
    except TransportError as error:
        raise EngineAway(f"Elasticsearch cannot be reached: {error}") from error


