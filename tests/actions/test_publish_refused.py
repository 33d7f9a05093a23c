"""What publishing refuses of a generic item; nothing is written then."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from contenthub.actions.append import By, cancel
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.publish_page import publish_page
from contenthub.actions.write_page import Written, write_item, write_life_event
from contenthub.models import Edition, Fact, LifeEventPage, ProductPage
from contenthub.resolving.content import LegalSource, Term
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, Phase, RuleEffect, SectionKind
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, RuleDraft, SectionDraft, StepDraft
from tests.pages import ITEM, rows, said
from tests.world import money_fact, municipality, organisation, person_fact

pytestmark = pytest.mark.django_db
BY = By(actor="import")
YOUNG = {"fact": "leeftijd", "op": "<", "value": 18}


def draft(html: str = "<p>U vraagt het aan.</p>", kind: SectionKind = SectionKind.COSTS, **changes: Any) -> ItemDraft:
    return ItemDraft(
        **{
            "type": "product",
            "slug": "paspoort",
            "title": "Paspoort",
            "sections": {kind: SectionDraft(html=html)},
            **changes,
        }
    )


def write(made: ItemDraft, **options: Any) -> Written:
    return write_item(made, item=ITEM, language="nl", by=BY, **options)


@pytest.fixture(autouse=True)
def _library() -> None:
    prepare_library(["nl"])


def refused(made: ItemDraft, code: str, field: str) -> Refused:
    with pytest.raises(Refused) as error:
        write(made)
    assert (error.value.code, error.value.field) == (code, field)
    assert not Edition.objects.filter(kind="item").exists() and not ProductPage.objects.exists()
    return error.value


def test_an_unknown_fact() -> None:
    error = refused(draft("<p>Het kost {{paspoort.kosten}}.</p>"), "UNKNOWN_FACT", "COSTS")
    assert error.message == "COSTS: there is no fact paspoort.kosten; define it first or correct the key"


def test_an_unknown_row_of_a_fact_that_is_no_tariff() -> None:
    money_fact("paspoort.kosten", "86.85")
    refused(draft("<p>{{paspoort.kosten.18plus}}</p>"), "UNKNOWN_FACT", "COSTS")


def test_a_fact_without_value_at_the_moment_of_validity() -> None:
    money_fact("paspoort.kosten", "86.85", valid_from=timezone.now() + dt.timedelta(days=2))
    made = draft("<p>{{paspoort.kosten}}</p>")
    refused(made, "NO_FACT_VALUE", "COSTS")
    assert write(made, valid_from=timezone.now() + dt.timedelta(days=3)) == Written.NEW


def test_an_unknown_fact_in_a_wording() -> None:
    section = SectionDraft(html="<p>Tekst</p>", wordings={"CHAT": "<p>{{geen.feit}}</p>"})
    refused(draft(sections={SectionKind.COSTS: section}), "UNKNOWN_FACT", "COSTS.wordings.CHAT")


def test_an_empty_title() -> None:
    with pytest.raises(Refused) as error:
        write(draft(title="  "))
    assert error.value.field == "title" and not ProductPage.objects.exists()


def test_a_section_of_ten_megabytes() -> None:
    refused(draft("<p>" + "a" * 10_000_000 + "</p>"), "TOO_LONG", "COSTS")


def test_an_unknown_upl_uri() -> None:
    refused(draft(upls=["http://standaarden.overheid.nl/owms/terms/Bestaat_niet"]), "UNKNOWN_UPL", "upls")


def test_a_rule_on_an_undeclared_person_fact() -> None:
    refused(
        draft(rules=[RuleDraft(id="jong", when=YOUNG, do=RuleEffect.ALERT, html="<p>Let op.</p>")]),
        "UNKNOWN_PERSON_FACT",
        "rules.jong",
    )


def test_a_rule_that_replaces_law() -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    law = SectionDraft(html="<p>Zo is de wet.</p>", law=True)
    rule = RuleDraft(id="jong", when=YOUNG, do=RuleEffect.REPLACE, section=SectionKind.COSTS, html="<p>Anders.</p>")
    refused(draft(sections={SectionKind.COSTS: law}, rules=[rule]), "LAW_ONLY_ADDED_TO", "rules.jong.COSTS")


def test_a_rule_without_section() -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    refused(draft(rules=[RuleDraft(id="jong", when=YOUNG, do=RuleEffect.HIDE)]), "RULE_WITHOUT_SECTION", "rules.jong")


def test_two_rules_of_one_name() -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    rule = RuleDraft(id="jong", when=YOUNG, do=RuleEffect.ALERT, html="<p>Let op.</p>")
    refused(draft(rules=[rule, rule]), "NOT_UNIQUE", "rules")


def test_a_rule_that_holds_is_published() -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    rule = RuleDraft(id="jong", when={"all": [YOUNG]}, do=RuleEffect.ALERT, html="<p>Let op.</p>", because="U bent jong.")
    write(draft(rules=[rule]))
    assert said().rules[0].id == "jong" and said().rules[0].do == "ALERT".lower()


@pytest.mark.parametrize("because", ["", "  "])
def test_a_rule_without_explanation(because: str) -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    rule = RuleDraft(id="jong", when=YOUNG, do=RuleEffect.ALERT, html="<p>Let op.</p>", because=because)
    refused(draft(rules=[rule]), "RULE_WITHOUT_EXPLANATION", "rules.jong.because")


def test_two_sections_of_one_kind_past_the_form() -> None:
    write(draft())
    page = ProductPage.objects.get()
    raw = list(page.section_costs.raw_data)
    page.section_costs = json.dumps([*raw, {**raw[0], "id": "0b7f5d3e-0000-4000-8000-000000000009"}])
    with pytest.raises(Refused) as error:
        page.save_revision().publish()
    assert (error.value.code, error.value.field) == ("ONLY_ONE", "COSTS") and len(rows()) == 1


def test_a_schedule_of_wagtails_own() -> None:
    write(draft())
    page = ProductPage.objects.get()
    for field in ("go_live_at", "expire_at"):
        setattr(page, field, timezone.now() + dt.timedelta(days=1))
        with pytest.raises(ValidationError) as error:
            page.save_revision()
        assert list(error.value.message_dict) == ["__all__"]
        setattr(page, field, None)
    assert len(rows()) == 1


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
def test_a_schedule_that_goes_round_the_check(field: str) -> None:
    write(draft())
    page = ProductPage.objects.get()
    setattr(page, field, timezone.now() + dt.timedelta(days=1))
    before = page.revisions.count()
    with pytest.raises(Refused) as error:
        page.save_revision(clean=False)
    assert (error.value.code, error.value.field, page.revisions.count()) == ("SCHEDULED", "valid_from", before)


def test_a_revision_with_a_schedule_in_it() -> None:
    write(draft())
    page = ProductPage.objects.get()
    revision = page.save_revision()
    revision.content["go_live_at"] = (timezone.now() + dt.timedelta(days=1)).isoformat()
    revision.save()
    with pytest.raises(Refused, match="is not used here"):
        revision.publish()
    assert len(rows()) == 1 and not ProductPage.objects.get().approved_schedule


NOBODY = "00000000-0000-4000-8000-000000000099"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"related": [NOBODY]}, "UNKNOWN_ITEM", "related"),
        ({"related": ["paspoort"]}, "UNKNOWN_ITEM", "related"),
        ({"life_events": [NOBODY]}, "UNKNOWN_ITEM", "life_events"),
        ({"topics": ["bestaat-niet"]}, "UNKNOWN_TOPIC", "topics"),
        ({"type": "question", "product": NOBODY}, "UNKNOWN_ITEM", "product"),
        ({"rules": [RuleDraft(id="a", when=YOUNG, do=RuleEffect.SUGGEST, item=NOBODY)]}, "UNKNOWN_ITEM", "rules.a"),
        ({"status_texts": {"kwijt": "<p>Weg.</p>"}}, "UNKNOWN_STATUS", "status_texts.kwijt"),
    ],
)
def test_what_a_draft_refers_to_is_there(changes: dict[str, Any], code: str, field: str) -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    refused(draft(**changes), code, field)


def test_a_step_with_an_unknown_item() -> None:
    step = StepDraft(id="een", phase=Phase.APPLY, title="Pas", items=[NOBODY])
    with pytest.raises(Refused, match="steps.een: there is no item"):
        write_life_event(LifeEventDraft(slug="reis", title="Reis", steps=[step]), item=ITEM, language="nl", by=BY)
    assert not LifeEventPage.objects.exists()


def test_what_the_same_import_will_bring_is_known() -> None:
    assert write(draft(related=[NOBODY]), coming=frozenset({NOBODY})) == Written.NEW


@pytest.mark.parametrize(
    ("source", "code", "field"),
    [
        (LegalSource(id="zomaar iets"), "BAD_LEGAL_SOURCE", "COSTS.legal_id"),
        (LegalSource(id="BWBR5537"), "BAD_LEGAL_SOURCE", "COSTS.legal_id"),
        (LegalSource(id="BWBR0005537", url="javascript:alert(1)"), "BAD_URL", "COSTS.legal_url"),
    ],
)
def test_a_legal_source_that_is_none(source: LegalSource, code: str, field: str) -> None:
    section = SectionDraft(html="<p>Tekst</p>", legal_source=source)
    refused(draft(sections={SectionKind.COSTS: section}), code, field)


@pytest.mark.parametrize("identifier", ["BWBR0005537", "BWBV0001000", "CVDR123456", "CVDR123456_2"])
def test_a_legal_source_that_is_one(identifier: str) -> None:
    source = LegalSource(id=identifier, url="https://wetten.overheid.nl/BWBR0005537")
    section = SectionDraft(html="<p>Tekst</p>", legal_source=source)
    assert write(draft(sections={SectionKind.COSTS: section})) == Written.NEW


def test_a_moment_that_has_passed() -> None:
    with pytest.raises(Refused) as error:
        write(draft(), valid_from=timezone.now() - dt.timedelta(minutes=1))
    assert error.value.code == "DATED_BACK" and not ProductPage.objects.exists()


def test_several_versions_wait_and_each_can_be_cancelled() -> None:
    write(draft())
    soon, later = (timezone.now() + dt.timedelta(days=days) for days in (10, 20))
    write(draft("<p>Straks.</p>"), valid_from=soon)
    write(draft("<p>Later.</p>"), valid_from=later)
    assert [row.valid_from for row in Edition.objects.filter(kind="item").order_by("number")][1:] == [soon, later]
    assert write(draft("<p>Straks.</p>"), valid_from=soon) == Written.UNCHANGED
    cancel(Edition.objects.get(number=2), by=BY)
    assert rows()[-1][1] == "cancelled"
    at_fifteen = Edition.objects.filter(kind="item").in_force(timezone.now() + dt.timedelta(days=15)).get()
    assert at_fifteen.number == 1


def test_unpublishing_cancels_what_waits() -> None:
    write(draft())
    write(draft("<p>Straks.</p>"), valid_from=timezone.now() + dt.timedelta(days=10))
    ProductPage.objects.get().unpublish()
    assert [row[1] for row in rows()] == ["published", "published", "cancelled", "withdrawn"]
    then = timezone.now() + dt.timedelta(days=11)
    assert Edition.objects.filter(kind="item").in_force(then).get().state == "withdrawn"


def test_a_moment_that_passed_while_the_page_waited_means_now() -> None:
    write(draft(), valid_from=timezone.now() + dt.timedelta(seconds=30))
    page = ProductPage.objects.get()
    page.valid_from = timezone.now() - dt.timedelta(days=1)
    page.title = "Paspoort nieuw"
    page.save_revision().publish()
    row = Edition.objects.get(number=2)
    assert row.valid_from == row.recorded_at


def test_an_import_does_not_bring_back_what_was_withdrawn() -> None:
    write(draft())
    ProductPage.objects.get().unpublish()
    assert write(draft()) == Written.UNCHANGED
    assert write(draft("<p>Er is iets nieuws.</p>")) == Written.CHANGED
    assert [row[1] for row in rows()] == ["published", "withdrawn", "published"]


def test_other_pages_are_none_of_its_business() -> None:
    page = prepare_library(["nl"])[0]
    assert publish_page(page, revision=None) == []


def test_a_life_event_with_its_journey() -> None:
    steps = [
        StepDraft(
            id="aangifte",
            phase=Phase.APPLY,
            title="Doe aangifte",
            html="<p>Binnen vijf dagen.</p>",
            term=Term(amount=5, unit="day"),
            items=[ITEM],
        )
    ]
    made = LifeEventDraft(slug="verhuizen", title="Verhuizen", introduction="<p>U gaat verhuizen.</p>", steps=steps)
    assert write_life_event(made, item=ITEM, language="nl", by=BY, coming=frozenset({ITEM})) == Written.NEW
    assert write_life_event(made, item=ITEM, language="nl", by=BY, coming=frozenset({ITEM})) == Written.UNCHANGED
    content = Edition.objects.get(kind="life-event").row().content
    step = content.steps[0]
    assert (step.id, step.phase, step.term, step.items) == (
        "aangifte",
        Phase.APPLY,
        Term(amount=5, unit="day"),
        (ITEM,),
    )
    twice = LifeEventDraft(slug="verhuizen", title="Verhuizen", steps=steps * 2)
    with pytest.raises(Refused) as error:
        write_life_event(twice, item=ITEM, language="nl", coming=frozenset({ITEM}))
    assert error.value.code == "NOT_UNIQUE" and LifeEventPage.objects.get().title == "Verhuizen"


def tariff(*keys: str) -> dict[str, Any]:
    return {"rows": [{"key": key, "label": {"nl": key}, "amount": "5"} for key in keys]}


def test_a_row_that_a_municipality_does_not_have() -> None:
    """Its own tariff has the last word, so the generic row does not help it."""
    publish_fact(Fact.objects.create(key="paspoort.kosten", label={"nl": "Kosten"}, type="TARIFF"))
    publish_fact_value("paspoort.kosten", tariff("kind"))
    organisation("meer", municipality("GM9001", "Meer"))
    publish_fact_value("paspoort.kosten", tariff("kind"), organisation="meer")
    publish_fact_value("paspoort.kosten", tariff("kind", "spoed"))
    made = draft("<p>{{paspoort.kosten.spoed}}</p>")
    error = refused(made, "NO_FACT_VALUE", "COSTS")
    assert "has no value for GM9001" in error.message
    publish_fact_value("paspoort.kosten", tariff("kind", "spoed"), organisation="meer", municipality="GM9001")
    assert write(made) == Written.NEW


def test_a_row_that_only_the_last_writer_lacks() -> None:
    publish_fact(Fact.objects.create(key="paspoort.kosten", label={"nl": "Kosten"}, type="TARIFF"))
    town = municipality("GM9001", "Meer")
    organisation("meer", town, order=10)
    organisation("samen", town)
    publish_fact_value("paspoort.kosten", tariff("kind", "spoed"), organisation="samen")
    publish_fact_value("paspoort.kosten", tariff("kind"), organisation="meer")
    refused(draft("<p>{{paspoort.kosten.spoed}}</p>"), "NO_FACT_VALUE", "COSTS")


LOWER = RuleDraft(id="jong", when=YOUNG, do=RuleEffect.TARIFF, fact="paspoort.kosten", row="tot18", because="Lager.")
TABLE = "<p>Dit betaalt u:</p><p>{{paspoort.kosten}}</p>"
ROW = "<p>Een kind betaalt {{paspoort.kosten.tot18}}.</p>"


def child_tariff() -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    made = Fact(key="paspoort.kosten", type="TARIFF", label={"nl": "Kosten"})
    made.save()
    publish_fact(made, by=BY)
    rows_ = [
        {"key": "18plus", "label": {"nl": "18 en ouder"}, "amount": "86.85"},
        {"key": "tot18", "label": {"nl": "jonger dan 18"}, "amount": "65.70"},
    ]
    publish_fact_value("paspoort.kosten", {"rows": rows_}, by=BY)


def about(html: str, **wordings: str) -> ItemDraft:
    section = SectionDraft(html=html, wordings={Channel(name): text for name, text in wordings.items()})
    return draft(sections={SectionKind.COSTS: section}, rules=[LOWER])


def test_a_tariff_rule_where_the_section_names_a_row() -> None:
    child_tariff()
    error = refused(about(ROW), "TARIFF_NOT_SHOWN", "rules.jong")
    assert "{{paspoort.kosten}}" in error.message
    error = refused(about(TABLE + ROW), "TARIFF_ROW_NAMED", "COSTS")
    assert error.message == (
        "COSTS: names the row paspoort.kosten.tot18, which stays when rule jong picks a row; "
        "write {{paspoort.kosten}} here, so that every channel shows the row that was picked"
    )


def test_a_tariff_rule_where_one_wording_names_a_row() -> None:
    child_tariff()
    refused(about(TABLE, PHONE=TABLE, CHAT=ROW), "TARIFF_ROW_NAMED", "COSTS.wordings.CHAT")


def test_a_tariff_rule_where_nothing_shows_the_tariff() -> None:
    child_tariff()
    refused(about("<p>Vraag het ons.</p>", CHAT=TABLE), "TARIFF_NOT_SHOWN", "rules.jong")


def test_a_tariff_rule_beside_a_rule_that_adds_a_row() -> None:
    child_tariff()
    made = about(TABLE)
    adds = RuleDraft(id="erbij", when=YOUNG, do=RuleEffect.ADD, section=SectionKind.COSTS, html=ROW, because="Zo.")
    made.rules.append(adds)
    refused(made, "TARIFF_ROW_NAMED", "rules.erbij")


def test_a_tariff_rule_where_every_text_shows_the_table_is_published() -> None:
    child_tariff()
    assert write(about(TABLE, PHONE=TABLE, CHAT="<p>U betaalt bij de balie.</p>")) == Written.NEW


def test_a_condition_nested_past_what_can_be_read() -> None:
    write(draft())
    page = ProductPage.objects.get()
    editions = len(rows())
    for depth in (100, 100_000):
        when = '{"not": ' * depth + '{"fact": "leeftijd", "op": "<", "value": 18}' + "}" * depth
        rule = {"rule_id": "diep", "when": when, "do": "alert", "text": "<p>Let op.</p>", "because": "Daarom."}
        page.rules = json.dumps([{"type": "rule", "value": rule}])
        with pytest.raises(Refused) as error:
            page.save_revision().publish()
        assert (error.value.code, error.value.field) == ("BAD_CONDITION", "rules.diep.when")
    assert len(rows()) == editions
