"""Loose values: amounts, dates, terms, phone numbers and addresses typed in a text instead of being facts."""

from __future__ import annotations

from collections.abc import Iterator

from channels.sameness.difference import Difference, Kind
from channels.sameness.expected import known_numbers
from channels.sameness.extract import Claim, Find, claims, url_value
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
    """The claims of a text by itself; a link that shows its own address is no loose value."""
    for run in runs(blocks):
        for found in claims(text_of(_without_addresses(run)), language, known):
            if found.claim is not Claim.NUMBER and FACT not in found.text:
                yield found


def _without_addresses(run: Run) -> Run:
    return tuple(Text(s=FACT) if isinstance(node, Link) and _shows_itself(node) else node for node in run)


def _shows_itself(link: Link) -> bool:
    shown = text_of(link.c).strip()
    scheme, _, rest = link.href.partition(":")
    if scheme == "tel":
        return "".join(filter(str.isdigit, shown)) == "".join(filter(str.isdigit, rest))
    if scheme == "mailto":
        return shown.lower() == rest.lower()
    host = url_value(link.href).partition("/")[0]
    return url_value(shown) in (url_value(link.href), host)
