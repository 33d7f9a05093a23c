"""An administrator gives a client its token, in a browser: made, copied, used, replaced, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from contenthub.access import tokens
from contenthub.models import ApiClient
from tests import world
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
ADDRESS = "/admin/api_clients/"


@pytest.fixture
def signed_in(one_at_a_time: None, live_server: Any, open_page: Open) -> Callable[..., Page]:
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heideveld")):
        world.organisation(name.lower(), world.municipality(code, name))
    session = dutch(world.administrator()).cookies["sessionid"].value

    def make(width: int = 1440, **options: Any) -> Page:
        page = open_page(width, **options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.set_default_timeout(60_000)
        page.goto(f"{live_server.url}{ADDRESS}")
        return page

    return make


def status(page: Page, token: str) -> int:
    """What the API answers to this token, asked through the server as the browser's own requests are."""
    site = "/".join(page.url.split("/")[:3])
    return page.request.get(f"{site}/graphql?query=%7Bmunicipalities%7Bcode%7D%7D", headers={"Authorization": f"Bearer {token}"}).status


def back_at_the_client(page: Page) -> None:
    expect(page.get_by_role("heading", name="Wat deze client mag")).to_be_visible()
    page.wait_for_load_state("networkidle")


def main(page: Page) -> list[str]:
    """What axe finds in our part of the page; the frame around it is Wagtail's."""
    return [found for found in violations(page) if "sidebar" not in found]


def test_from_a_new_client_to_a_revoked_token(signed_in: Open) -> None:
    page = signed_in(permissions=["clipboard-read", "clipboard-write"])
    follow(page, page.get_by_role("link", name=re.compile("API-client toevoegen|Voeg API-client toe", re.I)).first)
    page.get_by_label("Naam").fill("Website Waterrijk")
    page.get_by_label("Kennisbank (desk)").check()
    page.get_by_label("Waterrijk (GM9001)").check()
    assert main(page) == []
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Deze client heeft nog geen token")).to_be_visible()
    back_at_the_client(page)
    client = ApiClient.objects.get()
    assert (client.scopes, client.municipalities) == (["public", "desk"], ["GM9001"])

    follow(page, page.get_by_role("link", name="Token uitgeven"))
    assert main(page) == []
    follow(page, page.get_by_role("button", name="Token uitgeven"))
    token = page.get_by_label("Token", exact=True).input_value()
    assert tokens.check(token) == token
    page.get_by_role("button", name="Kopiëren").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == token
    assert main(page) == []
    page.get_by_role("link", name="Ik heb het gekopieerd").click()
    back_at_the_client(page)
    assert token not in page.content() and tokens.hint(token) in page.content()
    assert status(page, token) == 200

    page.get_by_role("link", name="Vervangen").click()
    page.get_by_role("button", name="Token vervangen").click()
    new = page.get_by_label("Token", exact=True).input_value()
    assert new != token and status(page, new) == status(page, token) == 200
    page.get_by_role("link", name="Ik heb het gekopieerd").click()
    back_at_the_client(page)
    expect(page.get_by_text("Vervangen; geldt nog even")).to_be_visible()

    page.get_by_role("link", name=f"Intrekken {tokens.hint(new)}").click()
    expect(page.get_by_text("Dit is niet terug te draaien.")).to_be_visible()
    assert main(page) == [] and status(page, new) == 200
    page.get_by_role("link", name="Nee, niet intrekken").click()
    back_at_the_client(page)
    page.get_by_role("link", name=f"Intrekken {tokens.hint(new)}").click()
    page.get_by_role("button", name="Ja, intrekken").click()
    expect(page.get_by_text("Het token is ingetrokken. Vanaf nu wordt het geweigerd.")).to_be_visible()
    assert (status(page, new), status(page, token)) == (401, 200)
    assert main(page) == []


@pytest.mark.parametrize("width", [1440, 400])
def test_the_pages_hold_at_every_width(signed_in: Open, live_server: Any, width: int) -> None:
    world.bearer("desk", name="Balie", municipalities=("GM9001",))
    page = signed_in(width)
    for address in (ADDRESS, f"{ADDRESS}show/{ApiClient.objects.get().pk}/"):
        page.goto(f"{live_server.url}{address}")
        assert main(page) == []
