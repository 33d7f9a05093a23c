"""A wording may say less than its section, never another amount: no other channel would say that one."""

from __future__ import annotations

from collections.abc import Iterator

from channels.sameness.difference import Difference, Kind
from channels.sameness.due import dues
from channels.sameness.extract import Claim, Reading
from contenthub.resolving.answer import Answer
from contenthub.resolving.facts import Fact, find
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import INTERNAL_KINDS


def strays(answer: Answer) -> Iterator[Difference]:
    """Amounts to which a wording refers and its section's own text does not."""
    facts = {fact.key: fact for fact in answer.facts}
    for section in answer.sections:
        if section.kind in INTERNAL_KINDS:
            continue
        said = {value for key in fact_keys(section.blocks) for value in _amounts(key, facts, answer.language)}
        for channel, blocks in section.wordings.items():
            for key in fact_keys(blocks):
                for _, value in sorted(set(_amounts(key, facts, answer.language)) - said):
                    yield Difference(
                        channel=channel,
                        place=f"text {section.id}",
                        kind=Kind.FOREIGN,
                        found=f"{key}: {value}",
                        expected="the text of the section does not say this amount, so the other channels do not",
                    )


def _amounts(key: str, facts: dict[str, Fact], language: str) -> Iterator[Reading]:
    fact = find(key, facts)
    for due in dues(fact, language) if fact else ():
        yield from (reading for reading in due.readings if reading[0] is Claim.MONEY)
