"""The kiosk's card: few large lines, whole sentences, the most needed first."""

from __future__ import annotations

from msgspec.structs import replace

from channels.kiosk.render import LINE_WIDTH, MOST_LINES, render
from contenthub.vocabulary import SectionKind, Severity
from tests.channels.answers import (
    REFERENCE,
    SECRET,
    answer,
    bullets,
    every_block,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    personal,
    question,
    section,
    with_sections,
    withdrawn,
)

FOOT = (f"Antwoordcode: {REFERENCE}", "Scan de code en lees alles op uw telefoon.")


def test_a_card_has_a_title_few_short_lines_and_a_code() -> None:
    made = render(answer())
    assert made.title == "Paspoort aanvragen"
    assert made.qr_url == "https://www.waterrijk.example/paspoort-aanvragen"
    assert made.lines == (
        "U vraagt een paspoort zelf aan bij de balie en haalt het na",
        "5 werkdagen op.",
        "Meenemen:",
        "- alle paspoorten en identiteitskaarten die u nu hebt",
        "- een pasfoto die voldoet aan de eisen",
        "Kosten: Dit kost een paspoort:",
        "18 jaar en ouder: €\u00a086,85",
        "jonger dan 18 jaar: €\u00a065,70",
        "Met spoed betaalt u €\u00a058,95 extra.",
        "U betaalt met pin of contant.",
        *FOOT,
    )


def test_every_kind_of_answer_fits() -> None:
    for made in (
        answer(),
        withdrawn(),
        not_offered(),
        merged(),
        question(),
        answer(language="en"),
        answer(
            notices=(notice(), notice("Storing", "Bel later. " * 40, severity=Severity.URGENT)),
            personal=personal(),
            language_fell_back=True,
        ),
        with_sections(section(SectionKind.COSTS, *every_block())),
    ):
        card = render(made)
        assert len(card.lines) <= MOST_LINES
        assert all(0 < len(line) <= LINE_WIDTH for line in card.lines)


def test_lines_are_broken_between_words_and_never_in_a_fact() -> None:
    text = "Wie in Waterrijk woont en daar wil blijven komt langs: "
    made = with_sections(section(SectionKind.INTRODUCTION, p(text, "@gemeente.adres", ".")))
    assert render(made).lines[:2] == (text.strip(), "Kerkplein 1, 1234 AB Waterrijk.")


def test_a_list_that_does_not_fit_whole_is_left_out() -> None:
    items = [f"een papier met nummer {number} dat u thuis hebt" for number in range(12)]
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(SectionKind.EVIDENCE, p("Neem mee:"), bullets(*items)),
            section(SectionKind.COSTS, p("Het is gratis.")),
        )
    )
    assert made.lines == ("Kom langs.", "Kosten: Het is gratis.", *FOOT)


def test_a_question_whose_answer_does_not_fit_is_left_out() -> None:
    long = "Dan belt u ons en vertelt u precies wat er is gebeurd en waar. " * 9
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(SectionKind.CONTACT, p("Hebt u vragen? ", long.strip().replace(". ", ", "))),
        )
    )
    assert made.lines == ("Kom langs.", *FOOT)


def test_an_urgent_notice_stands_above_the_answer_and_leaves_it_room() -> None:
    made = render(answer(notices=(notice("Storing", "Bel later, want de telefoon doet het niet. " * 20),)))
    assert made.lines[0].startswith("Storing: Bel later")
    assert "U vraagt een paspoort zelf aan bij de balie en haalt het na" in made.lines


def test_without_a_website_there_is_no_code_to_scan() -> None:
    made = answer()
    card = render(replace(made, contact=replace(made.contact, website="")))
    assert card.qr_url == ""
    assert card.lines[-1] == FOOT[0]


def test_withdrawn_says_so() -> None:
    assert render(withdrawn()).lines[0] == "Deze informatie geldt niet meer sinds 1 maart 2026."


def test_internal_text_is_not_on_the_card() -> None:
    assert SECRET not in str(render(internal_answer()))
