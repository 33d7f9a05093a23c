"""Loose values: amounts, dates, terms, phone numbers and addresses typed in a text instead of being facts."""

from __future__ import annotations

from collections.abc import Iterator

from channels.sameness.difference import Difference, Kind
from channels.sameness.exempt import exempt
from channels.sameness.expected import known_numbers
from channels.sameness.extract import Find, Placed, phone_value, placed, url_value
from channels.sameness.source import FACT, runs, text_of
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Blocks, Link, Run, Text
from contenthub.vocabulary import INTERNAL_KINDS, Channel

_WHY = "make it a fact, so that every channel changes with it"


def loose(answer: Answer) -> tuple[Difference, ...]:
    """Every value that is typed in a section, a wording or a personal alert, with the channel that says it.

    Figures that are no value of themselves (a number of a law, a year in its name) are left alone.
    """
    return tuple(_loose(answer))


def _loose(answer: Answer) -> Iterator[Difference]:
    known = known_numbers(answer)
    for place, channel, blocks in _texts(answer):
        for found in typed(blocks, answer.language, known):
            yield Difference(
                channel=channel, place=place, kind=Kind.LOOSE, found=found.text, expected=f"{found.claim}: {_WHY}"
            )


def _texts(answer: Answer) -> Iterator[tuple[str, Channel | None, Blocks]]:
    for section in answer.sections:
        if section.kind not in INTERNAL_KINDS:
            yield f"text {section.id}", None, section.blocks
            for channel, blocks in section.wordings.items():
                yield f"text {section.id}", channel, blocks
    for alert in answer.personal.alerts:
        yield f"alert {alert.rule}", None, alert.blocks


def typed(blocks: Blocks, language: str, known: tuple[str, ...] = ()) -> Iterator[Find]:
    """The loose values of a text by itself; a link that shows its own address is none."""
    for run in runs(blocks):
        yield from (placed.find for placed in loose_values(text_of(_without_addresses(run)), language, known))


def loose_values(text: str, language: str, known: tuple[str, ...] = ()) -> Iterator[Placed]:
    """The loose values in one run of text, in reading order. FACT stands for what is a fact already; `known` are
    telephone numbers that count as one whatever their form."""
    numbers = frozenset(map(phone_value, known))
    for found in placed(text, language, known):
        kept = found.find.readings[0][1] in numbers or not exempt(text, found)
        if FACT not in found.find.text and kept:
            yield found


def _without_addresses(run: Run) -> Run:
    return tuple(
        Text(s=FACT) if isinstance(node, Link) and shows_itself(text_of(node.c), node.href) else node for node in run
    )


def shows_itself(shown: str, href: str) -> bool:
    """Whether a link says no more than the number or address that it leads to."""
    shown = shown.strip()
    scheme, _, rest = href.partition(":")
    if scheme == "tel":
        return "".join(filter(str.isdigit, shown)) == "".join(filter(str.isdigit, rest))
    if scheme == "mailto":
        return shown.lower() == rest.lower()
    host = url_value(href).partition("/")[0]
    return url_value(shown) in (url_value(href), host)
