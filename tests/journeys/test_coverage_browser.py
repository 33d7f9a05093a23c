"""An editor sees who acts when, goes from a step to its field, and then looks what a life event still lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from contenthub.actions.write_page import write_life_event
from contenthub.models import LifeEventPage
from contenthub.resolving.content import Organisation, Term
from contenthub.vocabulary import Phase
from contenthub.writing.drafts import LifeEventDraft, StepDraft
from tests import pages, unpublished, world
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)
MUNICIPALITY, BANK = Organisation(id="gemeente", name="Gemeente"), Organisation(id="bank", name="Uw bank")


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, browse: Callable[..., Page]) -> Page:
    unpublished.build()
    steps = [
        StepDraft(id="adres", phase=Phase.LIFE_EVENT, title="U krijgt een ander adres", html="<p>Begin op tijd.</p>"),
        StepDraft(id="melden", phase=Phase.APPLY, title="Meld het ons", items=[unpublished.PASS],
                  term=Term(amount=5, unit="day"), organisation=MUNICIPALITY),
        StepDraft(id="bellen", phase=Phase.APPLY, title="Bel de bank", organisation=BANK),
    ]
    write_life_event(LifeEventDraft(slug="verhuizen", title="Verhuizen", steps=steps), item=unpublished.MOVING, language="nl",
                     by=world.BY)
    made = browse(viewport={"width": 1500, "height": 900})
    session = dutch(pages.user("ann", superuser=True)).cookies["sessionid"].value
    UserProfile.objects.filter(user__username="ann").update(preferred_language="nl")
    made.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    made.goto(f"{live_server.url}/admin/pages/{LifeEventPage.objects.get().pk}/edit/")
    return made


def test_from_the_timeline_to_the_swimlanes_and_a_step_in_the_form(page: Page) -> None:
    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_role("heading", name="Tijdlijn van de inwoner")).to_be_visible()
    expect(frame.locator(".timeline h4")).to_have_text(["U krijgt een ander adres", "Meld het ons", "Bel de bank"])
    assert violations(page.frames[-1]) == []

    page.locator("#id_preview_mode").select_option("SWIMLANE")
    expect(frame.get_by_role("rowheader")).to_have_text(["De inwoner", "Gemeente Heideveld", "Uw bank"])
    expect(frame.get_by_role("columnheader")).to_have_count(7)
    expect(frame.get_by_role("row", name="Gemeente Heideveld")).to_contain_text("5 dagen")
    assert violations(page.frames[-1]) == []

    # By keyboard: the tab of the journey opens, and the step is there.
    title = page.locator("#steps-1-value-title")
    expect(title).to_be_hidden()
    frame.get_by_role("button", name="Meld het ons").press("Enter")
    expect(title).to_be_in_viewport()


def test_what_is_lacking_on_the_screen_on_paper_and_in_a_file(page: Page) -> None:
    page.goto(page.url.partition("/pages/")[0] + "/contenthub/coverage/")
    page.get_by_label("Gemeente", exact=True).select_option("GM9001")
    page.get_by_label("Alleen waar iets ontbreekt").check()
    follow(page, page.get_by_role("button", name="Toon", exact=True))
    expect(page.get_by_role("heading", name="Dekking")).to_be_visible()
    expect(page.get_by_text("0 van 1 in het Engels").first).to_be_visible()
    expect(page.get_by_role("heading", name="Zonder levensgebeurtenis of onderwerp")).to_be_visible()
    assert violations(page, "#main") == []

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Downloaden als CSV").click()
    assert waiting.value.suggested_filename == "dekking-gm9001.csv"

    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page, "#main") == []
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Downloaden als CSV")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
