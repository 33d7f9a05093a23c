"""The shortest true answer: one sentence that can stand alone in any channel."""

from __future__ import annotations

from channels.voice.frame import Statement, StatementKind, sections, statements
from channels.voice.plain import run_text
from channels.voice.sentence import split_run
from channels.voice.speech import closed, spoken_run
from contenthub.resolving.answer import Answer
from contenthub.resolving.facts import Fact
from contenthub.resolving.text import Blocks, Bullets, Details, Inline, Paragraph, Run, Table, Text
from contenthub.vocabulary import Channel, SectionKind

_DECISIVE = (StatementKind.WITHDRAWN, StatementKind.NOT_OFFERED)


def short_answer(answer: Answer, channel: Channel) -> Run:
    """The first sentence that answers: that the item is withdrawn or not offered, else of INTRODUCTION, else of the
    first section with text; the summary or title where there is none."""
    for statement in statements(answer, channel):
        if statement.kind in _DECISIVE:
            return _decisive(statement)
    said = sections(answer, channel)
    ordered = sorted(said, key=lambda section: section.kind is not SectionKind.INTRODUCTION)
    for section in ordered:
        if run := first_sentence(section.blocks):
            return run
    return (Text(s=answer.summary or answer.title),)


def short_written(answer: Answer, channel: Channel) -> str:
    """The short answer with figures as figures: "U haalt het na 5 werkdagen op."."""
    text = run_text(short_answer(answer, channel), _facts(answer), answer.language, links=False)
    return closed(text.replace("\n", " "))


def short_spoken(answer: Answer) -> str:
    """The short answer as it is said on the phone."""
    return closed(spoken_run(short_answer(answer, Channel.PHONE), _facts(answer), answer.language))


def first_sentence(blocks: Blocks) -> Run:
    """The first sentence of the first block that has one; a lead-in with a colon takes its list along."""
    for index, block in enumerate(blocks):
        match block:
            case Paragraph():
                parts = split_run(block.c)
            case Details():
                parts = split_run(block.summary)
            case Bullets():
                return _listed((), block)
            case Table():
                parts = [row for rows in block.rows for row in rows if row][:1]
            case _:
                continue
        if not parts:
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if len(parts) == 1 and isinstance(following, Bullets) and _ends_open(parts[0]):
            return _listed(parts[0], following)
        return parts[0]
    return ()


def _decisive(statement: Statement) -> Run:
    run: list[Inline] = []
    for block in statement.blocks:
        if isinstance(block, Paragraph):
            run += ([Text(s=" ")] if run else []) + list(block.c)
    return tuple(run)


def _listed(lead: Run, block: Bullets) -> Run:
    run: list[Inline] = [*lead]
    for number, item in enumerate(block.items):
        first = first_sentence(item)
        if first:
            run += [Text(s="; " if number else " ")] if run else []
            run += _without_stop(first)
    return tuple(run)


def _without_stop(run: Run) -> list[Inline]:
    nodes = list(run)
    if nodes and isinstance(last := nodes[-1], Text):
        nodes[-1] = Text(s=last.s.rstrip(" .;"), b=last.b, i=last.i)
    return nodes


def _ends_open(run: Run) -> bool:
    return bool(run) and isinstance(run[-1], Text) and run[-1].s.rstrip().endswith(":")


def _facts(answer: Answer) -> dict[str, Fact]:
    return {fact.key: fact for fact in answer.facts}
