"""From what an organisation still has to do to a version of its own, by keyboard and mouse, without a barrier."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from contenthub.actions.write_page import write_item
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished, world
from tests.journeys.browser import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, editors_page: Page) -> Page:
    unpublished.build()
    asked = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U meldt het.</p>", local_required=True)}
    write_item(unpublished.product("melden", "Melden", sections=asked), item=unpublished.NEW, language="nl", by=world.BY)
    wim = pages.user("wim", "waterrijk-reviewers")
    UserProfile.objects.create(user=wim, preferred_language="nl")
    editors_page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    editors_page.locator("input[name=username]").fill("wim")
    editors_page.locator("input[name=password]").fill("geheim")
    editors_page.locator("button[type=submit]").click()
    return editors_page


def test_what_is_still_to_do_leads_to_a_version_of_its_own(page):
    page.get_by_role("link", name="Onze invulling").click()
    expect(page.get_by_role("row")).to_have_count(4)
    assert violations(page) == []
    page.get_by_role("link", name="Wat moeten wij nog doen: 1").press("Enter")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.locator("#listing-results .w-status").filter(has_text="Verplichte tekst ontbreekt")).to_be_visible()
    assert violations(page) == []
    # 200 % zoom of a screen of 1280 pixels.
    page.set_viewport_size({"width": 640, "height": 450})
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Melden", exact=True).click()
    expect(page.locator("#id_title")).to_have_value("Melden")
    expect(page.get_by_role("region", name="Landelijk product of landelijke vraag")).to_contain_text("Melden")
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page).to_have_url(re.compile(r"/edit/$"))
    page.get_by_role("link", name="Onze invulling").click()
    row = page.get_by_role("row").filter(has_text="Melden")
    expect(row.get_by_text("Concept")).to_be_visible()
    row.get_by_role("link", name="Melden", exact=True).click()
    expect(page.locator("#id_title")).to_have_value("Melden")
