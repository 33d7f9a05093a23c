"""No text goes live under another language's name, however short its pieces are."""

from __future__ import annotations

from typing import Any

import pytest

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import Written, write_item, write_life_event, write_local
from contenthub.models import Edition, ProductPage
from contenthub.resolving.content import Route
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, Phase, Purpose, RuleEffect, SectionKind
from contenthub.writing.drafts import (
    ItemDraft,
    LifeEventDraft,
    LocalDraft,
    RuleDraft,
    SectionDraft,
    StepDraft,
)
from tests.pages import ITEM, rows
from tests.world import municipality, person_fact

pytestmark = pytest.mark.django_db
BY = By(actor="import")
YOUNG = {"fact": "leeftijd", "op": "<", "value": 18}


def route(text: str) -> Route:
    return Route(purpose=Purpose.APPLY, channel=Channel.COUNTER, text=text)


def rule(html: str, because: str) -> RuleDraft:
    return RuleDraft(
        id="jong", when=YOUNG, do=RuleEffect.ADD, section=SectionKind.INTRODUCTION, html=html, because=because
    )


DUTCH: dict[str, Any] = {
    "title": "Een paspoort aanvragen",
    "summary": "Zo vraagt u het aan.",
    "sections": {
        SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p><p>Neem uw oude pas mee.</p>"),
        SectionKind.EVIDENCE: SectionDraft(html="<p>Neem DigiD mee.</p>"),
    },
    "rules": [rule("<p>Uw ouder gaat mee.</p>", "U bent nog geen 18.")],
    "status_texts": {"ontvangen": "<p>Wij hebben uw aanvraag.</p>"},
    "routes": [route("Aan de balie")],
}
ENGLISH: dict[str, Any] = {
    "title": "Apply for a passport",
    "summary": "This is how you apply.",
    "sections": {
        SectionKind.INTRODUCTION: SectionDraft(html="<p>You apply for it.</p><p>Bring your old passport.</p>"),
        SectionKind.EVIDENCE: SectionDraft(html="<p>Bring DigiD.</p>"),
    },
    "rules": [rule("<p>Your parent comes along.</p>", "You are not 18 yet.")],
    "status_texts": {"ontvangen": "<p>We have your application.</p>"},
    "routes": [route("At the counter")],
}


def write(language: str, made: dict[str, Any]) -> Written:
    draft = ItemDraft(**{"type": "product", "slug": "paspoort", **made})
    return write_item(draft, item=ITEM, language=language, by=BY)


@pytest.fixture(autouse=True)
def _dutch() -> None:
    prepare_library(["nl", "en", "nl-x-a2"])
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    write("nl", DUTCH)


def refused(place: str, language: str = "en", **dutch: Any) -> None:
    with pytest.raises(Refused) as error:
        write(language, {**ENGLISH, **dutch})
    assert (error.value.code, error.value.field) == ("UNTRANSLATED", place)
    assert rows(language=language) == [] and ProductPage.objects.count() == 1


def test_a_page_in_english_is_published() -> None:
    assert write("en", ENGLISH) == Written.NEW


def test_an_all_dutch_page_of_short_sections() -> None:
    refused("summary", **DUTCH)


def test_a_dutch_title() -> None:
    refused("title", title=DUTCH["title"])


def test_a_dutch_summary() -> None:
    refused("summary", summary=DUTCH["summary"])


def test_dutch_rule_text() -> None:
    refused("rules.jong", rules=[rule("<p>Uw ouder gaat mee.</p>", "You are not 18 yet.")])


def test_a_dutch_because() -> None:
    refused("rules.jong.because", rules=[rule("<p>Your parent comes along.</p>", "U bent nog geen 18.")])


def test_a_dutch_status_text() -> None:
    refused("status_texts.ontvangen", status_texts=DUTCH["status_texts"])


def test_a_dutch_route() -> None:
    refused("routes", routes=DUTCH["routes"])


