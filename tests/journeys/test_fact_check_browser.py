"""An editor has a text checked by an expert who has no account; what the expert remarks stands with the editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from contenthub.access import limits
from contenthub.models import FactCheck
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def product(one_at_a_time: None, settings: Any, live_server: Any) -> Any:
    limits.forget()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    unpublished.build()
    ann = pages.user("ann", superuser=True)
    ann.email = "ann@gemeente.example"
    ann.save()
    UserProfile.objects.create(user=ann, preferred_language="nl")
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas zelf aan.</p>"),
                SectionKind.TERM: SectionDraft(html="<p>Het duurt vijf dagen.</p>")}
    return unpublished.draft_item(unpublished.PASS, unpublished.product("pas", "Pas van morgen", sections=sections))


def test_an_expert_without_an_account_sends_a_remark_and_the_editor_reads_it(
    product: Any, live_server: Any, editors_page: Page, browse: Callable[..., Page]
) -> None:
    page = editors_page
    page.goto(f"{live_server.url}/admin/login/?next=/admin/pages/{product.pk}/edit/")
    page.locator("input[name=username]").fill("ann")
    page.locator("input[name=password]").fill("geheim")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Acties", exact=True).first.click()
    follow(page, page.get_by_role("link", name="Laat controleren door een expert"))
    assert violations(page, "#main") == []
    page.get_by_label("Naam van de expert").fill("Eva Expert")
    page.get_by_label("E-mailadres van de expert").fill("eva@rijk.example")
    page.get_by_label("Waar moet de expert op letten?").fill("Klopt de termijn?")
    follow(page, page.get_by_role("button", name="Verstuur de link"))
    expect(page.get_by_text("Eva Expert heeft een link naar deze tekst gekregen.")).to_be_visible()
    assert violations(page, "#main") == []

    link = re.search(rf"{live_server.url}/feitencontrole/\S+", mail.outbox[-1].body)
    assert link
    expert = browse(viewport={"width": 640, "height": 480})
    expert.goto(link[0])
    expect(expert.get_by_role("heading", name="Pas van morgen", level=1)).to_be_visible()
    expect(expert.get_by_text("Klopt de termijn?")).to_be_visible()
    expert.locator("details.phone > summary").press("Enter")
    expect(expert.locator(".card.phone .script")).to_be_visible()
    expert.get_by_text("Brief", exact=True).click()
    expect(expert.locator("img.paper")).to_be_visible()
    assert violations(expert) == []
    assert expert.evaluate("document.documentElement.scrollWidth") <= 640
    expert.get_by_label("Opmerking bij “Hoelang het duurt”").fill("Het zijn zes dagen.")
    expert.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(expert.get_by_role("alert")).to_contain_text("Kies een van de twee.")
    assert violations(expert) == []
    expect(expert.get_by_label("Opmerking bij “Hoelang het duurt”")).to_have_value("Het zijn zes dagen.")
    expert.get_by_label("Ik heb opmerkingen").check()
    # A browser names no origin under `no-referrer`; the answer arrives all the same.
    expert.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(expert.get_by_role("status")).to_contain_text("Bedankt. Uw antwoord is verstuurd.")
    assert violations(expert) == [] and expert.context.cookies() == []

    assert mail.outbox[-1].to == ["ann@gemeente.example"]
    page.goto(f"{live_server.url}/admin/pages/{product.pk}/edit/")
    page.get_by_role("button", name="Toon/verberg status").click()
    expect(page.get_by_text("Feitencontrole: De expert heeft opmerkingen")).to_be_visible()
    follow(page, page.get_by_role("link", name="Bekijk de feitencontroles"))
    expect(page.get_by_text("Het zijn zes dagen.")).to_be_visible()
    assert violations(page, "#main") == []
    follow(page, page.get_by_role("link", name="Link intrekken"))
    assert violations(page, "#main") == []
    follow(page, page.get_by_role("button", name="Ja, trek de link in"))
    expect(page.get_by_text("De link is ingetrokken.")).to_be_visible()
    assert FactCheck.objects.get().withdrawn_by == "ann"
    expert.goto(link[0])
    expect(expert.get_by_text("Vraag de redactie om een nieuwe link.")).to_be_visible()
    assert violations(expert) == []
