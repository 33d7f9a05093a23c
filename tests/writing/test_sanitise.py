"""What the sanitiser lets through, another sanitiser would not take out; what it takes out is reported."""

from __future__ import annotations

import json
import re

import bleach
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from contenthub.resolving.refusal import Refused
from contenthub.writing.sanitise import ATTRIBUTES, MAX_CHARACTERS, SCHEMES, TAGS, removed, sanitise
from contenthub.writing.tree import tree
from tests.reference_data import reference

ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<img src=x onerror=alert(1) alt="x">',
    '<img src="javascript:alert(1)" alt="x">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="  java\tscript:alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;script:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="https://x.nl" onclick="alert(1)" style="position:fixed">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<style>@import 'https://evil.example/x.css';</style>",
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x.swf"></object><embed src="x.swf">',
    '<form action="https://evil.example"><input name="bsn"><button>x</button></form>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<p>a<!-- verborgen -->b</p>",
    '<p style="background:url(javascript:alert(1))" class="x" id="y">x</p>',
    "<table><td><script>alert(1)</script>x</table>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<<p>x<</p>",
    "<a href='https://x.nl\"><img src=x onerror=alert(1)>'>x</a>",
    "<textarea></textarea><title></title><template><img src=x onerror=alert(1)></template>",
    "\0<script\0>alert(1)</script>",
)
HARMLESS = (
    "<p>Neem <b>mee</b>: <i>uw</i> pas.</p><ul><li>een</li></ul><ol><li>twee</li></ol>",
    '<h3>Kop</h3><h4>Kop</h4><p><a href="https://www.rijksoverheid.nl/a?b=1&amp;c=2">x</a><br>y</p>',
    '<p><a linktype="fact" id="paspoort.kosten">x</a> <a href="mailto:a@b.nl">m</a> <a href="tel:140123">t</a></p>',
    '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
    "<details><summary>Meer</summary><p>x</p></details>",
    '<img src="https://x.nl/a.png" alt="Een boot">',
    '<embed embedtype="image" id="7" alt="x">',
)
_ATTRIBUTE = re.compile(r"\son|javascript:|vbscript:|data:", re.IGNORECASE)


def elements(html: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every tag with its attributes, in order; two ways of escaping the same are the same."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return [(str(element.tag), tuple(sorted(element.attrib.items()))) for element in root.iterdescendants()]


def words(html: str) -> str:
    return "".join(lxml_html.fragment_fromstring(html, create_parent="div").text_content().split())


def oracle(html: str) -> str:
    """The other sanitiser, allowed the same and no more."""
    return bleach.clean(
        html,
        tags=set(TAGS),
        attributes={tag: list(names) for tag, names in ATTRIBUTES.items()},
        protocols=set(SCHEMES),
        strip=True,
        strip_comments=True,
    )


def assert_safe(html: str) -> None:
    clean = sanitise(html, "COSTS")
    assert elements(oracle(clean)) == elements(clean)
    assert words(oracle(clean)) == words(clean)


@pytest.mark.parametrize("html", ATTACKS + HARMLESS)
def test_the_other_sanitiser_takes_nothing_more_out(html: str) -> None:
    assert_safe(html)


@pytest.mark.parametrize("html", ATTACKS)
def test_no_attack_keeps_anything_that_runs(html: str) -> None:
    for tag, attributes in elements(sanitise(html, "COSTS")):
        assert tag in TAGS
        assert all(
            name in ATTRIBUTES.get(tag, ()) and not _ATTRIBUTE.search(f" {value}")
            for name, value in attributes
            if name in ("href", "src") or name.startswith("on")
        )
        assert {name for name, _ in attributes} <= ATTRIBUTES.get(tag, set())


@pytest.mark.parametrize("html", HARMLESS)
def test_what_editors_write_comes_through_whole(html: str) -> None:
    assert elements(sanitise(html, "COSTS")) == elements(html)
    assert removed(html) == []


_PIECES = st.one_of(
    st.sampled_from([*ATTACKS, *HARMLESS]),
    st.sampled_from(
        [
            "<",
            ">",
            "</",
            '"',
            "'",
            "&",
            "&#60;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<p",
            "<a href=",
            "</p>",
            "<table>",
            "<td>",
            "<li>",
            "<svg>",
            "<math>",
            "</svg>",
            "<style>",
            "</style>",
            "<b>",
            "</b>",
            "<br/>",
            "\0",
            "<!doctype html>",
        ]
    ),
    st.builds(
        "<{0} {1}={2}>".format,
        st.sampled_from(["a", "p", "img", "div", "th", "embed", "x-y", "script"]),
        st.sampled_from(["href", "src", "alt", "id", "onload", "style", "class", "linktype", "scope", "xlink:href"]),
        st.one_of(st.text(max_size=8), st.sampled_from(["javascript:x", "https://x.nl", "//x.nl", "data:,", '"/><b>'])),
    ),
    st.text(max_size=10),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
@example("<a href='//evil.example'>x</a>")
@example("<p>&amp;lt;script&amp;gt;</p>")
def test_whatever_comes_in_the_other_sanitiser_takes_nothing_more_out(html: str) -> None:
    assert_safe(html)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_whatever_comes_in_is_a_tree_or_a_refusal(html: str) -> None:
    try:
        tree(html, "COSTS")
    except Refused as refused:
        assert refused.field == "COSTS"


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    clean = sanitise(html, "COSTS")
    assert elements(sanitise(clean, "COSTS")) == elements(clean)


def test_every_national_text_comes_through_both_sanitisers_alike() -> None:
    seen = 0
    for file in sorted(reference("vac-rijksoverheid").rglob("*.json")):
        record = json.loads(file.read_text("utf-8"))
        for html in (record.get("introduction"), *(part.get("paragraph") for part in record.get("content", ()))):
            if html:
                assert_safe(html)
                seen += 1
    assert seen > 700


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ("<p>x</p>", []),
        ("x < y en y > z", []),
        ("<p>x<script>alert(1)</script><script>2</script></p>", ["script (2)"]),
        ('<p class="a">x <span lang="en" dir="ltr">y</span></p>', ["p[class] (1)", "span[dir] (1)", "span[lang] (1)"]),
        ("H<sub>2</sub>O<!-- c -->", ["comment (1)", "sub (1)"]),
        ('<a href="javascript:alert(1)">x</a>', ["a[href] (1)"]),
        ("<p>\x1b[31mx</p>", []),
    ],
)
def test_what_was_taken_out_is_said(html: str, taken: list[str]) -> None:
    assert removed(html) == taken


def test_the_words_of_an_unknown_tag_stay() -> None:
    assert sanitise("H<sub>2</sub>O <marquee>hoi</marquee>", "COSTS") == "H2O hoi"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("a\x00b\x1bc\ufffed", "abcd"),
        ("a&#1;b&#x1f;c", "abc"),
        ('<a href="java&#1;script:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="java\x01script:alert(1)">x</a>', "<a>x</a>"),
        ("regel\n\ttab", "regel\n\ttab"),
    ],
)
def test_characters_that_nobody_can_say_are_taken_out(html: str, clean: str) -> None:
    assert sanitise(html, "COSTS") == clean


def test_a_section_that_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused) as refused:
        sanitise("<p>" * (MAX_CHARACTERS // 3 + 1), "COSTS")
    assert (refused.value.code, refused.value.field) == ("TOO_LONG", "COSTS")
