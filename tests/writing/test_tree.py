"""Editors' HTML becomes the tree that channels say, or is refused with its place."""

from __future__ import annotations

import pytest

from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import (
    Block,
    Break,
    Bullets,
    Details,
    FactRef,
    Heading,
    Image,
    Link,
    Paragraph,
    Table,
    Text,
)
from contenthub.writing.tree import tree


class Wagtail:
    """An installation with one page, one document and one picture, each with id 7."""

    def page(self, page_id: str) -> str | None:
        return "https://www.waterrijk.example/paspoort" if page_id == "7" else None

    def document(self, document_id: str) -> tuple[str, str] | None:
        return ("https://hub.example/documents/7/", "Formulier") if document_id == "7" else None

    def image(self, image_id: str) -> str | None:
        return "https://hub.example/7.png" if image_id == "7" else None


def p(*nodes: object) -> Paragraph:
    return Paragraph(c=nodes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", ()),
        ("   \n ", ()),
        ("<p></p>", ()),
        ("los", (p(Text(s="los")),)),
        ("<p>een</p> twee <p>drie</p>", (p(Text(s="een")), p(Text(s="twee")), p(Text(s="drie")))),
        ("<p>een\n   twee</p>", (p(Text(s="een twee")),)),
        ("<p>a<b>b</b><strong>c</strong></p>", (p(Text(s="a"), Text(s="bc", b=True)),)),
        ("<p><b><i>x</i></b></p>", (p(Text(s="x", b=True, i=True)),)),
        ("<p>a<br>b<br></p>", (p(Text(s="a"), Break(), Text(s="b")),)),
        ("<h1>K</h1><h2>K</h2><h3>K</h3><h6>K</h6>", tuple(Heading(level=n, c=(Text(s="K"),)) for n in (3, 3, 3, 4))),
        (
            "<ul><li>a<ul><li>b</li></ul></li></ul>",
            (Bullets(items=((p(Text(s="a")), Bullets(items=((p(Text(s="b")),),))),)),),
        ),
        ("<ol><li>a</li><li></li></ol>", (Bullets(items=((p(Text(s="a")),),), ordered=True),)),
        ("<div><section><p>a</p></section></div>", (p(Text(s="a")),)),
        (
            "<table><tr><th>k</th></tr><tr><td>w</td></tr></table>",
            (Table(header=((Text(s="k"),),), rows=(((Text(s="w"),),),)),),
        ),
        ("<table><tr><th>rij</th><td>w</td></tr></table>", (Table(rows=(((Text(s="rij"),), (Text(s="w"),)),)),)),
        (
            "<details><summary>Meer</summary><p>x</p></details>",
            (Details(summary=(Text(s="Meer"),), c=(p(Text(s="x")),)),),
        ),
        ('<p><a href="https://x.nl">x</a></p>', (p(Link(href="https://x.nl", c=(Text(s="x"),))),)),
        ('<p><a href="https://x.nl"><b>x</b></a></p>', (p(Link(href="https://x.nl", c=(Text(s="x", b=True),))),)),
        ('<p><a href="javascript:alert(1)">x</a></p>', (p(Text(s="x")),)),
        ('<p><a href="https://x.nl"></a>y</p>', (p(Text(s="y")),)),
        ('<p><a linktype="fact" id="paspoort.kosten">kosten</a></p>', (p(FactRef(key="paspoort.kosten")),)),
        ("<p>{{paspoort.kosten}} euro</p>", (p(FactRef(key="paspoort.kosten"), Text(s=" euro")),)),
        ('<img src="https://x.nl/a.png" alt="Een boot">', (Image(url="https://x.nl/a.png", alt="Een boot"),)),
        ("<p>x<script>alert(1)</script></p>", (p(Text(s="x")),)),
        ("<p>ongesloten <b>vet", (p(Text(s="ongesloten "), Text(s="vet", b=True)),)),
        ("<p>a</i></b></div>b</p>", (p(Text(s="ab")),)),
    ],
)
def test_html_becomes_a_tree(html: str, blocks: tuple[Block, ...]) -> None:
    assert tree(html, "COSTS") == blocks


@pytest.mark.parametrize(
    ("html", "href"),
    [
        ('<a linktype="page" id="7">x</a>', "https://www.waterrijk.example/paspoort"),
        ('<a linktype="document" id="7">x</a>', "https://hub.example/documents/7/"),
    ],
)
def test_wagtails_own_links_lead_where_it_says(html: str, href: str) -> None:
    assert tree(html, "COSTS", Wagtail()) == (p(Link(href=href, c=(Text(s="x"),))),)


def test_a_document_without_words_is_called_by_its_title() -> None:
    (block,) = tree('<a linktype="document" id="7"></a>', "COSTS", Wagtail())
    assert block == p(Link(href="https://hub.example/documents/7/", c=(Text(s="Formulier"),)))


def test_a_picture_of_wagtail_has_its_address() -> None:
    assert tree('<embed embedtype="image" id="7" alt="Een boot">', "COSTS", Wagtail()) == (
        Image(url="https://hub.example/7.png", alt="Een boot"),
    )


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>" + "x" * 10_000_000 + "</p>", "TOO_LONG"),
        ("<p>{{{{paspoort.kosten}}}}</p>", "BAD_FACT_KEY"),
        ("<p>{{{{{{{{</p>", "BROKEN_REFERENCE"),
        ("<p>{{paspoort.kosten</p>", "BROKEN_REFERENCE"),
        ("<p>paspoort.kosten}}</p>", "BROKEN_REFERENCE"),
        ("<p>{{paspoort kosten}}</p>", "BAD_FACT_KEY"),
        ('<p><a linktype="fact" id="PASPOORT">x</a></p>', "BAD_FACT_KEY"),
        ('<p><a linktype="fact">x</a></p>', "BAD_FACT_KEY"),
        ('<p><a linktype="page" id="8">x</a></p>', "UNKNOWN_LINK"),
        ('<p><a linktype="document" id="8">x</a></p>', "UNKNOWN_LINK"),
        ('<embed embedtype="image" id="8" alt="x">', "UNKNOWN_IMAGE"),
        ('<embed embedtype="image" id="7">', "IMAGE_WITHOUT_ALTERNATIVE"),
        ('<img src="https://x.nl/a.png" alt="  ">', "IMAGE_WITHOUT_ALTERNATIVE"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_place(html: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        tree(html, "COSTS", Wagtail())
    assert (refused.value.code, refused.value.field) == (code, "COSTS")
    assert len(refused.value.message) < 400


def test_two_thousand_facts_are_two_thousand_references() -> None:
    html = "".join(f"<p>{{{{feit.nummer-{number}}}}}</p>" for number in range(2000))
    assert tree(html, "COSTS") == tuple(p(FactRef(key=f"feit.nummer-{number}")) for number in range(2000))


def test_tags_too_deep_for_the_parser_are_refused_and_never_lost() -> None:
    with pytest.raises(Refused) as refused:
        tree("<div>" * 1000 + "diep" + "</div>" * 1000, "COSTS")
    assert (refused.value.code, refused.value.field, refused.value.value) == ("TOO_DEEP", "COSTS", 1000)


def test_what_is_deep_but_can_be_said_is_said() -> None:
    assert tree("<div>" * 100 + "diep" + "</div>" * 100, "COSTS") == (p(Text(s="diep")),)
