"""A fact in words: written for reading, spoken for saying aloud."""

from __future__ import annotations

from collections.abc import Mapping

from channels.voice.spoken import spoken_rows, spoken_value
from channels.voice.written import (
    FIXED_SPACE,
    coming_exceptions,
    hours_rows,
    tariff_rows,
    written_address,
    written_date,
    written_duration,
    written_money,
    written_number,
    written_time,
    written_value,
)
from contenthub.resolving.facts import Fact, find

Facts = Mapping[str, Fact]


def written(fact: Fact, language: str) -> str:
    """The fact as it stands in a text: € 86,85 · 1 januari 2027 · 5 werkdagen."""
    return written_value(fact.value, language)


def spoken(fact: Fact, language: str) -> str:
    """The fact as it is said aloud: zesentachtig euro vijfentachtig."""
    return spoken_value(fact.value, language)


def fact_of(key: str, facts: Facts) -> Fact | None:
    """The fact or tariff row behind a reference; None only where an answer was not made by the resolver."""
    return find(key, facts)


__all__ = [
    "FIXED_SPACE",
    "Facts",
    "coming_exceptions",
    "fact_of",
    "hours_rows",
    "spoken",
    "spoken_rows",
    "spoken_value",
    "tariff_rows",
    "written",
    "written_address",
    "written_date",
    "written_duration",
    "written_money",
    "written_number",
    "written_time",
    "written_value",
]
