"""What editors see of what was asked and remarked, and what one click makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from contenthub.actions.write_page import write_item
from contenthub.answering import answer_item, ask, keep_sent
from contenthub.insight.contacts import register_contact
from contenthub.insight.feedback import give_feedback
from contenthub.insight.questions import keep_question
from contenthub.models import Edition, Feedback, Municipality, ProductPage, QuestionPage
from contenthub.vocabulary import Channel, ContactOutcome, SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests import world
from tests.editorial.nouns import admin, house, library, waterrijk

__all__ = ["admin", "house", "library", "waterrijk"]

OWN = "8f5c0f2e-0000-4000-8000-0000000000c1"
MISSES, REMARKS = "/admin/contenthub/misses/", "/admin/contenthub/remarks/"


@pytest.fixture
def texts(house: None) -> None:
    """A generic passport and a question of Waterrijk's own."""
    for item, organisation, kind, title in (
        (world.PASSPORT, "", "product", "Paspoort aanvragen"),
        (OWN, "waterrijk", "question", "Waar is de markt?"),
    ):
        draft = ItemDraft(
            type=kind,
            slug=title.split()[0].lower(),
            title=title,
            sections={SectionKind.INTRODUCTION: SectionDraft(html="<p>Zo gaat het.</p>")},
        )
        write_item(draft, item=item, language="nl", organisation=organisation, by=world.BY)
    Municipality.objects.update(keeps_questions=True)


