"""Asking every query of a file, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from contenthub.answering import ask
from search import finding
from search.confidence import confidence, in_scope
from search.engines import Engine
from search.finding import Found
from search.query import filters_of
from search.words import synonyms

DEVELOPMENT = Path(__file__).with_name("development.jsonl")


class Labelled(Struct, frozen=True):
    """One query; `items` are the right answers, none of them where it is out of scope."""

    query: str
    style: str
    items: tuple[str, ...]
    name: str
    split: str


class Result(Struct, frozen=True):
    """`ranks`: of the right items, from 1, those that were found; `rank` is the first, None where none was."""

    asked: Labelled
    found: Found
    ranks: tuple[int, ...]
    confidence: float
    in_scope: float

    @property
    def rank(self) -> int | None:
        return min(self.ranks, default=None)


def queries(file: Path) -> list[Labelled]:
    return [_labelled(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _labelled(row: dict) -> Labelled:  # type: ignore[type-arg]
    items = tuple(item for item in (row["item"], *row.get("also", ())) if item)
    return Labelled(row["query"], row.get("style", ""), items, row.get("name") or "", row.get("split", ""))


def run(
    asked: Iterable[Labelled], engine: Engine, municipality: str, *, meaning: bool = True, calibrated: bool = False
) -> Iterator[Result]:
    """Results in the order of the queries. Without `meaning`, words only."""
    filters = filters_of(ask(municipality))
    words = synonyms()
    for one in asked:
        found = finding.ranked(one.query, filters, engine, words, meaning=meaning)
        order = list(dict.fromkeys(hit.card.item for hit in found.hits))
        ranks = tuple(sorted(order.index(item) + 1 for item in one.items if item in order))
        sure = confidence(found) if calibrated else 0.0
        yield Result(one, found, ranks, sure, in_scope(found) if calibrated else 0.0)
