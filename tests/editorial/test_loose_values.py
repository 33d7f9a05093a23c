"""Values that stand loose in a text that is being written: what is recognised, which facts say it, and making a fact of it."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.write_page import write_item, write_local
from contenthub.editorial.loose.proposing import proposed_key, section_of
from contenthub.editorial.loose.recognising import recognised
from contenthub.models import AuditRow, Edition, Fact, ProductPage
from contenthub.models.pages import LocalVersionPage
from contenthub.models.pages.library import LibraryPage, OrganisationPage
from contenthub.vocabulary import FactType, SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

TARIFF = {"rows": [{"key": "18plus", "label": {"nl": "Vanaf 18 jaar"}, "amount": "85.40"},
                   {"key": "kind", "label": {"nl": "Tot 18 jaar"}, "amount": "65.70"}]}
ADDRESS = {"street": "Dorpsweg", "number": "3", "postcode": "4321 AB", "city": "Dorp"}


def make(key: str, kind: str, value: dict[str, Any], label: str = "", **scope: Any) -> None:
    if not Fact.objects.filter(pk=key).exists():
        publish_fact(Fact.objects.create(key=key, label={"nl": label or key}, type=kind))
    publish_fact_value(key, value, **scope)


@pytest.fixture
def facts(house: None) -> None:
    make("paspoort.leges", "TARIFF", TARIFF, "Leges van een paspoort")
    make("bezwaar.termijn", "DURATION", {"amount": 6, "unit": "week"}, "Termijn voor bezwaar")
    make("afval.pas", "MONEY", {"amount": "12.50"}, "Afvalpas")
    make("afval.pas", "MONEY", {"amount": "15.00"}, organisation="waterrijk")
    make("parkeren.dag", "MONEY", {"amount": "15"}, "Dagkaart", organisation="heidestad")


@pytest.fixture
def product(house: None) -> ProductPage:
    return LibraryPage.objects.get().add_child(instance=ProductPage(title="Paspoort aanvragen", public_slug="paspoort"))


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def asked(client: Client, *texts: Any, place: str = "") -> Any:
    given = [text if isinstance(text, dict) else {"text": text} for text in texts]
    return client.post(reverse("contenthub_loose_values"), json.dumps({"place": place, "texts": given}), "application/json")


def told(client: Client, *texts: Any, place: str = "") -> list[list[dict[str, Any]]]:
    response = asked(client, *texts, place=place)
    assert response.status_code == 200
    return response.json()["texts"]


def keys(client: Client, text: str, place: str = "") -> list[list[str]]:
    return [[match["key"] for match in each["matches"]] for each in told(client, text, place=place)[0]]


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("€ 1.250,00", "MONEY", {"amount": "1250.00", "currency": "EUR"}),
    ("vijftien euro", "MONEY", {"amount": "15.00", "currency": "EUR"}),
    ("21 mei 2027", "DATE", {"date": "2027-05-21"}),
    ("21-05-2027", "DATE", {"date": "2027-05-21"}),
    ("zes weken", "DURATION", {"amount": 6, "unit": "week"}),
    ("10 werkdagen", "DURATION", {"amount": 10, "unit": "workday"}),
    ("0800 - 33 55555", "PHONE", {"number": "0800 - 33 55555"}),
    ("info@waterrijk.example", "EMAIL", {"address": "info@waterrijk.example"}),
    ("www.waterrijk.example/pas", "URL", {"url": "https://www.waterrijk.example/pas"}),
    ("7,5%", "NUMBER", {"value": "7.5", "unit": {"nl": "%"}}),
    ("Dorpsweg 3, 4321 AB Dorp", "ADDRESS", ADDRESS),
    ("Postbus 20002, 2500 EA Den Haag", "ADDRESS",
     {"street": "Postbus", "number": "20002", "postcode": "2500 EA", "city": "Den Haag"}),
    # No fact has a type for these but text.
    ("1 juli", "TEXT", {"text": {"nl": "1 juli"}}),
    ("1,5 uur", "TEXT", {"text": {"nl": "1,5 uur"}}),
])
def test_a_value_is_recognised_with_its_type_and_place(text, kind, value):
    (found,) = recognised(f"Let op: {text}. Zo is het.", "nl")
    assert (found.text, found.start, found.end) == (text, 8, 8 + len(text))
    assert (found.type, dict(found.value)) == (kind, value)
    assert found.parsed() is not None


def test_places_count_as_a_browser_counts():
    (found,) = recognised("😀 Het kost € 5.", "nl")
    assert (found.start, found.end) == (12, 15)


def test_a_link_that_shows_where_it_leads_is_left_alone_and_one_that_does_not_is_not():
    text = "Bel 030 286 00 00 of 030 286 00 01."
    links = [(4, 17, "tel:0302860000"), (21, 34, "https://elders.example")]
    assert [found.text for found in recognised(text, "nl", links)] == ["030 286 00 01"]


def test_an_address_without_a_street_is_marked_but_has_no_value_yet():
    (found,) = recognised("De postcode is 4321 AB.", "nl")
    assert (found.text, found.parsed()) == ("4321 AB", None)


def test_facts_that_say_the_value_are_told_rows_of_tariffs_too(facts, library):
    ((amount, term, other),) = told(library, "Het kost € 85,40, binnen 6 weken, of € 3.")
    assert amount == {"start": 9, "end": 16, "text": "€ 85,40", "kind": "money", "matches": [
        {"key": "paspoort.leges.18plus", "label": "Leges van een paspoort › Vanaf 18 jaar", "layer": ""}]}
    assert [match["key"] for match in term["matches"]] == ["bezwaar.termijn"]
    assert other["matches"] == []


def test_an_organisation_is_told_what_it_says_itself(facts, waterrijk):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    # Its own value hides the national one, and what another organisation says is not its own.
    assert keys(waterrijk, "€ 12,50 of € 15", edit(branch)) == [[], ["afval.pas"]]
    assert told(waterrijk, "€ 15", place=edit(branch))[0][0]["matches"][0]["layer"] == "Waterrijk"
    assert keys(waterrijk, "€ 12,50 of € 15") == [["afval.pas"], []]


def test_details_of_the_municipality_are_facts_in_a_text_of_its_organisation(facts, waterrijk):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    text = "Bel 14 0123 of mail info@waterrijk.example. Kom naar Kerkplein 1, 9001 AA Waterrijk."
    assert keys(waterrijk, text, edit(branch)) == [["gemeente.telefoon"], ["gemeente.email"], ["gemeente.adres"]]
    assert keys(waterrijk, text) == [[], [], []]


def test_facts_of_the_item_come_first_and_three_at_most(facts, library, product):
    for key in ("a.termijn", "b.termijn", "paspoort.termijn"):
        make(key, "DURATION", {"amount": 6, "unit": "week"})
    assert keys(library, "6 weken", edit(product)) == [["paspoort.termijn", "a.termijn", "b.termijn"]]


def test_a_memo_for_agents_is_left_alone(facts, library):
    texts = [{"text": "€ 3", "field": f"section_{kind}.x.body"} for kind in ("desk_memo", "costs")]
    assert [len(found) for found in told(library, *texts)] == [0, 1]


def test_the_number_of_queries_does_not_grow_with_texts_or_facts(facts, waterrijk):
    place = edit(OrganisationPage.objects.get(organisation="waterrijk"))
    with CaptureQueriesContext(connection) as few:
        told(waterrijk, "€ 85,40", place=place)
    for number in range(20):
        make(f"veel.bedrag-{number}", "MONEY", {"amount": f"{number + 1}.00"})
    with CaptureQueriesContext(connection) as many:
        told(waterrijk, *(f"€ {number + 1}" for number in range(20)), place=place)
    assert len(many) <= len(few) <= 24
    with CaptureQueriesContext(connection) as none:
        told(waterrijk, "Niets aan de hand.", place=place)
    assert not any("fact-value" in query["sql"] for query in none.captured_queries)


@pytest.mark.parametrize("body", ["", "niets", "[]", '{"texts": "x"}', '{"texts": [{"text": 3}]}', '{"texts": [{}]}',
                                  json.dumps({"texts": [{"text": "x" * 20_001}]}), json.dumps({"texts": [{"text": "x"}] * 501})])
def test_what_is_no_question_is_answered_with_what_is_wrong(library, body):
    response = library.post(reverse("contenthub_loose_values"), body, "application/json")
    assert response.status_code == 400
    assert response.json()["error"].startswith("Dit is niet wat dit adres verwacht: ")


def test_only_who_writes_for_somebody_is_told(facts):
    nobody = dutch(pages.user("nel"))
    assert asked(nobody, "€ 85,40").status_code in (302, 403)
    assert asked(Client(), "€ 85,40").status_code == 302
    assert Client().get(reverse("contenthub_make_fact")).status_code == 302


def test_what_is_typed_stands_in_no_log(facts, library, product, caplog):
    with caplog.at_level(logging.DEBUG):
        asked(library, "Geheim bedrag € 98.765,43")
        begun(library, "€ 98.765,43", product)
        library.post(reverse("contenthub_loose_values"), '{"texts": [{"text": "€ 98.765,43", "links": 3}]}', "application/json")
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "98.765" not in said and "98765" not in said


# Making a fact.


def begun(client: Client, text: str, page: Any = None, field: str = "section_costs.x.body", **given: Any) -> Any:
    return client.post(reverse("contenthub_make_fact"), {"text": text, "field": field, "place": edit(page) if page else "", **given})


def sent(client: Client, page: Any = None, **changed: Any) -> Any:
    fields = {"place": edit(page) if page else "", "fact-type": "MONEY", "fact-key": "paspoort.kosten", "fact-label_nl": "Kosten",
              "fact-source": "", "value-amount": "85,40", "value-layer": "national", "value-valid_from": ""}
    return client.post(reverse("contenthub_make_fact"), {**fields, **{name.replace("__", "-"): text for name, text in changed.items()}})


def test_the_form_is_asked_for_in_a_post_so_that_nothing_typed_stands_in_an_address(library):
    assert library.get(reverse("contenthub_make_fact")).json() == {"step": "ask"}


@pytest.mark.parametrize(("text", "field", "key", "shown"), [
    ("€ 85,40", "section_costs.x.body", "paspoort.kosten", 'name="value-amount" value="85,40"'),
    ("zes weken", "section_objection.x", "paspoort.bezwaartermijn", 'name="value-amount" value="6"'),
    ("21 mei 2027", "section_introduction.x", "paspoort.datum", 'name="value-date" value="2027-05-21"'),
    ("14 0344", "section_contact.x", "paspoort.telefoon", 'name="value-number" value="14 0344"'),
    ("7,5%", "", "paspoort.percentage", 'name="value-value_" value="7,5"'),
    ("Dorpsweg 3, 4321 AB Dorp", "", "paspoort.adres", 'name="value-street" value="Dorpsweg"'),
    ("12.00", "", "paspoort.tekst", ">\n12.00</textarea>"),
])
def test_the_form_is_filled_in_with_what_was_typed(library, product, text, field, key, shown):
    answer = begun(library, text, product, field).json()
    assert answer["step"] == "form"
    assert f'name="fact-key" value="{key}"' in answer["html"]
    assert 'name="fact-label_nl" value="Paspoort aanvragen: ' in answer["html"]
    assert shown in answer["html"]


def test_definition_and_value_are_published_and_told_of_as_a_chip(library, product):
    answer = sent(library, product, fact__source="Legesverordening 2027, artikel 2.1").json()
    assert answer["step"] == "made"
    assert (answer["result"]["key"], answer["result"]["value"], answer["result"]["state"]) == ("paspoort.kosten", "€\u00a085,40", "known")
    editions = Edition.objects.filter(subject="paspoort.kosten").order_by("kind")
    assert [(row.kind, row.organisation, row.published_by, row.note) for row in editions] == [
        ("fact", "", "lia", "Legesverordening 2027, artikel 2.1"), ("fact-value", "", "lia", "Legesverordening 2027, artikel 2.1")]
    assert len({row.valid_from for row in editions}) == 1
    assert set(AuditRow.objects.filter(subject="paspoort.kosten").values_list("verb", flat=True)) == {"publish_fact", "publish_fact_value"}


@pytest.mark.parametrize(("changed", "said"), [
    ({"fact__key": "Geen Sleutel"}, "aria-invalid"),
    ({"fact__key": "afval.pas"}, "aria-invalid"),
    ({"fact__key": "paspoort.leges.18plus"}, "is al een regel"),
    ({"fact__label_nl": ""}, "aria-invalid"),
    ({"value__amount": "gratis"}, "aria-invalid"),
    ({"value__amount": "-1"}, "aria-invalid"),
    ({"value__layer": "heidestad"}, "aria-invalid"),
    ({"value__valid_from": "2020-01-01T00:00"}, "2020"),
])
def test_what_is_not_right_is_told_at_its_field_and_nothing_is_there(facts, library, changed, said):
    before = (Fact.objects.count(), Edition.objects.count(), AuditRow.objects.count())
    answer = sent(library, **changed).json()
    assert answer["step"] == "form"
    assert said in answer["html"]
    assert (Fact.objects.count(), Edition.objects.count(), AuditRow.objects.count()) == before


@pytest.mark.parametrize("kind", ["TARIFF", "OPENING_HOURS", "x"])
def test_a_type_that_is_never_typed_is_refused(library, kind):
    response = sent(library, fact__type=kind)
    assert response.status_code == 400
    assert kind in response.json()["error"]
    assert not Fact.objects.exists()


def test_who_may_not_make_facts_reads_who_may_and_makes_none(library, waterrijk, product):
    answer = begun(waterrijk, "€ 85,40").json()
    assert "<form" not in answer["html"]
    assert "<li>lia</li>" in answer["html"]
    assert sent(waterrijk).status_code in (302, 403)
    assert not Fact.objects.exists() and not Edition.objects.filter(subject="paspoort.kosten").exists()


def test_who_publishes_for_an_organisation_is_led_to_values_of_its_own(facts, waterrijk):
    costs = {SectionKind.COSTS: SectionDraft(html="<p>Het kost geld.</p>", mode=SectionMode.APPEND)}
    write_item(unpublished.product("paspoort-aanvragen", "Paspoort", sections=costs), item=unpublished.PASS, language="nl", by=world.BY)
    write_local(LocalDraft(sections=costs), item=unpublished.PASS, language="nl", organisation="waterrijk", by=world.BY)
    html = begun(waterrijk, "€ 80", LocalVersionPage.objects.get()).json()["html"]
    (value,) = re.findall('href="(/admin/facts/value/[^"]+)"', html)
    assert value == "/admin/facts/value/paspoort.leges/?layer=waterrijk"
    assert waterrijk.get(value).status_code == 200
    assert "/admin/facts/value/" not in begun(waterrijk, "€ 80").json()["html"]


def test_of_a_draft_that_one_may_not_see_the_form_says_nothing(library):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    draft = branch.add_child(instance=ProductPage(title="Geheim plan", public_slug="geheim-plan", live=False))
    html = begun(library, "€ 80", draft).json()["html"]
    assert "eheim" not in html.replace(edit(draft), "")
    assert 'name="fact-key" value="tekst.kosten"' in html


def test_who_writes_nothing_may_ask_nothing(house):
    nobody = dutch(pages.user("nel"))
    assert begun(nobody, "€ 85,40").status_code in (302, 403)
    assert sent(nobody).status_code in (302, 403)
    assert not Fact.objects.exists()


def test_a_superuser_makes_a_fact_with_a_value_of_the_organisation_whose_text_it_is(admin):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    assert '<option value="waterrijk" selected>' in begun(admin, "€ 85,40", branch).json()["html"]
    assert sent(admin, branch, value__layer="waterrijk").json()["result"]["value"] == "€\u00a085,40"
    assert Edition.objects.get(kind="fact-value").organisation == "waterrijk"


def test_a_proposed_key_is_free(product):
    world.money_fact("paspoort.kosten", "1")
    world.money_fact("paspoort.kosten-2", "1")
    assert proposed_key(product, "", SectionKind.COSTS, FactType.MONEY) == "paspoort.kosten-3"
    assert proposed_key(None, "Nieuw Item", None, FactType.DATE) == "nieuw-item.datum"
    assert proposed_key(None, "", None, FactType.TEXT) == "tekst.tekst"


@pytest.mark.parametrize(("field", "kind"), [("section_costs", SectionKind.COSTS), ("section_desk_memo.x.y", SectionKind.DESK_MEMO),
                                             ("section_costs_x", None), ("", None), ("title", None)])
def test_the_section_of_a_field(field, kind):
    assert section_of(field) is kind
