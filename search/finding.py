"""Finding: words and meaning of one question, ranked together."""

from __future__ import annotations

from msgspec import Struct

from contenthub.answering import Asking
from search import official, semantics
from search.dutch.synonyms import Synonyms
from search.engines import Engine
from search.query import Card, Filters, Match, Near, Query, filters_of
from search.understanding import Understood, understand

# Documents that each of the two ways brings in.
DEPTH = 100
# The nearest chunk counts once; fitted on the development set, see docs/search.md for what each brought.
SECOND_SHARE = 0.75
THIRD_SHARE = 0.6
ABOUT_SHARE = 0.6
WORDS_SHARE = 0.17
_WHOLE = 1.0 + SECOND_SHARE + THIRD_SHARE + ABOUT_SHARE
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
    """`asked_words`: how many meaningful words were asked; `language`: in which language it seems to be asked;
    `corrected`: the text as it was probably meant, where words in it are known to nobody.

    For judging the first hit: `covered` is the share of what was asked that it says, by rarity, from 0 to 1; `missed` the
    rarity of the rarest thing that it does not say; `elsewhere` the cosine of a question that nobody answers here;
    `named` how near official names lie, as `official.FEATURES`, or nothing."""

    hits: tuple[Ranked, ...]
    total: int
    engine: str
    asked_words: int = 0
    language: str = ""
    corrected: str = ""
    covered: float = 0.0
    missed: float = 0.0
    elsewhere: float = 0.0
    named: tuple[float, ...] = ()


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
    text = text.strip()[:1000]
    encoded = semantics.begin(text) if meaning else None
    understood = understand(text, synonyms, engine)
    if not understood.terms:
        return Found(hits=(), total=0, engine=_told(engine, False))
    matches = engine.matching(Query(terms=understood.terms, filters=filters), DEPTH)
    asked = semantics.of_query(text, understood.official) if encoded and encoded() is not None else None
    near = [] if asked is None else engine.nearest(asked.vector, filters, DEPTH)
    hits = _together({m.document: m for m in matches.found}, {one.document: one for one in near}, engine)
    covered, missed = _covered(understood, hits[0].card.document, engine) if hits else (0.0, 0.0)
    return Found(
        hits=tuple(hits),
        total=max(matches.total, len(hits)),
        engine=_told(engine, bool(near)),
        asked_words=len(understood.terms),
        language=asked.language if asked else "",
        corrected=understood.corrected,
        covered=covered,
        missed=missed,
        elsewhere=asked.elsewhere if asked else 0.0,
        named=official.near(engine.folder, asked.typed) if asked else (),
    )


def _together(matches: dict[str, Match], near: dict[str, Near], engine: Engine) -> list[Ranked]:
    top = max((match.score for match in matches.values()), default=0.0) or 1.0
    nearest = max((_meaning(one) for one in near.values()), default=0.0)
    lowest = min((_meaning(one) for one in near.values()), default=0.0)
    reached = {document for document, one in near.items() if _meaning(one) >= nearest - MEANING_REACH}
    hits = []
    for document, card in engine.cards({*matches, *reached}).items():
        one, match = near.get(document), matches.get(document)
        raw = match.score if match else 0.0
        # What was published a moment ago has no vectors yet: then its words speak for its meaning too.
        otherwise = lowest if card.placed else lowest + (nearest - lowest) * raw / top
        hits.append(
            Ranked(
                card=card,
                score=(_meaning(one) if one else otherwise) + (WORDS_SHARE / _WHOLE if near else 1.0) * raw / top,
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


def _covered(understood: Understood, document: str, engine: Engine) -> tuple[float, float]:
    """How much of the question this document says: each thing asked counts by its rarity, in full as it was asked, less
    in other words, in parts of a compound, or as it was probably meant."""
    own = [term.stems[0][0] for term in understood.terms if term.stems]
    ways = {stem for term in understood.terms for stem, _ in term.stems}
    ways |= {stem for term in understood.terms for stems, _ in term.phrases for stem in stems}
    said, rarity = engine.says(document, ways), engine.rarity(own)
    total = got = missed = 0.0
    for term in understood.terms:
        if not term.stems:
            continue
        stem = term.stems[0][0]
        if stem in said:
            share = 1.0
        elif any(set(stems) <= said for stems, _ in term.phrases):
            share = 0.8
        else:
            share = max((weight for other, weight in term.stems[1:] if other in said), default=0.0)
        total += rarity[stem]
        got += rarity[stem] * share
        missed = max(missed, rarity[stem] * (1 - share))
    return (got / total if total else 0.0), missed


def _meaning(one: Near) -> float:
    return (one.best + SECOND_SHARE * one.second + THIRD_SHARE * one.third + ABOUT_SHARE * one.about) / _WHOLE


def _told(engine: Engine, meaning: bool) -> str:
    return f"{engine.name} ({'lexical + semantic' if meaning else 'lexical'})"