def seen(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(page: BeautifulSoup, selector: str = "#main") -> str:
    return " ".join(" ".join(found.get_text(" ") for found in page.select(selector)).split())


def asked(text: str, *, items: tuple[str, ...] = (), municipality: str = "GM9001") -> None:
    keep_question(municipality, text, channel=Channel.CHAT, items=items, good=False)


def remark(item: str, kind: str, comment: str) -> Feedback:
    answer = answer_item(item, ask("GM9001"))
    assert answer is not None
    keep_sent(answer)
    return give_feedback(answer, section=f"{item}:{kind}", channel=Channel.CHAT, helpful=False, comment=comment)


def test_an_editor_sees_what_was_asked_in_vain_of_their_own_municipalities(waterrijk: Client, texts: None) -> None:
    asked("me pas is gejat"), asked("me pas is gejat"), asked("niet van ons", municipality="GM9002")
    table = words(seen(waterrijk, MISSES), "table")
    assert "me pas is gejat 2" in table and "niet van ons" not in table


def test_where_nothing_is_kept_the_page_says_how_to_change_that(waterrijk: Client, texts: None) -> None:
    Municipality.objects.update(keeps_questions=False)
    assert "Geen van deze gemeenten bewaart gestelde vragen" in words(seen(waterrijk, MISSES))


def test_what_was_not_covered_and_what_nobody_finds(waterrijk: Client, texts: None) -> None:
    register_contact(
        municipality="GM9001",
        channel=Channel.PHONE,
        question="Mag mijn hond mee?",
        outcome=ContactOutcome.NOT_COVERED,
        missing="honden op de markt",
    )
    assert "Mag mijn hond mee? honden op de markt" in words(seen(waterrijk, f"{MISSES}?part=contacts"), "table")
    asked("paspoort", items=(world.PASSPORT,))
    unfound = words(seen(waterrijk, f"{MISSES}?part=unfound"), "table")
    assert "Waar is de markt?" in unfound and "Paspoort" not in unfound


def test_one_click_makes_a_phrasing_in_a_draft(library: Client, texts: None) -> None:
    asked("me pas is gejat", items=(world.PASSPORT,))
    page = seen(library, MISSES)
    button = page.select_one(f'button[value="{world.PASSPORT}"]')
    assert button is not None and button.get_text() == "Formulering van Paspoort aanvragen"
    before = Edition.objects.count()
    for _twice in range(2):
        response = library.post(MISSES, {"text": "me pas is gejat", "item": world.PASSPORT})
    passport = ProductPage.objects.get()
    assert response.headers["Location"] == f"/admin/pages/{passport.pk}/edit/"
    assert passport.get_latest_revision_as_object().keywords == "me pas is gejat"
    assert (passport.keywords, Edition.objects.count()) == ("", before)


def test_a_text_of_others_gets_no_phrasing_from_here(waterrijk: Client, texts: None) -> None:
    response = waterrijk.post(MISSES, {"text": "me pas is gejat", "item": world.PASSPORT}, follow=True)
    assert "schrijven anderen" in response.content.decode()
    assert not ProductPage.objects.get().get_latest_revision_as_object().keywords


def test_one_click_makes_a_new_question_of_ones_own(waterrijk: Client, texts: None) -> None:
    for _twice in range(2):
        response = waterrijk.post(MISSES, {"text": "mag mijn hond mee", "new": "1"})
    first, second = QuestionPage.objects.filter(title="Mag mijn hond mee?").order_by("pk")
    assert response.headers["Location"] == f"/admin/pages/{second.pk}/edit/"
    assert (first.live, first.question, first.public_slug) == (False, "Mag mijn hond mee?", "mag-mijn-hond-mee")
    assert second.public_slug == "mag-mijn-hond-mee-2"
    assert first.get_parent().specific.organisation_id == "waterrijk"
    assert not Edition.objects.filter(slug__startswith="mag-mijn").exists()
    assert waterrijk.get(response.headers["Location"]).status_code == 200


def test_a_synonym_begins_with_what_was_asked(library: Client, waterrijk: Client, texts: None) -> None:
    asked("gejat")
    link = seen(library, MISSES).select_one('td a[href*="words=gejat"]')
    assert link is not None
    form = seen(library, str(link["href"]))
    assert "gejat" in words(form, "#id_words")
    assert seen(waterrijk, MISSES).select_one('td a[href*="words="]') is None


def test_remarks_are_tasks_of_who_writes_the_text(waterrijk: Client, library: Client, texts: None) -> None:
    own, generic = remark(OWN, "introduction", "Welke markt?"), remark(world.PASSPORT, "introduction", "Te kort")
    assert "Welke markt?" in words(seen(waterrijk, REMARKS)) and "Te kort" not in words(seen(waterrijk, REMARKS))
    assert "Te kort" in words(seen(library, REMARKS))
    edit = QuestionPage.objects.get(title="Waar is de markt?").pk
    assert seen(waterrijk, REMARKS).select_one(f'a[href="/admin/pages/{edit}/edit/"]') is not None
    assert waterrijk.post(REMARKS, {"task": generic.pk, "reply": "Nee"}).status_code == 404
    answered = waterrijk.post(REMARKS, {"task": own.pk, "reply": "De weekmarkt, aangepast."}, follow=True)
    assert "Uw antwoord is bewaard" in answered.content.decode()
    assert "Er wachten geen opmerkingen op u." in words(seen(waterrijk, REMARKS))
    assert "De weekmarkt, aangepast." in words(seen(waterrijk, f"{REMARKS}?answered=1"))
    own.refresh_from_db()
    assert own.answered_by == "wim"


def test_an_empty_reply_answers_nothing(waterrijk: Client, texts: None) -> None:
    task = remark(OWN, "introduction", "Welke markt?")
    waterrijk.post(REMARKS, {"task": task.pk, "reply": " "})
    task.refresh_from_db()
    assert task.answered_at is None


def test_who_writes_for_nobody_sees_neither(house: None, client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("niemand"))
    assert {client.get(address).status_code for address in (MISSES, REMARKS)} <= {302, 403}


def test_a_municipality_says_whether_it_keeps_questions(admin: Client, house: None) -> None:
    assert "Gestelde vragen bewaren" in words(seen(admin, "/admin/municipalities/edit/GM9001/"), "form")
