"""Rich text as a small tree: what every channel can say, and nothing else.

Editors' HTML becomes this tree once, when it is published; reading only walks it. A fact stands in it as a
reference (`FactRef`), never as its value, so that each channel writes or says the same fact in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Union

from msgspec import Struct


class Text(Struct, frozen=True, tag="text", tag_field="t", omit_defaults=True):
    s: str
    b: bool = False
    i: bool = False


class FactRef(Struct, frozen=True, tag="fact", tag_field="t", omit_defaults=True):
    key: str


class Break(Struct, frozen=True, tag="br", tag_field="t"):
    pass


class Link(Struct, frozen=True, tag="link", tag_field="t", omit_defaults=True):
    href: str
    c: tuple[Union[Text, FactRef], ...]


Inline = Union[Text, FactRef, Break, Link]
Run = tuple[Inline, ...]


class Paragraph(Struct, frozen=True, tag="p", tag_field="t"):
    c: Run


class Heading(Struct, frozen=True, tag="h", tag_field="t"):
    level: int
    c: Run


class Bullets(Struct, frozen=True, tag="list", tag_field="t", omit_defaults=True):
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


class Table(Struct, frozen=True, tag="table", tag_field="t", omit_defaults=True):
    rows: tuple[tuple[Run, ...], ...]
    header: tuple[Run, ...] = ()


class Details(Struct, frozen=True, tag="details", tag_field="t"):
    summary: Run
    c: tuple[Block, ...]


class Image(Struct, frozen=True, tag="image", tag_field="t"):
    url: str
    alt: str


class Download(Struct, frozen=True, tag="download", tag_field="t", omit_defaults=True):
    url: str
    label: str
    alt: str = ""


Block = Union[Paragraph, Heading, Bullets, Table, Details, Image, Download]
Blocks = tuple[Block, ...]


def paragraph(text: str) -> Paragraph:
    return Paragraph(c=(Text(s=text),))


def inlines(blocks: Blocks) -> Iterator[Inline]:
    """Every inline node in reading order; a link comes before what stands in it."""
    for block in blocks:
        for run in _runs(block):
            for node in run:
                yield node
                if isinstance(node, Link):
                    yield from node.c


def fact_keys(blocks: Blocks) -> tuple[str, ...]:
    """The keys that a text refers to, each once, in reading order."""
    return tuple(dict.fromkeys(node.key for node in inlines(blocks) if isinstance(node, FactRef)))


def replace_facts(blocks: Blocks, change: Callable[[FactRef], Run | None]) -> Blocks:
    """The same text with each reference replaced by what `change` gives; None leaves it as it is."""

    def run(nodes: Run) -> Run:
        out: list[Inline] = []
        for node in nodes:
            if isinstance(node, FactRef):
                new = change(node)
                out.extend((node,) if new is None else new)
            elif isinstance(node, Link):
                inner = run(node.c)
                out.append(Link(href=node.href, c=tuple(n for n in inner if isinstance(n, (Text, FactRef)))))
            else:
                out.append(node)
        return tuple(out)

    def block(node: Block) -> Block:
        match node:
            case Paragraph():
                return Paragraph(c=run(node.c))
            case Heading():
                return Heading(level=node.level, c=run(node.c))
            case Bullets():
                return Bullets(items=tuple(tuple(map(block, item)) for item in node.items), ordered=node.ordered)
            case Table():
                return Table(rows=tuple(tuple(map(run, row)) for row in node.rows), header=tuple(map(run, node.header)))
            case Details():
                return Details(summary=run(node.summary), c=tuple(map(block, node.c)))
            case _:
                return node

    return tuple(map(block, blocks))


def _runs(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph() | Heading():
            yield block.c
        case Bullets():
            for item in block.items:
                for child in item:
                    yield from _runs(child)
        case Table():
            yield from block.header
            for row in block.rows:
                yield from row
        case Details():
            yield block.summary
            for child in block.c:
                yield from _runs(child)
        case Image():
            yield (Text(s=block.alt),)
        case Download():
            yield (Text(s=block.label), Text(s=block.alt))
