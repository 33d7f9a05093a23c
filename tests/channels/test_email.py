"""The e-mail: subject, text, and HTML that stands alone."""

from __future__ import annotations

import lxml.html
import msgspec
import pytest

from channels.email.render import render
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Bullets, Details, Image
from contenthub.vocabulary import SectionKind
from tests.channels.answers import (
    REFERENCE,
    SECRET,
    WATERRIJK,
    answer,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    question,
    run,
    section,
    with_sections,
    withdrawn,
)


def test_subject_names_the_item_and_the_municipality() -> None:
    assert render(answer()).subject == "Paspoort aanvragen - gemeente Waterrijk"
    assert render(answer(language="en")).subject == "Paspoort aanvragen - municipality of Waterrijk"


def test_a_subject_is_one_line() -> None:
    assert "\n" not in render(answer(title="Paspoort\r\nBcc: x@x.example")).subject


def test_the_whole_text_of_a_short_answer() -> None:
    made = with_sections(section(SectionKind.INTRODUCTION, p("Het kost ", "@paspoort.leges", ".")), routes=())
    assert (
        render(made).text
        == """Goedendag,

Hieronder leest u het antwoord van de gemeente Waterrijk.

Paspoort aanvragen

In het kort
-----------
Het kost €\u00a015.

Hebt u nog vragen?
------------------
Bel 14 0123
Mail naar info@waterrijk.example
Lees dit antwoord op de website: https://www.waterrijk.example/paspoort-aanvragen

Antwoordcode: K7QF-2M9D-4TXR. Noem deze code als u ons belt of mailt. Wij zien dan precies wat u hebt gelezen.

Met vriendelijke groet,
Gemeente Waterrijk
"""
    )


def test_a_municipality_that_says_je() -> None:
    text = render(answer(contact=msgspec.structs.replace(WATERRIJK, form_of_address="je"))).text
    assert "Hieronder lees je" in text and "Heb je nog vragen?" in text and "Noem deze code als je ons belt" in text


def test_html_needs_nothing_from_outside() -> None:
    pictures = (
        Image(url="https://x.example/a.png", alt="Een pas"),
        Bullets(items=((Image(url="https://x.example/b.png", alt="Een foto"),),)),
        Details(summary=run("Meer"), c=(Image(url="https://x.example/c.png", alt="Een kaart"),)),
    )
    made = render(with_sections(section(SectionKind.COSTS, *pictures))).html
    document = lxml.html.document_fromstring(made)
    assert not document.xpath("//img|//script|//link|//style|//iframe|//@src|//@background")
    for alternative in ("Een pas", "Een foto", "Een kaart"):
        assert alternative in document.text_content()


def test_html_is_a_document_with_language_and_title() -> None:
    made = render(answer()).html
    assert made.startswith("<!doctype html>")
    document = lxml.html.document_fromstring(made)
    assert document.get("lang") == "nl" and document.xpath("string(//title)") == "Paspoort aanvragen"
    assert document.xpath("count(//h1)") == 1


def test_every_part_has_inline_style() -> None:
    document = lxml.html.document_fromstring(render(answer()).html)
    for tag in ("p", "h2", "h3", "table", "th", "td", "a", "ul", "ol", "li"):
        assert document.xpath(f"//body//{tag}") and not document.xpath(f"//body//{tag}[not(@style)]"), tag
    assert all(document.xpath("//*[@style]/@style"))


def test_html_says_what_the_text_says() -> None:
    made = render(answer(notices=(notice(),)))
    shown = lxml.html.document_fromstring(made.html).text_content()
    for words in (
        "Let op: Balie gesloten",
        "€\u00a086,85",
        "5 werkdagen",
        "6 weken",
        "1 januari 2027",
        "14 0123",
        "info@waterrijk.example",
        "Kerkplein 1, 1234 AB Waterrijk",
        REFERENCE,
        "Maak online bezwaar",
    ):
        assert words in shown and words in made.text, words


def test_contact_can_be_followed() -> None:
    made = render(answer()).html
    assert 'href="tel:140123"' in made and 'href="mailto:info@waterrijk.example"' in made
    assert ">https://www.waterrijk.example/paspoort-aanvragen</a>" in made


def test_hostile_words_stay_words() -> None:
    made = render(answer(title="<script>x</script>", notices=(notice("<b>", "<i onclick=x>"),)))
    assert "<script" not in made.html and "<i onclick" not in made.html and "<b>" not in made.html


def test_internal_text_is_nowhere() -> None:
    assert SECRET not in repr(render(internal_answer()))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (withdrawn(), "De wet is veranderd."),
        (not_offered(), "Dit doet de politie."),
        (merged(), "De gemeente Ouderdam bestaat niet meer."),
        (answer(language_fell_back=True, asked_language="en"), "nog niet in het Engels"),
    ],
    ids=["withdrawn", "not offered", "ended", "fell back"],
)
def test_what_is_the_matter_is_said_in_text_and_html(made: Answer, words: str) -> None:
    mail = render(made)
    assert words in mail.text and words in mail.html


def test_a_withdrawn_item_has_no_sections_or_routes() -> None:
    text = render(withdrawn()).text
    assert "In het kort" not in text and "Waar en hoe" not in text and "Kosten" not in text


def test_a_question_is_its_own_title() -> None:
    assert render(question()).subject == "Kan ik mijn paspoort verlengen? - gemeente Waterrijk"


def test_without_contact_details_the_mail_still_stands() -> None:
    bare = msgspec.structs.replace(WATERRIJK, phone="", email="", website="", address=None)
    mail = render(answer(contact=bare))
    assert "Bel " not in mail.text.partition("Hebt u nog vragen?")[2] and REFERENCE in mail.text