def test_one_dutch_paragraph_beside_a_translated_one() -> None:
    mixed = {SectionKind.INTRODUCTION: SectionDraft(html="<p>You apply for it.</p><p>Neem uw oude pas mee.</p>")}
    refused("INTRODUCTION", sections={**ENGLISH["sections"], **mixed})


def test_a_dutch_paragraph_that_moved_to_another_section() -> None:
    refused("TERM", sections={**ENGLISH["sections"], SectionKind.TERM: SectionDraft(html="<p>U vraagt het aan.</p>")})


def test_a_short_section_of_which_all_is_dutch() -> None:
    refused("EVIDENCE", sections={**ENGLISH["sections"], SectionKind.EVIDENCE: DUTCH["sections"][SectionKind.EVIDENCE]})


def test_dutch_phrasings() -> None:
    asked = {"type": "question", "slug": "pas", "product": ITEM}
    item = "00000000-0000-4000-8000-0000000000aa"
    phrasings = ["waar vraag ik dat aan", "pas aanvragen"]
    intro = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Bij ons.</p>")}
    write_item(ItemDraft(**asked, title="Waar?", phrasings=phrasings, sections=intro), item=item, language="nl", by=BY)
    english = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Here.</p>")}
    draft = ItemDraft(**asked, title="Where?", phrasings=phrasings, sections=english)
    with pytest.raises(Refused, match="phrasings: this is the text of another language"):
        write_item(draft, item=item, language="en", by=BY)
    assert not Edition.objects.filter(subject=item, language="en").exists()


@pytest.mark.parametrize("html", ["<p>DigiD</p>", "<p>Gemeente Meer, Kerkplein 1, 9001 AA Meer</p>", "<p>€ 10</p>"])
def test_names_addresses_and_amounts_may_be_alike(html: str) -> None:
    same = {SectionKind.CONTACT: SectionDraft(html=html)}
    item = "00000000-0000-4000-8000-0000000000bb"
    for language, made in (("nl", DUTCH), ("en", ENGLISH)):
        draft = ItemDraft(**{"type": "product", "slug": "id", **made, "sections": {**made["sections"], **same}})
        assert write_item(draft, item=item, language=language, by=BY) == Written.NEW


def test_a_dutch_step_title() -> None:
    item = "00000000-0000-4000-8000-0000000000cc"

    def event(title: str, step: str) -> LifeEventDraft:
        steps = [StepDraft(id="een", phase=Phase.APPLY, title=step)]
        return LifeEventDraft(slug="reis", title=title, steps=steps)

    write_life_event(event("Op reis", "Pas aanvragen"), item=item, language="nl", by=BY)
    with pytest.raises(Refused, match="steps.een.title: this is the text of another language"):
        write_life_event(event("Travelling", "Pas aanvragen"), item=item, language="en", by=BY)
    assert not Edition.objects.filter(subject=item, language="en").exists()


def test_easy_dutch_may_share_sentences_with_dutch() -> None:
    assert write("nl-x-a2", {**DUTCH, "summary": "U vraagt het zo."}) == Written.NEW


def test_easy_dutch_that_is_the_dutch_word_for_word() -> None:
    with pytest.raises(Refused) as error:
        write("nl-x-a2", DUTCH)
    assert (error.value.code, error.value.field) == ("UNTRANSLATED", "page")
    assert rows(language="nl-x-a2") == [] and ProductPage.objects.count() == 1


def test_dutch_in_a_local_version_in_english() -> None:
    municipality("GM9001", "Meer")
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl", "en"])
    made = LocalDraft(routes=[route("Aan de balie")])
    write_local(made, item=ITEM, language="nl", organisation="meer", by=BY)
    with pytest.raises(Refused, match="routes: this is the text of another language"):
        write_local(made, item=ITEM, language="en", organisation="meer", by=BY)
    assert rows(language="en") == []
