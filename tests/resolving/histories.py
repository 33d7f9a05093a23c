"""Arbitrary histories of one item, for property tests of the resolver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hypothesis import strategies as st

from contenthub.resolving.content import ItemContent, LocalContent, LocalSection, MunicipalityContent, Section
from contenthub.resolving.editions import EditionRow, Series, content_hash
from contenthub.resolving.material import Material, Town, gather
from contenthub.resolving.text import Blocks, Paragraph, Text
from contenthub.vocabulary import Channel, EditionKind, EditionState, SectionKind, SectionMode

ITEM = "item-1"
KINDS = (SectionKind.INTRODUCTION, SectionKind.COSTS, SectionKind.OBJECTION)
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TOWN = MunicipalityContent(
    code="GM9001", name="Waterrijk", slug="waterrijk", phone="14 0123", organisations=("linge", "eigen")
)
KEY = b"a key of sixteen"

words = st.integers(0, 10**6).map(lambda n: (Paragraph(c=(Text(s=f"woord{n}"),)),))
wordings = st.dictionaries(st.sampled_from([Channel.PHONE, Channel.CHAT]), words, max_size=2)
sections = st.builds(Section, blocks=words, wordings=wordings, law=st.booleans(), owner=st.just("Team"))
local_sections = st.builds(LocalSection, mode=st.sampled_from(SectionMode), blocks=words, wordings=wordings)
generic = st.builds(
    ItemContent,
    type=st.just("product"),
    slug=st.just("p"),
    title=st.just("P"),
    sections=st.dictionaries(st.sampled_from(KINDS), sections, min_size=1),
)
local = st.builds(LocalContent, sections=st.dictionaries(st.sampled_from(KINDS), local_sections))
SCOPES = (("linge", ""), ("eigen", ""), ("linge", "GM9001"), ("eigen", "GM9001"))


def row(
    number: int,
    content: object,
    scope: tuple[str, str] = ("", ""),
    valid_from: dt.datetime = START,
    state: EditionState = EditionState.PUBLISHED,
    cancels: int | None = None,
    recorded_at: dt.datetime = START,
) -> EditionRow:
    return EditionRow(
        id=hash((number, scope)) & 0xFFFF,
        series=Series(EditionKind.ITEM, ITEM, *scope, "nl"),
        number=number,
        state=state,
        content=content,
        content_hash=content_hash(content or {}),
        valid_from=valid_from,
        recorded_at=recorded_at,
        cancels=cancels,
    )


def material(rows: Iterable[EditionRow]) -> Material:
    return gather(Town(asked=TOWN, contact=TOWN, texts_of=TOWN), rows, {})


def words_of(blocks: Blocks) -> list[str]:
    return [node.s for block in blocks if isinstance(block, Paragraph) for node in block.c if isinstance(node, Text)]
