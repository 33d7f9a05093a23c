"""An editor must answer for what was said: looks when it changed, lays two letters side by side, and prints a statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.answering import answer_item, ask, keep
from contenthub.models.pages import ProductPage
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished, world
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)


def write(words: str) -> None:
    sections = {SectionKind.INTRODUCTION: SectionDraft(html=f"<p>{words}</p>"),
                SectionKind.COSTS: SectionDraft(html=f"<p>Het kost {unpublished.FEE}.</p>")}
    write_item(unpublished.product("pas", "Pas", sections=sections), item=unpublished.PASS, language="nl", by=world.BY)


def said() -> Answer:
    answer = answer_item(unpublished.PASS, ask("GM9001"))
    assert answer is not None
    return answer


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, browse: Callable[..., Page]) -> Page:
    unpublished.build()
    prepare_library(["nl"])
    write("U vraagt de pas aan bij de balie.")
    write("U vraagt de pas aan via de website.")
    # Before the browser is there: one connection for all, so nothing is written beside a request.
    keep([said()])
    made = browse(viewport={"width": 1280, "height": 900})
    session = dutch(pages.user("ann", superuser=True)).cookies["sessionid"].value
    made.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    product = ProductPage.objects.get(translation_key=unpublished.PASS)
    made.goto(f"{live_server.url}/admin/pages/{product.pk}/edit/")
    return made


def test_from_the_page_of_an_item_to_a_statement_on_paper(page: Page) -> None:
    page.locator(".w-slim-header").get_by_role("button", name="Acties").click()
    follow(page, page.get_by_role("link", name="Geschiedenis van het antwoord"))
    expect(page.get_by_role("heading", name="Wanneer er iets anders gezegd werd")).to_be_visible()
    rows = page.locator(".history-line tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("Inleiding")
    expect(rows.first.locator("ins").first).to_contain_text("via")
    assert violations(page, "#main") == []

    # By keyboard alone: from the first moment to the last, in the letter.
    rows.last.get_by_role("radio", name="Vergelijk vanaf").press("Space")
    page.locator("#compare-channel").select_option("LETTER")
    with page.expect_navigation():
        page.get_by_role("button", name="Vergelijk").press("Enter")
    expect(page.get_by_role("heading", name="Brief")).to_be_visible()
    letter = page.locator(".history-compare")
    expect(letter.locator("tr.changed del", has_text="balie")).to_have_count(0)
    expect(letter.locator("tr.changed ins", has_text="website").first).to_be_visible()
    assert violations(page, "#main") == []

    follow(page, page.get_by_role("link", name="Terug naar de geschiedenis"))
    follow(page, page.get_by_role("button", name="Maak de verklaring"))
    expect(page.get_by_role("heading", name="Wat er gezegd is")).to_be_visible()
    expect(page.locator(".channel").first).to_contain_text("U vraagt de pas aan via de website.")
    follow(page, page.get_by_role("link", name="Terug naar de geschiedenis"))
    page.get_by_label("Datum en tijd").fill("2020-03-03T14:00:00")
    follow(page, page.get_by_role("button", name="Maak de verklaring"))
    expect(page.get_by_text("Op dat moment was hierover nog niets gezegd.")).to_be_visible()
    assert violations(page) == []


def test_a_statement_by_its_code_fits_on_paper_and_on_a_phone(page: Page) -> None:
    page.goto(page.url.partition("/pages/")[0] + "/contenthub/said/")
    assert violations(page, "#main") == []
    page.get_by_role("textbox", name="Antwoordcode").fill(said().reference.lower())
    follow(page, page.get_by_role("button", name="Maak de verklaring"))
    expect(page.get_by_role("heading", name="Pas", level=1)).to_be_visible()
    expect(page.locator(".channel")).to_have_count(8)
    expect(page.get_by_role("button", name="Afdrukken")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Afdrukken")).to_be_hidden()
    expect(page.get_by_text("Hoe de code dit bewijst")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
