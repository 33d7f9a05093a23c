"""A fact is put into a text by keyboard: found in the chooser, shown with its value, and saved as the same reference."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from wagtail.rich_text import RichText
from wagtail.users.models import UserProfile

from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.write_page import write_item
from contenthub.models import Fact, ProductPage
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.journeys.browser import violations

pytestmark = pytest.mark.django_db(transaction=True)
PRODUCT = "8f5c0f2e-0000-4000-8000-000000000001"
OLD = '<p>Een paspoort kost <a linktype="fact" id="paspoort.kosten">de kosten</a>.</p>'
TARIFF = {"rows": [{"key": key, "label": {"nl": label}, "amount": amount}
                   for key, label, amount in (("18plus", "Vanaf 18 jaar", "86.85"), ("kind", "Tot 18 jaar", "65.70"))]}


@pytest.fixture
def page(editors_page: Page) -> Page:
    return editors_page


@pytest.fixture
def product(one_at_a_time: None) -> ProductPage:
    prepare_library(["nl"])
    for key, kind, label, value in (
        ("paspoort.kosten", "MONEY", "Kosten van een paspoort", {"amount": "86.85"}),
        ("paspoort.leges", "TARIFF", "Leges van een paspoort", TARIFF),
        ("afval.pas", "MONEY", "Afvalpas", {"amount": "12.50"}),
    ):
        publish_fact(Fact.objects.create(key=key, label={"nl": label}, type=kind))
        publish_fact_value(key, value)
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Vraag het aan.</p>"), SectionKind.COSTS: SectionDraft(html=OLD)}
    draft = ItemDraft(type="product", slug="paspoort", title="Paspoort", sections=sections)
    write_item(draft, item=PRODUCT, language="nl", by=By(actor="import"))
    ann = get_user_model().objects.create_superuser("ann", password="geheim")
    UserProfile.objects.create(user=ann, preferred_language="nl")
    return ProductPage.objects.get()


@pytest.fixture
def site(product: ProductPage, live_server: Any) -> str:
    return live_server.url


def editing(page: Page, site: str, product: ProductPage) -> None:
    page.goto(f"{site}/admin/login/?next=/admin/pages/{product.pk}/edit/")
    page.locator("input[name=username]").fill("ann")
    page.locator("input[name=password]").fill("geheim")
    page.locator("button[type=submit]").click()
    page.get_by_role("tab", name="Onderdelen").press("Enter")
    expect(page.locator(".fact-chip").first).to_be_visible()


def requests(page: Page) -> list[str]:
    """The requests from now on for what facts say."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/choose-fact/values/" in request.url else None)
    return asked


def section(page: Page, kind: str) -> Any:
    return page.locator(f"[data-contentpath=section_{kind}] .public-DraftEditor-content").first


def opened(page: Page, text: Any) -> Any:
    """The chooser, opened from Draftail's own list of commands at the end of a text."""
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" /Gegeven")
    expect(page.get_by_role("option", name="Gegeven")).to_be_visible()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Kies een gegeven")
    expect(dialog.get_by_label("Zoek op sleutel")).to_be_focused()
    return dialog


def saved(page: Page, product: ProductPage, typed: str = "") -> dict[str, str]:
    """The texts once the form is saved; Draftail writes what was typed last into the form a moment later."""
    inputs = "[...document.querySelectorAll('#page-edit-form input[type=hidden]')]"
    page.wait_for_function(f"typed => {inputs}.some(input => input.value.includes(typed))", arg=typed)
    page.locator("button.action-save").first.press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()
    return stored(product)


def stored(product: ProductPage) -> dict[str, str]:
    """The texts of the last revision, each reference with its attributes in the order of the alphabet."""
    latest = ProductPage.objects.get(pk=product.pk).get_latest_revision_as_object()
    texts = {kind: getattr(latest, f"section_{kind}")[0].value["body"][0].value.source for kind in ("introduction", "costs")}
    plain = {kind: re.sub(r' data-block-key="\w+"', "", text) for kind, text in texts.items()}
    return {kind: re.sub(r'<a (linktype="fact") (id="[^"]+")>', r"<a \2 \1>", text) for kind, text in plain.items()}


