"""From a Dutch text of a municipality to its English answer: sent for translation, translated, and published by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from channels.voice.plain import plain
from contenthub.actions.branches import organisation_branch
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.answering import answer_item, ask
from contenthub.models import Organisation
from contenthub.models.pages import ProductPage
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import pages, unpublished, world
from tests.editorial.nouns import dutch
from tests.journeys.browser import follow

pytestmark = pytest.mark.django_db(transaction=True)
BERTH = "8f5c0f2e-0000-4000-8000-0000000000e1"
ENGLISH = {"Titel": "Berth", "Inleiding": "You apply to the harbour master.",
           "Kosten en betalen": 'It costs <a id="a1">ligplaats.kosten</a> a year.'}


@pytest.fixture
def as_user(one_at_a_time: None, live_server: Any, browse: Callable[..., Page]) -> Callable[[str], Page]:
    """Opens the admin as a reviewer or a translator of the municipality."""
    unpublished.build()
    prepare_library(["nl", "en"])
    organisation_branch(Organisation.objects.get(pk="waterrijk"), "en")
    world.money_fact("ligplaats.kosten", "1250.50")
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan bij de havenmeester.</p>"),
                SectionKind.COSTS: SectionDraft(html="<p>Het kost {{ligplaats.kosten}} per jaar.</p>")}
    write_item(unpublished.product("ligplaats", "Ligplaats", sections=sections), item=BERTH, language="nl",
               organisation="waterrijk", by=world.BY)
    sessions = {name: dutch(pages.user(name, *groups)).cookies["sessionid"].value for name, groups in {
        "wim": ["waterrijk-reviewers"], "tess": ["waterrijk-translators"]}.items()}

    def opened(name: str) -> Page:
        page = browse(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
        page.context.add_cookies([{"name": "sessionid", "value": sessions[name], "url": live_server.url}])
        return page

    return opened


def said(language: str) -> str:
    answer = answer_item(BERTH, ask("GM9001", language=language))
    assert answer is not None
    facts = {fact.key: fact for fact in answer.facts}
    return f"{answer.title}: " + " ".join(plain(each.blocks, facts, answer.language) for each in answer.sections)


def test_a_text_is_translated_by_one_and_published_by_another(as_user: Callable[[str], Page]) -> None:
    dutch_text = "Ligplaats: U vraagt het aan bij de havenmeester. Het kost €\u00a01.250,50 per jaar."
    wim = as_user("wim")
    wim.goto(f"/admin/pages/{ProductPage.objects.get(translation_key=BERTH).pk}/edit/")
    wim.locator(".w-slim-header").get_by_role("button", name="Acties").click()
    follow(wim, wim.get_by_role("link", name="Vertaal deze pagina"))
    wim.get_by_label("Engels").check()
    follow(wim, wim.get_by_role("button", name="Verzenden"))
    english = ProductPage.objects.get(translation_key=BERTH, locale__language_code="en")

    tess, done = as_user("tess"), 0
    tess.goto(f"/admin/pages/{english.pk}/edit/")
    for tab, headings in (("Antwoord", ["Titel"]), ("Onderdelen", ["Inleiding", "Kosten en betalen"])):
        tess.get_by_role("tab", name=tab).press("Enter")
        for heading in headings:
            expect(tess.get_by_role("heading", name=heading)).to_be_visible()
            tess.get_by_role("button", name="Vertaal").first.press("Enter")
            tess.locator("textarea").fill(ENGLISH[heading])
            tess.get_by_role("button", name="Opslaan").press("Enter")
            expect(tess.locator("textarea")).to_have_count(0)
            expect(tess.get_by_text("Handmatig vertaald op")).to_have_count(done := done + 1)
    expect(tess.get_by_role("button", name="Publiceer")).to_have_count(0)
    assert said("en") == dutch_text

    wim.goto(f"/admin/pages/{english.pk}/edit/")
    with wim.expect_navigation():
        wim.get_by_role("button", name="Publiceer in Engels").press("Enter")
    assert said("en") == "Berth: You apply to the harbour master. It costs €1,250.50 a year."
    assert said("nl") == dutch_text
