"""Choosing a fact for a text: what the list offers, what a chip says, and who may see which value."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from contenthub.actions.append import append
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.editorial.fact_chooser import FactFeature, organisation_at
from contenthub.models import Edition, Fact
from contenthub.models.pages.library import LibraryPage, OrganisationPage
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, EditionState
from tests import pages, world
from tests.editorial.nouns import admin, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
EURO = "€\u00a0"
TARIFF = {
    "rows": [
        {"key": "18plus", "label": {"nl": "Vanaf 18 jaar"}, "amount": "86.85"},
        {"key": "kind", "label": {"nl": "Tot en met 17 jaar, één kind"}, "amount": "65.70"},
    ]
}


def make(key: str, kind: str, label: str, value: dict[str, Any] | None = None, **scope: Any) -> None:
    if not Fact.objects.filter(pk=key).exists():
        publish_fact(Fact.objects.create(key=key, label={"nl": label}, type=kind))
    if value is not None:
        publish_fact_value(key, value, **scope)


@pytest.fixture
def facts(house: None) -> None:
    make("paspoort.leges", "TARIFF", "Leges van een paspoort", TARIFF)
    make("paspoort.termijn", "DURATION", "Beslistermijn", {"amount": 6, "unit": "week"})
    make("afval.pas", "MONEY", "Afvalpas", {"amount": "12.50"})
    make("afval.pas", "MONEY", "Afvalpas", {"amount": "15.00"}, organisation="waterrijk")
    make("afval.pas", "MONEY", "Afvalpas", {"amount": "12.50"}, organisation="heidestad")
    make("parkeren.dag", "MONEY", "Dagkaart", {"amount": "9"}, organisation="heidestad")
    make("leeg.gegeven", "TEXT", "Zonder waarde")
    Fact.objects.create(key="nooit.gepubliceerd", label={"nl": "Nooit gepubliceerd"}, type="TEXT")


def offered(client: Client, query: str = "", **given: Any) -> list[Any]:
    response = client.get(reverse("contenthub_fact_results"), {"q": query, **given})
    assert response.status_code == 200
    return [choice for choice, _url, _rows in response.context["results"]]


def found(client: Client, query: str) -> list[str]:
    return [choice.key for choice in offered(client, query)]


def said(client: Client, *keys: str, place: str = "") -> dict[str, Any]:
    response = client.post(reverse("contenthub_fact_values"), {"key": keys, "place": place})
    assert response.status_code == 200
    return response.json()


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("afval.pas", ["afval.pas"]),
        ("AFVALPAS", ["afval.pas"]),
        ("dag kaart", ["parkeren.dag"]),
        ("18plus", ["paspoort.leges"]),
        ("paspoort.leges.kind", ["paspoort.leges"]),
        ("vanaf 18", ["paspoort.leges"]),
        ("ÉÉN kind", ["paspoort.leges"]),
        ("paspoort", ["paspoort.leges", "paspoort.termijn"]),
        ("gemeente.telefoon", ["gemeente.telefoon"]),
        ("nooit", []),
        ("%", []),
    ],
)
def test_facts_are_found_by_key_label_and_row(facts, library, query, keys):
    assert found(library, query) == keys


def test_the_list_tells_type_value_and_who_differs(facts, library):
    (choice,) = offered(library, "afval.pas")
    assert (choice.label, choice.type) == ("Afvalpas", "Geldbedrag")
    assert (choice.national.layer, choice.national.words) == ("Landelijk", f"{EURO}12,50")
    assert choice.national.since == Edition.objects.get(kind="fact-value", subject="afval.pas", organisation="").valid_from
    assert [(line.layer, line.words) for line in choice.others] == [("Waterrijk", f"{EURO}15")]


def test_rows_of_a_tariff_can_be_chosen_and_tell_who_differs(facts, library):
    rows = [{**TARIFF["rows"][0], "amount": "80"}, TARIFF["rows"][1]]
    publish_fact_value("paspoort.leges", {"rows": rows}, organisation="waterrijk")
    (choice,) = offered(library, "paspoort.leges")
    assert choice.national.words == "tabel met 2 rijen"
    assert [(row.key, row.label, row.words) for row in choice.rows] == [
        ("paspoort.leges.18plus", "Vanaf 18 jaar", f"{EURO}86,85"),
        ("paspoort.leges.kind", "Tot en met 17 jaar, één kind", f"{EURO}65,70"),
    ]
    assert [[(line.layer, line.words) for line in row.others] for row in choice.rows] == [
        [("Waterrijk", f"{EURO}80")],
        [],
    ]


def test_a_next_change_is_told_only_of_layers_one_writes_for(facts, library, waterrijk):
    later = timezone.now() + dt.timedelta(days=10)
    publish_fact_value("afval.pas", {"amount": "13"}, valid_from=later)
    publish_fact_value("afval.pas", {"amount": "16"}, valid_from=later, organisation="waterrijk")
    publish_fact_value("parkeren.dag", {"amount": "10"}, valid_from=later, organisation="heidestad")
    for client, own in ((library, None), (waterrijk, (later, f"{EURO}16"))):
        (choice,) = offered(client, "afval.pas")
        assert choice.national.change == (later, f"{EURO}13")
        assert choice.others[0].change == own
        (other,) = offered(client, "parkeren.dag")
        assert (other.national.words, other.others[0].change) == ("geen landelijke waarde", None)
        answer = client.get(reverse("contenthub_fact_results"), {"q": "parkeren"}).content.decode()
        assert f"{EURO}9" in answer and f"{EURO}10" not in answer


def test_the_next_amount_of_a_row_is_told_at_that_row(facts, library):
    later = timezone.now() + dt.timedelta(days=10)
    rows = [{**TARIFF["rows"][0], "amount": "91.20"}, TARIFF["rows"][1]]
    publish_fact_value("paspoort.leges", {"rows": rows}, valid_from=later)
    (choice,) = offered(library, "paspoort.leges")
    assert [row.change for row in choice.rows] == [(later, f"{EURO}91,20"), None]


def test_a_value_that_ended_is_told_no_more(facts, library):
    append(Series(EditionKind.FACT_VALUE, "afval.pas", "waterrijk"), None, verb="end", state=EditionState.ENDED)
    (choice,) = offered(library, "afval.pas")
    assert choice.others == ()


def test_chips_say_value_state_and_key(facts, library):
    told = said(library, "afval.pas", "paspoort.leges", "paspoort.leges.kind", "paspoort.leges.oud", "leeg.gegeven",
                "parkeren.dag", "gemeente.telefoon", "geen.gegeven", "nooit.gepubliceerd")
    assert {key: (chip["value"], chip["state"]) for key, chip in told.items()} == {
        "afval.pas": (f"{EURO}12,50", "known"),
        "paspoort.leges": ("tabel met 2 rijen", "known"),
        "paspoort.leges.kind": (f"{EURO}65,70", "known"),
        "paspoort.leges.oud": ("onbekend gegeven", "unknown"),
        "leeg.gegeven": ("nu geen waarde", "missing"),
        "parkeren.dag": ("verschilt per organisatie", "known"),
        "gemeente.telefoon": ("verschilt per gemeente", "known"),
        "geen.gegeven": ("onbekend gegeven", "unknown"),
        "nooit.gepubliceerd": ("onbekend gegeven", "unknown"),
    }
    assert told["afval.pas"]["title"] == "afval.pas – Afvalpas (Geldbedrag)"
    assert all(key in chip["title"] for key, chip in told.items())


def test_a_long_value_is_cut_in_the_chip_and_whole_in_the_tooltip(facts, library):
    long = "Neem een geldig legitimatiebewijs mee en twee pasfoto's."
    make("balie.meenemen", "TEXT", "Meenemen", {"text": {"nl": long}})
    chip = said(library, "balie.meenemen")["balie.meenemen"]
    assert len(chip["value"]) == 40 and chip["value"].endswith("…")
    assert chip["title"].endswith(long)


def test_in_a_text_of_an_organisation_its_own_value_is_said(facts, library):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    add = reverse("wagtailadmin_pages:add", args=["contenthub", "productpage", branch.pk])
    for place in (edit(branch), add):
        assert organisation_at(place) == "waterrijk"
        assert said(library, "afval.pas", place=place)["afval.pas"]["value"] == f"{EURO}15"
    elsewhere = [edit(LibraryPage.objects.get()), "", "/admin/", "//[", edit(branch).replace(str(branch.pk), "987654")]
    assert [organisation_at(place) for place in elsewhere] == [""] * 5
    answer = library.get(reverse("contenthub_fact_chosen", args=["afval.pas"]), {"place": add}).json()
    assert answer["step"] == "chosen"
    assert (answer["result"]["key"], answer["result"]["value"]) == ("afval.pas", f"{EURO}15")


def test_the_modal_passes_on_whose_text_it_is_for(facts, library):
    place = edit(OrganisationPage.objects.get(organisation="waterrijk"))
    html = library.get(reverse("contenthub_fact_chooser"), {"place": place}).json()["html"]
    links = re.findall(r'href="([^"]+)" data-chooser-modal-choice', html)
    assert len(links) == html.count("data-chooser-modal-choice") > 2
    assert all(link.endswith(f"?place={quote(place, safe='')}") for link in links)
    assert "Kies een gegeven" in html and "Zoek op sleutel" in html


def test_what_is_not_there_cannot_be_chosen(facts, library):
    for key in ("geen.gegeven", "nooit.gepubliceerd", "paspoort.leges.oud"):
        assert library.get(reverse("contenthub_fact_chosen", args=[key])).status_code == 404


def test_only_who_has_access_to_the_admin_gets_an_answer(facts):
    stranger = pages.client(pages.user("vreemd"))
    for client in (Client(), stranger):
        for name, args in (("chooser", []), ("results", []), ("chosen", ["afval.pas"])):
            answer = client.get(reverse(f"contenthub_fact_{name}", args=args))
            assert answer.status_code == 302 and b"12,50" not in answer.content
        answer = client.post(reverse("contenthub_fact_values"), {"key": "afval.pas"})
        assert answer.status_code == 302 and b"12,50" not in answer.content


def test_values_are_not_read_by_a_get(facts, library):
    assert library.get(reverse("contenthub_fact_values"), {"key": "afval.pas"}).status_code == 405


def test_the_list_has_pages(house, library):
    for number in range(12):
        make(f"proef.n{number:02}", "MONEY", "Proef", {"amount": number})
    first, second = (offered(library, "proef", p=page) for page in (1, 2))
    assert [choice.key for choice in [*first, *second]] == [f"proef.n{number:02}" for number in range(12)]
    assert (len(first), len(second)) == (10, 2)
    assert library.get(reverse("contenthub_fact_results"), {"p": 9}).status_code == 404


def test_the_number_of_queries_does_not_follow_the_number_of_facts(house, library):
    def asked() -> tuple[int, ...]:
        keys = list(Fact.objects.values_list("pk", flat=True))
        counts = []
        for ask in (lambda: offered(library), lambda: offered(library, "proef"), lambda: said(library, *keys)):
            with CaptureQueriesContext(connection) as queries:
                ask()
            counts.append(len(queries))
        return tuple(counts)

    def some(*numbers: int) -> None:
        for number in numbers:
            make(f"aa.proef{number}", "MONEY", "Proef", {"amount": 1})
            make(f"aa.proef{number}", "MONEY", "Proef", {"amount": 2}, organisation="waterrijk")
            make(f"aa.tabel{number}", "TARIFF", "Proef", TARIFF)

    some(1)
    asked()
    few = asked()
    some(2, 3, 4, 5)
    world.organisation("derde")
    make("aa.proef1", "MONEY", "Proef", {"amount": 3}, organisation="derde")
    assert asked() == few
    assert max(few) < 25


def test_the_words_beside_a_field_are_of_who_asks_and_not_of_who_asked_first(house):
    with override("en"):
        media = FactFeature("FACT").media
        assert "Make a fact of this" in str(media)
    with override("nl"):
        assert "Maak hier een gegeven van" in str(media)
