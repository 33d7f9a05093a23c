"""The side-by-side page in a browser: for everybody, by keyboard, at every width, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from contenthub.vocabulary import Channel
from tests.journeys import side_by_side_world as here
from tests.journeys.browser import violations

pytestmark = pytest.mark.django_db(transaction=True)
CHANNELS = [channel.value.lower() for channel in Channel]
Open = Callable[..., Page]


@pytest.fixture
def site(settings: Any, one_at_a_time: None, live_server: Any) -> str:
    settings.SIDE_BY_SIDE = True
    settings.ALLOW_FUTURE_MOMENTS = True
    here.build()
    return f"{live_server.url}/?municipality=GM9001"


def ready(page: Page, site: str) -> Page:
    page.goto(site)
    expect(page.locator("#letter-picture img")).to_be_visible()
    return page


def said(page: Page) -> dict[str, str]:
    return {channel: page.locator(f"#{channel}").text_content() or "" for channel in CHANNELS}


@pytest.mark.parametrize("width", [1440, 768, 320])
def test_axe_finds_nothing_against_wcag_22_aa(site: str, open_page: Open, width: int) -> None:
    page = ready(open_page(width), site)
    page.get_by_label("Hoe oud bent u?").fill("16")
    page.keyboard.press("Tab")
    expect(page.locator(".personal-outcome")).to_be_visible()
    assert violations(page) == []


def test_axe_finds_nothing_in_open_lists_tooltips_texts_and_errors(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    for summary in page.locator(".card details > summary").all():
        summary.click()
    page.locator("#website .origin button").first.focus()
    assert violations(page) == []
    page.get_by_role("combobox", name="Onderwerp").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Hoe oud bent u?").fill("oud")
    page.keyboard.press("Tab")
    expect(page.locator("#form-errors")).to_contain_text("Dit moet een getal zijn dat niet lager is dan 0.")
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 768, 320])
def test_nothing_needs_scrolling_sideways(site: str, open_page: Open, width: int) -> None:
    page = ready(open_page(width), site)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_another_municipality_changes_the_texts_in_all_channels_at_once(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    before, code, picture = said(page), page.locator("#reference").inner_text(), page.locator("#letter-picture img").get_attribute("src")
    field = page.get_by_role("combobox", name="Gemeente")
    field.click()
    field.press_sequentially("heid")
    field.press("Enter")
    expect(page.locator("#summary-place")).to_have_text("Heideveld")
    after = said(page)
    assert [channel for channel in CHANNELS if before[channel] == after[channel]] == []
    assert page.locator("#reference").inner_text() != code
    expect(page.locator("#letter-picture img")).not_to_have_attribute("src", picture or "")
    expect(field).to_be_focused()
    expect(page.locator("#announce")).to_have_text("Paspoort aanvragen. Heideveld. 8 kanalen, 0 verschillen")
    assert "municipality=GM9002" in page.url


def test_the_fee_changes_in_all_channels_with_the_moment(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    page.get_by_role("button", name=f"1 januari {here.NEW_YEAR.year}").click()
    expect(page.locator("#website")).to_contain_text("91,20")
    assert all("91,20" in text and "86,85" not in text for text in said(page).values())


def test_person_facts_stay_out_of_the_address_and_the_browser(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    page.get_by_label("Wat is uw postcode?").fill("9876 ZX")
    page.keyboard.press("Tab")
    page.get_by_label("Hoe oud bent u?").fill("16")
    page.keyboard.press("Tab")
    expect(page.locator("#website")).to_contain_text("Uw ouders geven toestemming")
    assert "9876" not in page.url and "leeftijd" not in page.url
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_typing_goes_on_while_the_answer_changes(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    page.get_by_label("Hoe oud bent u?").fill("16")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.id")
    expect(page.locator(".personal-outcome")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == focused != ""


def test_all_of_it_can_be_reached_and_worked_by_keyboard(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga naar het antwoord")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('.card')?.id ?? document.activeElement.className"))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert set(CHANNELS) <= reached
    assert any("fact-button" in name for name in reached)


def test_a_tooltip_opens_by_focus_and_closes_by_escape(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    button = page.locator("#website .origin button").first
    tip = page.locator(f"#{button.get_attribute('aria-describedby')}")
    button.focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Eigenaar: Team Burgerzaken")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(button).to_be_focused()


def test_a_fact_lights_up_in_every_channel_that_says_it(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    fact = page.locator('.fact-button[data-key="paspoort.kosten"]')
    fact.focus()
    expect(page.locator('#phone [data-fact="paspoort.kosten"]').first).to_have_class("fact lit")
    expect(page.locator("#fact-tip")).to_contain_text("paspoort.kosten")
    page.keyboard.press("Space")
    expect(fact).to_have_attribute("aria-pressed", "true")
    page.get_by_role("combobox", name="Gemeente").focus()
    lit = page.evaluate("[...new Set([...document.querySelectorAll('.cards .lit')].map((mark) => mark.closest('.card').id))]")
    assert set(lit) == set(CHANNELS)


def test_enter_in_a_field_keeps_the_moment(site: str, open_page: Open) -> None:
    page = ready(open_page(), f"{site}&moment={here.NEW_YEAR.year}-01-01T00:00")
    page.get_by_label("Hoe oud bent u?").fill("16")
    page.keyboard.press("Enter")
    expect(page.locator(".personal-outcome")).to_be_visible()
    assert page.locator("#field-moment").input_value() == f"{here.NEW_YEAR.year}-01-01T00:00"


def test_without_javascript_the_form_does_the_same(site: str, open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site)
    page.get_by_role("combobox", name="Gemeente").select_option("GM9002")
    page.get_by_label("Hoe oud bent u?").fill("16")
    page.get_by_role("button", name="Toon het antwoord").click()
    expect(page.locator("#website")).to_contain_text("in de bibliotheek")
    expect(page.locator("#website")).to_contain_text("Uw ouders geven toestemming")
    expect(page.get_by_label("Hoe oud bent u?")).to_have_value("16")
    expect(page.get_by_role("button", name="Bekijk de brief als afbeelding")).to_be_visible()


def test_a_failed_fetch_is_shown_and_can_be_tried_again(site: str, open_page: Open) -> None:
    page = ready(open_page(), site)
    # A refused connection is an error in the console by itself, so an unreadable reply stands in for it.
    page.evaluate("window.whole = window.fetch; window.fetch = () => Promise.resolve(new Response('', { status: 503 }))")
    page.get_by_label("Hoe oud bent u?").fill("16")
    page.keyboard.press("Tab")
    failed = page.locator("#failed")
    expect(failed).to_contain_text("Het antwoord kon niet worden opgehaald.")
    expect(failed).to_have_attribute("role", "alert")
    expect(page.locator("#answer")).to_have_class("stale")
    expect(page.locator("#answer")).to_have_css("opacity", "1")
    assert violations(page) == []
    page.evaluate("() => { window.fetch = window.whole }")
    page.get_by_role("button", name="Probeer het opnieuw").press("Enter")
    expect(page.locator(".personal-outcome")).to_be_visible()
    expect(failed).to_be_hidden()
    expect(page.locator("#answer")).not_to_have_class("stale")


@pytest.mark.parametrize("width", [1280, 800, 400])
def test_no_tip_is_cut_off_by_the_frame_that_it_stands_in(site: str, open_page: Open, width: int) -> None:
    page = ready(open_page(width), site)
    for channel in ("website", "app", "chat", "counter"):
        button = page.locator(f"#{channel} .origin button").last
        button.focus()
        tip = page.locator(f"#{button.get_attribute('aria-describedby')}")
        expect(tip).to_be_visible()
        assert tip.evaluate("""tip => { const box = tip.getBoundingClientRect(); const inside = 3;
            return [[box.left, box.top], [box.right, box.top], [box.left, box.bottom], [box.right, box.bottom]].map(([x, y]) =>
              document.elementFromPoint(x + (x === box.left ? inside : -inside), y + (y === box.top ? inside : -inside)))
              .every((found) => tip.contains(found)); }"""), channel
