"""How written text and facts are said aloud, by an agent or by a voice system.

Everything is a pure function of its arguments. Tags that begin with "nl" are Dutch and with "en" English;
any other language keeps its own notation, because a wrong word is worse than none.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from channels.speech import codes, phone, web
from channels.speech.ssml import ssml
from channels.speech.voices import voice_for

__all__ = [
    "say_date",
    "say_duration",
    "say_email",
    "say_money",
    "say_number",
    "say_phone",
    "say_postcode",
    "say_reference",
    "say_time",
    "say_url",
    "speak",
    "ssml",
]


def speak(text: str, language: str = "nl") -> str:
    """Write a running text as it is said: figures, signs and abbreviations become words, the rest stays.

    Never raises; what no rule knows is copied. Saying what is already said changes nothing.
    """
    return voice_for(language).speak(text)


def say_money(amount: Decimal, currency: str = "EUR", language: str = "nl") -> str:
    """Say an amount of money: 86.85 is "zesentachtig euro vijfentachtig".

    `currency` is EUR, USD, GBP or CHF. Raises ValueError for another one and for NaN or infinity.
    """
    return voice_for(language).money(amount, currency)


def say_date(day: datetime.date, language: str = "nl") -> str:
    """Say a date: 2027-01-01 is "één januari tweeduizend zevenentwintig"."""
    return voice_for(language).date(day)


def say_time(value: datetime.time, language: str = "nl") -> str:
    """Say a time of day: 13:30 is "half twee 's middags"."""
    return voice_for(language).time(value)


def say_duration(amount: int, unit: str, language: str = "nl") -> str:
    """Say a duration; `unit` is a contenthub.vocabulary.DurationUnit: 5 workday is "vijf werkdagen".

    Raises ValueError for a negative amount and for an unknown unit.
    """
    return voice_for(language).duration(amount, unit)


def say_number(value: Decimal, language: str = "nl") -> str:
    """Say a number exactly as it stands: 2.5 is "twee komma vijf". Raises ValueError for NaN and infinity."""
    return voice_for(language).number(value)


def say_phone(number: str, language: str = "nl") -> str:
    """Say a telephone number digit by digit: "14 0123" is "één vier, nul één twee drie".

    Raises ValueError where `number` is none.
    """
    lexicon = voice_for(language).lexicon
    return phone.say_phone(number, lexicon) if lexicon else number


def say_email(address: str, language: str = "nl") -> str:
    """Say an e-mail address: "info apenstaartje gemeente punt N L".

    Raises ValueError where `address` is none.
    """
    lexicon = voice_for(language).lexicon
    return web.say_email(address, lexicon) if lexicon else address


def say_url(url: str, language: str = "nl") -> str:
    """Say a web address without its scheme. Raises ValueError where `url` is empty or holds a space."""
    lexicon = voice_for(language).lexicon
    return web.say_url(url, lexicon) if lexicon else url


def say_postcode(code: str, language: str = "nl") -> str:
    """Say a postcode: "1234 AB" is "één twee drie vier, A B". Raises ValueError where `code` is none."""
    lexicon = voice_for(language).lexicon
    return codes.say_postcode(code, lexicon) if lexicon else code


def say_reference(code: str, language: str = "nl") -> str:
    """Say an antwoordcode: "K7QF-2M9D-4TXR" is "K zeven Q F, twee M negen D, vier T X R".

    Raises ValueError where `code` is none.
    """
    lexicon = voice_for(language).lexicon
    return codes.say_reference(code, lexicon) if lexicon else code
