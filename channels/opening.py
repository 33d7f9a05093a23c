"""What a script says first need not be said again: the short answer, and the rest without it."""

from __future__ import annotations

import re

from channels.fitting import HEADS
from channels.voice.frame import Said, Statement, StatementKind, statements
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel, SectionKind, Severity

_LISTED = re.compile(r"\A(?:-|\d{1,2}\.) ")
_ANSWERS = (StatementKind.WITHDRAWN, StatementKind.NOT_OFFERED)


def besides(answer: Answer, channel: Channel) -> tuple[Statement, ...]:
    """The statements that are not the short answer themselves: notices, alerts, who answers, in which language."""
    return tuple(statement for statement in statements(answer, channel) if statement.kind not in _ANSWERS)


def urgent_and_other(answer: Answer, channel: Channel) -> tuple[list[Statement], list[Statement]]:
    """What must be heard before anything is added to the short answer, and what may wait until after the introduction."""
    found = besides(answer, channel)
    urgent = [statement for statement in found if statement.severity is Severity.URGENT]
    return urgent, [statement for statement in found if statement not in urgent]


def titled(title: str, told: list[str]) -> list[str]:
    """Lines with a title in front, `Let op: …`; above them where they are a list of more than one item."""
    title = title.strip().rstrip(".:")
    if not title:
        return told
    head = title if title.endswith(("?", "!")) or not told else f"{title}:"
    if not told:
        return [head]
    if len(told) > 1 and _LISTED.match(told[0]) and _LISTED.match(told[1]):
        return [head, *told]
    return [f"{head} {_LISTED.sub('', told[0], count=1)}", *told[1:]]


def announced(statement: Statement, told: list[str], language: str) -> list[str]:
    """A statement's lines with its title in front; a title with its gravity in words is a sentence of its own."""
    heading = statement.heading(language)
    if heading == statement.title or not told:
        return titled(heading, told)
    head = heading if heading.endswith(("?", "!", ".")) else f"{heading}."
    return [f"{head} {told[0]}", *told[1:]]


def headed(section: Said, told: list[str], answer: Answer, channel: Channel) -> list[str]:
    """A section's lines with its title in front, so that nobody takes a condition for a claim about the reader.

    None is needed where the lines lead in to themselves ("Neem mee:"), or were written for this channel.
    """
    return titled(section.title, told) if needs_title(section, told, answer, channel) else told


def needs_title(section: Said, told: list[str], answer: Answer, channel: Channel) -> bool:
    if not told or section.kind is SectionKind.INTRODUCTION or told[0].rstrip(HEADS).endswith(":"):
        return False
    source = answer.section(section.kind)
    return bool(_LISTED.match(told[0])) or source is None or channel not in source.wordings


def without_first(text: str, short: str) -> str:
    """A text without the sentence that it begins with, where that was said already as the short answer."""
    sentence = short.rstrip(".")
    if not sentence or not text.startswith(sentence):
        return text
    rest = text[len(sentence) :]
    return rest.lstrip(". \n") if rest[:1] in ("", ".", " ", "\n") else text
