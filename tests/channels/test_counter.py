"""The counter's card: one sentence a line, and what to bring along."""

from __future__ import annotations

from channels.counter.bring import evidence
from channels.counter.render import LONGEST_LINE, render
from contenthub.resolving.text import Block, Bullets, Heading
from contenthub.vocabulary import SectionKind
from tests.channels.answers import (
    FACTS,
    REFERENCE,
    SECRET,
    alert,
    answer,
    bullets,
    every_block,
    internal_answer,
    not_offered,
    notice,
    p,
    run,
    section,
    with_sections,
    withdrawn,
)


def brought(*blocks: Block) -> tuple[str, ...]:
    return render(with_sections(section(SectionKind.EVIDENCE, p("Kom langs."), *blocks))).bring


def test_one_sentence_a_line_with_the_title_in_front() -> None:
    lines = render(answer()).lines
    assert lines[0] == "U vraagt een paspoort zelf aan bij de balie en haalt het na 5 werkdagen op."
    assert lines[1:3] == ("Met een paspoort kunt u over de hele wereld reizen.", "Een paspoort verlengen kan niet.")
    at = lines.index("Kosten: Dit kost een paspoort:")
    assert lines[at + 1 : at + 5] == (
        "18 jaar en ouder: €\u00a086,85",
        "jonger dan 18 jaar: €\u00a065,70",
        "Met spoed betaalt u €\u00a058,95 extra.",
        "U betaalt met pin of contant.",
    )


def test_a_list_stands_under_its_title() -> None:
    lines = render(answer()).lines
    at = lines.index("Zo werkt het:")
    assert lines[at + 1 : at + 3] == (
        "1. Maak een afspraak via waterrijk.example of bel 14 0123.",
        "2. Kom zelf naar de balie.",
    )


def test_a_heading_in_a_section_costs_no_letter() -> None:
    made = with_sections(
        section(
            SectionKind.INTRODUCTION,
            p("Kom langs. En neem uw pas mee."),
            Heading(level=3, c=run("Daarna")),
            p("U krijgt bericht."),
        )
    )
    assert render(made).lines[:4] == ("Kom langs.", "En neem uw pas mee.", "Daarna", "U krijgt bericht.")


def test_an_amount_at_the_end_of_a_titled_sentence_stays_whole() -> None:
    made = with_sections(
        section(SectionKind.INTRODUCTION, p("Kom langs.")),
        section(
            SectionKind.COSTS,
            p(
                "Dat kost ",
                "@paspoort.leges",
                ". Bel ",
                "@gemeente.telefoon",
                ". Of ",
                "@paspoort.spoedtoeslag",
                ". Meer niet.",
            ),
        ),
    )
    assert render(made).lines[1:5] == ("Kosten: Dat kost €\u00a015.", "Bel 14 0123.", "Of €\u00a058,95.", "Meer niet.")


def test_lines_are_short() -> None:
    clauses = "want hij past niet op een regel, " * 6
    long = p("Dit is een lange zin, die in stukken moet worden geknipt, ", clauses, "toch.")
    made = render(with_sections(section(SectionKind.COSTS, p("Gratis."), long)))
    assert max(map(len, made.lines)) <= LONGEST_LINE


def test_bring_holds_the_items_of_evidence_and_lines_do_not() -> None:
    made = render(answer())
    assert made.bring == ("alle paspoorten en identiteitskaarten die u nu hebt", "een pasfoto die voldoet aan de eisen")
    assert not any("pasfoto" in line for line in made.lines)


def test_what_leads_in_to_a_second_list_is_said_with_its_items() -> None:
    assert brought(
        p("Neem mee:"),
        bullets("een pasfoto"),
        p("Voor een kind:"),
        bullets("toestemming"),
        Heading(level=3, c=run("Met spoed")),
        bullets("uw ticket"),
    ) == ("een pasfoto", "Voor een kind: toestemming", "Met spoed: uw ticket")


