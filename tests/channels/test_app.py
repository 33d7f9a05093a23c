"""The app's rendering: blocks without HTML."""

from __future__ import annotations

from channels.app.render import render
from channels.renderings import Block
from channels.website.render import render as website
from contenthub.resolving.text import Details, Download, Heading, Image, Table
from contenthub.vocabulary import SectionKind
from tests.channels.answers import (
    REFERENCE,
    SECRET,
    answer,
    every_block,
    internal_answer,
    not_offered,
    notice,
    p,
    personal,
    run,
    section,
    with_sections,
    withdrawn,
)


def of(made: tuple[Block, ...], kind: str) -> list[Block]:
    return [block for block in made if block.type == kind]


def test_no_block_holds_html() -> None:
    made = render(answer(notices=(notice(),), personal=personal())).blocks
    assert all(block.html is None for block in made)


def test_every_block_has_text_to_fall_back_on() -> None:
    for made in (answer(), withdrawn(), not_offered(), with_sections(section(SectionKind.COSTS, *every_block()))):
        assert all(block.text.strip() for block in render(made).blocks)


def test_app_and_website_have_the_same_blocks_but_for_html() -> None:
    app = [(block.type, block.text, block.section) for block in render(answer()).blocks]
    assert app == [(block.type, block.text, block.section) for block in website(answer()).blocks]


def test_sections_start_with_a_heading_that_names_them() -> None:
    heads = [block.text for block in of(render(answer()).blocks, "heading") if block.level == 2]
    assert heads == [
        "In het kort",
        "Zo werkt het",
        "Dit is nodig",
        "Kosten",
        "Hoelang het duurt",
        "Bezwaar maken",
        "Contact",
        "Waar en hoe",
    ]


def test_a_tariff_is_a_table_with_a_header_and_a_name() -> None:
    (table,) = of(render(answer()).blocks, "table")
    assert table.label == "Kosten van een paspoort"
    assert table.rows == (
        ("Waarvoor", "Bedrag"),
        ("18 jaar en ouder", "€\u00a086,85"),
        ("jonger dan 18 jaar", "€\u00a065,70"),
    )


def test_numbered_lists_are_steps_and_others_lists() -> None:
    made = render(answer()).blocks
    assert of(made, "steps")[0].items == (
        "Maak een afspraak via waterrijk.example of bel 14 0123.",
        "Kom zelf naar de balie.",
        "U betaalt direct.",
    )
    assert of(made, "list")[0].items == (
        "alle paspoorten en identiteitskaarten die u nu hebt",
        "een pasfoto die voldoet aan de eisen (https://www.rijksoverheid.nl/pasfoto)",
    )


def test_notices_are_on_top_with_their_gravity() -> None:
    first = render(answer(notices=(notice(),))).blocks[0]
    assert first.type == "notice" and first.label == "Let op: Balie gesloten"
    assert first.text == "Let op: Balie gesloten\nVandaag is de balie dicht."


def test_a_route_with_an_address_can_be_a_button() -> None:
    route = of(render(answer()).blocks, "route")[1]
    assert route.url == "https://www.waterrijk.example/bezwaar" and route.label == "Maak online bezwaar."


def test_the_only_link_of_a_paragraph_is_given_apart() -> None:
    made = render(with_sections(section(SectionKind.COSTS, p("Kijk op ", "@gemeente.website", ".")))).blocks
    assert made[1].url == "https://www.waterrijk.example" and made[1].label == "waterrijk.example"


def test_blocks_of_each_type() -> None:
    blocks = (
        Heading(level=3, c=run("Kop")),
        Table(header=(run("a"), run("b")), rows=((run("c"), run("d")),)),
        Details(summary=run("Meer"), c=(p("Tekst"),)),
        Image(url="https://x.example/a.png", alt="Een pas"),
        Download(url="https://x.example/a.pdf", label="Formulier"),
    )
    made = render(with_sections(section(SectionKind.COSTS, *blocks))).blocks[1:6]
    assert [block.type for block in made] == ["heading", "table", "details", "image", "download"]
    assert made[0].level == 3 and made[0].section == "paspoort-aanvragen.costs"
    assert made[1].rows == (("a", "b"), ("c", "d"))
    assert made[2].label == "Meer" and made[2].text == "Meer\nTekst"
    assert made[3].url == "https://x.example/a.png" and made[3].text == "Een pas"
    assert made[4].url == "https://x.example/a.pdf" and made[4].label == "Formulier"


def test_internal_text_is_nowhere() -> None:
    assert SECRET not in repr(render(internal_answer()))


def test_a_withdrawn_item_is_its_withdrawal_and_reference() -> None:
    assert [block.type for block in render(withdrawn()).blocks] == ["message", "reference"]


def test_the_reference_is_last() -> None:
    assert render(answer()).blocks[-1] == Block(type="reference", text=REFERENCE, label="Antwoordcode")
