"""Which sayers a language has; one without a table keeps its notation and is never read as another."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from channels.speech import dates, durations, english, money, numbers, times
from channels.speech.durations import unit_of
from channels.speech.english_text import speak_english
from channels.speech.lexicon import DUTCH, ENGLISH, Lexicon
from channels.speech.normalise import speak_dutch


@dataclass(frozen=True)
class Voice:
    """The sayers of one language; `lexicon` is None where codes and addresses stay as written."""

    speak: Callable[[str], str]
    money: Callable[[Decimal, str], str]
    date: Callable[[datetime.date], str]
    time: Callable[[datetime.time], str]
    duration: Callable[[int, str], str]
    number: Callable[[Decimal], str]
    lexicon: Lexicon | None


_NOTATION = Voice(
    speak=lambda text: text,
    money=lambda amount, currency: f"{currency} {amount}",
    date=lambda day: day.isoformat(),
    time=lambda value: value.isoformat("minutes"),
    duration=lambda amount, unit: f"{amount} {unit_of(amount, unit)}",
    number=str,
    lexicon=None,
)

_VOICES = {
    "nl": Voice(
        speak=speak_dutch,
        money=money.say_money,
        date=dates.say_date,
        time=times.say_time,
        duration=durations.say_duration,
        number=numbers.decimal,
        lexicon=DUTCH,
    ),
    "en": Voice(
        speak=speak_english,
        money=english.say_money,
        date=english.say_date,
        time=english.say_time,
        duration=english.say_duration,
        number=english.say_number,
        lexicon=ENGLISH,
    ),
}


def voice_for(language: str) -> Voice:
    """The voice for a BCP 47 tag; "nl-x-a2" speaks Dutch, "uk" has no table and keeps its notation."""
    return _VOICES.get(language.split("-")[0].lower(), _NOTATION)
