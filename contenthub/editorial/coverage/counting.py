"""What there is for each life event in one municipality, read from published texts alone, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from contenthub.answering import Asking, Entry, answer_items, catalogue, life_events
from contenthub.answering.answers import spoken_here
from contenthub.models import Edition
from contenthub.resolving.answer import Answer
from contenthub.resolving.journey import LifeEventAnswer
from contenthub.vocabulary import Channel, EditionKind, EditionState, SectionKind

PRODUCT = "product"
MAIN = (SectionKind.INTRODUCTION, SectionKind.APPLICATION, SectionKind.COSTS, SectionKind.TERM)
# A question is answered in its introduction; the other sections are a product's.
_OF_A_QUESTION = MAIN[:1]


class Row(Struct, frozen=True):
    """One item here. `lacks` are main sections that it ought to have; `in_journey`: a step of the life event names it.

    Of an item that is not offered here only whether it can be said in each language counts: it has no other text.
    """

    item: str
    title: str
    type: str
    language: str
    in_journey: bool
    offered: bool
    languages: frozenset[str]
    wordings: frozenset[Channel]
    sections: frozenset[SectionKind]
    lacks: frozenset[SectionKind]

    def complete(self, languages: Iterable[str]) -> bool:
        return not self.lacks and self.languages.issuperset(languages)


class Group(Struct, frozen=True):
    """A life event, or what belongs to none; `unpublished` counts items of its journey that have no answer here."""

    key: str
    title: str
    language: str
    rows: tuple[Row, ...]
    steps: int = 0
    unpublished: int = 0

    def spoken(self, language: str) -> int:
        return sum(language in row.languages for row in self.rows)

    @property
    def offered(self) -> int:
        return sum(row.offered for row in self.rows)

    @property
    def with_sections(self) -> int:
        return sum(not row.lacks for row in self.rows)


class Coverage(Struct, frozen=True):
    """`events` in their own order, `topical` belongs to topics only, and `hidden` to nothing: hard to find."""

    languages: tuple[str, ...]
    events: tuple[Group, ...]
    topical: Group
    hidden: Group

    @property
    def empty(self) -> list[Group]:
        return [event for event in self.events if not event.rows]

    @property
    def groups(self) -> list[Group]:
        return [group for group in (*self.events, self.topical, self.hidden) if group.rows]


def coverage(asking: Asking) -> Coverage:
    """`asking` is neutral. Languages are the municipality's own; sections and wordings are those of the language asked for."""
    entries = catalogue(asking).entries
    events = life_events(asking)
    answers = answer_items([entry.item for entry in entries], asking)
    languages = asking.town.texts_of.languages
    gone = _withdrawn(asking)
    rows = {
        entry.item: _row(entry, answers[entry.item], [code for code in languages if (entry.item, code) not in gone])
        for entry in entries if entry.item in answers
    }
    linked: dict[str, list[str]] = {}
    for entry in entries:
        for event in entry.life_events:
            linked.setdefault(event, []).append(entry.item)
    groups = tuple(_event(event, linked.get(event.id, ()), rows) for event in events)
    placed = {row.item for group in groups for row in group.rows}
    alone = [entry for entry in entries if entry.item in rows and entry.item not in placed]
    return Coverage(
        languages=languages, events=groups,
        topical=_group("topical", (rows[entry.item] for entry in alone if entry.topics)),
        hidden=_group("hidden", (rows[entry.item] for entry in alone if not entry.topics)),
    )


def _withdrawn(asking: Asking) -> set[tuple[str, str]]:
    """Items and the languages in which they no longer hold: there a reader is told so, and is not answered."""
    rows = Edition.objects.filter(kind=EditionKind.ITEM).filter(spoken_here(asking.town)).in_force(asking.moment)
    return set(rows.filter(state=EditionState.WITHDRAWN).values_list("subject", "language"))


def _group(key: str, rows: Iterable[Row]) -> Group:
    return Group(key=key, title="", language="", rows=tuple(rows))


def _event(event: LifeEventAnswer, linked: Iterable[str], rows: dict[str, Row]) -> Group:
    """First the items of the journey, in its order, then those that name the life event themselves."""
    named = dict.fromkeys(item for step in event.steps for item in step.items)
    there = [item for item in dict.fromkeys((*named, *linked)) if item in rows]
    return Group(
        key=event.id, title=event.title, language=event.language, steps=len(event.steps),
        rows=tuple(_placed(rows[item], item in named) for item in there),
        unpublished=sum(item not in rows for item in named),
    )


def _placed(row: Row, in_journey: bool) -> Row:
    return msgspec.structs.replace(row, in_journey=in_journey)


def _row(entry: Entry, answer: Answer, languages: Iterable[str]) -> Row:
    there = frozenset(section.kind for section in answer.sections)
    needed = MAIN if answer.type == PRODUCT else _OF_A_QUESTION
    return Row(
        item=entry.item, title=answer.title, type=answer.type, language=answer.language, in_journey=False,
        offered=answer.offered,
        languages=frozenset(answer.languages).intersection(languages),
        wordings=frozenset(channel for section in answer.sections for channel in section.wordings),
        sections=there.intersection(MAIN),
        lacks=frozenset(needed) - there if answer.offered else frozenset(),
    )


__all__ = ["MAIN", "PRODUCT", "Coverage", "Group", "Row", "coverage"]
