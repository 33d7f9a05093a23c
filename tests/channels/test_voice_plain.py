"""Rich text as plain lines, as Markdown, and as sentences to say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from channels.voice.html import safe_address
from channels.voice.markdown import markdown
from channels.voice.plain import lines, plain, run_text
from channels.voice.speech import sentences
from contenthub.resolving.text import (
    Block,
    Blocks,
    Break,
    Bullets,
    Details,
    Download,
    Heading,
    Image,
    Link,
    Paragraph,
    Table,
    Text,
    inlines,
)
from tests.channels.answers import FACTS, bullets, every_block, p, run
from tests.channels.trees import blocks

LINK = Link(href="https://www.rijksoverheid.nl/pas", c=(Text(s="de eisen"),))
TABLE = Table(
    header=(run("Voor"), run("Prijs"), run("Klaar")), rows=((run("kind"), run("@paspoort.leges"), run("nu")),)
)

PLAIN: list[tuple[str, Block, list[str]]] = [
    ("fact", p("Het kost ", "@paspoort.leges", "."), ["Het kost €\u00a015."]),
    ("break", p("a", Break(), "b"), ["a", "b"]),
    ("link", p("Zie ", LINK, "."), ["Zie de eisen (https://www.rijksoverheid.nl/pas)."]),
    ("link that is its address", p(Link(href="https://www.x.example/", c=(Text(s="x.example"),))), ["x.example"]),
    ("mail link", p(Link(href="mailto:info@x.example", c=(Text(s="mail ons"),))), ["mail ons (info@x.example)"]),
    ("dial link", p(Link(href="tel:140123", c=(Text(s="14 0123"),))), ["14 0123"]),
    ("link without text", p(Link(href="https://x.example", c=())), ["https://x.example"]),
    ("url fact", p("@gemeente.website"), ["waterrijk.example"]),
    ("heading", Heading(level=3, c=run("Kosten")), ["Kosten"]),
    ("list", bullets("a", "b"), ["- a", "- b"]),
    ("numbered", bullets("a", "b", ordered=True), ["1. a", "2. b"]),
    ("nested", Bullets(items=((p("a"), bullets("b")),)), ["- a", "  - b"]),
    (
        "table of two",
        Table(header=(run("Voor"), run("Prijs")), rows=((run("kind"), run("x")),)),
        ["Voor: Prijs", "kind: x"],
    ),
    ("table of three", TABLE, ["Voor | Prijs | Klaar", "kind | €\u00a015 | nu"]),
    ("details", Details(summary=run("Meer"), c=(p("a"),)), ["Meer", "a"]),
    ("image", Image(url="https://x.example/a.png", alt="Een pas"), ["Een pas"]),
    (
        "download",
        Download(url="https://x.example/a.pdf", label="Formulier", alt="Pdf"),
        ["Formulier (https://x.example/a.pdf): Pdf"],
    ),
    ("tariff alone", p("@paspoort.kosten"), ["18 jaar en ouder: €\u00a086,85", "jonger dan 18 jaar: €\u00a065,70"]),
    ("empty", p(" "), []),
]


@pytest.mark.parametrize(("block", "made"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_lines(block: Block, made: list[str]) -> None:
    assert lines((block,), FACTS, "nl") == made


def test_plain_parts_blocks_by_an_empty_line_and_items_by_a_line() -> None:
    assert plain((p("Neem mee:"), bullets("a", "b")), FACTS, "nl") == "Neem mee:\n\n- a\n- b"


def test_lines_without_links_say_their_text_only() -> None:
    assert lines((p("Zie ", LINK, "."),), FACTS, "nl", links=False) == ["Zie de eisen."]


def test_run_text_of_an_unknown_fact_asks_to_contact_the_municipality() -> None:
    assert run_text(run("Of ", "@no.such", "."), FACTS, "nl") == "Of neem contact op met de gemeente."


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_plain_holds_every_word(tree: Blocks) -> None:
    shown = "".join(plain(tree, FACTS, "nl").split())
    alone = {id(node) for block in tree if isinstance(block, Paragraph) for node in block.c}
    for node in inlines(tree):
        if isinstance(node, Text) and not (id(node) in alone and node.s.strip() == "."):
            assert "".join(node.s.split()) in shown


SAID: list[tuple[str, Block, list[str]]] = [
    (
        "two sentences",
        p("Het kost ", "@paspoort.leges", ". U haalt het na ", "@paspoort.levertijd", " op."),
        ["Het kost vijftien euro.", "U haalt het na vijf werkdagen op."],
    ),
    ("link", p("Zie ", LINK, "."), ["Zie de eisen."]),
    ("list", bullets("een pas", "een foto."), ["een pas.", "een foto."]),
    ("steps", bullets("Bel ons.", ordered=True), ["Stap één: Bel ons."]),
    ("table", TABLE, ["kind: Prijs vijftien euro, Klaar nu."]),
    ("table of two", Table(rows=((run("kind"), run("@paspoort.leges")),)), ["kind: vijftien euro."]),
    (
        "tariff",
        p("@paspoort.kosten"),
        [
            "achttien jaar en ouder: zesentachtig euro vijfentachtig.",
            "jonger dan achttien jaar: vijfenzestig euro zeventig.",
        ],
    ),
    ("image", Image(url="https://x.example/a.png", alt="Een pas"), ["Een pas."]),
    (
        "download",
        Download(url="https://x.example/a.pdf", label="Formulier"),
        ["Op de website staat een document: Formulier."],
    ),
    ("details", Details(summary=run("Meer weten?"), c=(p("Bel ons"),)), ["Meer weten?", "Bel ons."]),
    ("bold in an amount", p(Text(s="€ "), Text(s="15", b=True)), ["vijftien euro."]),
    ("break", p("Postbus", Break(), "Waterrijk"), ["Postbus.", "Waterrijk."]),
    ("nothing", p(" "), []),
]


@pytest.mark.parametrize(("block", "said"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_sentences(block: Block, said: list[str]) -> None:
    assert sentences((block,), FACTS, "nl") == said


def test_sentences_in_english() -> None:
    assert sentences((p("It costs ", "@paspoort.leges", "."),), FACTS, "en") == ["It costs fifteen euros."]


def test_no_address_of_a_link_is_said() -> None:
    assert not any("http" in said or "rijksoverheid.nl" in said for said in sentences(every_block(), FACTS, "nl"))


@settings(max_examples=200, deadline=None)
@given(blocks)
def test_every_spoken_sentence_has_words_and_a_closing_mark(tree: Blocks) -> None:
    for said in sentences(tree, FACTS, "nl"):
        assert said.strip() == said and said[-1] in ".!?…:\"'”’)»]"


MARKDOWN: list[tuple[str, Block, str]] = [
    ("bold", p("Dat is ", Text(s="nu ", b=True), "zo"), "Dat is **nu** zo"),
    ("stars", p("a * b _c_"), "a \\* b \\_c\\_"),
    ("html", p("<b>"), "\\<b\\>"),
    ("number at the start", p("1. Maak"), "1\\. Maak"),
    ("dash at the start", p("- x"), "\\- x"),
    ("link", p(LINK), "[de eisen](<https://www.rijksoverheid.nl/pas>)"),
    ("bad link", p(Link(href="javascript:x", c=(Text(s="x"),))), "x"),
    ("phone", p("@gemeente.telefoon"), "[14 0123](<tel:140123>)"),
    ("heading", Heading(level=3, c=run("Kosten")), "### Kosten"),
    ("list", Bullets(items=((p("a"), bullets("b")),)), "- a\n\n  - b"),
    ("steps", bullets("a", "b", ordered=True), "1. a\n2. b"),
    ("table", TABLE, "| Voor | Prijs | Klaar |\n| --- | --- | --- |\n| kind | €\u00a015 | nu |"),
    ("break", p("a", Break(), "b", Break()), "a\\\nb"),
    (
        "tariff",
        p("@paspoort.kosten"),
        "| Waarvoor | Bedrag |\n| --- | --- |\n| 18 jaar en ouder | €\u00a086,85 |\n"
        "| jonger dan 18 jaar | €\u00a065,70 |",
    ),
]


@pytest.mark.parametrize(("block", "made"), [case[1:] for case in MARKDOWN], ids=[case[0] for case in MARKDOWN])
def test_markdown(block: Block, made: str) -> None:
    assert markdown((block,), FACTS, "nl") == made


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_markdown_makes_no_html_and_only_safe_links(tree: Blocks) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(tree, FACTS, "nl"))
    for token in tokens:
        assert token.type not in ("html_block", "code_block", "fence")
        for child in token.children or ():
            assert child.type not in ("html_inline", "code_inline")
            for name in ("href", "src"):
                if address := child.attrGet(name):
                    assert re.match(r"(https?|mailto|tel):|/|#", str(address), re.IGNORECASE), address


def test_markdown_of_every_block_reads_back_as_the_same_words() -> None:
    made = MarkdownIt("commonmark").enable("table").render(markdown(every_block(), FACTS, "nl"))
    assert "<td>€\u00a086,85</td>" in made and "<h3>Wat kost het?</h3>" in made
    assert "een &lt;b&gt;oud&lt;/b&gt; paspoort" in made
    assert safe_address("https://www.waterrijk.example/pas.png") in made