def revise(product: ProductPage, **texts: str) -> None:
    for kind, html in texts.items():
        getattr(product, f"section_{kind}")[0].value["body"][0].value = RichText(html)
    product.save_revision()


def test_a_row_of_a_tariff_is_put_into_a_text_by_keyboard(site: str, product: ProductPage, page: Page) -> None:
    editing(page, site, product)
    before = stored(product)["costs"]
    assert '<a id="paspoort.kosten" linktype="fact">' in before
    asked = requests(page)
    text = section(page, "introduction")
    dialog = opened(page, text)
    assert violations(page, ".modal") == []
    page.keyboard.type("18plus")
    expect(dialog.locator("a[data-chooser-modal-choice]")).to_have_count(3)
    for _ in range(3):
        page.keyboard.press("Tab")
        if "18plus" in (page.evaluate("document.activeElement.dataset.key") or ""):
            break
    expect(dialog.get_by_role("link", name="Vanaf 18 jaar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert asked == [], "the modal itself told what the chip says"
    chip = text.locator(".fact-chip")
    expect(chip).to_have_attribute("data-value", "€\u00a086,85")
    expect(chip).to_have_text("paspoort.leges.18plus")
    assert "paspoort.leges.18plus" in (chip.get_attribute("title") or "")
    expect(text).to_be_focused()
    page.keyboard.type(" per stuk")
    assert saved(page, product, " per stuk") == {
        "introduction": '<p>Vraag het aan. <a id="paspoort.leges.18plus" linktype="fact">paspoort.leges.18plus</a> per stuk</p>',
        "costs": before,
    }


def test_texts_that_are_there_show_values_asked_for_in_one_request(site: str, product: ProductPage, page: Page) -> None:
    unknown = OLD.replace("paspoort.kosten", "geen.gegeven")
    revise(product, costs=OLD + unknown, introduction=f"<p>Vraag het aan. {OLD[3:-4].replace('paspoort.kosten', 'afval.pas')}</p>")
    before = stored(product)
    asked = requests(page)
    editing(page, site, product)
    known, wrong = section(page, "costs").locator(".fact-chip").all()
    expect(known).to_have_attribute("data-value", "€\u00a086,85")
    expect(known).to_have_text("de kosten")
    expect(known).to_have_attribute("title", "paspoort.kosten – Kosten van een paspoort (Geldbedrag)")
    expect(wrong).to_have_attribute("data-value", "onbekend gegeven")
    expect(wrong).to_have_class("fact-chip fact-chip--unknown")
    expect(wrong).to_have_attribute("title", "geen.gegeven: dit gegeven bestaat niet. Kies een ander.")
    expect(section(page, "introduction").locator(".fact-chip")).to_have_attribute("data-value", "€\u00a012,50")
    assert len(asked) == 1
    assert violations(page, ".fact-chip") == []
    assert saved(page, product) == before


def test_a_chip_is_replaced_whole_and_escape_changes_nothing(site: str, product: ProductPage, page: Page) -> None:
    editing(page, site, product)
    text = section(page, "costs")
    text.locator(".fact-chip").dblclick()
    dialog = page.get_by_role("dialog", name="Kies een gegeven")
    expect(dialog.get_by_label("Zoek op sleutel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(text).to_have_text("Een paspoort kost paspoort.kosten.")
    text.locator(".fact-chip").dblclick()
    expect(dialog.get_by_label("Zoek op sleutel")).to_be_focused()
    page.keyboard.type("afval.pas")
    expect(dialog.locator("a[data-chooser-modal-choice]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(text).to_have_text("Een paspoort kost afval.pas.")
    assert saved(page, product, "afval.pas")["costs"] == '<p>Een paspoort kost <a id="afval.pas" linktype="fact">afval.pas</a>.</p>'
