"""A reviewer makes one check strict, an editor meets it at the form, and a broken link is found in the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from contenthub.actions.keep_link_states import keep_link_state
from contenthub.models import Edition
from contenthub.models.pages import ProductPage
from tests import pages, unpublished
from tests.editorial.links.server import linking
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "https://weg.example/een/heel/lang/adres/dat/nergens/meer/heen/gaat"


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, browse: Callable[..., Page]) -> Page:
    unpublished.build()
    linking(GONE)
    for days in (3, 2, 1):
        keep_link_state(GONE, 404, [unpublished.PASS], now=timezone.now() - dt.timedelta(days=days))
    made = browse(viewport={"width": 1280, "height": 900})
    session = dutch(pages.user("lia", "landelijk-reviewers")).cookies["sessionid"].value
    made.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    made.goto(f"{live_server.url}/admin/contenthub/check-levels/")
    return made


def test_a_check_that_must_be_right_stops_publishing_and_no_draft(page: Page) -> None:
    assert violations(page, "#main") == []
    choice = page.get_by_label("Een link gaat naar een pagina die niet meer bestaat.")
    choice.focus()
    choice.select_option("block")
    follow(page, page.get_by_role("button", name="Opslaan"))
    expect(page.get_by_text("De niveaus zijn opgeslagen.")).to_be_visible()
    expect(page.get_by_label("Een link gaat naar een pagina die niet meer bestaat.")).to_have_value("block")
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(page.url.partition("/contenthub/")[0] + "/contenthub/broken-links/")
    expect(page.locator(".noun-page tbody tr")).to_have_count(1)
    expect(page.locator(".noun-page tbody tr")).to_contain_text("De pagina bestaat niet meer (404)")
    assert violations(page, "#main") == []
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})

    before = Edition.objects.count()
    follow(page, page.get_by_role("link", name="Pas", exact=True))
    page.locator("#id_title").fill("Pas aanvragen")
    page.get_by_role("button", name="Meer acties").click()
    follow(page, page.get_by_role("button", name="Publiceren", exact=True))
    expect(page.get_by_text("Inleiding: Een link gaat naar een pagina die niet meer bestaat.")).to_be_visible()
    assert Edition.objects.count() == before
    follow(page, page.get_by_role("button", name="Bewaar concept"))
    saved = ProductPage.objects.get(translation_key=unpublished.PASS)
    assert saved.get_latest_revision_as_object().title == "Pas aanvragen" and Edition.objects.count() == before
