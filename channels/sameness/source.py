"""An answer's text as its editors wrote it, read without any voice: to see what it claims by itself."""

from __future__ import annotations

from collections.abc import Iterator

from channels.phrases import base
from channels.sameness.due import dues
from channels.voice.facts import Facts
from contenthub.resolving.facts import Fact, PlainText, find
from contenthub.resolving.languages import label
from contenthub.resolving.text import (
    Block,
    Blocks,
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

FACT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a fact where only the text around it counts."""


def runs(blocks: Blocks) -> Iterator[Run]:
    """Every run of text in reading order, text alternatives and labels included."""
    for block in blocks:
        yield from _runs(block)


def text_of(run: Run) -> str:
    """A run with FACT for each fact."""
    return "".join(map(_bare, run))


def written_out(blocks: Blocks, facts: Facts, language: str) -> str:
    """The whole text with each fact in plain figures: what text and fact claim together ("18" + " jaar")."""
    return "\n".join("".join(_plain(node, facts, language) for node in run) for run in runs(blocks))


def addresses(blocks: Blocks) -> Iterator[str]:
    """Where the links, images and downloads in a text lead."""
    for run in runs(blocks):
        yield from (node.href for node in run if isinstance(node, Link))
    for block in every_block(blocks):
        if isinstance(block, (Image, Download)):
            yield block.url


def every_block(blocks: Blocks) -> Iterator[Block]:
    """In reading order, with what stands in lists and in texts that unfold."""
    for block in blocks:
        yield block
        if isinstance(block, Bullets):
            for item in block.items:
                yield from every_block(item)
        elif isinstance(block, Details):
            yield from every_block(block.c)


def before_facts(blocks: Blocks) -> Iterator[tuple[str, str]]:
    """Each reference with the text right before it in the same run, bold or not."""
    for run in runs(blocks):
        text = ""
        for node in run:
            if isinstance(node, FactRef):
                yield text, node.key
                text = ""
            else:
                text = text + node.s if isinstance(node, Text) else ""


def _runs(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph() | Heading():
            yield block.c
        case Bullets():
            for item in block.items:
                yield from runs(item)
        case Table():
            yield from block.header
            for row in block.rows:
                yield from row
        case Details():
            yield block.summary
            yield from runs(block.c)
        case Image():
            yield (Text(s=block.alt),)
        case Download():
            yield (Text(s=block.label),)
            yield (Text(s=block.alt),)


def _bare(node: Inline) -> str:
    match node:
        case Text():
            return node.s
        case Link():
            return "".join(map(_bare, node.c))
        case Break():
            return "\n"
        case FactRef():
            return FACT


def _plain(node: Inline, facts: Facts, language: str) -> str:
    match node:
        case FactRef():
            fact = find(node.key, facts)
            return _figures(fact, language) if fact else FACT
        case Link():
            return "".join(_plain(child, facts, language) for child in node.c)
        case _:
            return _bare(node)


def _figures(fact: Fact, language: str) -> str:
    if isinstance(fact.value, PlainText):
        return label(fact.value.text, language)
    due = dues(fact, language)
    if len(due) != 1 or not due[0].phrases:
        return FACT
    parts = due[0].phrases[0].split()
    mark = "." if base(language) == "en" else ","
    return mark.join(parts) if len(parts) == 2 and all(part.isdigit() for part in parts) else " ".join(parts)
