"""Texts of others, cut up by headings, as sections of our kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from contenthub.exchange.sources import yaml_of
from contenthub.resolving.text import Block, Blocks, Heading, Text
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from contenthub.writing.markup import html_of_tree

_FILE = Path(__file__).with_name("headings.yaml")


class Part(Struct, frozen=True):
    """A piece of text under its heading; '' where it has none."""

    heading: str
    blocks: Blocks


def kind_of(heading: str, language: str) -> SectionKind:
    """The kind that a heading clearly announces, else PARTICULARS."""
    return next((kind for kind, pattern in _patterns()[language] if pattern.search(heading)), SectionKind.PARTICULARS)


def sections_of(
    introduction: Blocks, parts: Iterable[Part], language: str, owner: str
) -> dict[SectionKind, SectionDraft]:
    """Sections with the parts of each kind in their order, each under its heading.

    A text without an introduction has its first part as one: an answer begins with its answer.
    """
    rest = [part for part in parts if part.blocks]
    if not introduction and rest:
        first = rest.pop(0)
        introduction = _under(first) if first.heading else first.blocks
    gathered: dict[SectionKind, Blocks] = {SectionKind.INTRODUCTION: introduction} if introduction else {}
    for part in rest:
        kind = kind_of(part.heading, language) if part.heading else SectionKind.PARTICULARS
        gathered[kind] = gathered.get(kind, ()) + _under(part)
    return {
        kind: SectionDraft(html=html_of_tree(gathered[kind]), owner=owner) for kind in SectionKind if kind in gathered
    }


def _under(part: Part) -> Blocks:
    """The part below its own heading, with the headings in it one step lower."""
    if not part.heading:
        return part.blocks
    return (Heading(level=3, c=(Text(s=part.heading),)), *map(_lower, part.blocks))


def _lower(block: Block) -> Block:
    return msgspec.structs.replace(block, level=4) if isinstance(block, Heading) else block


@cache
def _patterns() -> dict[str, list[tuple[SectionKind, re.Pattern[str]]]]:
    raw = yaml_of(_FILE.read_bytes(), _FILE.name)
    return {
        language: [(SectionKind(row["kind"]), re.compile(row["pattern"], re.IGNORECASE)) for row in rows]
        for language, rows in raw.items()
    }
