"""What there is to do, the law, and who still has to look: pages as a browser shows them, on a wide screen and on a small one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from contenthub.actions.law_changes import keep_law_change
from contenthub.actions.write_page import write_item
from contenthub.models import LawChange, ProductPage
from contenthub.resolving.content import LegalSource
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished, world
from tests.journeys.browser import violations
from tests.unpublished import PASS, product

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, editors_page: Page) -> Page:
    """The first page of the admin, for who writes national texts and those of one organisation."""
    unpublished.build()
    costs = SectionDraft(html="<p>Betaal met pin.</p>", legal_source=LegalSource(id="BWBR0005212", article="7"))
    intro = SectionDraft(html="<p>U vraagt de pas aan.</p>")
    write_item(product("pas", "Pas", sections={SectionKind.INTRODUCTION: intro, SectionKind.COSTS: costs}), item=PASS, language="nl",
               by=world.BY)
    keep_law_change(LawChange(regulation="BWBR0005212", article="7", in_force_on=dt.date(2030, 1, 1), title="Leges omhoog"),
                    actor="import")
    lia = pages.user("lia", "landelijk-reviewers", "waterrijk-reviewers")
    UserProfile.objects.create(user=lia, preferred_language="nl")
    editors_page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    editors_page.locator("input[name=username]").fill("lia")
    editors_page.locator("input[name=password]").fill("geheim")
    editors_page.locator("button[type=submit]").click()
    return editors_page


def test_work_leads_from_the_first_page_to_the_law_and_is_done_there(page, live_server):
    work = page.get_by_role("region", name="Wat er te doen is")
    expect(work.get_by_role("region", name="De bron is gewijzigd")).to_contain_text("Pas · Waterrijk")
    assert violations(page) == []
    work.get_by_role("link", name="Pas, Kosten en betalen").click()
    expect(page.get_by_text("1 van de 1 onderdelen moet nog worden bekeken.")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Toelichting").fill("Het bedrag is een gegeven.")
    page.get_by_role("button", name="Bekeken, het klopt").click()
    expect(page.get_by_text("Alle onderdelen zijn bekeken.")).to_be_visible()
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_role("region", name="De wet verandert")).to_have_count(0)
    page.set_viewport_size({"width": 640, "height": 800})
    item = ProductPage.objects.get(translation_key=PASS)
    change = LawChange.objects.get()
    for address in (reverse("law:index"), reverse("law:add"), reverse("law:edit", args=[change.pk]),
                    reverse("law:show", args=[change.pk]), reverse("contenthub_looking", args=[item.pk])):
        page.goto(live_server.url + address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
