"""Picking a tariff row: the same amount in every channel, with its label, from a rule that says so; or no pick at all."""

from __future__ import annotations

import msgspec
import pytest

from contenthub.resolving.conditions import Compare, PersonFactDefinition
from contenthub.resolving.content import FactValueContent, ItemContent, LocalContent, LocalSection, Rule, Section
from contenthub.resolving.editions import EditionRow, Series, content_hash
from contenthub.resolving.facts import FactDefinition, Tariff
from contenthub.resolving.material import Town, gather
from contenthub.resolving.resolve import resolve
from contenthub.resolving.text import Blocks, FactRef, Paragraph, Text
from contenthub.vocabulary import (
    Channel,
    EditionKind,
    FactType,
    Layer,
    PersonFactType,
    RuleEffect,
    SectionKind,
    SectionMode,
)
from tests.resolving.histories import ITEM, KEY, START, TOWN, row

TABLE = "paspoort.kosten"
AGE = PersonFactDefinition(name="leeftijd", type=PersonFactType.NUMBER, question={"nl": "Hoe oud bent u?"})
YOUNG = Rule(
    id="jong",
    when=Compare(fact="leeftijd", op="<", value=18),
    do=RuleEffect.TARIFF,
    fact=TABLE,
    row="tot18",
    because="U bent jonger dan 18, daarom geldt het lagere tarief.",
)
VALUE = {
    "rows": [
        {"key": "18plus", "label": {"nl": "18 jaar en ouder"}, "amount": "86.85"},
        {"key": "tot18", "label": {"nl": "jonger dan 18"}, "amount": "65.70", "article": "1.2"},
    ]
}


def text(*keys: str) -> Blocks:
    return (Paragraph(c=(Text(s="Het kost "), *(FactRef(key=key) for key in keys))),)


def item(blocks: Blocks, wordings: dict[Channel, Blocks] | None = None, *rules: Rule) -> ItemContent:
    return ItemContent(
        type="product",
        slug="p",
        title="P",
        sections={SectionKind.COSTS: Section(blocks=blocks, wordings=wordings or {})},
        rules=rules or (YOUNG,),
    )


def fact_rows(value: dict = VALUE) -> list[EditionRow]:  # type: ignore[type-arg]
    definition = FactDefinition(key=TABLE, type=FactType.TARIFF, label={"nl": "Kosten"})
    content = FactValueContent(value=msgspec.convert({**value, "type": "TARIFF"}, Tariff, strict=False))
    return [
        msgspec.structs.replace(
            row(1, each),
            series=Series(kind, TABLE),
            content_hash=content_hash(each),
        )
        for kind, each in ((EditionKind.FACT, definition), (EditionKind.FACT_VALUE, content))
    ]


def answer(content: ItemContent, *locals_: LocalContent, person=None, value=VALUE):
    town = Town(asked=TOWN, contact=TOWN, texts_of=TOWN)
    rows = [row(1, content), *(row(1, each, ("linge", "")) for each in locals_), *fact_rows(value)]
    material = gather(town, rows, {"leeftijd": AGE})
    return resolve(ITEM, material, moment=START, language="nl", key=KEY, person=person or {})


def child(content: ItemContent, *locals_: LocalContent, **more):
    return answer(content, *locals_, person={"leeftijd": 12}, **more)


def rows_shown(made) -> list[str]:
    fact = made.fact(TABLE)
    return [each.key for each in fact.value.rows]


def test_the_table_shows_the_picked_row_with_its_label_in_every_text():
    made = child(item(text(TABLE), {Channel.CHAT: text(TABLE)}))
    costs = made.section(SectionKind.COSTS)
    assert costs.blocks == text(TABLE) and costs.said(Channel.CHAT) == text(TABLE)
    picked = made.fact(TABLE).value.rows
    assert [(each.label["nl"], str(each.amount), each.article) for each in picked] == [
        ("jonger dan 18", "65.70", "1.2")
    ]


def test_the_section_that_shows_it_is_personal_and_keeps_where_it_came_from():
    costs = child(item(text(TABLE))).section(SectionKind.COSTS)
    assert [origin.layer for origin in costs.origins] == [Layer.GENERIC, Layer.PERSONAL]
    assert costs.layer == Layer.PERSONAL


def test_without_person_facts_the_whole_table_stands_and_the_question_is_asked():
    made = answer(item(text(TABLE)))
    assert rows_shown(made) == ["18plus", "tot18"]
    assert [question.name for question in made.personal.undecided] == ["leeftijd"]
    assert made.section(SectionKind.COSTS).layer == Layer.GENERIC


def test_for_whom_it_does_not_hold_nothing_is_picked():
    made = answer(item(text(TABLE)), person={"leeftijd": 40})
    assert rows_shown(made) == ["18plus", "tot18"]
    assert [outcome.holds for outcome in made.personal.applied] == [False]


@pytest.mark.parametrize(
    "content",
    [
        item(text(f"{TABLE}.18plus", f"{TABLE}.tot18")),
        item(text(TABLE), {Channel.CHAT: text(f"{TABLE}.18plus")}),
        item(text(TABLE, f"{TABLE}.18plus")),
        item(text(f"{TABLE}.18plus"), {Channel.CHAT: text(TABLE)}),
        item((Paragraph(c=(Text(s="Vraag het ons."),)),)),
    ],
    ids=["rows only", "row in a wording", "table and row", "table in a wording only", "no tariff"],
)
@pytest.mark.parametrize("person", [{}, {"leeftijd": 12}, {"leeftijd": 40}])
def test_where_not_every_channel_would_follow_the_rule_says_and_asks_nothing(content, person):
    made, neutral = answer(content, person=person), answer(content)
    assert made.sections == neutral.sections and made.facts == neutral.facts
    assert made.personal.applied == () and made.personal.undecided == ()


def test_a_local_text_that_names_rows_switches_the_generic_rule_off():
    over = LocalSection(mode=SectionMode.REPLACE, blocks=text(f"{TABLE}.18plus"))
    made = child(item(text(TABLE)), LocalContent(sections={SectionKind.COSTS: over}))
    assert made.personal.applied == () and made.section(SectionKind.COSTS).layer == Layer.MUNICIPAL


def test_of_two_rules_that_hold_the_last_picks_and_only_it_explains_itself():
    adult = msgspec.structs.replace(YOUNG, id="anders", row="18plus", because="Dit geldt.")
    made = child(item(text(TABLE), None, YOUNG, adult))
    assert rows_shown(made) == ["18plus"]
    assert [outcome.rule for outcome in made.personal.applied] == ["anders"]


def test_a_row_that_the_value_in_force_lacks_asks_to_contact_the_municipality():
    made = child(item(text(TABLE)), value={"rows": VALUE["rows"][:1]})
    assert [(gap.section, gap.key) for gap in made.gaps] == [(SectionKind.COSTS, TABLE)]
    assert made.facts == ()


def test_an_alert_may_still_name_a_row_by_itself():
    alert = msgspec.structs.replace(YOUNG, id="let-op", do=RuleEffect.ALERT, blocks=text(f"{TABLE}.18plus"))
    made = child(item(text(TABLE), None, YOUNG, alert))
    assert rows_shown(made) == ["tot18"]
    assert str(made.fact(f"{TABLE}.18plus").value.amount) == "86.85"
