"""What an editor sees beside the form while typing: every channel, for another municipality, moment and person."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from wagtail.users.models import UserProfile

from contenthub.vocabulary import RuleEffect, SectionKind
from contenthub.writing.drafts import RuleDraft
from tests import pages, unpublished, world
from tests.journeys.browser import violations

pytestmark = pytest.mark.django_db(transaction=True)
SPEED = RuleDraft(id="spoed", when={"fact": "haast", "op": "=", "value": True}, do=RuleEffect.ADD, section=SectionKind.TERM,
                  html="<p>Vraag dan een spoedpas aan.</p>", because="U hebt haast, daarom kan het sneller.")


@pytest.fixture
def page(editors_page: Page) -> Page:
    return editors_page


@pytest.fixture
def preview(one_at_a_time: None, live_server: Any, page: Page) -> FrameLocator:
    """A product in the editors' form, with the preview open beside it."""
    unpublished.build()
    world.person_fact("haast", "BOOLEAN", "Hebt u haast?")
    product = unpublished.draft_item(unpublished.PASS, unpublished.product("pas", "Pas van morgen", rules=[SPEED]))
    ann = pages.user("ann", superuser=True)
    UserProfile.objects.create(user=ann, preferred_language="nl")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/pages/{product.pk}/edit/")
    page.locator("input[name=username]").fill("ann")
    page.locator("input[name=password]").fill("geheim")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_role("heading", name="Pas van morgen", level=2)).to_be_visible()
    return frame


def test_what_is_typed_is_said_in_every_channel_for_whom_the_editor_chooses(page, preview):
    expect(preview.locator(".card")).to_have_count(8)
    # Wagtail looks what the form held some time after it was opened; only what differs then is news to it.
    page.wait_for_timeout(3000)
    page.locator("#id_title").fill("Pas van overmorgen")
    expect(preview.get_by_role("heading", name="Pas van overmorgen", level=2)).to_be_visible()
    preview.get_by_text("Een andere gemeente").click()
    preview.get_by_role("radio", name="Ja").check()
    preview.locator("select[name=municipality]").select_option("GM9001", force=True)
    expect(preview.locator("#summary-place")).to_have_text("Waterrijk")
    page.locator("#id_preview_mode").select_option("PHONE")
    expect(preview.locator(".card")).to_have_count(1)
    # The frame was fetched anew, and what was chosen stayed.
    expect(preview.locator("#summary-place")).to_have_text("Waterrijk")
    expect(preview.locator(".card.phone")).to_contain_text("Vraag dan een spoedpas aan.")
    expect(preview.locator(".card.phone")).to_contain_text("Bij waterrijk.")
    assert "haast" not in page.frames[-1].url
    assert violations(page.frames[-1]) == []


def test_the_letter_is_drawn(page, preview):
    page.locator("#id_preview_mode").select_option("LETTER")
    expect(preview.locator("#letter-picture img")).to_be_visible()
