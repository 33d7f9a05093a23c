"""Any tree that editors could make, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from contenthub.resolving.text import (
    Block,
    Break,
    Bullets,
    Details,
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

WORDS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="{}\u00ad"),
        min_size=1,
        max_size=20,
    )
    .map(lambda text: " ".join(text.split(" ")))
    .map(str.strip)
    .filter(lambda text: text and "  " not in text)
)
KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,8}\.[a-z][a-z0-9-]{0,8}", fullmatch=True)
HREFS = st.sampled_from(
    ["https://www.example.nl/", "https://example.nl/a?b=1&c=2#d", "mailto:a@b.example", "tel:140123"]
)


@st.composite
def runs(draw: st.DrawFn, *, breaks: bool = True) -> Run:
    """Text, facts and links in turn: two texts of one style never stand beside each other."""
    nodes: list[Inline] = []
    for kind in draw(
        st.lists(st.sampled_from(["text", "fact", "link", *(["break"] if breaks else [])]), min_size=1, max_size=5)
    ):
        if kind == "text" and not (nodes and isinstance(nodes[-1], Text)):
            nodes.append(Text(s=draw(WORDS), b=draw(st.booleans()), i=draw(st.booleans())))
        elif kind == "fact":
            nodes.append(FactRef(key=draw(KEYS)))
        elif kind == "link":
            inner = (Text(s=draw(WORDS)),) if draw(st.booleans()) else (FactRef(key=draw(KEYS)),)
            nodes.append(Link(href=draw(HREFS), c=inner))
        elif kind == "break" and nodes:
            nodes.append(Break())
    while nodes and isinstance(nodes[-1], Break):
        nodes.pop()
    return tuple(nodes) or (Text(s=draw(WORDS)),)


PARAGRAPHS = runs().map(lambda run: Paragraph(c=run))
HEADINGS = st.builds(lambda level, run: Heading(level=level, c=run), st.sampled_from([3, 4]), runs(breaks=False))
IMAGES = st.builds(lambda alt: Image(url="https://www.example.nl/a.png", alt=alt), WORDS)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    row = st.tuples(*[runs()] * width)
    return Table(header=draw(st.one_of(st.just(()), row)), rows=tuple(draw(st.lists(row, min_size=1, max_size=3))))


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    item = st.tuples(PARAGRAPHS).flatmap(lambda first: st.lists(inner, max_size=1).map(lambda rest: (*first, *rest)))
    return st.one_of(
        st.builds(
            lambda items, ordered: Bullets(items=tuple(items), ordered=ordered),
            st.lists(item, min_size=1, max_size=3),
            st.booleans(),
        ),
        st.builds(
            lambda summary, content: Details(summary=summary, c=tuple(content)),
            runs(breaks=False),
            st.lists(inner, min_size=1, max_size=2),
        ),
    )


BLOCKS = st.recursive(st.one_of(PARAGRAPHS, HEADINGS, IMAGES, tables()), _nested, max_leaves=6)
TREES = st.lists(BLOCKS, max_size=4).map(tuple)
