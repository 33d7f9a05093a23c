"""Rich text as HTML: exact cases, and properties over arbitrary trees."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings

from channels.voice.html import (
    ALLOWED_ATTRIBUTES,
    ALLOWED_SCHEMES,
    ALLOWED_TAGS,
    html,
    html_link,
    safe_address,
    tel,
)
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
)
from tests.channels.answers import FACTS, bullets, every_block, fact, p, run
from tests.channels.trees import blocks

VOID = {"br", "img"}
CASES: list[tuple[str, Block, str]] = [
    ("paragraph", p("Neem uw pas mee."), "<p>Neem uw pas mee.</p>"),
    ("escaped", p("5 < 6 & <script>"), "<p>5 &lt; 6 &amp; &lt;script&gt;</p>"),
    (
        "bold and italic",
        p(Text(s="nu", b=True), Text(s=" of later", i=True), Text(s="!", b=True, i=True)),
        "<p><strong>nu</strong><em> of later</em><strong><em>!</em></strong></p>",
    ),
    ("break", p("a", Break(), "b"), "<p>a<br>b</p>"),
    ("empty paragraph", p("  "), ""),
    ("breaks at the edges", p(Break(), "a", Break()), "<p>a</p>"),
    ("heading", Heading(level=3, c=run("Kosten")), "<h3>Kosten</h3>"),
    ("deep heading", Heading(level=6, c=run("Kosten")), "<h4>Kosten</h4>"),
    ("empty heading", Heading(level=3, c=()), ""),
    ("list", bullets("a", "b"), "<ul><li>a</li><li>b</li></ul>"),
    ("numbered list", bullets("a", ordered=True), "<ol><li>a</li></ol>"),
    ("nested list", Bullets(items=((p("a"), bullets("b")),)), "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("list without items", Bullets(items=()), ""),
    (
        "table",
        Table(header=(run("Voor"), run("Prijs")), rows=((run("kind"), run("x")),)),
        '<table><thead><tr><th scope="col">Voor</th><th scope="col">Prijs</th></tr></thead>'
        '<tbody><tr><th scope="row">kind</th><td>x</td></tr></tbody></table>',
    ),
    (
        "table with empty corner",
        Table(header=((), run("Prijs")), rows=(((), run("x")),)),
        '<table><thead><tr><td></td><th scope="col">Prijs</th></tr></thead>'
        "<tbody><tr><td></td><td>x</td></tr></tbody></table>",
    ),
    ("details", Details(summary=run("Meer"), c=(p("a"),)), "<details><summary>Meer</summary><p>a</p></details>"),
    ("details without summary", Details(summary=(), c=(p("a"),)), "<p>a</p>"),
    (
        "image",
        Image(url="https://x.example/a.png", alt='Een "pas"'),
        '<p><img src="https://x.example/a.png" alt="Een &quot;pas&quot;"></p>',
    ),
    ("image from nowhere", Image(url="data:image/png;base64,x", alt="Een pas"), "<p>Een pas</p>"),
    (
        "download",
        Download(url="https://x.example/a.pdf", label="Formulier", alt="Pdf"),
        '<p><a href="https://x.example/a.pdf">Formulier</a>: Pdf</p>',
    ),
    (
        "link",
        p(Link(href="https://x.example/?a=1&b=2", c=(Text(s="hier"),))),
        '<p><a href="https://x.example/?a=1&amp;b=2">hier</a></p>',
    ),
    ("link that runs code", p(Link(href="javascript:alert(1)", c=(Text(s="hier"),))), "<p>hier</p>"),
    ("money", p("@paspoort.leges"), '<p><data value="15.00" data-fact="paspoort.leges">€\u00a015</data></p>'),
    (
        "date",
        p("@paspoort.ingang"),
        '<p><time datetime="2027-01-01" data-fact="paspoort.ingang">1 januari 2027</time></p>',
    ),
    ("weeks", p("@bezwaar.termijn"), '<p><time datetime="P6W" data-fact="bezwaar.termijn">6 weken</time></p>'),
    (
        "working days",
        p("@paspoort.levertijd"),
        '<p><data value="5 workday" data-fact="paspoort.levertijd">5 werkdagen</data></p>',
    ),
    ("phone", p("@gemeente.telefoon"), '<p><a href="tel:140123" data-fact="gemeente.telefoon">14 0123</a></p>'),
    (
        "e-mail",
        p("@gemeente.email"),
        '<p><a href="mailto:info@waterrijk.example" data-fact="gemeente.email">info@waterrijk.example</a></p>',
    ),
    (
        "url",
        p("@gemeente.website"),
        '<p><a href="https://www.waterrijk.example" data-fact="gemeente.website">waterrijk.example</a></p>',
    ),
    ("address", p("@gemeente.adres"), '<p><span data-fact="gemeente.adres">Kerkplein 1, 1234 AB Waterrijk</span></p>'),
    ("number", p("@paspoort.leeftijd"), '<p><data value="18" data-fact="paspoort.leeftijd">18 jaar</data></p>'),
    ("text", p("@paspoort.betaalwijze"), '<p><span data-fact="paspoort.betaalwijze">met pin of contant</span></p>'),
    (
        "tariff row",
        p("@paspoort.kosten.18plus"),
        '<p><data value="86.85" data-fact="paspoort.kosten.18plus">€\u00a086,85</data></p>',
    ),
    (
        "tariff in a sentence",
        p("Het kost ", "@paspoort.kosten", "."),
        '<p>Het kost <span data-fact="paspoort.kosten">18 jaar en ouder: €\u00a086,85; jonger dan 18 jaar: €\u00a065,70'
        "</span>.</p>",
    ),
    (
        "tariff alone",
        p("@paspoort.kosten"),
        '<table data-fact="paspoort.kosten"><caption>Kosten van een paspoort</caption><thead><tr>'
        '<th scope="col">Waarvoor</th><th scope="col">Bedrag</th></tr></thead><tbody>'
        '<tr><th scope="row">18 jaar en ouder</th><td>€\u00a086,85</td></tr>'
        '<tr><th scope="row">jonger dan 18 jaar</th><td>€\u00a065,70</td></tr></tbody></table>',
    ),
    (
        "phone in a link",
        p(Link(href="https://x.example", c=run("@gemeente.telefoon"))),  # type: ignore[arg-type]
        '<p><a href="https://x.example"><span data-fact="gemeente.telefoon">14 0123</span></a></p>',
    ),
    ("unknown fact", p("Of ", "@no.such", "."), "<p>Of neem contact op met de gemeente.</p>"),
]


@pytest.mark.parametrize(("block", "made"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_block(block: Block, made: str) -> None:
    assert html((block,), FACTS, "nl") == made


def test_opening_hours_alone_are_a_table_of_days() -> None:
    made = html((p("@balie.uren"),), FACTS, "nl")
    assert '<th scope="row">maandag, dinsdag en donderdag</th><td>9.00 tot 17.00 uur (op afspraak)</td>' in made
    assert '<th scope="col">Dag</th><th scope="col">Openingstijd</th>' in made


def test_english_html() -> None:
    made = html((p("@paspoort.leges"),), FACTS, "en")
    assert made == '<p><data value="15.00" data-fact="paspoort.leges">€15</data></p>'


@pytest.mark.parametrize(
    ("number", "href"),
    [
        ("14 0123", "tel:140123"),
        ("+31 (0)20 123 4567", "tel:+31201234567"),
        ("(020) 123 45 67", "tel:0201234567"),
        ("0800-1234", "tel:08001234"),
    ],
)
def test_a_number_is_dialled(number: str, href: str) -> None:
    assert tel(number) == href


@pytest.mark.parametrize(
    "href",
    [
        "https://www.waterrijk.example",
        "http://x.example:8080/a?b=c#d",
        "mailto:info@x.example",
        "tel:+31140123",
        "/pas",
        "#kosten",
    ],
)
def test_addresses_that_are_safe(href: str) -> None:
    assert safe_address(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        " javascript:x",
        "java\nscript:x",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/\\evil.example",
        "https://",
        "https://a b",
        'https://x.example/"x',
        "",
        "file:///etc/passwd",
        "https://x.example\n",
        "#",
        "mailto:a@b.example?subject=x y",
    ],
)
def test_addresses_that_are_not_safe(href: str) -> None:
    assert safe_address(href) == ""
    assert html_link(href, "x") == "x"


def _kept(made: str) -> str:
    return nh3.clean(
        made,
        tags=set(ALLOWED_TAGS),
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=None,
        strip_comments=False,
    )


class _Events(HTMLParser):
    """What a reader of the HTML sees: tags with attributes and text, however it is quoted."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[object] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.seen and isinstance(last := self.seen[-1], tuple) and last[0] == "#text":
            self.seen[-1] = ("#text", last[1] + data)
        else:
            self.seen.append(("#text", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"declaration {decl!r}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"declaration {data!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"instruction {data!r}")


@settings(max_examples=200, deadline=None)
@given(blocks)
def test_cleaning_takes_nothing_away(tree: Blocks) -> None:
    made = html(tree, FACTS, "nl")
    assert _Events(_kept(made)).seen == _Events(made).seen


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_only_allowed_tags_in_good_order(tree: Blocks) -> None:
    open_tags: list[str] = []
    for event in _Events(html(tree, FACTS, "nl")).seen:
        if isinstance(event, str):
            assert open_tags.pop() == event[1:]
        elif isinstance(event, tuple) and event[0] != "#text":
            assert event[0] in ALLOWED_TAGS
            if event[0] not in VOID:
                open_tags.append(event[0])
    assert not open_tags


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_every_word_of_a_text_is_in_the_html_as_text(tree: Blocks) -> None:
    seen = "".join(
        str(event[1])
        for event in _Events(html(tree, FACTS, "nl")).seen
        if isinstance(event, tuple) and event[0] == "#text"
    )
    shown = "".join(seen.split())
    for block in tree:
        if isinstance(block, Paragraph):
            for node in block.c:
                if isinstance(node, Text) and node.s.strip(" .") and "\\" not in repr(node.s):
                    assert "".join(node.s.split()) in shown


def test_every_kind_of_block_is_there_once() -> None:
    made = html(every_block(), FACTS, "nl")
    for tag in ("h3", "ul", "ol", "table", "details", "img"):
        assert len(re.findall(f"<{tag}[ >]", made)) == 1, tag


def test_a_fact_whose_value_holds_html_is_escaped() -> None:
    from contenthub.resolving.facts import PlainText

    hostile = fact("a.b", PlainText(text={"nl": "<script>x</script>"}))
    assert html((p("@a.b"),), {"a.b": hostile}, "nl") == (
        '<p><span data-fact="a.b">&lt;script&gt;x&lt;/script&gt;</span></p>'
    )
