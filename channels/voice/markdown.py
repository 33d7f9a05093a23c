"""Rich text as Markdown (CommonMark, with tables as on GitHub): what a text says never becomes a mark."""

from __future__ import annotations

import re

from channels.phrases import phrase
from channels.voice.facts import Facts, fact_of, written
from channels.voice.html import safe_address, tel
from channels.voice.plain import fact_heads, fact_rows, standing_alone
from channels.voice.sentence import trimmed
from contenthub.resolving.facts import Email, Phone, Url
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

_MARKS = re.compile(r"([\\`*_\[\]<>~|&!])")
_LINE_START = re.compile(r"^(\s*)(?:([#+=-])|([0-9]{1,9})([.)]))", re.MULTILINE)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def markdown(blocks: Blocks, facts: Facts, language: str) -> str:
    """Blocks apart by an empty line."""
    return "\n\n".join(made for block in blocks if (made := _block(block, facts, language)))


def escaped(text: str) -> str:
    """The text with everything that Markdown could take for a mark behind a backslash."""
    text = _MARKS.sub(r"\\\1", _UNSEEN.sub("", re.sub(r"[\r\n]", " ", text)))
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)


def _block(block: Block, facts: Facts, language: str) -> str:
    match block:
        case Paragraph() if fact := standing_alone(block, facts):
            rows = [[escaped(cell) for cell in row] for row in fact_rows(fact, language)]
            return _grid(list(fact_heads(fact, language)), rows)
        case Paragraph():
            return _run(block.c, facts, language)
        case Heading():
            text = _run(block.c, facts, language, breaks=" ")
            return f"{'####' if block.level >= 4 else '###'} {text}" if text else ""
        case Bullets():
            items = [made for item in block.items if (made := markdown(item, facts, language))]
            marks = [f"{number}. " if block.ordered else "- " for number in range(1, len(items) + 1)]
            return "\n".join(mark + _indented(item, len(mark)) for mark, item in zip(marks, items, strict=True))
        case Table():
            rows = [[_run(cell, facts, language, breaks=" ") for cell in row] for row in block.rows]
            return _grid([_run(cell, facts, language, breaks=" ") for cell in block.header], rows)
        case Details():
            summary = _run(block.summary, facts, language, breaks=" ")
            return "\n\n".join(filter(None, (f"**{summary}**" if summary else "", markdown(block.c, facts, language))))
        case Image():
            address = safe_address(block.url)
            return f"![{escaped(block.alt)}](<{address}>)" if address else escaped(block.alt.strip())
        case Download():
            name, alt = block.label.strip() or block.url, block.alt.strip()
            return _link(block.url, escaped(name)) + (f": {escaped(alt)}" if alt and alt != name else "")


def _indented(item: str, width: int) -> str:
    """What follows the first line of an item stands under its text, or it would not belong to it."""
    return item.replace("\n", f"\n{' ' * width}").replace(f"\n{' ' * width}\n", "\n\n")


def _grid(header: list[str], rows: list[list[str]]) -> str:
    """A table of equal width; Markdown has no table without a header, so one without gets an empty one."""
    width = max([len(header), *map(len, rows)], default=0)
    if not width:
        return ""
    padded = [cells + [""] * (width - len(cells)) for cells in (header, *rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in padded]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _run(run: Run, facts: Facts, language: str, breaks: str = "\\\n") -> str:
    return "".join(_inline(node, facts, language, breaks) for node in _merged(trimmed(run))).strip()


def _inline(node: Inline, facts: Facts, language: str, breaks: str) -> str:
    match node:
        case Text():
            mark = ("**" if node.b else "") + ("*" if node.i else "")
            bare = node.s.strip()
            if not mark or not bare:
                return escaped(node.s)
            before, after = node.s[: len(node.s) - len(node.s.lstrip())], node.s[len(node.s.rstrip()) :]
            return f"{before}{mark}{escaped(bare)}{mark[::-1]}{after}"
        case Break():
            return breaks
        case FactRef():
            fact = fact_of(node.key, facts)
            if not fact:
                return phrase("ask_us", language)
            text = escaped(written(fact, language))
            match fact.value:
                case Url():
                    return _link(fact.value.url, text)
                case Email():
                    return _link(f"mailto:{fact.value.address}", text)
                case Phone():
                    return _link(tel(fact.value.number), text)
                case _:
                    return text
        case Link():
            inner = "".join(_linked(child, facts, language) for child in node.c)
            return _link(node.href, inner)


def _linked(node: Text | FactRef, facts: Facts, language: str) -> str:
    """What stands in a link: text and facts without links of their own."""
    if isinstance(node, FactRef):
        fact = fact_of(node.key, facts)
        return escaped(written(fact, language)) if fact else phrase("ask_us", language)
    return _inline(node, facts, language, " ")


def _link(href: str, text: str) -> str:
    address = safe_address(href)
    return f"[{text}](<{address}>)" if address and text.strip() else text


def _merged(run: Run) -> list[Inline]:
    """Neighbours of one style as one text: two runs of stars next to each other would be read as one."""
    out: list[Inline] = []
    for node in run:
        last = out[-1] if out else None
        if isinstance(node, Text) and isinstance(last, Text) and (node.b, node.i) == (last.b, last.i):
            out[-1] = Text(s=last.s + node.s, b=last.b, i=last.i)
        else:
            out.append(node)
    return out
