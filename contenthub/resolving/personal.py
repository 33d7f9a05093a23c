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
    evaluate,
    facts_of,
    open_facts,
    question_of,
)
from contenthub.resolving.content import Rule
from contenthub.resolving.languages import label
from contenthub.resolving.merge import Merged, Sections, combine
from contenthub.resolving.text import Blocks, FactRef, Run, replace_facts
from contenthub.vocabulary import RuleEffect, SectionKind, SectionMode

CASE_STATUS = "zaak.status"

_MODES = {
    RuleEffect.ADD: SectionMode.APPEND,
    RuleEffect.REPLACE: SectionMode.REPLACE,
    RuleEffect.HIDE: SectionMode.HIDE,
}
_NOT_FOR_YOU = {"nl": "Dit geldt niet voor u: %s", "en": "This does not apply to you: %s"}
_FOR_YOU = {"nl": "Dit geldt voor u: %s", "en": "This applies to you: %s"}
_STATUS = {"nl": "De stand van uw zaak is: %s.", "en": "The status of your case is: %s."}


class SourcedRule(Struct, frozen=True):
    """A rule and the edition that it stands in."""

    rule: Rule
    origin: Origin


class PersonalResult(Struct, frozen=True):
    sections: Sections
    personal: Personal
    suggested: tuple[str, ...]


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
    rows: dict[str, str] = {}
    waiting: list[frozenset[str]] = []
    for sourced in rules:
        rule = sourced.rule
        holds = evaluate(rule.when, person, today)
        if holds is None:
            waiting.append(open_facts(rule.when, person, today))
            continue
        outcomes.append(Outcome(rule=rule.id, holds=holds, because=_because(rule, holds, declared, language)))
        if not holds:
            continue
        match rule.do:
            case RuleEffect.ALERT:
                alerts.append(Alert(rule=rule.id, blocks=rule.blocks))
            case RuleEffect.SUGGEST:
                suggested.append(rule.item)
            case RuleEffect.TARIFF:
                rows[rule.fact] = f"{rule.fact}.{rule.row}"
            case _:
                sections = _change(sections, rule, sourced.origin)
    status = str(person.get(CASE_STATUS, ""))
    if status in status_texts:
        alerts.insert(0, Alert(rule=f"{CASE_STATUS}.{status}", blocks=status_texts[status]))
        shown = status.replace("-", " ")
        outcomes.append(Outcome(rule=f"{CASE_STATUS}.{status}", holds=True, because=label(_STATUS, language) % shown))
    if rows:
        sections = {kind: _pick_rows(section, rows) for kind, section in sections.items()}
    personal = Personal(
        applied=tuple(outcomes),
        undecided=_questions(waiting, declared, language),
        alerts=tuple(alerts),
        given=bool(person),
    )
    return PersonalResult(sections=sections, personal=personal, suggested=tuple(dict.fromkeys(suggested)))


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


def _pick_rows(section: Merged, rows: Mapping[str, str]) -> Merged:
    def pick(node: FactRef) -> Run | None:
        return (FactRef(key=rows[node.key]),) if node.key in rows else None

    return Merged(
        kind=section.kind,
        blocks=replace_facts(section.blocks, pick),
        law=section.law,
        hidden=section.hidden,
        wordings={channel: replace_facts(blocks, pick) for channel, blocks in section.wordings.items()},
        origins=section.origins,
    )


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


def _because(rule: Rule, holds: bool, declared: Mapping[str, PersonFactDefinition], language: str) -> str:
    if holds and rule.because:
        return rule.because
    asked = "; ".join(question_of(declared[n], language) for n in sorted(facts_of(rule.when)) if n in declared)
    return label(_FOR_YOU if holds else _NOT_FOR_YOU, language) % asked
