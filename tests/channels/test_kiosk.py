"""The kiosk's card: few large lines, whole sentences, the most needed first."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from channels.kiosk.render import LINE_WIDTH, MOST_LINES, render
from contenthub.resolving.facts import Tariff, TariffRow
from contenthub.vocabulary import FactType, SectionKind, Severity
from tests.channels.answers import (
    REFERENCE,
    ROUTES,
    SECRET,
    answer,
    bullets,
    every_block,
    fact,
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
        "Hoelang het duurt: Uw paspoort ligt na 5 werkdagen klaar.",
        "Vanaf 1 januari 2027 geldt een nieuw tarief.",
        "Met een paspoort kunt u over de hele wereld reizen.",
        "Een paspoort verlengen kan niet.",
        "Contact: Bel 14 0123, mail naar info@waterrijk.example of",
        "kom langs: Kerkplein 1, 1234 AB Waterrijk.",
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
    items = [f"een papier met nummer {number} dat u thuis hebt" for number in range(18)]
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(SectionKind.EVIDENCE, p("Neem mee:"), bullets(*items)),
            section(SectionKind.COSTS, p("Het is gratis.")),
            routes=(),
        )
    )
    assert made.lines == (
        "Kom langs.",
        "Kosten: Het is gratis.",
        FOOT[0],
        "Scan de code en lees wat u meeneemt.",
    )


def test_a_question_whose_answer_does_not_fit_is_left_out() -> None:
    long = "Dan belt u ons en vertelt u precies wat er is gebeurd en waar. " * 16
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(SectionKind.CONTACT, p("Hebt u vragen? ", long.strip().replace(". ", ", "))),
            routes=(),
        )
    )
    assert made.lines == ("Kom langs.", *FOOT)


def test_of_a_notice_only_the_title_stands_above_the_answer() -> None:
    made = render(answer(notices=(notice("Storing", "Bel later, want de telefoon doet het niet. " * 20),)))
    assert made.lines[0] == "Let op: Storing"
    assert not any("Bel later" in line for line in made.lines)
    assert "U vraagt een paspoort zelf aan bij de balie en haalt het na" in made.lines


def test_costs_and_what_to_bring_are_shown_below_two_notices() -> None:
    long = "Het is dicht vanwege een lekkage. " * 9
    made = render(answer(notices=(notice("Storing", long), notice("Dicht", long, severity=Severity.INFO))))
    assert made.lines[:2] == ("Let op: Storing", "Dicht")
    assert "Meenemen:" in made.lines
    assert "jonger dan 18 jaar: €\u00a065,70" in made.lines


def test_a_tariff_that_does_not_fit_whole_is_left_out_and_the_code_says_what_it_is_for() -> None:
    rows = tuple(TariffRow(key=f"r{n}", label={"nl": f"soort {n}"}, amount=Decimal(n)) for n in range(1, 18))
    tariff = fact("grote.tabel", Tariff(rows=rows), FactType.TARIFF)
    costs = section(SectionKind.COSTS, p("U betaalt per jaar:"), p("@grote.tabel"))
    made = render(with_sections(section(SectionKind.INTRODUCTION, p("Kom langs.")), costs, facts=(tariff,), routes=()))
    assert made.lines == ("Kom langs.", FOOT[0], "Scan de code en lees wat het kost.")


def test_a_first_amount_is_not_shown_without_the_others() -> None:
    long = "Voor een kind dat nog geen achttien jaar is betaalt u minder, namelijk " * 15
    costs = section(SectionKind.COSTS, p("Dat kost ", "@paspoort.leges", ". ", long, "@paspoort.spoedtoeslag", "."))
    made = render(with_sections(section(SectionKind.INTRODUCTION, p("Kom langs.")), costs, routes=()))
    assert made.lines == ("Kom langs.", FOOT[0], "Scan de code en lees wat het kost.")


def test_of_costs_and_a_list_that_do_not_both_fit_the_costs_are_shown() -> None:
    items = [f"een papier met nummer {number} dat u thuis hebt" for number in range(13)]
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(SectionKind.EVIDENCE, p("Neem mee:"), bullets(*items)),
            section(SectionKind.COSTS, p("Dit kost het:"), p("@paspoort.kosten")),
        )
    )
    assert made.lines[1] == "Kosten: Dit kost het:"
    assert made.lines[-1] == "Scan de code en lees wat u meeneemt."


def test_a_condition_in_front_of_a_list_stands_above_it() -> None:
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(SectionKind.EVIDENCE, p("U hebt niets nodig. Vraagt u vrijstelling, stuur dan mee:"), bullets("x")),
        )
    )
    assert made.lines[1:4] == ("U hebt niets nodig.", "Vraagt u vrijstelling, stuur dan mee:", "- x")


def test_without_a_website_there_is_no_code_to_scan() -> None:
    made = answer()
    card = render(replace(made, contact=replace(made.contact, website="")))
    assert card.qr_url == ""
    assert card.lines[-1] == FOOT[0]


def test_withdrawn_says_so() -> None:
    assert render(withdrawn()).lines[0] == "Deze informatie geldt niet meer sinds 1 maart 2026."


def test_internal_text_is_not_on_the_card() -> None:
    assert SECRET not in str(render(internal_answer()))


def test_a_route_is_shown_where_there_is_room() -> None:
    made = render(with_sections(section(SectionKind.INTRODUCTION, p("Kom langs.")), routes=ROUTES[2:]))
    assert made.lines[1:3] == ("Bezwaar maken, per post: Stuur een brief.", "Adres: Postbus 90, 1230 AB Waterrijk.")
