"""The letter as a file: same bytes, literal words, tags and language, pages, and refusals."""

from __future__ import annotations

import datetime
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from channels.letter.checks import LetterError
from channels.letter.colour import contrast, ink, tint
from channels.letter.document import (
    ActionBox,
    Addressee,
    Heading,
    ItemList,
    Letterhead,
    Paragraph,
    Run,
    Table,
)
from channels.letter.labels import labels
from channels.letter.pdf import page_count, pdf, png
from tests.channels.letter_samples import HOSTILE, LETTERHEAD, ONE_PAGE, SAMPLES, long_names, write_samples


def read(document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(document)))


def words(document) -> str:
    """All text of a letter, with every run of white space as one space."""
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def roles(reader: PdfReader) -> list[str]:
    """The structure types of a tagged file in reading order."""
    found: list[str] = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append(node["/S"])
            walk(node.get("/K", ArrayObject()))

    walk(reader.root_object["/StructTreeRoot"]["/K"])
    return found


# ---- the same letter, the same bytes


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_document_gives_the_same_bytes(name):
    assert pdf(SAMPLES[name]()) == pdf(SAMPLES[name]())


def test_another_date_gives_another_file_with_that_date():
    reader = read(replace(ONE_PAGE, date=datetime.date(2027, 1, 1)))
    assert reader.metadata.creation_date.date() == datetime.date(2027, 1, 1)
    assert "1 januari 2027" in reader.pages[0].extract_text()


def test_letters_made_at_the_same_time_do_not_mix():
    letters = [replace(ONE_PAGE, subject=f"Zaak nummer {number}") for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(pdf, letters))
    assert [PdfReader(io.BytesIO(data)).metadata.title for data in made] == [letter.subject for letter in letters]


# ---- text is text


@pytest.mark.parametrize(
    "subject",
    [
        '#eval("1")',
        "*x*",
        "_x_",
        r"\u{1F600}",
        "$x$",
        '#include "/etc/passwd"',
        "#{1+1}",
        "<pages>",
        "@ref",
        "`raw`",
        "// weg",
        "/* weg */",
        "= kop",
        "- lijst",
        '"]}',
        "{{ subject }}",
        "a -- b --- c ... d",
        "'aan' \"halen\"",
        "~",
        "\\",
    ],
)
def test_a_subject_comes_out_literally(subject):
    reader = read(replace(ONE_PAGE, subject=subject))
    assert subject in " ".join(reader.pages[0].extract_text().split())
    assert reader.metadata.title == subject


def test_markup_in_every_other_field_comes_out_literally():
    # Name, return address, addressee (2), subject, salutation, paragraph, heading, item, two cells,
    # action title and line, closing, signatory, enclosure.
    assert words(SAMPLES["hostile"]()).count(HOSTILE) == 16


def test_a_logo_is_described_and_the_description_is_literal():
    reader = read(SAMPLES["hostile"]())
    alternatives = [str(node["/Alt"]) for node in _nodes(reader) if "/Alt" in node]
    assert alternatives == [HOSTILE]


def _nodes(reader: PdfReader):
    queue = [reader.root_object["/StructTreeRoot"]["/K"]]
    while queue:
        node = queue.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            queue.extend(node)
        elif isinstance(node, DictionaryObject):
            yield node
            if "/S" in node and "/K" in node:
                queue.append(node["/K"])


def test_a_web_address_is_copied_without_invisible_characters():
    text = read(SAMPLES["long-words"]()).pages[0].extract_text().replace("\n", "")
    assert (
        "https://www.waterlandaanzee.example/inwoners/paspoort-en-identiteitskaart/aanvragen/"
        "formulier?stap=1&document=paspoort&herkomst=brief&taal=nl"
    ) in text
    assert "\u200b" not in text and "\u00ad" not in text.split("Soort")[0]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_set_as_it_is_or_refused_with_a_remedy(text):
    try:
        blocks = (Paragraph(text), ItemList((text,)))
        made = pdf(replace(ONE_PAGE, subject=text, our_reference=text[:80], blocks=blocks))
    except LetterError as refusal:
        assert refusal.field and refusal.problem and refusal.remedy
    else:
        assert PdfReader(io.BytesIO(made)).metadata.title == text


