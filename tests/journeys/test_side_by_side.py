"""The side-by-side page as its server gives it; `test_side_by_side_browser.py` looks at it in a browser."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.formats import date_format

from channels.desk.asked import local_text, next_minute
from channels.desk.choices import later_moment
from contenthub.actions.publish_notice import publish_notice
from contenthub.answering import answer_item, ask
from contenthub.models import Edition, Notice, StoredAnswer
from contenthub.resolving.material import AMSTERDAM
from contenthub.vocabulary import Channel, EditionKind
from tests import world
from tests.journeys import side_by_side_world as here

pytestmark = pytest.mark.django_db
CHANNELS = [channel.value.lower() for channel in Channel]
REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")


@pytest.fixture(autouse=True)
def _shown(settings: Any) -> None:
    settings.SIDE_BY_SIDE = True
    settings.ALLOW_FUTURE_MOMENTS = True


@pytest.fixture
def built(_shown: None) -> None:
    here.build()


def got(client: Client, method: str = "get", **data: str) -> BeautifulSoup:
    response = getattr(client, method)("/", {"municipality": "GM9001", "ui": "nl", **data})
    assert response.status_code == 200, response.content[:500]
    return BeautifulSoup(response.content, "html.parser")


def post(client: Client, **data: str) -> BeautifulSoup:
    return got(client, "post", **data)


def said(page: BeautifulSoup, channel: str) -> str:
    card = page.find(id=channel)
    assert card is not None, f"there is no card for {channel}"
    return " ".join(card.get_text(" ").split())


def error(page: BeautifulSoup, field: str) -> str:
    found = page.find(id=f"error-{field}")
    return found.get_text(" ", strip=True) if found else ""


def test_all_eight_channels_stand_beside_each_other_with_one_reference(client: Client, built: None) -> None:
    page = got(client)
    assert [card["id"] for card in page.select(".cards > .card")] == CHANNELS
    references = {channel: set(REFERENCE.findall(said(page, channel))) for channel in CHANNELS}
    assert references == dict.fromkeys(CHANNELS, {page.find(id="reference").text})
    assert "8 kanalen, 0 verschillen" in page.find(id="verdict").get_text(" ", strip=True)


def test_every_channel_says_the_fee_of_the_moment(client: Client, built: None) -> None:
    eve, new_year = (got(client, moment=f"{day}").select_one(".cards").get_text() for day in (
        f"{here.NEW_YEAR.year - 1}-12-31T23:59", f"{here.NEW_YEAR.year}-01-01T00:00"))
    assert "86,85" in eve and "91,20" not in eve
    assert "91,20" in new_year and "86,85" not in new_year


def test_a_municipality_speaks_in_every_channel_that_says_all(client: Client, built: None) -> None:
    waterrijk, heideveld = got(client), got(client, municipality="GM9002")
    for channel in set(CHANNELS) - {"kiosk"}:
        assert "bezorgen wij uw paspoort thuis" in said(waterrijk, channel), channel
        assert "in de bibliotheek" in said(heideveld, channel), channel


def test_a_section_tells_its_layers_editions_owner_and_legal_source(client: Client, built: None) -> None:
    page = got(client)
    tips = [tip.get_text(" ", strip=True) for tip in page.select("#website .origin .tip")]
    assert any("Zo werkt het" in tip and "Landelijk" in tip and "Gemeente" in tip and "Team Publiekszaken" in tip for tip in tips)
    assert any("Kosten" in tip and "versie 1 van" in tip and "BWBR0005212, art. 7" in tip for tip in tips)


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_shows_where_its_words_come_from(client: Client, built: None, channel: str) -> None:
    card = got(client).find(id=channel)
    described = [button["aria-describedby"] for button in card.select(".origin button")]
    assert described and all(card.find(id=tip)["role"] == "tooltip" for tip in described)


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_marks_the_fee_as_a_fact(client: Client, built: None, channel: str) -> None:
    marks = got(client).find(id=channel).select('[data-fact="paspoort.kosten"]')
    assert marks and {mark["data-layer"] for mark in marks} == {"generic"}
    assert "86,85" in marks[0].text


def test_no_id_stands_twice(client: Client, built: None) -> None:
    ids = [element["id"] for element in got(client).find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_person_facts_change_the_answer_and_stand_in_no_address(client: Client, built: None) -> None:
    response = client.post("/", {"municipality": "GM9001", "person.leeftijd": "16", "person.spoed": "true"})
    page = BeautifulSoup(response.content, "html.parser")
    assert "Uw ouders geven toestemming" in said(page, "website") and "Kom vóór twaalf uur" in said(page, "phone")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    addresses = [element[name] for name in ("href", "action", "src", "data-address") for element in page.find_all(attrs={name: True})]
    assert not [address for address in addresses if "leeftijd" in address or "person" in address.replace("#field-person", "")]


def test_person_facts_are_kept_nowhere(client: Client, built: None) -> None:
    post(client, **{"person.postcode": "9876 ZX"})
    assert Session.objects.count() == 0
    kept = list(StoredAnswer.objects.all())
    assert [answer.personal for answer in kept] == [False]
    assert "9876" not in kept[0].payload


def test_person_facts_in_an_address_are_refused_and_not_read(client: Client, built: None) -> None:
    page = got(client, **{"person.leeftijd": "16"})
    assert error(page, "person") == "! Gegevens over een persoon mogen niet in een webadres staan. Vul ze hieronder in."
    assert page.find(id="website") is None
    assert page.find(id="field-person.leeftijd")["value"] == ""


def test_each_question_has_a_control_of_its_type(client: Client, built: None) -> None:
    page = got(client)
    assert page.find(id="field-person.leeftijd")["inputmode"] == "decimal"
    assert page.find(id="field-person.geboortedatum")["type"] == "date"
    assert page.find(id="field-person.postcode")["type"] == "text"
    assert [radio["value"] for radio in page.find_all("input", attrs={"name": "person.spoed"})] == ["true", "false", ""]
    options = page.find(id="field-person.woonsituatie").find_all("option")
    assert [option.text for option in options] == ["Niet gezegd", "Alleen", "Samen met anderen"]
    status = page.find(id="field-person.zaak.status").find_all("option")
    assert [option.text for option in status] == ["Niet gezegd", "Ontvangen", "In behandeling"]


def test_the_state_of_a_case_chooses_its_text(client: Client, built: None) -> None:
    page = post(client, **{"person.zaak.status": "ontvangen"})
    assert "Wij hebben uw aanvraag ontvangen" in said(page, "email")


def test_a_question_that_was_answered_stays_in_the_form(client: Client, built: None) -> None:
    assert post(client, **{"person.leeftijd": "16"}).find(id="field-person.leeftijd")["value"] == "16"


@pytest.mark.parametrize(("name", "value", "message"), [
    ("leeftijd", "oud", "! Dit moet een getal zijn dat niet lager is dan 0."),
    ("geboortedatum", "gisteren", "! Dit moet een datum zijn, zoals 2026-12-31."),
    ("postcode", "12 AB", "! Dit moet een postcode zijn, zoals 1234 AB."),
    ("spoed", "misschien", "! Dit moet ja of nee zijn."),
    ("woonsituatie", "boot", "! Kies een van deze: alleen, samen-met-anderen."),
])
def test_a_person_fact_of_the_wrong_type_is_told_at_its_field(client: Client, built: None, name: str, value: str,
                                                             message: str) -> None:
    page = post(client, **{f"person.{name}": value, "person.zaak.status": "ontvangen"})
    assert error(page, f"person.{name}") == message
    assert page.find(id="website") is None
    assert page.find("option", value="ontvangen", selected=True) is not None


@pytest.mark.parametrize(("moment", "message"), [
    ("morgen", "! Dit is geen datum met tijd. Schrijf het zo: 2026-12-31T23:59."),
    ("0001-01-01T00:00", "! 1 januari 0001 om 00:00 uur ligt te ver weg. Kies een jaar van 1900 tot en met 2200."),
    ("9999-12-31T23:59", "! 31 december 9999 om 23:59 uur ligt te ver weg. Kies een jaar van 1900 tot en met 2200."),
])
def test_a_bad_moment_is_told_at_its_field_and_nothing_is_lost(client: Client, built: None, moment: str, message: str) -> None:
    page = post(client, moment=moment, item=here.MARRIAGE, language="en", **{"person.leeftijd": "16"})
    assert error(page, "moment") == message
    assert page.find(id="website") is None
    assert page.find("option", value=here.MARRIAGE, selected=True) and page.find("option", value="en", selected=True)
    assert page.find(id="field-moment")["value"] == moment


def test_a_future_moment_is_refused_where_the_setting_says_so(client: Client, built: None, settings: Any) -> None:
    settings.ALLOW_FUTURE_MOMENTS = False
    page = got(client, moment=f"{here.NEW_YEAR.year}-01-01T00:00")
    assert error(page, "moment") == f"! 1 januari {here.NEW_YEAR.year} om 00:00 uur ligt in de toekomst. Kies nu, of een moment dat voorbij is."
    assert "91,20" not in page.text
    assert not [button for button in page.select(".quick button") if str(here.NEW_YEAR.year) in button.text]


def test_an_unknown_municipality_is_told_at_its_field(client: Client, built: None) -> None:
    page = got(client, municipality="GM0000")
    assert error(page, "municipality") == "! Er is geen gemeente GM0000. Bedoelt u GM9002, GM9001?"


def test_an_item_that_is_not_here_is_told_at_its_field(client: Client, built: None) -> None:
    page = got(client, item="elders")
    assert error(page, "item") == "! Waterrijk heeft dit onderwerp niet. Kies een ander."


def test_a_bad_language_is_told_at_its_field(client: Client, built: None) -> None:
    assert error(got(client, language="%%"), "language") == "! %% is geen taalcode. Kies een taal uit de lijst."


def test_an_undeclared_person_fact_is_refused(client: Client, built: None) -> None:
    page = post(client, **{"person.bsn": "123456782"})
    assert error(page, "person") == "! Dit formulier kent een van de gegevens over de persoon niet. Vul ze opnieuw in."
    assert "123456782" not in str(page)


def test_the_button_for_now_empties_the_moment(client: Client, built: None) -> None:
    assert post(client, moment="2026-01-01T00:00", go="now").find(id="field-moment")["value"] == ""


def test_the_next_change_can_be_gone_to(client: Client, built: None) -> None:
    button = got(client).select_one(".next button")
    assert button["value"] == f"{here.NEW_YEAR.year}-01-01T00:00"
    assert "91,20" in said(post(client, go=button["value"]), "website")


def test_a_next_change_inside_a_minute_is_passed_and_not_just_missed(client: Client, built: None) -> None:
    eve = here.NEW_YEAR - dt.timedelta(days=1)
    world.money_fact("paspoort.kosten", "88.15", valid_from=eve + dt.timedelta(seconds=10))
    button = got(client).select_one(".next button")
    assert button["value"] == f"{eve:%Y-%m-%d}T00:01"
    assert "88,15" in said(post(client, go=button["value"]), "website")


def test_a_change_in_this_very_minute_is_shown_by_now_where_the_future_may_not_be_seen(built: None, settings: Any) -> None:
    settings.ALLOW_FUTURE_MOMENTS = False
    answer = answer_item(world.PASSPORT, ask("GM9001"))
    assert answer is not None
    changed = timezone.now().replace(microsecond=1)
    assert later_moment(msgspec.structs.replace(answer, next_change=changed)) == "now"
    assert later_moment(msgspec.structs.replace(answer, next_change=changed + dt.timedelta(hours=1))) == ""


@pytest.mark.parametrize(("field", "value"), [("municipality", "GM0000"), ("item", "elders"), ("language", "%%")])
def test_no_other_choice_stands_where_one_was_refused(client: Client, built: None, field: str, value: str) -> None:
    select = got(client, **{field: value}).find(id=f"field-{field}")
    assert [(option["value"], option.text) for option in select.find_all("option", selected=True)] == [("", "Kies…")]
    page = post(client, **{field: ""})
    assert error(page, field).startswith("! Kies een ")
    assert page.find(id="website") is None


def test_a_subject_is_not_lost_while_the_municipality_is_wrong(client: Client, built: None) -> None:
    wrong = got(client, municipality="GM0000", item=here.MARRIAGE).find(id="field-item").find("option", selected=True)
    assert (wrong["value"], wrong.text) == (here.MARRIAGE, "het onderwerp dat u eerder koos")


def test_a_moment_before_a_municipality_is_told_at_the_moment(client: Client, built: None) -> None:
    begun = Edition.objects.filter(kind=EditionKind.MUNICIPALITY, subject="GM9001").earliest("valid_from").valid_from
    page = got(client, moment=local_text(begun - dt.timedelta(hours=1)))
    with translation.override("nl"):
        at = date_format(timezone.localtime(next_minute(begun), AMSTERDAM), "j F Y, H.i")
    assert error(page, "moment") == f"! Vóór {at} is hiervan niets vastgelegd. Kies dat moment, of een later moment."


@pytest.mark.parametrize("item", ["", world.PASSPORT])
def test_a_moment_before_the_records_is_told_at_the_moment(client: Client, item: str) -> None:
    world.organisation("gm9001", world.municipality("GM9001", "Waterrijk"))
    begun = Edition.objects.get(kind=EditionKind.MUNICIPALITY).valid_from
    later = begun + dt.timedelta(minutes=10)
    world.product(world.PASSPORT, valid_from=later)
    for moment in (begun - dt.timedelta(hours=1), begun + dt.timedelta(minutes=5)):
        page = got(client, moment=local_text(moment), **({"item": item} if item else {}))
        with translation.override("nl"):
            at = date_format(timezone.localtime(next_minute(later), AMSTERDAM), "j F Y, H.i")
        assert error(page, "moment") == f"! Vóór {at} is hiervan niets vastgelegd. Kies dat moment, of een later moment."
        assert "load_demo" not in page.text and error(page, "item") == ""


@pytest.mark.parametrize("channel", CHANNELS)
def test_notices_and_personal_alerts_tell_where_they_come_from(client: Client, built: None, channel: str) -> None:
    notice = Notice.objects.create(title={"nl": "Balie Zuid is dicht"}, text={"nl": "Ga vandaag naar balie Noord."}, severity="URGENT")
    publish_notice(notice, by=world.BY)
    card = post(client, **{"person.spoed": "true"}).find(id=channel)
    tips = {tip.find("strong").text: tip.get_text(" ", strip=True) for tip in card.select(".origin .tip")}
    assert "Melding sinds" in next(text for title, text in tips.items() if "Balie Zuid is dicht" in title)
    if channel != "kiosk":
        assert "U hebt haast." in tips["Let op"]
    buttons = [button.get_text(" ", strip=True) for button in card.select(".origin button")]
    assert any(text.startswith("Melding") for text in buttons) and any(text.startswith("Persoonlijk") for text in buttons)


def test_items_stand_under_their_life_event(client: Client, built: None) -> None:
    groups = got(client).find(id="field-item").find_all("optgroup")
    assert [(group["label"], [option.text for option in group.find_all("option")]) for group in groups] == [
        ("Op reis", ["Paspoort aanvragen"]), ("Andere onderwerpen", ["Trouwen"])]


def test_another_language_is_served_or_said_to_be_missing(client: Client, built: None) -> None:
    assert "Niet in de gevraagde taal" in got(client, language="en").text


def test_internal_text_is_nowhere_on_the_page(client: Client, built: None) -> None:
    assert here.MEMO not in client.get("/", {"municipality": "GM9001"}).content.decode()


def test_a_text_with_a_script_tag_stays_text_in_every_channel(client: Client, built: None) -> None:
    here.home("GM9001", "gm9001", "<script>alert(1)</script> en <img src=x onerror=alert(1)>.")
    page = got(client)
    assert "<script>alert(1)</script>" in said(page, "website")
    assert not [script for script in page.find_all("script") if not script.get("src")]
    assert not page.find_all(onerror=True)


def test_nothing_inline_and_a_policy_that_forbids_it(client: Client, built: None) -> None:
    response = client.get("/", {"municipality": "GM9001"})
    assert "script-src 'self'" in response["Content-Security-Policy"] and "unsafe" not in response["Content-Security-Policy"]
    page = BeautifulSoup(response.content, "html.parser")
    assert not page.find_all(style=True) and not page.find_all("style")


def test_the_page_speaks_english_to_who_asks(client: Client, built: None) -> None:
    page = got(client, ui="en")
    assert page.html["lang"] == "en"
    assert page.h1.text == "Written once, said the same in every channel"
    assert page.find(id="website").select_one("[lang=nl]") is not None


def test_without_municipalities_the_page_says_what_to_do(client: Client) -> None:
    page = got(client)
    assert "Er zijn nog geen gemeenten" in page.text and "manage.py load_demo" in page.text


def test_without_items_the_page_says_what_to_do(client: Client) -> None:
    world.organisation("gm9001", world.municipality("GM9001", "Waterrijk"))
    page = got(client)
    assert "Er zijn nog geen onderwerpen" in page.text and "manage.py load_demo" in page.text


def test_in_production_the_front_page_leads_to_the_admin_and_the_letters_are_not_there(client: Client, built: None,
                                                                                      settings: Any) -> None:
    settings.SIDE_BY_SIDE = False
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.post("/side-by-side/letter.png", {"municipality": "GM9001"}).status_code == 404
    assert client.post("/side-by-side/letter.pdf", {"municipality": "GM9001"}).status_code == 404


@pytest.mark.parametrize(("name", "kind", "begin"), [("letter.png", "image/png", b"\x89PNG"), ("letter.pdf", "application/pdf", b"%PDF-")])
def test_the_letter_comes_as_picture_and_as_pdf_and_is_not_kept(client: Client, built: None, name: str, kind: str,
                                                               begin: bytes) -> None:
    response = client.post(f"/side-by-side/{name}", {"municipality": "GM9001", "person.leeftijd": "16"})
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (200, kind, "no-store")
    assert response.content.startswith(begin)
    assert not StoredAnswer.objects.filter(personal=True).exists()


def test_a_letter_is_not_made_by_get_or_for_a_refused_form(client: Client, built: None) -> None:
    assert client.get("/side-by-side/letter.png", {"municipality": "GM9001"}).status_code == 405
    assert client.post("/side-by-side/letter.png", {"municipality": "GM0000"}).status_code == 404


@pytest.mark.parametrize(("data", "most"), [({}, 12), ({"person.leeftijd": "16"}, 14)])
def test_the_number_of_queries_does_not_grow_with_the_content(client: Client, built: None, data: dict[str, str], most: int) -> None:
    for number in range(3, 15):
        world.product(f"8f5c0f2e-0000-4000-8000-{number:012}", slug=f"item-{number}", title=f"Item {number}")
    post(client, **data)
    with CaptureQueriesContext(connection, ) as queries:
        post(client, **data)
    assert len(queries) <= most, [query["sql"][:120] for query in queries]
