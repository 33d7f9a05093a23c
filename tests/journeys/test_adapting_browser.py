"""An editor of a municipality learns that the national text has changed, and merges it into the text of their own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from contenthub.actions.write_page import write_item, write_local
from contenthub.answering import answer_item, ask
from contenthub.models import LocalVersionPage
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.journeys.browser import violations
from tests.unpublished import FEE, PASS, product

pytestmark = pytest.mark.django_db(transaction=True)


def generic(html: str) -> None:
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas aan.</p>"),
                SectionKind.COSTS: SectionDraft(html=html)}
    write_item(product("pas", "Pas", sections=sections), item=PASS, language="nl", by=world.BY)


@pytest.fixture
def page(one_at_a_time: None, live_server: Any, editors_page: Page) -> Page:
    """The form of the local version, a municipal editor logged in."""
    unpublished.build()
    generic(f"<p>Het kost {FEE}.</p><p>U betaalt contant.</p>")
    ours = "<p>Het kost bij ons niets.</p><p>U betaalt contant.</p>"
    write_local(LocalDraft(sections={SectionKind.COSTS: SectionDraft(html=ours, mode=SectionMode.REPLACE)}), item=PASS,
                language="nl", organisation="waterrijk", by=world.BY)
    generic(f"<p>Het kost {FEE}.</p><p>U betaalt contant of met pin.</p>")
    ann = pages.user("ann", "waterrijk-editors", "waterrijk-reviewers")
    UserProfile.objects.create(user=ann, preferred_language="nl")
    local = next(each for each in LocalVersionPage.objects.all() if each.branch().organisation_slug == "waterrijk")
    editors_page.goto(f"{live_server.url}/admin/login/?next=/admin/pages/{local.pk}/edit/")
    editors_page.locator("input[name=username]").fill("ann")
    editors_page.locator("input[name=password]").fill("geheim")
    editors_page.locator("button[type=submit]").click()
    return editors_page


def test_a_changed_source_is_merged_into_our_own_text_and_said_at_once(page):
    page.get_by_role("button", name="Acties").first.click()
    page.get_by_role("link", name="Naast de landelijke tekst").click()
    costs = page.get_by_role("region", name="Kosten")
    expect(costs.locator("ins")).to_contain_text("of met pin")
    assert violations(page) == []
    # By keyboard alone: from "decide later" to "merge".
    costs.get_by_label("Kies later").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    merge = costs.get_by_role("group", name="Samenvoegen, deel voor deel")
    expect(merge).to_be_visible()
    parts = merge.get_by_role("group")
    # What we changed stays ours, what the source changed is taken: so it stands already.
    expect(parts.nth(0).get_by_label("Onze tekst")).to_be_checked()
    expect(parts.nth(1).get_by_label("De landelijke tekst")).to_be_checked()
    assert violations(page) == []
    page.get_by_label("Waarom").fill("Pinnen kan bij ons ook.")
    page.get_by_role("button", name="Publiceer deze keuzes").click()
    expect(page.get_by_text("De keuze voor 1 onderdeel is gepubliceerd.")).to_be_visible()
    expect(page.get_by_text("Geen enkele landelijke tekst is veranderd")).to_be_visible()
    answer = answer_item(PASS, ask("GM9001", language="nl"))
    said = next(section for section in answer.sections if section.kind is SectionKind.COSTS)
    assert [block.c[0].s for block in said.blocks] == ["Het kost bij ons niets.", "U betaalt contant of met pin."]


def test_the_page_can_be_read_on_a_small_screen(page):
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(page.url.replace("/pages/", "/contenthub/side-by-side/").replace("/edit/", "/"))
    expect(page.get_by_role("region", name="Kosten")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