@pytest.mark.parametrize("character", "→✓►★≤≥∞■☐☎🙂½₂‰ﬁ\u2011\u202f\u00ad\u200d")
def test_signs_that_texts_are_full_of_can_be_set(character):
    assert pdf(replace(ONE_PAGE, blocks=(Paragraph(f"voor {character} na"),))).startswith(b"%PDF-")


# ---- what the file says about itself


def test_language_title_tags_and_both_standards_are_in_the_file():
    reader = read(ONE_PAGE)
    catalog = reader.root_object
    assert catalog["/Lang"] == "nl"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == ONE_PAGE.subject
    assert reader.metadata.author == LETTERHEAD.name
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>3</pdfaid:part>" in xmp and "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


@pytest.mark.parametrize(
    ("language", "in_file"), [("nl", "nl"), ("en", "en"), ("nl-x-a2", "nl"), ("AR", "ar"), ("pap", "pap")]
)
def test_the_language_of_the_file_is_the_main_language_of_the_letter(language, in_file):
    assert read(replace(ONE_PAGE, language=language)).root_object["/Lang"] == in_file


def test_reading_order_is_sender_address_particulars_subject_letter():
    text = words(ONE_PAGE)
    order = [
        "Retouradres",
        "Mevrouw A.B. de Vries-Jansen",
        "Datum 3 maart 2026",
        "Antwoordcode K7QF-2M9D-4TXR",
        "Onderwerp Uw paspoort",
        "Geachte mevrouw",
        "Wat moet u doen?",
        "Met vriendelijke groet,",
        "M. el Amrani",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_headings_lists_table_and_logo_are_tagged_as_such():
    found = roles(read(ONE_PAGE))
    assert [role for role in found if role.startswith("/H")] == ["/H1", "/H2", "/H2", "/H2", "/H2"]
    assert found.count("/L") == 3 and found.count("/LI") == 7
    assert found.count("/Table") == 1 and found.count("/TH") == 3 and found.count("/TD") == 12
    assert found.count("/Figure") == 1 and found.count("/Link") == 1


def test_a_heading_never_skips_a_level():
    blocks = (Heading("Vier eerst", 4), Heading("Dan drie", 3), Heading("Dan vier", 4), Paragraph("Tekst."))
    found = roles(read(replace(ONE_PAGE, blocks=blocks, action_box=None)))
    assert [role for role in found if role.startswith("/H")] == ["/H1", "/H2", "/H2", "/H3"]


@pytest.mark.parametrize("given", ["Postbus 1, Stad", "Retouradres: Postbus 1, Stad"])
def test_the_return_address_says_once_what_it_is(given):
    assert words(replace(ONE_PAGE, letterhead=head(return_address=given))).count("Retouradres: Postbus 1, Stad") == 1
    assert words(replace(ONE_PAGE, letterhead=head(return_address=given))).count("Retouradres") == 1


def test_labels_follow_the_language_and_fall_back_to_english():
    assert "Our reference Z-2026-004512" in words(SAMPLES["english"]())
    assert "Page 1 of 1" in words(SAMPLES["english"]())
    assert "Enclosures" in words(SAMPLES["english"]())
    assert labels("nl-x-a2").subject == "Onderwerp"
    assert labels("tr").subject == "Subject"


# ---- pages


@pytest.mark.parametrize(("name", "pages"), [("one-page", 1), ("two-pages", 2), ("three-pages", 3)])
def test_a_letter_takes_as_many_pages_as_it_needs(name, pages):
    document = SAMPLES[name]()
    reader = read(document)
    assert len(reader.pages) == pages == page_count(document)
    for number, page in enumerate(reader.pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"Pagina {number} van {pages}" in text
        assert f"Antwoordcode {document.answer_code}" in text


def test_a_table_repeats_its_header_on_the_next_page():
    pages = [page.extract_text() for page in read(SAMPLES["three-pages"]()).pages]
    assert all("Post Grondslag Bedrag" in text for text in pages[1:])


@pytest.mark.parametrize("paragraphs", range(1, 14))
def test_the_signature_never_stands_alone_on_a_page(paragraphs):
    body = (Paragraph("Dit is een alinea van gewone lengte die ongeveer drie regels vult in de brief. " * 2),)
    document = replace(ONE_PAGE, blocks=body * paragraphs, action_box=None)
    assert "alinea van gewone lengte" in " ".join(read(document).pages[-1].extract_text().split())


def test_a_page_as_a_picture_has_the_size_of_a4():
    picture = Image.open(io.BytesIO(png(ONE_PAGE, ppi=96)))
    assert picture.format == "PNG" and picture.size == (794, 1123)
    assert png(SAMPLES["two-pages"](), page=0) != png(SAMPLES["two-pages"](), page=1)


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_runs_off_the_paper(name):
    document = SAMPLES[name]()
    for page in range(page_count(document)):
        picture = Image.open(io.BytesIO(png(document, page, ppi=72))).convert("L")
        width, height = picture.size
        right_edge = picture.crop((width - 28, 20, width, height))
        assert right_edge.getextrema() == (255, 255)
        below = picture.crop((0, height - 28, width, height))
        assert below.getextrema() == (255, 255)


# ---- address


@pytest.mark.parametrize(
    ("addressee", "lines"),
    [
        (
            Addressee("A. Jansen", "Dorpsstraat", "12", "1234ab", "Havendam"),
            ("A. Jansen", "Dorpsstraat 12", "1234 AB  HAVENDAM"),
        ),
        (
            Addressee("A. Jansen", "Postbus 45", "", "1230 AA", "Havendam", "Nederland"),
            ("A. Jansen", "Postbus 45", "1230 AA  HAVENDAM"),
        ),
        (
            Addressee("J. Groß", "Lindenweg", "3", "10623", "Berlin", "Duitsland"),
            ("J. Groß", "Lindenweg 3", "10623 Berlin", "DUITSLAND"),
        ),
        (Addressee("B. de Wit", "Boot Zeelust", city="Havendam"), ("B. de Wit", "Boot Zeelust", "Havendam")),
    ],
)
def test_an_address_is_written_as_the_post_asks(addressee, lines):
    assert addressee.lines() == lines


def test_without_addressee_and_references_nothing_is_left_behind():
    text = words(SAMPLES["bare"]())
    assert "Onderwerp Uw paspoort" in text
    assert not any(label in text for label in ("Ons kenmerk", "Uw kenmerk", "Antwoordcode", "Contact", "Bijlagen"))


def test_a_name_of_120_characters_is_complete_in_the_window():
    document = long_names()
    assert len(document.addressee.name) == 120
    assert document.addressee.name in words(document)
    ink_rows = Image.open(io.BytesIO(png(document, ppi=72))).convert("L")
    between_window_and_subject = ink_rows.crop((71, int(80.5 / 25.4 * 72), 300, int(90 / 25.4 * 72)))
    assert between_window_and_subject.getextrema() == (255, 255)


# ---- links and tables


def test_a_link_shows_its_address_in_print_only_when_its_words_do_not():
    text = words(
        replace(
            ONE_PAGE,
            action_box=None,
            blocks=(
                Paragraph((Run("Zie "), Run("de site", url="https://a.example/x"), Run("."))),
                Paragraph((Run("Zie "), Run("b.example/y", url="https://b.example/y/"), Run("."))),
                Paragraph((Run("Bel "), Run("010 123 45 67", url="tel:+31101234567"), Run("."))),
                Paragraph(
                    (
                        Run("Mail "),
                        Run("het ", url="mailto:c@d.example"),
                        Run("loket", bold=True, url="mailto:c@d.example"),
                    )
                ),
            ),
        )
    )
    assert "Zie de site (a.example/x)." in text
    assert "Zie b.example/y." in text
    assert "Bel 010 123 45 67." in text
    assert "Mail het loket (c@d.example)" in text


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (("€ 86,85", "€ 1.234,-"), True),
        (("12", "3,5%"), True),
        (("€ 86,85", "gratis"), False),
        (("12 jaar", "18"), True),
        (("", ""), False),
        (("1234 AB Havendam",), False),
    ],
)
def test_a_column_of_figures_is_set_to_the_right(cells, right):
    table = Table(("Kop",), tuple((cell,) for cell in cells))
    assert table.data()["figures"] == [right]


