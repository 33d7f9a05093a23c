"""Answering a question of a bot: with an item when it is sure, with a choice when it may be one of a few, or with none."""

from __future__ import annotations

from msgspec import Struct

from contenthub.answering import Asking
from search.confidence import calibrations, confidence, in_scope, kind_of
from search.dutch.synonyms import Synonyms
from search.engines import Engine
from search.finding import Found, Ranked, find

MOST_CHOICES = 3
# A choice is offered while it is not much less likely than the first.
_CHOICE_REACH = 0.06


class Replied(Struct, frozen=True):
    """`answer` is what is sure enough to be said; `choices` what it may be instead, the best first. Both are empty where
    nothing fits. `confidence` is how often a first hit like this one was the right one, from 0 to 1."""

    answer: Ranked | None
    choices: tuple[Ranked, ...]
    confidence: float
    language: str = ""


def reply(question: str, asking: Asking, engine: Engine, synonyms: Synonyms) -> Replied:
    """Raises EngineAway."""
    found = find(question, asking, engine, synonyms)
    hits = _items(found.hits)
    if not hits:
        return Replied(answer=None, choices=(), confidence=0.0, language=found.language)
    sure = confidence(found)
    limits = calibrations()[kind_of(found)]
    if not answers(found):
        return Replied(answer=None, choices=(), confidence=sure, language=found.language)
    near = [hit for hit in hits[:MOST_CHOICES] if hit.score >= hits[0].score - _CHOICE_REACH]
    if sure >= limits.sure:
        return Replied(answer=hits[0], choices=tuple(near[1:]), confidence=sure, language=found.language)
    return Replied(
        answer=None, choices=tuple(hits[:2] if len(near) < 2 else near), confidence=sure, language=found.language
    )


def answers(found: Found) -> bool:
    """Whether what was found may well answer the question."""
    if not found.hits:
        return False
    return in_scope(found) >= calibrations()[kind_of(found)].possible


def _items(hits: tuple[Ranked, ...]) -> list[Ranked]:
    first: dict[str, Ranked] = {}
    for hit in hits:
        first.setdefault(hit.card.item, hit)
    return list(first.values())
