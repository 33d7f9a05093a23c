"""An answer as a letter: the text that the API gives, and the document that is typeset."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from channels.letter.checks import LetterError
from channels.letter.document import (
    ActionBox,
    Addressee,
    Heading,
    ItemList,
    LetterDocument,
    Paragraph,
    Run,
    Table,
    plain,
)
from channels.letter.pdf import pdf
from channels.letter.render import addressed, document, render
from channels.phrases import phrase
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Break, Link, Text
from contenthub.resolving.text import Heading as TextHeading
from contenthub.resolving.text import Table as TextTable
from contenthub.vocabulary import Channel, SectionKind
from tests.channels.answers import (
    REFERENCE,
    SECRET,
    alert,
    answer,
    every_block,
    internal_answer,
    not_offered,
    notice,
    p,
    personal,
    question,
    run,
    section,
    with_sections,
    withdrawn,
)

DAY = dt.date(2026, 11, 20)
ADDRESSEE = Addressee(name="A. Bakker", street="Dorpsstraat", house_number="3", postcode="1234 AB", city="Waterrijk")


def letter(made: Answer, addressee: Addressee | None = ADDRESSEE) -> LetterDocument:
    return document(made, addressee=addressee, date=DAY)


def words(made: LetterDocument) -> str:
    return "\n".join(text for block in made.blocks for text in block.words())


def test_paragraphs_begin_with_what_the_letter_is_about() -> None:
    made = render(answer())
    assert made.subject == "Paspoort aanvragen"
    assert made.paragraphs[0] == (
        "In deze brief leest u wat de gemeente Waterrijk u kan vertellen over: Paspoort aanvragen."
    )
    assert made.pdf_url is None


def test_a_question_keeps_its_question_mark() -> None:
    assert render(question()).paragraphs[0].endswith("over: Kan ik mijn paspoort verlengen?")


def test_a_section_has_its_title_above_it_but_the_introduction_has_none() -> None:
    paragraphs = render(answer()).paragraphs
    assert "In het kort" not in paragraphs
    assert paragraphs[paragraphs.index("Hoelang het duurt") + 1] == (
        "Uw paspoort ligt na 5 werkdagen klaar. Vanaf 1 januari 2027 geldt een nieuw tarief."
    )


OBJECT = (
    "Bezwaar maken, online: Maak online bezwaar (https://www.waterrijk.example/bezwaar). Inloggen met DigiD (niveau "
    "substantieel). Dit is de digitale weg die de gemeente hiervoor heeft aangewezen.",
    "Bezwaar maken, per post: Stuur een brief. Adres: Postbus 90, 1230 AB Waterrijk.",
)


def test_the_introduction_has_its_title_where_something_else_comes_first() -> None:
    made = answer(notices=(notice(),))
    headings = [block.text for block in letter(made).blocks if isinstance(block, Heading)]
    assert headings[:2] == ["Let op: Balie gesloten", "In het kort"]
    assert "In het kort" in render(made).paragraphs
    assert "In het kort" not in render(answer()).paragraphs


def test_paragraphs_hold_the_action_box_and_the_answer_code() -> None:
    paragraphs = render(answer()).paragraphs
    assert paragraphs[-2].split("\n") == [
        "Wat u kunt doen en hoelang het duurt",
        "Aan de balie: Maak een afspraak en kom zelf naar de balie.",
        *OBJECT,
        "paspoort.levertijd: 5 werkdagen",
    ]
    assert REFERENCE in paragraphs[-1]


def test_a_wording_for_the_letter_replaces_the_text() -> None:
    worded = section(SectionKind.CONTACT, p("Bel ons."), wordings={Channel.LETTER: (p("Schrijf ons gerust."),)})
    paragraphs = render(with_sections(worded)).paragraphs
    assert "Schrijf ons gerust." in paragraphs
    assert "Bel ons." not in paragraphs


def test_the_document_carries_references_salutation_and_signatory() -> None:
    made = document(answer(), addressee=ADDRESSEE, your_reference="UW-1", our_reference="Z-2026-7", date=DAY)
    assert (made.your_reference, made.our_reference, made.answer_code) == ("UW-1", "Z-2026-7", REFERENCE)
    assert made.salutation == "Geachte A. Bakker,"
    assert (made.signatory, made.signatory_role) == ("J. Waterman", "teammanager Publiekszaken")
    assert made.contact_lines == (
        "14 0123",
        "info@waterrijk.example",
        "www.waterrijk.example",
        "Kerkplein 1, 1234 AB Waterrijk",
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Mevrouw A. de Vries-Jansen", "mevrouw De Vries-Jansen"),
        ("De heer J.P. van den Berg", "heer Van den Berg"),
        ("Dhr. K. Yılmaz", "heer Yılmaz"),
        ("mw. Ç. Öztürk", "mevrouw Öztürk"),
        ("Familie Bakker", "familie Bakker"),
        ("familie de Vries", "familie De Vries"),
        ("Fam. A. van der Berg", "familie Van der Berg"),
        ("De heer en mevrouw P. de Vries", "heer en mevrouw De Vries"),
        ("Dhr. en mw. Ten Have", "heer en mevrouw Ten Have"),
        ("Mr. and Mrs. Th. Jones", "Mr and Mrs Jones"),
        ("Familie", "Familie"),
        ("Famke de Boer", "Famke de Boer"),
        ("Mrs. Th. Jones", "Mrs Jones"),
    ],
)
def test_people_are_addressed_as_one_writes_to_them(name, written) -> None:
    assert addressed(name) == written


def test_without_an_addressee_the_salutation_is_general() -> None:
    assert letter(answer(), None).salutation == phrase("dear", "nl")
    assert letter(answer(language="en"), None).salutation == phrase("dear", "en")


def test_without_a_signatory_the_municipality_signs() -> None:
    made = answer()
    bare = replace(made.contact, letterhead=replace(made.contact.letterhead, signatory="", signatory_role=""))
    assert letter(replace(made, contact=bare)).signatory == "Gemeente Waterrijk"


def test_a_tariff_standing_alone_is_a_table() -> None:
    table = next(block for block in letter(answer()).blocks if isinstance(block, Table))
    assert table.header == ("Waarvoor", "Bedrag")
    assert table.rows == (("18 jaar en ouder", "€\u00a086,85"), ("jonger dan 18 jaar", "€\u00a065,70"))


def test_facts_that_are_addresses_become_links() -> None:
    steps = next(block for block in letter(answer()).blocks if isinstance(block, ItemList) and block.numbered)
    assert [(run.text, run.url) for run in steps.items[0] if isinstance(run, Run) and run.url] == [
        ("waterrijk.example", "https://www.waterrijk.example"),
        ("14 0123", "tel:140123"),
    ]


def test_a_link_that_cannot_stand_on_paper_leaves_its_words() -> None:
    link = Link(href="/afspraak", c=(Text(s="maak een afspraak"),))
    made = letter(with_sections(section(SectionKind.COSTS, p("U kunt ", link, "."))))
    assert Paragraph((Run("U kunt "), Run("maak een afspraak"), Run("."))) in made.blocks


def test_a_table_without_header_is_a_list_of_its_rows() -> None:
    table = TextTable(rows=((run("Paspoort"), run("@paspoort.leges")), (run("Kaart"), run("gratis"))))
    made = letter(with_sections(section(SectionKind.COSTS, table)))
    assert ItemList(("Paspoort: €\u00a015", "Kaart: gratis")) in made.blocks


def test_rows_of_unequal_length_are_filled_up() -> None:
    table = TextTable(header=(run("Wat"), ()), rows=((run("Paspoort"),), (run("Kaart"), run("gratis"))))
    made = next(
        each for each in letter(with_sections(section(SectionKind.COSTS, table))).blocks if isinstance(each, Table)
    )
    assert [list(map(plain, row)) for row in (made.header, *made.rows)] == [
        ["Wat", "–"],
        ["Paspoort", ""],
        ["Kaart", "gratis"],
    ]


def test_the_action_box_says_how_to_apply_and_which_terms_hold() -> None:
    assert letter(answer()).action_box == ActionBox(
        title="Wat u kunt doen en hoelang het duurt",
        lines=(
            "Aan de balie: Maak een afspraak en kom zelf naar de balie.",
            *OBJECT,
            "paspoort.levertijd: 5 werkdagen",
        ),
    )


@pytest.mark.parametrize("made", [withdrawn(), not_offered(), answer(routes=(), facts=())])
def test_without_anything_to_do_there_is_no_action_box(made: Answer) -> None:
    assert letter(made).action_box is None


def test_notices_and_alerts_have_their_title_above_them() -> None:
    made = letter(answer(notices=(notice(),), personal=alert(p("U woont in het buitenland."))))
    assert made.blocks[1:5] == (
        Heading("Let op: Balie gesloten"),
        Paragraph((Run("Vandaag is de balie dicht."),)),
        Heading("Let op"),
        Paragraph((Run("U woont in het buitenland."),)),
    )


def test_a_withdrawn_item_says_so_in_text_and_document() -> None:
    said = "Deze informatie geldt niet meer sinds 1 maart 2026."
    assert said in render(withdrawn()).paragraphs
    assert said in words(letter(withdrawn()))


def test_internal_text_is_in_neither() -> None:
    assert SECRET not in str(render(internal_answer()))
    assert SECRET not in letter(internal_answer()).to_inputs()


def test_a_logo_that_shows_the_name_carries_it() -> None:
    made = answer()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><text x="1" y="1">Waterrijk</text></svg>'
    head = replace(made.contact.letterhead, logo_svg=svg, logo_alt="Logo van Waterrijk")
    assert letter(replace(made, contact=replace(made.contact, letterhead=head))).letterhead.logo_carries_name
    titled = head.logo_svg.replace('<text x="1" y="1">', "<title>").replace("</text>", "</title>")
    head = replace(head, logo_svg=titled)
    assert not letter(replace(made, contact=replace(made.contact, letterhead=head))).letterhead.logo_carries_name


def test_a_long_title_is_cut_at_a_word_to_be_a_subject() -> None:
    made = letter(answer(title="woord " * 60))
    assert made.subject.endswith("woord…") and len(made.subject) <= 250


def test_a_reference_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(LetterError, match="our_reference"):
        document(answer(), addressee=None, our_reference="Z" * 200, date=DAY)


def test_signs_that_no_font_holds_are_left_out() -> None:
    made = letter(with_sections(section(SectionKind.COSTS, p("Het\tis\u0097 gra\ue000tis.")), title="Pas\x07poort"))
    assert Paragraph((Run("Het is gratis."),)) in made.blocks
    assert made.subject == "Paspoort"


def test_a_heading_of_two_lines_becomes_one() -> None:
    heading = TextHeading(level=3, c=run("Wat kost", Break(), "het?"))
    made = letter(with_sections(section(SectionKind.COSTS, heading, p("Niets."))))
    assert Heading((Run("Wat kost"), Run(" "), Run("het?")), level=4) in made.blocks


def test_every_block_can_be_typeset() -> None:
    made = with_sections(section(SectionKind.COSTS, *every_block()), notices=(notice(),), personal=personal())
    assert pdf(letter(made)).startswith(b"%PDF-")
