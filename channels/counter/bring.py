"""What to bring along: the items of EVIDENCE, apart from the text around them."""

from __future__ import annotations

from msgspec import Struct

from channels.fitting import glued_lines, unglued
from channels.voice.facts import Facts
from channels.voice.sentence import split_sentences
from contenthub.resolving.text import Block, Blocks, Bullets, Heading, Paragraph


class Evidence(Struct, frozen=True):
    """`items` are things to bring, `text` is what else the section says; each a line of its own, still glued."""

    items: tuple[str, ...]
    text: tuple[str, ...]


def evidence(blocks: Blocks, facts: Facts, language: str) -> Evidence:
    """Items of lists; what leads in to a second list ("Voor een kind:") is said with each of its items.

    Without any list every sentence is an item: then the section was written as running text ("Neem … mee").
    """
    items: list[str] = []
    text: list[str] = []
    lead = ""
    lists = 0
    for at, block in enumerate(blocks):
        told = glued_lines((block,), facts, language)
        if isinstance(block, Bullets):
            items += [f"{lead}: {item}" if lead and lists else item for item in _items(block, facts, language)]
            lists += 1
            lead = ""
        elif _leads_in(block, told, blocks[at + 1 :]):
            lead = unglued(" ".join(told)).rstrip(": ")
        else:
            text += told
    if not items:
        return Evidence(items=tuple(sentence for line in text for sentence in split_sentences(line)), text=())
    return Evidence(items=tuple(items), text=tuple(text))


def _items(block: Bullets, facts: Facts, language: str) -> list[str]:
    """One line an item, what is nested in it behind a semicolon."""
    out = []
    for item in block.items:
        lines = [line.strip().removeprefix("- ") for line in glued_lines(item, facts, language)]
        if lines:
            head, *rest = lines
            out.append(f"{head.rstrip(';,')}{'' if head.endswith(':') or not rest else ';'} {'; '.join(rest)}".strip())
    return out


def _leads_in(block: Block, told: list[str], following: Blocks) -> bool:
    before_list = bool(following) and isinstance(following[0], Bullets)
    return before_list and (
        isinstance(block, Heading) or (isinstance(block, Paragraph) and bool(told) and told[-1].endswith(":"))
    )
