"""Finding: words and meaning of one question, ranked together."""

from __future__ import annotations

from msgspec import Struct

from contenthub.answering import Asking
from search import semantics
from search.engines import Engine
from search.query import Card, Filters, Query, filters_of
from search.understanding import terms_of

# Documents that each of the two ways brings in.
DEPTH = 100
# What the best match by words is worth beside a cosine.
WORDS_SHARE = 0.06
# A hit by meaning alone is one only when it lies near the best.
MEANING_REACH = 0.05


class Ranked(Struct, frozen=True):
    """A document with its rank. `score` orders within one result; `cosine` and `words` (0 to 1) are its parts."""

    card: Card
    score: float
    section: str = ""
    cosine: float = 0.0
    words: float = 0.0


class Found(Struct, frozen=True):
    hits: tuple[Ranked, ...]
    total: int
    engine: str


def find(
    text: str, asking: Asking, engine: Engine, *, audience: str | None = None, life_event: str | None = None
) -> Found:
    """Everything that answers to this text here, best first. Raises EngineAway."""
    return ranked(text, filters_of(asking, audience=audience, life_event=life_event), engine)


def ranked(text: str, filters: Filters, engine: Engine) -> Found:
    terms = terms_of(text)
    if not terms:
        return Found(hits=(), total=0, engine=_told(engine, False))
    matches = engine.matching(Query(terms=terms, filters=filters), DEPTH)
    vector = semantics.of_query(text.strip()[:1000])
    near = [] if vector is None else engine.nearest(vector, filters, DEPTH)
    best = matches.found[0].score if matches.found else 1.0
    words = {match.document: match.score / best for match in matches.found}
    nearest = {one.document: one for one in near}
    floor = near[0].cosine - MEANING_REACH if near else 0.0
    lowest = near[-1].cosine if near else 0.0
    cards = engine.cards({*words, *nearest})
    hits = []
    for document, card in cards.items():
        one = nearest.get(document)
        if document not in words and (one is None or one.cosine < floor):
            continue
        cosine = one.cosine if one else lowest
        shared = words.get(document, 0.0)
        hits.append(
            Ranked(
                card=card,
                score=cosine + WORDS_SHARE * shared if near else shared,
                section=one.section if one else "",
                cosine=cosine,
                words=shared,
            )
        )
    hits.sort(key=lambda hit: (-hit.score, hit.card.title, hit.card.document))
    total = max(matches.total, len(hits))
    return Found(hits=tuple(hits), total=total, engine=_told(engine, bool(near)))


def _told(engine: Engine, meaning: bool) -> str:
    return f"{engine.name} ({'lexical + semantic' if meaning else 'lexical'})"
