"""A rendering as the lines that were said, to print and to compare: what a reader or caller gets, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Literal

from msgspec import Struct

from channels.phrases import phrase
from channels.renderings import (
    AppScreen,
    Block,
    ChatReply,
    CounterCard,
    Email,
    KioskCard,
    Letter,
    PhoneScript,
    Rendering,
    WebsitePage,
)
from contenthub.resolving.answer import Answer

Kind = Literal["heading", "text", "item", "step", "row", "question", "button"]


class Line(Struct, frozen=True):
    """One line; a `button` is offered to be pressed, a `question` is asked of the person."""

    text: str
    kind: Kind = "text"


def transcript(answer: Answer, rendering: Rendering) -> tuple[Line, ...]:
    """Notes for the agent, mark-up and what only machines read are left out."""
    return tuple(line for line in _lines(rendering, answer) if line.text.strip())


@singledispatch
def _lines(rendering: Rendering, answer: Answer) -> Iterator[Line]:
    raise TypeError(f"no lines of {type(rendering).__name__}; register one in channels/transcript.py")


@_lines.register
def _(rendering: WebsitePage, answer: Answer) -> Iterator[Line]:
    yield Line(answer.question or answer.title, "heading")
    yield Line(answer.summary)
    yield from _blocks(rendering.blocks)


@_lines.register
def _(rendering: AppScreen, answer: Answer) -> Iterator[Line]:
    yield Line(answer.question or answer.title, "heading")
    yield from _blocks(rendering.blocks)


@_lines.register
def _(rendering: PhoneScript, answer: Answer) -> Iterator[Line]:
    yield from _split((rendering.opening, rendering.answer))
    for step in rendering.steps:
        yield from _split((step.say,))
        yield Line(step.ask or "", "question")
    yield from _split((rendering.closing,))


@_lines.register
def _(rendering: ChatReply, answer: Answer) -> Iterator[Line]:
    for message in rendering.messages:
        yield from _split((message.text,))
        if message.url and message.url not in message.text:
            yield Line(message.url)
    yield from (Line(reply, "button") for reply in rendering.quick_replies)


@_lines.register
def _(rendering: Letter, answer: Answer) -> Iterator[Line]:
    yield Line(rendering.subject, "heading")
    yield from _split(rendering.paragraphs)


@_lines.register
def _(rendering: Email, answer: Answer) -> Iterator[Line]:
    yield Line(rendering.subject, "heading")
    yield from _split((rendering.text,))


@_lines.register
def _(rendering: CounterCard, answer: Answer) -> Iterator[Line]:
    yield from _split(rendering.lines)
    if rendering.bring:
        yield Line(phrase("bring", answer.language), "heading")
    yield from (Line(each, "item") for each in rendering.bring)


@_lines.register
def _(rendering: KioskCard, answer: Answer) -> Iterator[Line]:
    yield Line(rendering.title, "heading")
    yield from _split(rendering.lines)
    yield Line(rendering.qr_url)


def _blocks(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if block.type == "heading":
            yield Line(block.text, "heading")
        elif block.items:
            if block.type == "steps":
                yield from (Line(f"{number}. {item}", "step") for number, item in enumerate(block.items, 1))
            else:
                yield from (Line(item, "item") for item in block.items)
        elif block.rows:
            yield from (Line(" – ".join(filter(None, row)), "row") for row in block.rows)
        elif block.type == "reference":
            yield Line(f"{block.label}: {block.text}" if block.label else block.text)
        else:
            yield from _split((block.text,))


def _split(texts: Iterable[str]) -> Iterator[Line]:
    yield from (Line(line.strip()) for text in texts for line in text.split("\n"))


__all__ = ["Line", "transcript"]
