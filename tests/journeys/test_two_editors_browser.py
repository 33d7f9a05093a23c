"""Two editors write the same page: who saves last sees both versions, and loses nothing whichever is chosen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from contenthub.actions.page_fields import fill_item
from contenthub.models.pages import ProductPage
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)


def words(page: ProductPage) -> str:
    return str(page.section_introduction[0].value["body"][0].value.source)


def newest() -> ProductPage:
    return ProductPage.objects.get(translation_key=unpublished.PASS).get_latest_revision_as_object()


@pytest.fixture
def page(one_at_a_time: AbstractContextManager[Any], live_server: Any, browse: Callable[..., Page]) -> Page:
    """The form as Ann has it, with what she typed; Bert has saved a version since she opened it."""
    unpublished.build()
    session = dutch(pages.user("ann", "landelijk-reviewers")).cookies["sessionid"].value
    bert = pages.user("bert", "landelijk-reviewers")
    made = browse(viewport={"width": 1280, "height": 900})
    made.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    made.goto(f"{live_server.url}/admin/pages/{newest().pk}/edit/")
    made.get_by_role("tab", name="Onderdelen").press("Enter")
    text = made.locator("[data-contentpath=section_introduction] .public-DraftEditor-content").first
    expect(text).to_have_text("U vraagt de pas aan.")
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas aan bij de balie.</p>"),
                SectionKind.COSTS: SectionDraft(html=f"<p>Het kost {unpublished.FEE}.</p>")}
    with one_at_a_time:
        theirs = newest()
        fill_item(theirs, unpublished.product("pas", "Pas", sections=sections))
        theirs.save_revision(user=bert, log_action=True, clean=False)
    text.focus()
    made.keyboard.press("Control+End")
    made.keyboard.type(" Dat kan altijd.")
    # Draftail writes what was typed last into the form a moment later.
    inputs = "[...document.querySelectorAll('#page-edit-form input[type=hidden]')]"
    made.wait_for_function(f"typed => {inputs}.some(input => input.value.includes(typed))", arg="Dat kan altijd.")
    made.locator("footer").get_by_role("button", name="Bewaar concept").first.press("Enter")
    asked = made.get_by_role("dialog").get_by_role("button", name="Bewaar concept")
    expect(asked.or_(made.locator(".history-choose"))).to_be_visible()
    if asked.is_visible():
        asked.press("Enter")
    expect(made.locator(".history-choose")).to_be_visible()
    return made


def test_both_are_shown_and_mine_is_saved_when_i_say_so(page: Page) -> None:
    row = page.locator(".history-compare--fields tbody tr").filter(has_text="Inleiding")
    expect(row.locator("del")).to_have_text(" bij de balie")
    expect(row.locator("ins")).to_have_text(". Dat kan altijd")
    expect(row).to_contain_text("in beide veranderd")
    assert page.title().startswith("Er is een nieuwere versie bewaard: Pas")
    assert violations(page, "#main") == []
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "bij de balie" in words(newest())
    page.get_by_role("button", name="Bewaar mijn versie").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()
    assert "Dat kan altijd." in words(newest()) and "bij de balie" not in words(newest())


def test_who_goes_on_with_theirs_finds_what_was_typed_in_the_history(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Ga verder met de versie van bert").press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("Wat u typte is bewaard")
    assert "bij de balie" in words(newest())
    follow(page, page.locator(".messages").get_by_role("link", name="Geschiedenis"))
    kept = page.get_by_role("row").filter(has_text="Apart bewaard")
    kept.get_by_role("button", name="Acties").click()
    follow(page, kept.get_by_role("link", name="Beoordeel deze versie"))
    page.get_by_role("tab", name="Onderdelen").press("Enter")
    text = page.locator("[data-contentpath=section_introduction] .public-DraftEditor-content").first
    expect(text).to_have_text("U vraagt de pas aan. Dat kan altijd.")
    assert get_user_model().objects.get(username="ann").wagtail_revisions.count() == 1
