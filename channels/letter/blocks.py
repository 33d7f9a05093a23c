"""An answer's text as the blocks of a letter: facts written out, addresses as links that print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from channels.letter import document as paper
from channels.phrases import phrase
from channels.voice.facts import Facts, fact_of, written
from channels.voice.html import safe_address, tel
from channels.voice.plain import fact_rows, lines, run_text, standing_alone
from contenthub.resolving.facts import Email, Fact, Phone, Tariff, Url
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

_ON_PAPER = ("http://", "https://", "mailto:", "tel:")


def letter_blocks(blocks: Blocks, facts: Facts, language: str) -> Iterator[paper.LetterBlock]:
    """The blocks in reading order; empty ones are left out."""
    for block in blocks:
        yield from _block(block, facts, language)


def runs(run: Run, facts: Facts, language: str) -> tuple[paper.Run, ...]:
    """A run with its facts written out; white space at its ends is gone, a break is a line end."""
    made = [_stripped(each, printable(each.text)) for node in run for each in _inline(node, facts, language)]
    made = [each for each in made if each.text]
    if made:
        made[0] = _stripped(made[0], made[0].text.lstrip())
        made[-1] = _stripped(made[-1], made[-1].text.rstrip())
    return tuple(each for each in made if each.text)


def printable(text: str) -> str:
    """The text without characters that no letter font can set: controls, lone surrogates and private use."""
    return "".join(
        " " if sign == "\t" or sign in "\u2028\u2029" else sign
        for sign in text
        if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Co")
    )


def address_on_paper(href: str) -> str | None:
    """An address that can stand in a letter, or None: a reader on paper has no page that it could be relative to."""
    return href if href.startswith(_ON_PAPER) and safe_address(href) and not any(map(str.isspace, href)) else None


def _block(block: Block, facts: Facts, language: str) -> Iterator[paper.LetterBlock]:
    match block:
        case Paragraph() if fact := standing_alone(block, facts):
            yield _fact_table(fact, language)
        case Paragraph():
            if text := runs(block.c, facts, language):
                yield paper.Paragraph(text)
        case Heading():
            text = tuple(_stripped(each, each.text.replace("\n", " ")) for each in runs(block.c, facts, language))
            if text and len(paper.plain(text)) <= paper.LONGEST_LINE:
                yield paper.Heading(text, level=4)
            elif text:
                yield paper.Paragraph(text)
        case Bullets():
            if items := tuple(filter(None, (_item(item, facts, language) for item in block.items))):
                yield paper.ItemList(items, numbered=block.ordered)
        case Table():
            yield from _table(block, facts, language)
        case Details():
            if summary := runs(block.summary, facts, language):
                yield paper.Paragraph(tuple(paper.Run(run.text, bold=True, url=run.url) for run in summary))
            yield from letter_blocks(block.c, facts, language)
        case Image():
            if alt := printable(block.alt).strip():
                yield paper.Paragraph(alt)
        case Download():
            label = printable(block.label).strip() or printable(block.url).strip()
            alt = printable(block.alt).strip()
            more = paper.Run(f": {alt}" if alt not in ("", label) else ".")
            if label:
                yield paper.Paragraph((paper.Run(label, url=address_on_paper(block.url)), more))


def _item(item: Blocks, facts: Facts, language: str) -> tuple[paper.Run, ...]:
    """An item of one paragraph keeps its links and bold; of more blocks each line comes under the other."""
    if len(item) == 1 and isinstance(only := item[0], Paragraph) and not standing_alone(only, facts):
        return runs(only.c, facts, language)
    text = printable("\n".join(line.strip() for line in lines(item, facts, language))).strip()
    return (paper.Run(text),) if text else ()


def _fact_table(fact: Fact, language: str) -> paper.Table:
    heads = ("what", "amount") if isinstance(fact.value, Tariff) else ("day", "time")
    return paper.Table(header=tuple(phrase(head, language) for head in heads), rows=fact_rows(fact, language))


def _table(block: Table, facts: Facts, language: str) -> Iterator[paper.LetterBlock]:
    """A table that does not fit on paper, or has no header, becomes a list of its rows."""
    width = max((len(row) for row in (block.header, *block.rows)), default=0)
    if not block.header or not block.rows or width > paper.MOST_COLUMNS:
        if told := tuple(filter(None, (printable(line).strip() for line in lines((block,), facts, language)))):
            yield paper.ItemList(told)
        return
    header: tuple[paper.Text, ...] = tuple(runs(cell, facts, language) or "–" for cell in _padded(block.header, width))
    rows = tuple(tuple(runs(cell, facts, language) for cell in _padded(row, width)) for row in block.rows)
    yield paper.Table(header=header, rows=rows)


def _padded(row: tuple[Run, ...], width: int) -> tuple[Run, ...]:
    return row + ((),) * (width - len(row))


def _inline(node: Inline, facts: Facts, language: str) -> Iterator[paper.Run]:
    match node:
        case Text():
            yield paper.Run(node.s, bold=node.b, italic=node.i)
        case Break():
            yield paper.Run("\n")
        case FactRef():
            fact = fact_of(node.key, facts)
            text = written(fact, language) if fact else phrase("ask_us", language)
            yield paper.Run(text, url=_url_of(fact) if fact else None)
        case Link():
            text = run_text(node.c, facts, language, links=False) or node.href
            yield paper.Run(text, url=address_on_paper(node.href))


def _url_of(fact: Fact) -> str | None:
    match fact.value:
        case Url():
            return address_on_paper(fact.value.url)
        case Email():
            return address_on_paper(f"mailto:{fact.value.address}")
        case Phone():
            return address_on_paper(tel(fact.value.number))
        case _:
            return None


def _stripped(run: paper.Run, text: str) -> paper.Run:
    return paper.Run(text, bold=run.bold, italic=run.italic, url=run.url)
