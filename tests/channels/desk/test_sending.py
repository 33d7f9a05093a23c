"""Sending an answer by letter and by e-mail, and putting a caller through."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pypdf import PdfReader

from tests import desk_world
from tests.desk_world import PASSPORT, WATERRIJK, address

TO = {"name": "J. de Vries", "street": "Dorpsstraat", "house_number": "12", "postcode": "9001 ab", "city": "Waterrijk"}


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_letter_goes_to_the_address_with_the_answer_for_this_caller(agent: Client) -> None:
    response = agent.post(
        address(WATERRIJK, PASSPORT, "brief.pdf"), {**TO, "person.leeftijd": "16", "our_reference": "Z-2026-17"}
    )
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    told = words(response.content)
    for part in (
        "J. de Vries",
        "Dorpsstraat 12",
        "9001 AB",
        "WATERRIJK",
        "Z-2026-17",
        "Uw ouders geven toestemming.",
        "86,85",
    ):
        assert part in told, part
    assert desk_world.MEMO not in told and desk_world.FOR_AGENTS not in told


def test_a_letter_without_an_address_is_not_made(agent: Client) -> None:
    response = agent.post(address(WATERRIJK, PASSPORT, "brief.pdf"), {**TO, "name": " "})
    assert response.status_code == 422 and "Ga terug en kijk naar: Naam." in response.content.decode()


def test_the_preview_is_a_picture_and_needs_nothing_from_elsewhere(agent: Client, htmx: dict[str, Any]) -> None:
    page = BeautifulSoup(agent.post(address(WATERRIJK, PASSPORT, "voorbeeld/"), TO, **htmx).content, "html.parser")
    assert str(page.select("img.preview")[0]["src"]).startswith("data:image/png;base64,iVBOR")
    assert page.select("input[name=name]")[0]["value"] == "J. de Vries"


@pytest.mark.parametrize("field, value", [("name", ""), ("city", ""), ("street", "x" * 101), ("name", "\U000f0000")])
def test_a_wrong_address_is_told_at_its_field(agent: Client, htmx: dict[str, Any], field: str, value: str) -> None:
    page = BeautifulSoup(
        agent.post(address(WATERRIJK, PASSPORT, "voorbeeld/"), {**TO, field: value}, **htmx).content, "html.parser"
    )
    assert [error["id"] for error in page.select(".error")] == [f"id_{field}_error"]
    assert page.select("img") == []


def test_the_email_is_a_draft_with_the_answer_as_text_and_html(agent: Client) -> None:
    response = agent.post(
        address(WATERRIJK, PASSPORT, "bericht.eml"), {"to": "caller@example.nl", "person.spoed": "true"}
    )
    draft = message_from_bytes(response.content, policy=default)
    assert (response["Content-Type"], draft["To"], draft["X-Unsent"]) == ("message/rfc822", "caller@example.nl", "1")
    plain, html = draft.get_body(("plain",)), draft.get_body(("html",))
    assert plain and html and "Kom vóór twaalf uur." in plain.get_content() and "€" in html.get_content()
    assert desk_world.MEMO not in response.content.decode("latin-1") + plain.get_content()


@pytest.mark.parametrize("to", ["geen adres", "a@example.nl\r\nBcc: b@example.nl"])
def test_what_is_no_address_makes_no_draft(agent: Client, to: str) -> None:
    response = agent.post(address(WATERRIJK, PASSPORT, "bericht.eml"), {"to": to})
    assert response.status_code == 422 and b"Bcc" not in response.content


def test_a_sent_answer_carries_on_what_was_settled(agent: Client, htmx: dict[str, Any]) -> None:
    page = BeautifulSoup(
        agent.post(address(WATERRIJK, PASSPORT, "versturen/"), {"person.leeftijd": "16"}, **htmx).content, "html.parser"
    )
    assert [(i["name"], i["value"]) for i in page.select("#letter-form input[type=hidden][name^=person]")] == [
        ("person.leeftijd", "16")
    ]


def test_forwarding_names_team_phone_hours_and_what_to_note(agent: Client, htmx: dict[str, Any]) -> None:
    page = BeautifulSoup(
        agent.post(address(WATERRIJK, PASSPORT, "doorverbinden/"), {"person.spoed": "true"}, **htmx).content,
        "html.parser",
    )
    told = " ".join(page.get_text(" ").split())
    for part in ("Team Burgerzaken", "Team Publiekszaken", "14 0123", "maandag", "9.00 tot 17.00 uur"):
        assert part in told, part
    note = page.select("textarea")[0].text
    assert (
        "Terugbellen over: Paspoort aanvragen" in note and "- Hoe oud bent u?" in note and "Hebt u haast?" not in note
    )