# ---- colours


@pytest.mark.parametrize("colour", ["#ffd200", "#ffffff", "#154273", "#00ff00", "#ff9999", "#000000"])
def test_every_house_colour_becomes_readable_ink(colour):
    assert contrast(ink(colour), "#ffffff") >= 4.5
    assert contrast(ink(colour), tint(colour)) >= 4.5
    assert contrast("#1b1b1b", tint(colour)) >= 7


def test_a_readable_house_colour_is_kept_as_it_is():
    assert ink("#154273") == "#154273"


# ---- refusals: field, what is wrong, what would be right


def head(**changes) -> Letterhead:
    return replace(LETTERHEAD, **changes)


def svg(inside: str, attributes: str = 'viewBox="0 0 9 9"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


@pytest.mark.parametrize(
    ("make", "field", "says"),
    [
        (lambda: head(colour="blauw"), "letterhead.colour", "'blauw'"),
        (lambda: head(colour="#12345"), "letterhead.colour", "six hexadecimal digits"),
        (lambda: head(name=" "), "letterhead.name", "is empty"),
        (lambda: head(sender_lines="Plein 1"), "letterhead.sender_lines", "tuple of lines"),
        (lambda: head(sender_lines=("a",) * 11), "letterhead.sender_lines", "at most 10"),
        (lambda: head(sender_lines=("a" * 80,) * 5), "letterhead.sender_lines", "at most 350"),
        (lambda: head(logo_alt=""), "letterhead.logo_alt", "is empty"),
        (lambda: head(logo_svg="<svg"), "letterhead.logo_svg", "no well-formed SVG"),
        (lambda: head(logo_svg=""), "letterhead.logo_svg", "no well-formed SVG"),
        (lambda: head(logo_svg="<html/>"), "letterhead.logo_svg", "starts with <html>"),
        (lambda: head(logo_svg=svg("", "")), "letterhead.logo_svg", "has no size"),
        (lambda: head(logo_svg=svg("<script>1</script>")), "letterhead.logo_svg", "<script>"),
        (lambda: head(logo_svg=svg('<image href="https://x.example/a.png"/>')), "letterhead.logo_svg", "inside the"),
        (lambda: head(logo_svg=svg('<rect fill="url(http://x.example)"/>')), "letterhead.logo_svg", "inside the"),
        (lambda: head(logo_svg=svg("<style>@import 'x';</style>")), "letterhead.logo_svg", "inside the"),
        (lambda: head(logo_svg='<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;")), "letterhead.logo_svg", "a document"),
        (lambda: head(logo_svg=svg("<g/>" * 60_000)), "letterhead.logo_svg", "at most 200000"),
        (lambda: replace(ONE_PAGE, subject=""), "subject", "at least one visible character"),
        (lambda: replace(ONE_PAGE, subject="x" * 251), "subject", "at most 250"),
        (lambda: replace(ONE_PAGE, subject="a\nb"), "subject", "U+000A at position 2"),
        (lambda: replace(ONE_PAGE, subject="a\x00b"), "subject", "U+0000 at position 2"),
        (lambda: replace(ONE_PAGE, subject="a\ue000"), "subject", "U+E000"),
        (lambda: replace(ONE_PAGE, subject="a\ud800"), "subject", "U+D800"),
        (lambda: replace(ONE_PAGE, subject=5), "subject", "give text"),
        (lambda: replace(ONE_PAGE, language="Nederlands!"), "language", "nl-x-a2"),
        (lambda: replace(ONE_PAGE, date="2026-03-03"), "date", "datetime.date"),
        (lambda: replace(ONE_PAGE, blocks=()), "blocks", "at least one block"),
        (lambda: replace(ONE_PAGE, blocks=(Paragraph("x"),) * 501), "blocks", "at most 500"),
        (lambda: replace(ONE_PAGE, blocks=(Paragraph("x" * 9_000),) * 12), "blocks", "at most 100000"),
        (lambda: replace(ONE_PAGE, answer_code="x" * 17), "answer_code", "at most 16"),
        (lambda: replace(ONE_PAGE, closing=""), "closing", "is empty"),
        (lambda: Paragraph("x" * 10_001), "blocks.paragraph.text", "at most 10000"),
        (lambda: Paragraph(""), "blocks.paragraph.text", "is empty"),
        (lambda: Paragraph(["x"]), "blocks.paragraph.text", "tuple of Run"),
        (lambda: Paragraph((Run("x", url="javascript:alert(1)"),)), "blocks.paragraph.text.url", "https://"),
        (lambda: Paragraph((Run("x", url="/intern"),)), "blocks.paragraph.text.url", "https://"),
        (lambda: Heading("x", 2), "blocks.heading.level", "3 or 4"),
        (lambda: ItemList(()), "blocks.list.items", "at least one item"),
        (lambda: Table(("a", "b"), (("1",),)), "blocks.table.rows[1]", "give 2"),
        (lambda: Table((), ()), "blocks.table.header", "1 to 8"),
        (lambda: Table(("a",), ()), "blocks.table.rows", "at least one row"),
        (lambda: ActionBox("", ("x",)), "action_box.title", "is empty"),
        (lambda: ActionBox("x", ()), "action_box.lines", "1 to 20"),
        (lambda: png(ONE_PAGE, page=1), "page", "0 to 0"),
        (lambda: png(ONE_PAGE, page=-1), "page", "0 to 0"),
        (lambda: png(ONE_PAGE, ppi=5_000), "ppi", "24 to 600"),
        (
            lambda: pdf(replace(ONE_PAGE, blocks=(Paragraph("a"), ItemList(("b", "한"))))),
            "letter.blocks[1].items[1][0].text",
            "Latin script",
        ),
        (lambda: pdf(replace(ONE_PAGE, subject="中文")), "letter.subject", "U+4E2D"),
    ],
)
def test_what_cannot_be_set_is_refused_with_place_and_remedy(make, field, says):
    with pytest.raises(LetterError) as caught:
        make()
    assert isinstance(caught.value, ValueError)
    assert caught.value.field == field
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Addressee("Geheime Naam" + "x" * 200, "Straat", city="Stad"),
        lambda: Addressee("Geheime Naam\x07", "Straat", city="Stad"),
        lambda: replace(ONE_PAGE, salutation="Beste Geheime Naam" + "x" * 300),
    ],
)
def test_a_refusal_never_quotes_a_citizens_name(make):
    with pytest.raises(LetterError) as caught:
        make()
    assert "Geheime" not in str(caught.value)


# ---- the data and the samples


def test_the_inputs_are_one_json_object_with_the_words_unchanged():
    data = json.loads(replace(ONE_PAGE, subject=HOSTILE).to_inputs())
    assert data["subject"] == HOSTILE
    assert data["address"] == ["Mevrouw A.B. de Vries-Jansen", "Dorpsstraat 12 A", "1234 AB  HAVENDAM"]
    assert [block["kind"] for block in data["blocks"]] == [
        "paragraph",
        "heading",
        "list",
        "heading",
        "list",
        "heading",
        "table",
    ]


def test_every_sample_is_written_as_a_pdf(tmp_path):
    files = write_samples(tmp_path / "samples")
    assert len(files) == len(SAMPLES) >= 8
    assert all(file.read_bytes().startswith(b"%PDF-") for file in files)
