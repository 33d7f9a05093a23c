"""The desk in a browser: a call by keyboard alone, for everybody, at every width."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from contenthub.insight.switching import create_switch_code
from contenthub.models import Contact
from contenthub.vocabulary import Channel
from tests import desk_world
from tests.access import people
from tests.desk_world import HEIDEVELD, PASSPORT, WATERRIJK, address
from tests.journeys.browser import violations

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


@pytest.fixture
def site(settings: Any, one_at_a_time: None, live_server: Any, tmp_path: Any) -> str:
    people.use(settings, totp=False)
    desk_world.build()
    desk_world.agent("gm9001", "gm9002")
    desk_world.index(settings, tmp_path)
    return live_server.url


def signed_in(page: Page, site: str, path: str = "/desk/") -> Page:
    page.goto(f"{site}{path}")
    page.get_by_label("Gebruikersnaam").fill("medewerker")
    page.get_by_role("textbox", name="Wachtwoord").fill(desk_world.PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    return at(page, f"{site}{path}" if path != "/desk/" else f"{site}/desk/{HEIDEVELD}/")


def at(page: Page, url: str) -> Page:
    """Once the page of this address is there and its keys work, where it has a script."""
    expect(page).to_have_url(url)
    page.wait_for_load_state()
    return page


def sent_letter(page: Page) -> PdfReader:
    """What the browser gets for the form of the letter as it is filled in; a headless one shows no PDF."""
    sent = """async form => btoa(String.fromCharCode(...new Uint8Array(await (await fetch(
        form.action, {method: "POST", body: new URLSearchParams(new FormData(form))})).arrayBuffer())))"""
    return PdfReader(io.BytesIO(base64.b64decode(page.locator("#letter-form form").evaluate(sent))))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_a_call_by_keyboard_alone(site: str, open_page: Open) -> None:
    page = signed_in(open_page(), site)
    keys = page.keyboard
    # The caller is from Waterrijk.
    keys.press("]")
    at(page, f"{site}/desk/{WATERRIJK}/")
    # Found while typing, and opened from the field.
    keys.press("/")
    keys.type("paspoort")
    expect(page.locator(".hits a").first).to_contain_text("Paspoort aanvragen")
    expect(page.locator("#q")).to_have_attribute("data-found", "paspoort")
    keys.press("Enter")
    at(page, f"{site}{address(WATERRIJK, PASSPORT)}")
    expect(page.locator("#breath")).to_have_text("U vraagt een paspoort zelf aan bij de balie.")
    # Two questions settled; the focus stays where it was.
    keys.press("q")
    expect(page.locator("#ask-geboortedatum, #ask-leeftijd").first).to_be_visible()
    page.locator("#ask-spoed-yes").focus()
    keys.press("Enter")
    expect(page.locator(".statement").first).to_contain_text("Kom vóór twaalf uur.")
    assert focused(page) == "ask-spoed-yes"
    expect(page.locator("#announce")).to_contain_text("Het antwoord is nu:")
    page.locator("#ask-leeftijd").focus()
    keys.type("16")
    keys.press("Enter")
    expect(page.locator("#s-conditions")).to_contain_text("Uw ouders geven toestemming.")
    assert focused(page) == "ask-leeftijd"
    page.locator("#ask-spoed-yes").focus()
    # The script, one key away and back.
    keys.press("s")
    expect(page.locator("#script")).to_be_visible()
    expect(page.locator("#sections")).to_be_hidden()
    assert focused(page) == "script"
    keys.press("s")
    expect(page.locator("#sections")).to_be_visible()
    # A letter.
    keys.press("v")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=15_000)
    assert focused(page) == "panel-title"
    for name, value in (
        ("name", "J. de Vries"),
        ("street", "Dorpsstraat"),
        ("postcode", "9001 AB"),
        ("city", "Waterrijk"),
    ):
        page.locator(f"#letter-form [name={name}]").fill(value)
    page.locator("#preview-button").focus()
    keys.press("Enter")
    expect(page.locator("img.preview")).to_be_visible()
    assert focused(page) == "preview-button"
    with page.context.expect_page() as opened:
        page.locator("#letter-button").focus()
        keys.press("Enter")
    assert opened.value.url in (f"{site}{address(WATERRIJK, PASSPORT, 'brief.pdf')}", "about:blank", "")
    letter = " ".join(" ".join(sheet.extract_text() for sheet in sent_letter(page).pages).split())
    assert "J. de Vries" in letter and "9001 AB" in letter and "Uw ouders geven toestemming." in letter
    assert page.locator(".item-head code").inner_text() in letter
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert focused(page) == "send-button"
    assert "Vries" not in page.content()
    # The code, looked up.
    code = page.locator(".item-head code").inner_text()
    keys.press("a")
    expect(page.locator("#code")).to_be_focused()
    keys.type(code)
    keys.press("Enter")
    expect(page.locator("#said")).to_contain_text("Uw ouders geven toestemming.")
    # The contact, at the level of sections; the question came with a number that is not kept.
    page.go_back()
    at(page, f"{site}{address(WATERRIJK, PASSPORT)}")
    keys.press("r")
    expect(page.locator("#id_question")).to_be_visible()
    page.locator("#register-button").focus()
    keys.press("Enter")
    expect(page.locator("#id_question_error")).to_be_visible()
    assert focused(page) == "id_question"
    keys.type("Wat heeft mijn zoon nodig? Bel 06-12345678")
    page.locator(f'input[value="{PASSPORT}:costs"]').focus()
    keys.press("Space")
    page.locator("#register-button").focus()
    keys.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("Het contact is vastgelegd.")
    row = Contact.objects.get()
    assert (row.question, row.sections) == ("Wat heeft mijn zoon nodig? Bel …", [f"{PASSPORT}:costs"])
    keys.press("Escape")
    # A caller who began on the website.
    begun = create_switch_code(
        item=PASSPORT, municipality=WATERRIJK, channel=Channel.WEBSITE, person={"spoed": True}, who="bezoeker"
    )
    keys.press("k")
    expect(page.locator("#code")).to_be_focused()
    keys.type(begun.code.lower())
    keys.press("Enter")
    expect(page.locator(".taken-over")).to_contain_text("Overgenomen van de website")
    expect(page.locator("#ask-spoed-yes")).to_have_attribute("aria-pressed", "true")
    # Nothing about the caller stays in the address, the history or the browser's stores.
    # The sign-in page before it is Wagtail's, which keeps its icons in the browser.
    kept = page.evaluate("""JSON.stringify([location.href, history.state, ...[localStorage, sessionStorage].flatMap(
        store => Object.entries(store).filter(([key]) => !key.startsWith("wagtail")))])""")
    assert "16" not in kept.replace(site, "") and "Vries" not in kept and code not in kept and begun.code not in kept
    expect(page.locator("#broken")).to_be_hidden()


def test_keys_are_off_in_fields_and_can_be_switched_off(site: str, open_page: Open) -> None:
    page = signed_in(open_page(), site, address(WATERRIJK, PASSPORT))
    page.locator("#q").focus()
    page.keyboard.type("vs")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#script")).to_be_hidden()
    page.locator("#ask-spoed-yes").focus()
    page.keyboard.press("?")
    page.get_by_label("Losse sneltoetsen staan aan").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator("#script")).to_be_hidden()
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("#script")).to_be_hidden()


def test_another_municipality_by_its_digit_keeps_the_item(site: str, open_page: Open) -> None:
    page = signed_in(open_page(), site, address(WATERRIJK, PASSPORT))
    page.keyboard.press("g")
    expect(page.get_by_role("dialog", name="Over welke gemeente gaat het?")).to_be_visible()
    page.keyboard.press("1")
    at(page, f"{site}{address(HEIDEVELD, PASSPORT)}")


def test_arrows_go_through_what_was_found_and_escape_goes_back(site: str, open_page: Open) -> None:
    page = signed_in(open_page(), site)
    page.keyboard.press("/")
    page.keyboard.type("trouwen")
    expect(page.locator(".hits a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hits a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".hits a")).to_have_count(0)


# 720 is a screen of 1440 at 200 %.
@pytest.mark.parametrize("width", [1440, 720, 320])
def test_axe_finds_nothing_and_nothing_needs_scrolling_sideways(site: str, open_page: Open, width: int) -> None:
    page = signed_in(open_page(width), site)
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    page.locator("details").first.click()
    assert violations(page) == [] and page.evaluate(fits)
    page.goto(f"{site}{address(WATERRIJK, PASSPORT)}")
    page.locator("#ask-spoed-yes").click()
    expect(page.locator(".statement").first).to_be_visible()
    page.locator("#ask-leeftijd").fill("oud")
    page.locator("#ask-leeftijd-apply").click()
    expect(page.locator("#ask-leeftijd-error")).to_be_visible()
    assert violations(page) == [] and page.evaluate(fits)
    page.keyboard.press("s")
    page.locator("#q").fill("paspoort")
    expect(page.locator(".hits a").first).to_be_visible()
    assert violations(page) == [] and page.evaluate(fits)
    page.keyboard.press("Escape")
    page.locator("#ask-leeftijd").fill("16")
    page.locator("#ask-leeftijd-apply").click()
    expect(page.locator("#s-conditions")).to_be_attached()
    page.locator("#script-button").click()
    for opener in ("#send-button", "#forward-button", "#give-button", "#contact-button", "#s-costs [hx-post]"):
        page.locator(opener).click()
        expect(page.locator("#panel")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
    for opener in ("[data-open=places]", "[data-open=help]"):
        page.locator(opener).click()
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.goto(f"{site}/desk/{WATERRIJK}/koppelcode/")
    page.locator("#code").fill("hallo")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_be_visible()
    assert violations(page) == [] and page.evaluate(fits)
    page.goto(f"{site}/desk/{WATERRIJK}/antwoordcode/")
    page.locator("#code").fill("hallo")
    page.keyboard.press("Enter")
    expect(page.locator("#said .error")).to_be_visible()
    assert violations(page) == [] and page.evaluate(fits)


def test_without_script_search_and_questions_work(site: str, open_page: Open) -> None:
    page = signed_in(open_page(java_script_enabled=False), site)
    page.locator("#q").fill("paspoort")
    page.keyboard.press("Enter")
    page.locator("#matter .hits a").first.click()
    page.locator("#ask-spoed-yes").click()
    assert "Kom vóór twaalf uur." in page.locator(".statement").first.inner_text()
