"""What to bring along: the items of EVIDENCE, apart from the text around them."""

from __future__ import annotations

import re

from msgspec import Struct

from channels.fitting import glued_lines, unglued
from channels.voice.facts import Facts
from channels.voice.sentence import split_sentences
from contenthub.resolving.text import Block, Blocks, Bullets, Heading, Paragraph

_BARE = re.compile(
    r"(?:Neem (?:dit )?mee|Dit neemt u mee|Dit neem je mee|Dit hebt u nodig|Dit heb je nodig|Dit is nodig"
    r"|(?:Please )?[Bb]ring(?: along)?|You need|What you need)(?: naar de balie| to the counter)?\Z"
)
"""Lead-ins that say no more than that the list is one of things to bring."""


class ToBring(Struct, frozen=True):
    """One list: `lead` says what it is for ("Voor een kind"), empty where it is simply what everybody brings."""

    lead: str
    items: tuple[str, ...]


class Evidence(Struct, frozen=True):
    """EVIDENCE as what is said `before` the first list, the lists, and what is said `after`; lines still glued.

    Without any list every sentence is an item: then the section was written as running text ("Neem … mee").
    """

    before: tuple[str, ...]
    lists: tuple[ToBring, ...]
    after: tuple[str, ...]
    running: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """Each thing to bring, with the condition of its list in front: an item is read without the one before."""
        return tuple(f"{each.lead}: {item}" if each.lead else item for each in self.lists for item in each.items)

    @property
    def text(self) -> tuple[str, ...]:
        return (*self.before, *self.after)


def evidence(blocks: Blocks, facts: Facts, language: str) -> Evidence:
    """The lists apart from the text; of a paragraph that leads in to one only its last sentence goes along with it."""
    lists: list[ToBring] = []
    before: list[str] = []
    after: list[str] = []
    lead = ""
    for at, block in enumerate(blocks):
        told = glued_lines((block,), facts, language)
        text = after if lists else before
        if isinstance(block, Bullets):
            if items := _items(block, facts, language):
                lists.append(ToBring(lead="" if not lists and _BARE.match(lead) else lead, items=items))
            lead = ""
        elif _leads_in(block, told, blocks[at + 1 :]):
            *said, last = [sentence for line in told for sentence in split_sentences(line)]
            text += said
            lead = unglued(last).rstrip(": ")
        else:
            text += told
    if lists:
        return Evidence(before=tuple(before), lists=tuple(lists), after=tuple(after))
    sentences = tuple(sentence for line in before for sentence in split_sentences(line))
    running = (ToBring(lead="", items=sentences),) if sentences else ()
    return Evidence(before=(), lists=running, after=(), running=True)


def _items(block: Bullets, facts: Facts, language: str) -> tuple[str, ...]:
    """One line an item, what is nested in it behind a semicolon."""
    out = []
    for item in block.items:
        lines = [line.strip().removeprefix("- ") for line in glued_lines(item, facts, language)]
        if lines:
            head, *rest = lines
            out.append(f"{head.rstrip(';,')}{'' if head.endswith(':') or not rest else ';'} {'; '.join(rest)}".strip())
    return tuple(out)


def _leads_in(block: Block, told: list[str], following: Blocks) -> bool:
    before_list = bool(following) and isinstance(following[0], Bullets)
    return before_list and (
        isinstance(block, Heading) or (isinstance(block, Paragraph) and bool(told) and told[-1].endswith(":"))
    )
