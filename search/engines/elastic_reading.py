"""What is asked of an Elasticsearch: words, meaning, names, and what it knows of each document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.dsl import A, Q, Search

from search import semantics
from search.engines import EngineAway, fields
from search.engines.elastic_mapping import CHUNKS, DESK_CHUNKS, card_from
from search.engines.elastic_query import beginning_query, filter_query, near_names, words_query
from search.engines.names import Names
from search.engines.nearness import nearly_all
from search.query import Beginning, Card, Filters, Match, Matches, Near, Query

_CANDIDATES = 4
# As many as Elasticsearch tells of one document.
_MOST_CHUNKS = 100
_NAMES_LOOKED_AT = 50


class Reading:
    """The documents and the items of one generation."""

    def __init__(self, client: Elasticsearch, documents: str, items: str) -> None:
        self._client, self._documents, self._items = client, documents, items

    def matching(self, query: Query, limit: int) -> Matches:
        told = self._found(words_query(query), limit)
        found = tuple(Match(document=hit["_id"], score=float(hit["_score"])) for hit in told["hits"])
        return Matches(total=int(told["total"]["value"]), found=found)

    def beginning(self, asked: Beginning, limit: int) -> list[str]:
        return [hit["_id"] for hit in self._found(beginning_query(asked), limit)["hits"]]

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        if not semantics.available() or not self._complete():
            return []
        found = {near.document: near for near in self._nearest(CHUNKS, vector, filters, limit)}
        if filters.agents:
            found |= {near.document: near for near in self._nearest(DESK_CHUNKS, vector, filters, limit)}
        return sorted(found.values(), key=lambda near: -near.best)[:limit]

    def _nearest(self, chunks: str, vector: Sequence[float], filters: Filters, limit: int) -> Iterator[Near]:
        told_of = [f"{chunks}.section", f"{chunks}.about"]
        asked = self._search().knn(
            field=f"{chunks}.vector",
            k=limit,
            num_candidates=limit * _CANDIDATES,
            filter=filter_query(filters),
            query_vector=[float(each) for each in vector],
            inner_hits={"size": _MOST_CHUNKS, "_source": False, "docvalue_fields": told_of},
        )
        with away():
            told = asked[:limit].execute()
        for hit in told.to_dict()["hits"]["hits"]:
            own = [_Chunk.told(chunks, each) for each in hit["inner_hits"][chunks]["hits"]["hits"]]
            yield Near(
                document=hit["_id"],
                section=own[0].section,
                best=own[0].cosine,
                second=own[min(1, len(own) - 1)].cosine,
                third=own[min(2, len(own) - 1)].cosine,
                about=next((chunk.cosine for chunk in own if chunk.about), own[-1].cosine),
            )

    def _complete(self) -> bool:
        """Whether nearly every item has its vectors: before that, those that have them would crowd out the rest."""
        with away():
            every = self._client.count(index=self._items)["count"]
            lacking = self._client.count(index=self._items, query={"term": {"placed": False}})["count"]
        return every > 0 and nearly_all(without=lacking, of=every)

    def known(self, words: Iterable[str]) -> frozenset[str]:
        wanted = list(dict.fromkeys(words))
        counts = self._counts({(word, field): (field, word) for word in wanted for field in fields.WORDS})
        return frozenset(word for word in wanted if any(counts[word, field] for field in fields.WORDS))

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        wanted = list(dict.fromkeys(stems))
        with away():
            of = self._client.count(index=self._documents, query={"term": {"gone": False}})["count"]
        counts = self._counts({(stem, field): (field, stem) for stem in wanted for field in fields.STEMS})
        commonest = {stem: max(counts[stem, field] for field in fields.STEMS) for stem in wanted}
        return {stem: math.log(1 + of / (count + 0.5)) for stem, count in commonest.items()}

    def says(self, document: str, stems: Iterable[str]) -> frozenset[str]:
        with away():
            rows = rows_of(self._client, self._documents, [document], *fields.STEMS)
        said = {stem for row in rows for field in fields.STEMS for stem in row["_source"].get(field, "").split()}
        return frozenset(stems) & said

    def nearest_word(self, word: str) -> str:
        most = 1 if len(word) < 8 else 2
        told = self._found(near_names(word, most), _NAMES_LOOKED_AT, source=["card"])
        names = Names()
        for hit in told["hits"]:
            card = card_from(hit["_source"])
            names.add(card.document, (card.title, *card.phrasings, *card.keywords))
        return names.nearest(word)

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        wanted = list(documents)
        if not wanted:
            return {}
        with away():
            rows = rows_of(self._client, self._documents, wanted, "card")
        return {row["_id"]: card_from(row["_source"]) for row in rows if "card" in row["_source"]}

    def _search(self) -> Search:
        return Search(using=self._client, index=self._documents).source(False)

    def _found(self, query: Any, limit: int, source: Any = False) -> dict[str, Any]:
        with away():
            told = self._search().query(query).source(source).extra(track_total_hits=True)[:limit].execute()
        hits: dict[str, Any] = told.to_dict()["hits"]
        return hits

    def _counts(self, wanted: dict[tuple[str, str], tuple[str, str]]) -> dict[tuple[str, str], int]:
        """How many documents have each of these terms, in one request."""
        if not wanted:
            return {}
        asked = self._search().filter("term", gone=False)[:0]
        keys = {str(number): key for number, key in enumerate(wanted)}
        filters = {number: Q("term", **{wanted[key][0]: wanted[key][1]}) for number, key in keys.items()}
        asked.aggs.bucket("having", A("filters", filters=filters))
        with away():
            told = asked.execute().to_dict()["aggregations"]["having"]["buckets"]
        return {key: told[number]["doc_count"] for number, key in keys.items()}


class _Chunk(NamedTuple):
    cosine: float
    section: str
    about: bool

    @classmethod
    def told(cls, chunks: str, hit: dict[str, Any]) -> _Chunk:
        # Elasticsearch tells (1 + cosine) / 2.
        own = hit["fields"]
        return cls(2 * hit["_score"] - 1, own[f"{chunks}.section"][0], own[f"{chunks}.about"][0])


def rows_of(client: Elasticsearch, index: str, keys: list[str], *names: str) -> list[dict[str, Any]]:
    """The rows that there are of these, as they were last written, found by search already or not."""
    rows = client.mget(index=index, ids=keys, source_includes=list(names))["docs"]
    # An index that is not there is told per row, with status 200.
    if wrong := next((row["error"] for row in rows if "error" in row), None):
        raise EngineAway(f"there is no index {index}: {wrong.get('type')}")
    return [row for row in rows if row.get("found")]


@contextmanager
def away(absent: str = "there is no index; manage.py rebuild_search makes one") -> Iterator[None]:
    """What the client raises, as what the rest of the room knows."""
    try:
        yield
    except ApiError as error:
        if error.status_code == 404:
            raise EngineAway(absent) from error
        raise EngineAway(f"Elasticsearch answered {error.status_code}: {str(error)[:500]}") from error
    except TransportError as error:
        raise EngineAway(f"Elasticsearch cannot be reached: {error}") from error