def test_what_is_nested_stands_behind_its_item() -> None:
    nested = Bullets(items=((p("papieren"), bullets("uw akte", "uw pas")),))
    assert brought(nested) == ("papieren; uw akte; uw pas",)


def test_running_text_is_brought_sentence_by_sentence() -> None:
    assert brought(p("Neem uw pas mee. En een foto van ", "@paspoort.levertijd", " oud.")) == (
        "Kom langs.",
        "Neem uw pas mee.",
        "En een foto van 5 werkdagen oud.",
    )


def test_text_around_the_list_stays_in_the_lines() -> None:
    found = evidence((p("Neem mee:"), bullets("een pasfoto"), p("Kopieën zijn niet genoeg.")), FACTS, "nl")
    assert (found.items, found.text) == (("een pasfoto",), ("Kopieën zijn niet genoeg.",))


def test_notices_and_alerts_come_first() -> None:
    made = render(answer(notices=(notice(),), personal=alert(p("U woont in het buitenland."))))
    assert made.lines[:3] == (
        "Let op: Balie gesloten.",
        "Vandaag is de balie dicht.",
        "Let op: U woont in het buitenland.",
    )


def test_withdrawn_says_so_and_asks_nothing_to_be_brought() -> None:
    made = render(withdrawn())
    assert made.lines[0] == "Deze informatie geldt niet meer sinds 1 maart 2026."
    assert made.bring == ()


def test_not_offered_comes_before_the_text() -> None:
    assert render(not_offered()).lines[:2] == ("De gemeente Waterrijk biedt dit niet aan.", "Dit doet de politie.")


def test_the_last_line_is_the_answer_code() -> None:
    assert render(answer()).lines[-1] == f"Antwoordcode: {REFERENCE}"


def test_every_block_can_be_said() -> None:
    assert all(line.strip() for line in render(with_sections(section(SectionKind.COSTS, *every_block()))).lines)


def test_internal_text_is_not_on_the_card() -> None:
    assert SECRET not in str(render(internal_answer()))


def test_what_comes_before_the_lead_in_to_the_list_stays_in_the_lines() -> None:
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Kom langs.")),
            section(
                SectionKind.EVIDENCE,
                p("Voor het eerste gesprek is een identiteitsbewijs genoeg. Neem mee:"),
                bullets("uw loonstrook"),
            ),
        )
    )
    assert made.lines[1] == "Dit is nodig: Voor het eerste gesprek is een identiteitsbewijs genoeg."
    assert made.bring == ("uw loonstrook",)


def test_a_condition_in_front_of_the_first_list_is_said_with_its_items() -> None:
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Meld uw hond aan.")),
            section(
                SectionKind.EVIDENCE,
                p("U hebt niets nodig. Vraagt u vrijstelling, stuur dan mee:"),
                bullets("het certificaat van de hulphond", "een foto"),
            ),
        )
    )
    assert made.lines[1] == "Dit is nodig: U hebt niets nodig."
    assert made.bring == (
        "Vraagt u vrijstelling, stuur dan mee: het certificaat van de hulphond",
        "Vraagt u vrijstelling, stuur dan mee: een foto",
    )


def test_only_a_bare_lead_in_is_left_to_the_name_of_the_list() -> None:
    for lead in ("Neem mee:", "Neem mee naar de balie:", "Dit neemt u mee:", "Dit hebt u nodig:", "Bring:"):
        assert brought(p(lead), bullets("uw pas")) == ("uw pas",)
    assert brought(p("Niets is verplicht, maar dit helpt:"), bullets("een foto")) == (
        "Niets is verplicht, maar dit helpt: een foto",
    )
    assert brought(p("Neem van iedereen mee:"), bullets("de pas")) == ("Neem van iedereen mee: de pas",)


def test_routes_stand_before_the_answer_code() -> None:
    lines = render(answer()).lines
    assert lines[-2] == "Adres: Postbus 90, 1230 AB Waterrijk."
    assert "Bezwaar maken, online: Maak online bezwaar (https://www.waterrijk.example/bezwaar)." in lines
