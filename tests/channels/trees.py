"""Arbitrary rich text for property tests: every block and inline, with hostile words and addresses."""

from __future__ import annotations

from hypothesis import strategies as st

from contenthub.resolving.text import (
    Block,
    Break,
    Bullets,
    Details,
    Download,
    FactRef,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Run,
    Table,
    Text,
)
from tests.channels.answers import FACTS

HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<b onclick='x'>",
        "&lt;",
        "&amp;nbsp;",
        '"><img src=x onerror=y>',
        "</p>",
        "]]>",
        "{{kosten}}",
        "**",
        "`",
        "a_b_c",
        "| x",
        "- x",
        "1. x",
        "# x",
        "<!--",
        "\\",
        "[x](javascript:y)",
        "&#60;",
        "=====",
    ]
)
WORDS = st.one_of(
    HOSTILE,
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Co")), max_size=20),
    st.sampled_from(["Bel ons.", "Neem uw pas mee.", "m.b.t. Uw pas"]),
)
ADDRESSES = st.one_of(
    HOSTILE,
    st.sampled_from(
        [
            "https://www.waterrijk.example/a?b=c&d=e",
            "javascript:alert(1)",
            "mailto:info@waterrijk.example",
            "tel:140123",
            "/pas",
            "//evil.example",
            "data:text/html,x",
            "HTTPS://X.example",
            " https://x.example",
            "http://[::1",
            "#kosten",
            "https://x.example/a b",
            "/\\evil.example",
            "https://x.example/%zz",
            "vbscript:x",
            "https://",
            "https://é.example",
        ]
    ),
    st.text(max_size=15).map(lambda end: "https://x.example/" + end),
)

texts = st.builds(Text, s=WORDS, b=st.booleans(), i=st.booleans())
refs = st.sampled_from(sorted(FACTS)).map(lambda key: FactRef(key=key))
links = st.builds(Link, href=ADDRESSES, c=st.lists(st.one_of(texts, refs), max_size=2).map(tuple))
inlines: st.SearchStrategy[Inline] = st.one_of(texts, refs, links, st.just(Break()))
runs: st.SearchStrategy[Run] = st.lists(inlines, max_size=4).map(tuple)
_rows = st.lists(st.lists(runs, min_size=1, max_size=3).map(tuple), max_size=2).map(tuple)
_leaves: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, c=runs),
    st.builds(Heading, level=st.integers(3, 4), c=runs),
    st.builds(Table, rows=_rows, header=st.lists(runs, max_size=3).map(tuple)),
    st.builds(Image, url=ADDRESSES, alt=WORDS),
    st.builds(Download, url=ADDRESSES, label=WORDS, alt=WORDS),
)


def _nested(children: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(children, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Bullets, items=st.lists(some, max_size=3).map(tuple), ordered=st.booleans()),
        st.builds(Details, summary=runs, c=some),
    )


blocks: st.SearchStrategy[tuple[Block, ...]] = st.lists(st.recursive(_leaves, _nested, max_leaves=5), max_size=4).map(
    tuple
)
