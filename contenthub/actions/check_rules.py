"""Which personal rules may be published: those that can do what they say, in every channel alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from contenthub.actions.check_texts import empty, only_added_to, unique
from contenthub.models import Edition
from contenthub.resolving import conditions
from contenthub.resolving.content import ItemContent, LocalContent, LocalSection, Rule, Section
from contenthub.resolving.merge import is_law
from contenthub.resolving.picking import rows_named, texts_of
from contenthub.resolving.refusal import Refused, to_translate
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import INTERNAL_KINDS, EditionKind, EditionState, RuleEffect, SectionKind, SectionMode

_CHANGES_SECTION = frozenset({RuleEffect.ADD, RuleEffect.REPLACE, RuleEffect.HIDE})
_HAS_TEXT = frozenset({RuleEffect.ADD, RuleEffect.REPLACE, RuleEffect.ALERT})
_INTO_SECTION = frozenset({RuleEffect.ADD, RuleEffect.REPLACE})

Texts = Iterable[tuple[SectionKind, Section | LocalSection]]


def check_rules(rules: Iterable[Rule], sections: Mapping[SectionKind, Section], moment: dt.datetime) -> None:
    """Refuse the first rule that is incomplete, asks what is not declared, or would change the law.

    `sections` are those of the generic item; `moment` is when the rules begin to hold.
    """
    rules = list(rules)
    if not rules:
        return
    unique((rule.id for rule in rules), "rules", to_translate("rule"))
    rows = Edition.objects.filter(kind=EditionKind.PERSON_FACT).in_force(moment).rows()
    declared = {row.series.subject: row.content for row in rows if row.state == EditionState.PUBLISHED}
    for rule in rules:
        place = f"rules.{rule.id}"
        conditions.check(rule.when, declared, place)
        if rule.do in _CHANGES_SECTION and rule.section is None:
            raise Refused(
                "RULE_WITHOUT_SECTION", place, "%(field)s: choose the section that %(value)s is about", value=rule.do
            )
        if rule.do in _HAS_TEXT and not rule.blocks:
            raise empty(place)
        if rule.do == RuleEffect.TARIFF and not (rule.fact and rule.row):
            raise Refused(
                "RULE_WITHOUT_TARIFF", place, "%(field)s: name the tariff and the row to pick", value=rule.fact
            )
        if rule.do == RuleEffect.SUGGEST and not rule.item:
            raise Refused("RULE_WITHOUT_ITEM", place, "%(field)s: choose the item to suggest", value="")
        if (
            rule.do in (RuleEffect.REPLACE, RuleEffect.HIDE)
            and rule.section
            and is_law(rule.section, sections.get(rule.section))
        ):
            raise only_added_to(f"{place}.{rule.section}", rule.do)
        if not rule.because.strip():
            raise Refused(
                "RULE_WITHOUT_EXPLANATION",
                f"{place}.because",
                "%(field)s: say in one sentence why this holds for a person, such as: U bent jonger dan 18, daarom …",
                value="",
            )


def check_tariff_rules(content: ItemContent) -> None:
    """Refuse a rule that picks a tariff row where not every channel can show that row instead of the table."""
    for rule in _tariff_rules(content.rules):
        _check_shown(rule, content.sections.items())
        _check_no_row(rule, content.sections.items(), content.rules)


def check_local_tariff_rules(content: LocalContent, generic: ItemContent) -> None:
    """The same where an organisation's texts lie over the generic ones, whoever wrote the rule."""
    inherited = [
        (kind, section)
        for kind, section in generic.sections.items()
        if kind not in content.sections or content.sections[kind].mode not in (SectionMode.REPLACE, SectionMode.HIDE)
    ]
    local = list(content.sections.items())
    for rule in _tariff_rules(content.rules):
        _check_shown(rule, [*inherited, *local])
        _check_no_row(rule, [*inherited, *local], (*generic.rules, *content.rules))
    for rule in _tariff_rules(generic.rules):
        _check_no_row(rule, local, content.rules)


def _tariff_rules(rules: Iterable[Rule]) -> Iterator[Rule]:
    return (rule for rule in rules if rule.do == RuleEffect.TARIFF)


def _check_shown(rule: Rule, sections: Texts) -> None:
    if not any(rule.fact in fact_keys(section.blocks) for kind, section in sections if kind not in INTERNAL_KINDS):
        raise Refused(
            "TARIFF_NOT_SHOWN",
            f"rules.{rule.id}",
            "%(field)s: no section shows the tariff %(value)s, so picking a row of it changes nothing; "
            "write {{%(value)s}} in the section about costs",
            value=rule.fact,
        )


def _check_no_row(rule: Rule, sections: Texts, rules: Iterable[Rule]) -> None:
    """A row that a text names by itself stays when another is picked: then one channel says another amount."""
    for kind, section in sections:
        if kind in INTERNAL_KINDS:
            continue
        for channel, blocks in texts_of(section):
            for key in rows_named(rule.fact, blocks):
                raise _names_row(f"{kind.value}.wordings.{channel}" if channel else kind.value, rule, key)
    for other in rules:
        if other.do in _INTO_SECTION:
            for key in rows_named(rule.fact, other.blocks):
                raise _names_row(f"rules.{other.id}", rule, key)


def _names_row(place: str, rule: Rule, key: str) -> Refused:
    return Refused(
        "TARIFF_ROW_NAMED",
        place,
        "%(field)s: names the row %(value)s, which stays when rule %(rule)s picks a row; "
        "write {{%(tariff)s}} here, so that every channel shows the row that was picked",
        value=key,
        rule=rule.id,
        tariff=rule.fact,
    )
