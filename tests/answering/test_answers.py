"""One item read back through every layer, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from contenthub.actions.append import By, append, cancel
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.answering import answer_item, answer_items, ask, catalogue, keep, said
from contenthub.models import Edition, StoredAnswer
from contenthub.resolving.conditions import Compare
from contenthub.resolving.content import ItemContent, Rule, Section
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import Text
from contenthub.vocabulary import EditionState, Layer, RuleEffect, SectionKind, SectionMode
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    waterrijk = world.municipality("GM9001", "Waterrijk")
    heideveld = world.municipality("GM9002", "Heideveld")
    world.organisation("linge", waterrijk, heideveld)
    world.organisation("waterrijk", waterrijk, order=1)
    world.money_fact("paspoort.kosten", "86.85")
    return waterrijk, heideveld


def plain(answer, kind) -> str:
    section = answer.section(kind)
    return "".join(
        node.s if isinstance(node, Text) else "{{%s}}" % node.key for block in section.blocks for node in block.c
    )


def test_generic_item_is_answered_with_its_fact(places):
    world.product()
    answer = answer_item(world.PASSPORT, ask("GM9001"))
    assert answer.title == "Paspoort aanvragen"
    assert answer.fact("paspoort.kosten").value.amount == Decimal("86.85")
    assert answer.layers == (Layer.GENERIC,)
    assert answer.language == "nl" and not answer.language_fell_back


def test_most_specific_local_value_wins(places):
    world.product()
    world.money_fact("paspoort.kosten", "80.00", organisation="linge")
    world.money_fact("paspoort.kosten", "75.50", organisation="waterrijk", municipality="GM9001")
    amounts = {
        code: answer_item(world.PASSPORT, ask(code)).fact("paspoort.kosten").value.amount
        for code in ("GM9001", "GM9002")
    }
    assert amounts == {"GM9001": Decimal("75.50"), "GM9002": Decimal("80.00")}


def test_local_text_is_added_for_its_own_municipality_only(places):
    world.product()
    world.local(
        organisation="waterrijk", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met pin."))}
    )
    here, there = (answer_item(world.PASSPORT, ask(code)) for code in ("GM9001", "GM9002"))
    assert [o.layer for o in here.section(SectionKind.COSTS).origins] == [Layer.GENERIC, Layer.MUNICIPAL]
    assert len(there.section(SectionKind.COSTS).blocks) == 1
    assert here.reference != there.reference


def test_future_fee_switches_by_itself_and_past_stays(places):
    world.product()
    switch = timezone.now() + dt.timedelta(days=30)
    world.money_fact("paspoort.kosten", "90.00", valid_from=switch)
    before = answer_item(world.PASSPORT, ask("GM9001"))
    after = answer_item(world.PASSPORT, ask("GM9001", moment=switch, may_see_future=True))
    assert before.next_change == switch
    assert (before.fact("paspoort.kosten").value.amount, after.fact("paspoort.kosten").value.amount) == (
        Decimal("86.85"),
        Decimal("90.00"),
    )


def test_cancelled_future_edition_never_takes_over(places):
    world.product()
    switch = timezone.now() + dt.timedelta(days=3)
    later = world.product(title="Nieuw", valid_from=switch)
    cancel(later, by=world.BY)
    world.product(title="Verbeterd")
    answer = answer_item(world.PASSPORT, ask("GM9001", moment=switch, may_see_future=True))
    assert answer.title == "Verbeterd"


def test_missing_fact_asks_to_contact_the_municipality(places):
    world.product(sections={SectionKind.COSTS: Section(blocks=world.text("Dat kost ", "{{onbekend.kosten}}", "."))})
    answer = answer_item(world.PASSPORT, ask("GM9001"))
    assert "neem contact op met Waterrijk, telefoon 14 0123" in plain(answer, SectionKind.COSTS)
    assert [(gap.section, gap.key) for gap in answer.gaps] == [("COSTS", "onbekend.kosten")]


def test_unknown_person_fact_leaves_neutral_text_and_asks(places):
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    rule = Rule(
        id="jong",
        when=Compare(fact="leeftijd", op="<", value=18),
        do=RuleEffect.ADD,
        section=SectionKind.COSTS,
        blocks=world.text("Uw ouders geven toestemming."),
        because="U bent jonger dan 18.",
    )
    world.product(rules=(rule,))
    neutral = answer_item(world.PASSPORT, ask("GM9001"))
    young = answer_item(world.PASSPORT, ask("GM9001", person={"leeftijd": 17}))
    old = answer_item(world.PASSPORT, ask("GM9001", person={"leeftijd": 30}))
    assert [q.question for q in neutral.personal.undecided] == ["Hoe oud bent u?"]
    assert len(young.section(SectionKind.COSTS).blocks) == 2
    assert young.personal.applied[0].because == "U bent jonger dan 18."
    assert old.section(SectionKind.COSTS).blocks == neutral.section(SectionKind.COSTS).blocks
    assert len({neutral.reference, young.reference, old.reference}) == 3


def test_desk_memo_is_absent_for_the_public_and_changes_no_reference(places):
    sections = {
        SectionKind.INTRODUCTION: Section(blocks=world.text("Hallo.")),
        SectionKind.DESK_MEMO: Section(blocks=world.text("Geheim.")),
    }
    world.product(sections=sections)
    public = answer_item(world.PASSPORT, ask("GM9001"))
    desk = answer_item(world.PASSPORT, ask("GM9001", for_agents=True))
    assert public.section(SectionKind.DESK_MEMO) is None
    assert desk.section(SectionKind.DESK_MEMO) is not None
    assert public.reference == desk.reference


def test_language_falls_back_when_a_layer_has_no_translation(places):
    world.product()
    world.product(language="en", title="Applying for a passport")
    assert answer_item(world.PASSPORT, ask("GM9001", language="en")).title == "Applying for a passport"
    world.local(
        organisation="waterrijk", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met pin."))}
    )
    fallen = answer_item(world.PASSPORT, ask("GM9001", language="en"))
    assert (fallen.language, fallen.language_fell_back) == ("nl", True)
    assert answer_item(world.PASSPORT, ask("GM9002", language="en")).language == "en"


def test_ended_municipality_answers_with_successor_or_old_texts(places):
    waterrijk, heideveld = places
    today = timezone.localdate()
    old = world.municipality("GM9003", "Oudveld", ends_on=today - dt.timedelta(days=10))
    world.organisation("oudveld", old, order=2)
    world.product()
    world.local(organisation="oudveld", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Oude regel."))})
    old.successors.add(heideveld)
    publish_municipality(old, by=world.BY)
    merged = answer_item(world.PASSPORT, ask("GM9003"))
    assert (merged.municipality.code, merged.contact.code, merged.texts_of) == ("GM9003", "GM9002", "GM9002")
    assert len(merged.section(SectionKind.COSTS).blocks) == 1
    heideveld.keeps_old_texts = {"GM9003": (today + dt.timedelta(days=5)).isoformat()}
    publish_municipality(heideveld, by=world.BY)
    kept = answer_item(world.PASSPORT, ask("GM9003"))
    assert (kept.contact.code, kept.texts_of) == ("GM9002", "GM9003")
    assert len(kept.section(SectionKind.COSTS).blocks) == 2
    assert kept.next_change is not None


def test_withdrawn_item_says_so_and_nothing_else(places):
    edition = world.product()
    content = {**edition.content, "withdrawn": {"reason": "Bestaat niet meer", "replacement": ""}}
    import msgspec

    append(
        edition.series, msgspec.convert(content, ItemContent), verb="withdraw", by=By(), state=EditionState.WITHDRAWN
    )
    answer = answer_item(world.PASSPORT, ask("GM9001"))
    assert answer.withdrawal.reason == "Bestaat niet meer"
    assert answer.sections == ()


def test_unknown_municipality_is_refused_with_what_was_meant(places):
    with pytest.raises(Refused, match=r"there is no municipality GM901; did you mean GM9001") as refusal:
        ask("GM901")
    assert refusal.value.code == "UNKNOWN_MUNICIPALITY"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (dt.datetime(2026, 1, 1), "MOMENT_WITHOUT_OFFSET"),
        (dt.datetime(1, 1, 1, tzinfo=dt.UTC), "MOMENT_OUT_OF_RANGE"),
        (dt.datetime(2150, 1, 1, tzinfo=dt.UTC), "FUTURE_MOMENT"),
    ],
)
def test_moments_that_cannot_be_asked(places, moment, code):
    with pytest.raises(Refused) as refusal:
        ask("GM9001", moment=moment)
    assert refusal.value.code == code


def test_person_fact_of_wrong_type_is_refused_without_repeating_it(places):
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    with pytest.raises(Refused) as refusal:
        ask("GM9001", person={"leeftijd": "CANARY-4711"})
    assert refusal.value.code == "BAD_PERSON_FACT"
    assert "CANARY" not in str(refusal.value) + repr(refusal.value.params)


def test_kept_answer_is_said_again_after_the_text_changed(places):
    world.product()
    first = answer_item(world.PASSPORT, ask("GM9001"))
    keep([first])
    keep([first])
    world.product(title="Anders")
    assert said(first.reference) == first
    assert said(first.reference.lower().replace("-", " ")) == first
    assert StoredAnswer.objects.count() == 1


def test_equal_content_gives_equal_reference_across_editions(places):
    world.product()
    first = answer_item(world.PASSPORT, ask("GM9001")).reference
    world.product(title="Anders")
    world.product()
    assert answer_item(world.PASSPORT, ask("GM9001")).reference == first
    assert Edition.objects.filter(subject=world.PASSPORT).count() == 3


def test_queries_do_not_grow_with_items(places, django_assert_num_queries):
    ids = [world.PASSPORT[:-2] + f"{n:02}" for n in range(35)]
    for n, item in enumerate(ids):
        world.product(item, slug=f"p{n}")
    with django_assert_num_queries(1):
        asking = ask("GM9001")
    with django_assert_num_queries(2):
        answers = answer_items(ids, asking)
    assert len(answers) == 35
    with django_assert_num_queries(4):  # which are new, and one insert inside its own savepoint
        keep(answers.values())
    with django_assert_num_queries(1):
        keep(answers.values())
    with django_assert_num_queries(1):
        assert len(catalogue(asking).of("product")) == 35
