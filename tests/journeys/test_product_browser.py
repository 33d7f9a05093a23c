"""From an empty form to what all channels say: a new product with facts, for a moment ahead, and an older version put back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from channels.voice.plain import lines
from contenthub.actions.page_fields import fill_item
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.answering import answer_item, ask
from contenthub.editorial.history.address import history_url
from contenthub.models import Fact
from contenthub.models.pages import ProductPage
from contenthub.models.pages.library import LibraryPage
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished
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
    unpublished.build()
    reviewer(editors_page, live_server.url)
    return editors_page


def answer(item: str, moment: dt.datetime | None = None) -> Answer | None:
    return answer_item(item, ask("GM9001", language="nl", moment=moment, may_see_future=True))


def words(found: Answer | None) -> str:
    """What the introduction says, facts and all."""
    assert found is not None
    section = next(each for each in found.sections if each.kind is SectionKind.INTRODUCTION)
    return "\n".join(lines(section.blocks, {fact.key: fact for fact in found.facts}, found.language))


def publish(page: Page, action: str = "Publiceren") -> None:
    page.locator("footer").get_by_role("button", name="Meer acties").press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name=action).press("Enter")
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
    # Draftail writes what was typed last into the form a moment later.
    inputs = "[...document.querySelectorAll('#page-edit-form input[type=hidden]')]"
    text.page.wait_for_function(f"typed => {inputs}.some(input => input.value.includes(typed))", arg=parts[-1])


def test_a_new_product_is_written_from_nothing_for_a_moment_ahead(page: Page, live_server: Any) -> None:
    for key, kind, value in FACTS:
        publish_fact(Fact.objects.create(key=key, label={"nl": key}, type=kind))
        publish_fact_value(key, value)
    page.goto(f"{live_server.url}/admin/pages/add/contenthub/productpage/{LibraryPage.objects.get().pk}/")
    page.locator("#id_title").fill("Visvergunning")
    page.get_by_role("tab", name="Onderdelen").press("Enter")
    introduction = page.locator("[data-contentpath=section_introduction]")
    introduction.get_by_role("button", name="Blok invoegen").press("Enter")
    inserting = introduction.get_by_role("button", name="Blok invoegen")
    expect(inserting).to_have_count(4)
    inserting.nth(1).press("Enter")
    page.get_by_role("option", name="Tekst", exact=True).click()
    text = introduction.locator(".public-DraftEditor-content").first
    text.focus()
    typed(text, "U betaalt ", "{{vergunning.kosten", " vanaf ", "{{vergunning.leeftijd", " jaar en wacht ",
          "{{vergunning.termijn", " op antwoord.")
    page.get_by_role("tab", name="Plaats en eigenaar").press("Enter")
    later = (timezone.localtime() + dt.timedelta(days=30)).replace(second=0, microsecond=0)
    page.locator("#id_valid_from").fill(f"{later:%Y-%m-%d %H:%M}")
    page.keyboard.press("Tab")
    publish(page)
    product = ProductPage.objects.get(title="Visvergunning")
    assert answer(product.item_id) is None
    assert words(answer(product.item_id, later)) == "U betaalt €\u00a012,50 vanaf 14 jaar en wacht 5 werkdagen op antwoord."
    page.goto(f"{live_server.url}/admin/pages/{product.pk}/edit/")
    page.locator(".w-slim-header").get_by_role("button", name="Acties").click()
    follow(page, page.get_by_role("link", name="Versies die nog ingaan"))
    row = page.get_by_role("table").get_by_role("row").nth(1)
    expect(row).to_contain_text(f"{later.day} ")
    expect(row).to_contain_text("ria")
    assert violations(page, "#main") == []


def saved_and_published(html: str, by: Any) -> ProductPage:
    """A version as an editor makes one: it stands in the history of the page."""
    draft = ProductPage.objects.get(translation_key=unpublished.PASS).get_latest_revision_as_object()
    fill_item(draft, unpublished.product("pas", "Pas", sections={SectionKind.INTRODUCTION: SectionDraft(html=html)}))
    draft.save_revision(user=by, log_action=True, clean=False).publish(user=by)
    return draft


def test_an_older_version_is_put_back_and_the_history_tells_both_turns(page: Page, live_server: Any) -> None:
    ria = get_user_model().objects.get(username="ria")
    saved_and_published("<p>U haalt de pas op bij de balie.</p>", ria)
    product = saved_and_published("<p>U krijgt de pas met de post.</p>", ria)
    page.goto(f"{live_server.url}/admin/pages/{product.pk}/history/")
    older = page.get_by_role("row").filter(has_text="Concept opgeslagen").nth(1)
    older.get_by_role("button", name="Acties").click()
    follow(page, older.get_by_role("link", name="Beoordeel deze versie"))
    expect(page.get_by_text("Je bekijkt nu een vorige versie")).to_be_visible()
    page.get_by_role("tab", name="Onderdelen").press("Enter")
    expect(page.locator("[data-contentpath=section_introduction] .public-DraftEditor-content")).to_have_text(
        "U haalt de pas op bij de balie.")
    assert words(answer(unpublished.PASS)) == "U krijgt de pas met de post."
    publish(page, "Publiceer deze versie")
    assert words(answer(unpublished.PASS)) == "U haalt de pas op bij de balie."
    page.goto(f"{live_server.url}{history_url(unpublished.PASS, 'nl', '')}")
    turns = page.locator(".history-line tbody tr")
    expect(turns.nth(0).locator("ins").first).to_contain_text("haalt")
    expect(turns.nth(0)).to_contain_text("ria")
    expect(turns.nth(1).locator("del").first).to_contain_text("haalt")
    assert violations(page, "#main") == []
