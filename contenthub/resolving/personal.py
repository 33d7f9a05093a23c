"""The personal layer: which rules hold for this person, what they change, and what would have to be asked.

Nothing here guesses: a rule whose condition is unknown changes nothing and its questions are listed, fewest first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from contenthub.resolving.answer import Alert, Origin, Outcome, Personal, PersonQuestion
from contenthub.resolving.conditions import (
    Person,
    PersonFactDefinition,
    Truth,
    evaluate,
    facts_of,
    open_facts,
    question_of,
)
from contenthub.resolving.content import Rule
from contenthub.resolving.languages import label
from contenthub.resolving.merge import Merged, Sections, combine
from contenthub.resolving.picking import can_pick, with_origin
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import RuleEffect, SectionKind, SectionMode

CASE_STATUS = "zaak.status"

_MODES = {
    RuleEffect.ADD: SectionMode.APPEND,
    RuleEffect.REPLACE: SectionMode.REPLACE,
    RuleEffect.HIDE: SectionMode.HIDE,
}
_NOT_FOR_YOU = {
    "nl": "Uit wat u antwoordde op %s volgt dat dit niet voor u geldt.",
    "en": "What you answered to %s means that this does not apply to you.",
    "nl-x-a2": "Dit is niet voor u. Dat weten wij door uw antwoord op %s.",
}
_FOR_YOU = {
    "nl": "Uit wat u antwoordde op %s volgt dat dit voor u geldt.",
    "en": "What you answered to %s means that this applies to you.",
    "nl-x-a2": "Dit is voor u. Dat weten wij door uw antwoord op %s.",
}
_AND = {"nl": " en ", "en": " and "}
_STATUS = {"nl": "De stand van uw zaak is: %s.", "en": "The status of your case is: %s."}


class SourcedRule(Struct, frozen=True):
    """A rule and the edition that it stands in."""

    rule: Rule
    origin: Origin


class PersonalResult(Struct, frozen=True):
    """`rows` holds per tariff the row that was picked; the facts are cut down to it once they are there."""

    sections: Sections
    personal: Personal
    suggested: tuple[str, ...]
    rows: dict[str, str]


def apply(
    sections: Sections,
    rules: Iterable[SourcedRule],
    status_texts: Mapping[str, Blocks],
    person: Person,
    declared: Mapping[str, PersonFactDefinition],
    today: dt.date,
    language: str,
) -> PersonalResult:
    """The sections as they are for this person, with an account of every rule."""
    outcomes: list[Outcome] = []
    alerts: list[Alert] = []
    suggested: list[str] = []
    waiting: list[frozenset[str]] = []
    decided = [(sourced, evaluate(sourced.rule.when, person, today)) for sourced in rules]
    for sourced, holds in decided:
        if holds and sourced.rule.do in _MODES:
            sections = _change(sections, sourced.rule, sourced.origin)
    picks = _picks(sections, decided)
    for sourced, holds in decided:
        rule = sourced.rule
        if rule.do == RuleEffect.TARIFF and not _speaks(sourced, holds, picks, sections):
            continue
        if holds is None:
            waiting.append(open_facts(rule.when, person, today))
            continue
        outcomes.append(Outcome(rule=rule.id, holds=holds, because=_because(rule, holds, person, declared, language)))
        if holds and rule.do == RuleEffect.ALERT:
            alerts.append(Alert(rule=rule.id, blocks=rule.blocks))
        if holds and rule.do == RuleEffect.SUGGEST:
            suggested.append(rule.item)
    for tariff, pick in picks.items():
        sections = with_origin(sections, tariff, pick.origin)
    status = str(person.get(CASE_STATUS, ""))
    if status in status_texts:
        alerts.insert(0, Alert(rule=f"{CASE_STATUS}.{status}", blocks=status_texts[status]))
        shown = status.replace("-", " ")
        outcomes.append(Outcome(rule=f"{CASE_STATUS}.{status}", holds=True, because=label(_STATUS, language) % shown))
    personal = Personal(
        applied=tuple(outcomes),
        undecided=_questions(waiting, declared, language),
        alerts=tuple(alerts),
        given=bool(person),
    )
    return PersonalResult(
        sections=sections,
        personal=personal,
        suggested=tuple(dict.fromkeys(suggested)),
        rows={tariff: pick.rule.row for tariff, pick in picks.items()},
    )


def _picks(sections: Sections, decided: Iterable[tuple[SourcedRule, Truth]]) -> dict[str, SourcedRule]:
    """Per tariff the rule that picks its row: the last that holds, for local rules come after generic ones."""
    holding = {s.rule.fact: s for s, holds in decided if holds and s.rule.do == RuleEffect.TARIFF}
    return {tariff: sourced for tariff, sourced in holding.items() if can_pick(tariff, sections)}


def _speaks(sourced: SourcedRule, holds: Truth, picks: Mapping[str, SourcedRule], sections: Sections) -> bool:
    """A tariff rule that changes no text is neither explained nor asked about; nor is one that another overruled."""
    return picks.get(sourced.rule.fact) is sourced if holds else can_pick(sourced.rule.fact, sections)


def _change(sections: Sections, rule: Rule, source: Origin) -> Sections:
    assert rule.section is not None
    before = sections.get(rule.section)
    mode = _MODES[rule.do]
    if before is None:
        if mode == SectionMode.HIDE:
            return sections
        return {
            **sections,
            rule.section: Merged(
                kind=rule.section,
                blocks=rule.blocks,
                wordings={},
                origins=(source,),
                law=rule.section == SectionKind.OBJECTION,
            ),
        }
    return {**sections, rule.section: combine(before, mode, rule.blocks, {}, source)}


def _questions(
    waiting: list[frozenset[str]], declared: Mapping[str, PersonFactDefinition], language: str
) -> tuple[PersonQuestion, ...]:
    """Fewest first: what settles a rule by itself comes before what settles one only together with others."""
    names = dict.fromkeys(
        name for needed in sorted(waiting, key=lambda n: (len(n), sorted(n))) for name in sorted(needed)
    )
    return tuple(
        PersonQuestion(
            name=name,
            question=question_of(declared[name], language),
            type=declared[name].type,
            choices=declared[name].choices,
            provenance=declared[name].provenance,
        )
        for name in names
        if name in declared
    )


def _because(
    rule: Rule, holds: bool, person: Person, declared: Mapping[str, PersonFactDefinition], language: str
) -> str:
    """The rule's own words where it holds; else a sentence that names the questions whose answers settled it."""
    if holds and rule.because:
        return rule.because
    names = sorted(name for name in facts_of(rule.when) if name in declared and name in person)
    asked = label(_AND, language).join(f'"{question_of(declared[name], language)}"' for name in names)
    return label(_FOR_YOU if holds else _NOT_FOR_YOU, language) % asked
