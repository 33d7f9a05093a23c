"""Facts while one writes: two braces open the chooser, and a value that stands loose becomes a fact, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from contenthub.models import Edition, Fact, ProductPage
from tests.journeys.browser import violations
from tests.journeys.test_choosing_facts import (  # noqa: F401
    editing,
    page,
    product,
    saved,
    section,
    site,
)

pytestmark = pytest.mark.django_db(transaction=True)
CHOOSER = "Kies een gegeven"


@pytest.fixture
def text(site: str, product: ProductPage, page: Page) -> Locator:
    """The introduction in the editor, with the caret at its end."""
    editing(page, site, product)
    found = section(page, "introduction")
    found.focus()
    page.keyboard.press("Control+End")
    return found


def typed(page: Page, words: str) -> None:
    """At the pace of somebody who types fast."""
    page.keyboard.type(words, delay=40)


def offers(text: Locator) -> Locator:
    return text.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' Draftail-Editor ')]").locator(".loose-values")


def test_braces_a_word_and_enter_make_a_chip_with_the_caret_behind_it(page: Page, text: Locator, product: ProductPage) -> None:
    typed(page, " Dat kost {{pasp")
    page.keyboard.press("Enter")
    expect(text.locator(".fact-chip")).to_have_text("paspoort.kosten")
    expect(text.locator(".fact-chip")).to_have_attribute("data-value", "€\u00a086,85")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text).to_be_focused()
    typed(page, " per stuk.")
    expect(text).to_have_text("Vraag het aan. Dat kost paspoort.kosten per stuk.")
    chip = '<a id="paspoort.kosten" linktype="fact">paspoort.kosten</a>'
    assert saved(page, product, "per stuk.")["introduction"] == f"<p>Vraag het aan. Dat kost {chip} per stuk.</p>"


def test_arrows_walk_through_the_list_and_one_undo_brings_back_what_was_typed(page: Page, text: Locator) -> None:
    typed(page, " {{")
    dialog = page.get_by_role("dialog", name=CHOOSER)
    expect(dialog.get_by_label("Zoek op sleutel")).to_be_focused()
    assert violations(page, ".modal") == []
    typed(page, "leges")
    expect(dialog.locator("a[data-chooser-modal-choice]")).to_have_count(3)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link", name="Tot 18 jaar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(text.locator(".fact-chip")).to_have_text("paspoort.leges.kind")
    expect(text).to_be_focused()
    page.keyboard.press("Control+z")
    expect(text).to_have_text("Vraag het aan. {{")


def test_a_reference_that_is_written_out_is_chosen_at_its_last_brace(page: Page, text: Locator) -> None:
    typed(page, " {{paspoort.leges.18plus}}")
    expect(text.locator(".fact-chip")).to_have_text("paspoort.leges.18plus")
    expect(text).to_have_text("Vraag het aan. paspoort.leges.18plus")


def test_escape_leaves_the_braces_and_the_caret_behind_them(page: Page, text: Locator) -> None:
    typed(page, " {{")
    expect(page.get_by_role("dialog", name=CHOOSER).get_by_label("Zoek op sleutel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text).to_be_focused()
    typed(page, "x")
    expect(text).to_have_text("Vraag het aan. {{x")


def test_a_loose_value_is_marked_and_the_fact_that_says_it_takes_its_place(page: Page, text: Locator, product: ProductPage) -> None:
    typed(page, " Dat kost € 65,70 per kind.")
    mark = text.locator(".loose-value")
    expect(mark).to_have_text("€ 65,70")
    expect(mark).to_have_attribute("title", "Losse waarde. Met Alt en pijl omlaag gaat u naar wat u ermee kunt doen.")
    expect(offers(text).get_by_role("status")).to_contain_text("€ 65,70 is een losse waarde.")
    assert violations(page, ".loose-value") == violations(page, ".loose-values") == []
    page.keyboard.press("Alt+ArrowDown")
    use = offers(text).get_by_role("button", name="Gebruik Leges van een paspoort › Tot 18 jaar paspoort.leges.kind: € 65,70")
    expect(use).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_have_text("Vraag het aan. Dat kost paspoort.leges.kind per kind.")
    expect(text).to_be_focused()
    expect(offers(text).get_by_role("button")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(text).to_have_text("Vraag het aan. Dat kost € 65,70 per kind.")
    expect(text.locator(".loose-value")).to_have_text("€ 65,70")
    page.keyboard.press("Control+Shift+z")
    expect(text).to_have_text("Vraag het aan. Dat kost paspoort.leges.kind per kind.")
    chip = '<a id="paspoort.leges.kind" linktype="fact">paspoort.leges.kind</a>'
    assert saved(page, product, "paspoort.leges.kind")["introduction"] == f"<p>Vraag het aan. Dat kost {chip} per kind.</p>"


def test_a_new_fact_is_made_of_a_loose_value_and_undo_brings_the_words_back(page: Page, text: Locator) -> None:
    typed(page, " Dat duurt tien werkdagen, voor wie 18 jaar of ouder is.")
    expect(text.locator(".loose-value")).to_have_text(["tien werkdagen"])
    page.keyboard.press("Alt+ArrowDown")
    expect(offers(text).get_by_role("button", name="Maak hier een gegeven van: tien werkdagen")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Maak hier een gegeven van")
    expect(dialog.get_by_label("Omschrijving (Nederlands)")).to_be_focused()
    expect(dialog.get_by_label("Sleutel")).to_have_value("paspoort.termijn")
    assert violations(page, ".modal") == []
    page.keyboard.press("Enter")
    chip = text.locator(".fact-chip")
    expect(chip).to_have_text("paspoort.termijn")
    expect(chip).to_have_attribute("data-value", "10 werkdagen")
    expect(text).to_be_focused()
    assert Fact.objects.get(pk="paspoort.termijn").label == {"nl": "Paspoort: termijn"}
    held = Edition.objects.get(kind="fact-value", subject="paspoort.termijn")
    assert (held.content["value"]["amount"], held.published_by, held.organisation) == (10, "ann", "")
    page.keyboard.press("Control+z")
    expect(text).to_have_text("Vraag het aan. Dat duurt tien werkdagen, voor wie 18 jaar of ouder is.")
    # Now there is a fact that says it.
    use: Any = offers(text).get_by_role("button", name="Gebruik Paspoort: termijn paspoort.termijn: tien werkdagen")
    expect(use).to_be_visible()


def test_a_key_that_is_taken_is_told_in_the_form_and_the_text_stays(page: Page, text: Locator) -> None:
    typed(page, " Bel 14 0344.")
    offers(text).get_by_role("button", name="Maak hier een gegeven van: 14 0344").click()
    dialog = page.get_by_role("dialog", name="Maak hier een gegeven van")
    dialog.get_by_label("Sleutel").fill("afval.pas")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Sleutel")).to_be_focused()
    expect(dialog.get_by_label("Sleutel")).to_have_attribute("aria-invalid", "true")
    assert violations(page, ".modal") == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text).to_have_text("Vraag het aan. Bel 14 0344.")


def test_what_is_left_as_it_is_is_marked_no_more(page: Page, text: Locator) -> None:
    typed(page, " Bel 14 0344.")
    offers(text).get_by_role("button", name="Laat staan: 14 0344").click()
    expect(text.locator(".loose-value")).to_have_count(0)
    expect(text).to_be_focused()
    expect(text).to_have_text("Vraag het aan. Bel 14 0344.")
