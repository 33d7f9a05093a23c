"""Finding: words and meaning of one question, ranked together."""

from __future__ import annotations

from msgspec import Struct

from contenthub.answering import Asking
from search import semantics
from search.dutch.synonyms import Synonyms
from search.engines import Engine
from search.query import Card, Filters, Match, Near, Query, filters_of
from search.understanding import understand

# Documents that each of the two ways brings in.
DEPTH = 100
# The nearest chunk counts once; fitted on the development set, see docs/search.md for what each brought.
SECOND_SHARE = 1.15
ABOUT_SHARE = 0.45
WORDS_SHARE = 0.17
_WHOLE = 1.0 + SECOND_SHARE + ABOUT_SHARE
# A document that shares no word with the question is a hit only when it lies near the best.
MEANING_REACH = 0.12


class Ranked(Struct, frozen=True):
    """A document with its rank. `score` orders within one result. Its parts: cosines (0 without vectors), `words` from
    0 to 1 beside the best match by words, and that match's `raw` score."""

    card: Card
    score: float
    section: str = ""
    best: float = 0.0
    second: float = 0.0
    about: float = 0.0
    words: float = 0.0
    raw: float = 0.0


class Found(Struct, frozen=True):
    """`asked_words`: how many meaningful words were asked; `language`: in which language it seems to be asked."""

    hits: tuple[Ranked, ...]
    total: int
    engine: str
    asked_words: int = 0
    language: str = ""


def find(
    text: str,
    asking: Asking,
    engine: Engine,
    synonyms: Synonyms,
    *,
    audience: str | None = None,
    life_event: str | None = None,
) -> Found:
    """Everything that answers to this text here, best first. Raises EngineAway."""
    return ranked(text, filters_of(asking, audience=audience, life_event=life_event), engine, synonyms)


def ranked(text: str, filters: Filters, engine: Engine, synonyms: Synonyms, *, meaning: bool = True) -> Found:
    understood = understand(text, synonyms)
    if not understood.terms:
        return Found(hits=(), total=0, engine=_told(engine, False))
    matches = engine.matching(Query(terms=understood.terms, filters=filters), DEPTH)
    asked = semantics.of_query(text.strip()[:1000], understood.official) if meaning else None
    near = [] if asked is None else engine.nearest(asked.vector, filters, DEPTH)
    hits = _together({m.document: m for m in matches.found}, {one.document: one for one in near}, engine)
    return Found(
        hits=tuple(hits),
        total=max(matches.total, len(hits)),
        engine=_told(engine, bool(near)),
        asked_words=len(understood.terms),
        language=asked.language if asked else "",
    )


def _together(matches: dict[str, Match], near: dict[str, Near], engine: Engine) -> list[Ranked]:
    top = max((match.score for match in matches.values()), default=0.0) or 1.0
    nearest = max((_meaning(one) for one in near.values()), default=0.0)
    lowest = min((_meaning(one) for one in near.values()), default=0.0)
    hits = []
    for document, card in engine.cards({*matches, *near}).items():
        one, match = near.get(document), matches.get(document)
        if match is None and (one is None or _meaning(one) < nearest - MEANING_REACH):
            continue
        raw = match.score if match else 0.0
        hits.append(
            Ranked(
                card=card,
                score=(_meaning(one) if one else lowest) + (WORDS_SHARE / _WHOLE if near else 1.0) * raw / top,
                section=one.section if one else "",
                best=one.best if one else 0.0,
                second=one.second if one else 0.0,
                about=one.about if one else 0.0,
                words=raw / top,
                raw=raw,
            )
        )
    hits.sort(key=lambda hit: (-hit.score, hit.card.title, hit.card.document))
    return hits


def _meaning(one: Near) -> float:
    return (one.best + SECOND_SHARE * one.second + ABOUT_SHARE * one.about) / _WHOLE


def _told(engine: Engine, meaning: bool) -> str:
    return f"{engine.name} ({'lexical + semantic' if meaning else 'lexical'})"
