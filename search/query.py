"""What is asked of an engine: terms that the analyser made, and what a document must meet to be found at all."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from contenthub.answering import Asking


class Filters(Struct, frozen=True):
    """Who may find what. `languages` is the fallback chain: a document counts in the first of them that its item has.

    `agents` says that the caller has the scope desk; without it nothing internal is matched.
    """

    municipality: str
    languages: tuple[str, ...]
    moment: dt.datetime
    agents: bool = False
    audience: str | None = None
    life_event: str | None = None


class Term(Struct, frozen=True):
    """One thing asked for, in several ways to say it; the best match counts. Weights are relative to the word as asked."""

    words: tuple[tuple[str, float], ...] = ()
    stems: tuple[tuple[str, float], ...] = ()
    # Stems that belong together, such as the official words for a lay one.
    phrases: tuple[tuple[tuple[str, ...], float], ...] = ()
    fuzzy: str = ""


class Query(Struct, frozen=True):
    terms: tuple[Term, ...]
    filters: Filters


class Match(Struct, frozen=True):
    """A document that shares words with the query; `score` is BM25 of this engine, comparable within one result."""

    document: str
    score: float


class Near(Struct, frozen=True):
    """A document by its chunks nearest to a vector: cosines, from -1 to 1, of the nearest, of the second nearest, and of
    the one that says what the whole is about. `section` is where the nearest is; empty in title and phrasings."""

    document: str
    section: str
    best: float
    second: float
    about: float


class Card(Struct, frozen=True, omit_defaults=True):
    """What an engine tells of a document that it found."""

    document: str
    item: str
    type: str
    language: str
    title: str
    audience: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Matches(Struct, frozen=True):
    total: int
    found: tuple[Match, ...]


def filters_of(asking: Asking, *, audience: str | None = None, life_event: str | None = None) -> Filters:
    texts = asking.town.texts_of
    return Filters(
        municipality=texts.code,
        languages=tuple(dict.fromkeys((asking.language, texts.default_language, "nl"))),
        moment=asking.moment,
        agents=asking.for_agents,
        audience=audience,
        life_event=life_event,
    )
