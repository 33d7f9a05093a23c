"""One pass over a text with a table of rules: what a rule has said is never read again by another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A written form and how to say it.

    `say` returns the spoken form, or None when the match only looks like this form (31-02-2027 is no date);
    the text is then left to the other rules.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]


def rule(name: str, pattern: str, say: Callable[[re.Match[str]], str | None], flags: int = 0) -> Rule:
    return Rule(name, re.compile(pattern, flags), say)


def followed_by(match: re.Match[str], pattern: str) -> bool:
    """Whether `pattern` holds directly behind the match (without a copy of the rest of the text)."""
    return re.compile(pattern).match(match.string, match.end()) is not None


def _glue(said: list[str], piece: str) -> None:
    """Append, with one space where two words would otherwise grow together ("A4" is two words aloud)."""
    if said and piece.startswith(" ") and said[-1].endswith(" "):
        piece = piece.lstrip(" ")
    if not piece:
        return
    if said and said[-1][-1].isalnum() and piece[0].isalnum():
        said.append(" ")
    said.append(piece)


def scan(text: str, rules: Sequence[Rule]) -> str:
    """Say `text`: the leftmost match wins, and of two that start together the one earlier in the table.

    Text between matches is copied unchanged. Patterns see the whole text, so look-behind may use context
    that another rule has already consumed.
    """
    said: list[str] = []
    position = 0
    upcoming = [each.pattern.search(text) for each in rules]
    while True:
        chosen: int | None = None
        start = len(text) + 1
        for index, found in enumerate(upcoming):
            if found is not None and found.start() < position:
                found = upcoming[index] = rules[index].pattern.search(text, position)
            if found is not None and found.start() < start:
                chosen, start = index, found.start()
        if chosen is None:
            break
        match = upcoming[chosen]
        assert match is not None
        spoken = rules[chosen].say(match)
        if spoken is None or match.end() == match.start():
            upcoming[chosen] = rules[chosen].pattern.search(text, match.start() + 1)
            continue
        _glue(said, text[position : match.start()])
        _glue(said, spoken)
        position = match.end()
    _glue(said, text[position:])
    return "".join(said)
