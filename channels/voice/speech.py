"""An answer's text as sentences to say aloud: figures in words, lists and tables as sentences, no links' addresses."""

from __future__ import annotations

from decimal import Decimal

from channels.phrases import phrase
from channels.speech import say_number, speak
from channels.voice.facts import Facts, fact_of, spoken, spoken_rows
from channels.voice.plain import standing_alone
from channels.voice.sentence import split_run, split_sentences
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


def sentences(blocks: Blocks, facts: Facts, language: str) -> list[str]:
    """Spoken sentences in reading order, each with its closing mark."""
    return [said for block in blocks for said in _block(block, facts, language)]


def spoken_run(run: Run, facts: Facts, language: str) -> str:
    """One run as it is said; between two facts the normaliser sees the text alone, so a fact is never read twice."""
    return " ".join("".join(_pieces(run, facts, language)).split())


def _block(block: Block, facts: Facts, language: str) -> list[str]:
    match block:
        case Paragraph() if fact := standing_alone(block, facts):
            return [closed(f"{what}: {value}") for what, value in spoken_rows(fact, language)]
        case Paragraph() | Heading():
            return _sentences(block.c, facts, language)
        case Bullets():
            return _items(block, facts, language)
        case Table():
            return [said for row in block.rows if (said := _row(row, block.header, facts, language))]
        case Details():
            return _sentences(block.summary, facts, language) + sentences(block.c, facts, language)
        case Image():
            return [closed(speak(part, language)) for part in split_sentences(block.alt)]
        case Download():
            label = block.label.strip() or block.alt.strip()
            told = [phrase("say_download", language, label=speak(label, language))] if label else []
            alt = block.alt.strip()
            return told + ([closed(speak(part, language)) for part in split_sentences(alt)] if alt != label else [])


def _sentences(run: Run, facts: Facts, language: str) -> list[str]:
    said = (spoken_run(part, facts, language) for part in split_run(run))
    return [closed(sentence) for sentence in said if sentence]


def _items(block: Bullets, facts: Facts, language: str) -> list[str]:
    out: list[str] = []
    for number, item in enumerate(block.items, 1):
        told = [said for child in item for said in _block(child, facts, language)]
        if told and block.ordered:
            told[0] = f"{phrase('step', language, number=say_number(Decimal(number), language))}: {told[0]}"
        out += told
    return out


def _row(row: tuple[Run, ...], header: tuple[Run, ...], facts: Facts, language: str) -> str:
    """`18 jaar en ouder: prijs zesentachtig euro, klaar vijf werkdagen.`; two columns need no headings."""
    cells = [spoken_run(cell, facts, language) for cell in row]
    heads = [spoken_run(cell, facts, language) for cell in header] if len(cells) > 2 else []
    named = [
        f"{head} {cell}".strip() if cell else ""
        for head, cell in zip((heads[1:] + [""] * len(cells))[: len(cells) - 1], cells[1:], strict=True)
    ]
    rest = ", ".join(filter(None, named))
    return closed(": ".join(filter(None, (cells[0], rest)))) if cells and (cells[0] or rest) else ""


def closed(sentence: str) -> str:
    """The sentence with a full stop where it has no closing mark of its own."""
    text = sentence.strip()
    if not text or text[-1] in ".!?…:" or (text[-1] in "\"'”’)»]" and text[-2:-1] in (".", "!", "?")):
        return text
    return f"{text.rstrip(',;')}."


def _pieces(run: Run, facts: Facts, language: str) -> list[str]:
    return [_inline(node, facts, language) for node in _merged(run)]


def _merged(run: Run) -> list[Inline]:
    """Neighbouring texts as one, for speech does not know bold: `€ **86,85**` is one amount."""
    out: list[Inline] = []
    for node in run:
        if isinstance(node, Text) and out and isinstance(last := out[-1], Text):
            out[-1] = Text(s=last.s + node.s)
        else:
            out.append(node)
    return out


def _inline(node: Inline, facts: Facts, language: str) -> str:
    match node:
        case Text():
            return _spoken_text(node.s, language)
        case Break():
            return ", "
        case FactRef():
            fact = fact_of(node.key, facts)
            return spoken(fact, language) if fact else phrase("ask_us", language)
        case Link():
            return "".join(_inline(child, facts, language) for child in node.c)


def _spoken_text(text: str, language: str) -> str:
    """Spoken, with the white space at its edges kept: it parts words from facts."""
    bare = text.strip()
    if not bare:
        return text
    start = text[: len(text) - len(text.lstrip())]
    return f"{start}{speak(bare, language)}{text[len(text.rstrip()) :]}"


__all__ = ["closed", "sentences", "split_sentences", "spoken_run"]
