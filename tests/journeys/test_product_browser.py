"""From an empty form to what all channels say: a new product with facts, for a moment ahead, and an older version put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from channels.voice.plain import lines
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.write_page import write_item
from contenthub.answering import answer_item, ask
from contenthub.models import Fact
from contenthub.models.pages import LibraryPage, ProductPage
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished, world
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = (("visvergunning.kosten", "MONEY", {"amount": "12.50"}), ("visvergunning.leeftijd", "NUMBER", {"value": "14"}),
         ("visvergunning.termijn", "DURATION", {"amount": 5, "unit": "workday"}))


def reviewer(page: Page, site: str) -> None:
    """Whoever publishes in the library, logged in."""
    session = dutch(pages.user("ria", "landelijk-reviewers")).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, editors_page: Page) -> Page:
    world.municipality("GM9001", "Waterrijk")
    prepare_library(["nl"])
    reviewer(editors_page, live_server.url)
    return editors_page


def answer(item: str, moment: dt.datetime | None = None) -> Answer | None:
    return answer_item(item, ask("GM9001", language="nl", moment=moment, may_see_future=True))


def words(found: Answer | None) -> str:
    """What the introduction says, facts and all."""
    assert found is not None
    section = next(each for each in found.sections if each.kind is SectionKind.INTRODUCTION)
    return "\n".join(lines(section.blocks, {fact.key: fact for fact in found.facts}, found.language))


def publish(page: Page) -> None:
    page.locator("footer").get_by_role("button", name="Meer acties").press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name="Publiceren").press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("gepubliceerd")


def typed(text: Locator, *parts: str) -> None:
    """Words and the facts between them, which are found by what is typed behind two braces."""
    keyboard = text.page.keyboard
    for n, part in enumerate(parts):
        keyboard.type(part, delay=10)
        if part.startswith("{{"):
            keyboard.press("Enter")
            expect(text.locator(".fact-chip")).to_have_count(n // 2 + 1)
            expect(text).to_be_focused()


def test_a_new_product_is_written_from_nothing_for_a_moment_ahead(page: Page, live_server: Any) -> None:
    for key, kind, value in FACTS:
        publish_fact(Fact.objects.create(key=key, label={"nl": key}, type=kind))
        publish_fact_value(key, value)
    page.goto(f"{live_server.url}/admin/pages/add/contenthub/productpage/{LibraryPage.objects.get().pk}/")
    page.locator("#id_title").fill("Visvergunning")
    page.get_by_role("tab", name="Onderdelen").press("Enter")
    introduction = page.locator("[data-contentpath=section_introduction]")
    introduction.get_by_role("button", name="Blok invoegen").press("Enter")
    text = introduction.locator(".public-DraftEditor-content").first
    text.focus()
    typed(text, "U betaalt ", "{{vergunning.kosten", " vanaf ", "{{vergunning.leeftijd", " jaar en wacht ", "{{vergunning.termijn", ".")
    page.get_by_role("tab", name="Plaats en eigenaar").press("Enter")
    later = (timezone.localtime() + dt.timedelta(days=30)).replace(second=0, microsecond=0)
    page.locator("#id_valid_from").fill(f"{later:%Y-%m-%d %H:%M}")
    page.keyboard.press("Tab")
    publish(page)
    product = ProductPage.objects.get()
    assert answer(product.item_id) is None
    assert words(answer(product.item_id, later)) == ""
    page.goto(f"{live_server.url}/admin/pages/{product.pk}/edit/")
    page.locator(".w-slim-header").get_by_role("button", name="Acties").click()
    follow(page, page.get_by_role("link", name="Wachtende versies"))
    row = page.get_by_role("table").get_by_role("row").nth(1)
    expect(row).to_contain_text(f"{later.day} ")
    expect(row).to_contain_text("ria")
    assert violations(page, "#main") == []
