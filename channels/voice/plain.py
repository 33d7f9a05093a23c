"""Text without any marks, for letters, e-mail and small screens: nothing that a reader needs is left out."""

from __future__ import annotations

from channels.phrases import phrase
from channels.voice.facts import Facts, fact_of, hours_rows, tariff_rows, written
from contenthub.resolving.facts import Fact, OpeningHours, Tariff, Url
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


def plain(blocks: Blocks, facts: Facts, language: str) -> str:
    """Paragraphs apart by an empty line, list items under each other, addresses of links in brackets."""
    return "\n\n".join("\n".join(part) for block in blocks if (part := _lines(block, facts, language, True)))


def lines(blocks: Blocks, facts: Facts, language: str, *, links: bool = True) -> list[str]:
    """One line for each paragraph, item and row; with `links=False`, to be said or sent in short
    messages, a link says its text only and a row names its columns."""
    return [line for block in blocks for line in _lines(block, facts, language, links)]


def run_text(run: Run, facts: Facts, language: str, *, links: bool = True) -> str:
    """One run with its facts written out; a `Break` is a line end."""
    return "".join(_inline(node, facts, language, links) for node in run).strip()


def written_fact(key: str, facts: Facts, language: str) -> str:
    """The fact behind a reference in words; asks the reader to contact the municipality where there is none."""
    fact = fact_of(key, facts)
    return written(fact, language) if fact else phrase("ask_us", language)


def standing_alone(block: Block, facts: Facts) -> Fact | None:
    """The tariff or opening hours that a paragraph consists of, which then deserve a table."""
    if not isinstance(block, Paragraph):
        return None
    nodes = [
        node
        for node in block.c
        if not (isinstance(node, Text) and node.s.strip() in ("", ".")) and not isinstance(node, Break)
    ]
    if len(nodes) != 1 or not isinstance(node := nodes[0], FactRef):
        return None
    fact = fact_of(node.key, facts)
    return fact if fact and isinstance(fact.value, (Tariff, OpeningHours)) else None


def fact_rows(fact: Fact, language: str) -> tuple[tuple[str, str], ...]:
    """What a tariff or opening hours says, row by row: for what and how much, or which days and when."""
    if isinstance(fact.value, Tariff):
        return tuple((row.what, row.amount) for row in tariff_rows(fact.value, language))
    if isinstance(fact.value, OpeningHours):
        return hours_rows(fact.value, language)
    return ()


def fact_heads(fact: Fact, language: str) -> tuple[str, str]:
    """What stands above the two columns of `fact_rows`."""
    keys = ("what", "amount") if isinstance(fact.value, Tariff) else ("day", "time")
    return phrase(keys[0], language), phrase(keys[1], language)


def _lines(block: Block, facts: Facts, language: str, links: bool) -> list[str]:
    match block:
        case Paragraph() if fact := standing_alone(block, facts):
            return [f"{what}: {value}" for what, value in fact_rows(fact, language)]
        case Paragraph() | Heading():
            text = run_text(block.c, facts, language, links=links)
            return [line.strip() for line in text.split("\n") if line.strip()]
        case Bullets():
            out: list[str] = []
            for number, item in enumerate(block.items, 1):
                mark = f"{number}. " if block.ordered else "- "
                told = [line for child in item for line in _lines(child, facts, language, links)]
                out += [f"{mark if not i else ' ' * len(mark)}{line}" for i, line in enumerate(told)]
            return out
        case Table():
            head, *rows = [
                [run_text(cell, facts, language, links=links).replace("\n", " ") for cell in row]
                for row in (block.header, *block.rows)
            ]
            if not links and rows:
                return [_said_row(row, head) for row in rows if any(row)]
            return [_row(row) for row in (head, *rows) if any(row)]
        case Details():
            summary = run_text(block.summary, facts, language, links=links)
            return ([summary] if summary else []) + lines(block.c, facts, language, links=links)
        case Image():
            return [block.alt.strip()] if block.alt.strip() else []
        case Download():
            label = block.label.strip() or block.url
            shown = f"{label} ({block.url})" if links and block.url and block.url != label else label
            alt = block.alt.strip()
            return [f"{shown}: {alt}" if alt and alt != label else shown]


def _row(cells: list[str]) -> str:
    return f"{cells[0]}: {cells[1]}" if len(cells) == 2 and all(cells) else " | ".join(cells)


def _said_row(cells: list[str], heads: list[str]) -> str:
    """`18 jaar en ouder: Prijs € 86,85, Klaar na 5 werkdagen`, as it is said aloud: two columns need no headings."""
    names = heads[1 : len(cells)] if len(cells) > 2 else []
    names += [""] * (len(cells) - 1 - len(names))
    rest = [f"{name} {cell}".strip() for name, cell in zip(names, cells[1:], strict=True) if cell]
    return ": ".join(filter(None, (cells[0], ", ".join(rest))))


def _inline(node: Inline, facts: Facts, language: str, links: bool) -> str:
    match node:
        case Text():
            return node.s
        case Break():
            return "\n"
        case FactRef():
            text = written_fact(node.key, facts, language)
            fact = fact_of(node.key, facts)
            return _with_address(text, fact.value.url) if links and fact and isinstance(fact.value, Url) else text
        case Link():
            text = "".join(_inline(child, facts, language, False) for child in node.c)
            return _with_address(text, node.href) if links else text


def _with_address(text: str, href: str) -> str:
    """The address in brackets, unless the text is the address already."""
    scheme, _, rest = href.partition(":")
    bare = rest.removeprefix("//") if scheme in ("http", "https", "mailto", "tel") else href
    shown = text.strip().removeprefix("https://").removeprefix("http://")
    bare_name, shown_name = (part.rstrip("/").casefold().removeprefix("www.") for part in (bare, shown))
    if scheme == "tel" and _digits(rest) == _digits(shown):
        return text
    if not bare or bare_name == shown_name or href.startswith("#"):
        return text
    address = bare if scheme in ("mailto", "tel") else href
    return f"{text} ({address})" if text.strip() else address


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
