"""How each type of fact is said aloud: figures in words, one small function a type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import singledispatch

from channels.phrases import base, joined, phrase
from channels.speech import (
    say_date,
    say_duration,
    say_email,
    say_money,
    say_number,
    say_phone,
    say_postcode,
    say_time,
    say_url,
    speak,
)
from channels.voice.written import days_in_words, grouped_days, is_mixed
from contenthub.resolving.facts import (
    Address,
    Date,
    DayHours,
    Duration,
    Email,
    Fact,
    FactValue,
    Money,
    Number,
    OpeningHours,
    Phone,
    PlainText,
    Tariff,
    Url,
)
from contenthub.resolving.languages import label


@singledispatch
def spoken_value(value: FactValue, language: str) -> str:
    raise TypeError(f"no speech for {type(value).__name__}; register one in channels/voice/spoken.py")


@spoken_value.register
def _(value: Money, language: str) -> str:
    return _money(value.amount, value.currency, language)


@spoken_value.register
def _(value: Tariff, language: str) -> str:
    return "; ".join(f"{what}: {amount}" for what, amount in _tariff(value, language))


@spoken_value.register
def _(value: Duration, language: str) -> str:
    return say_duration(value.amount, value.unit, language=language)


@spoken_value.register
def _(value: Date, language: str) -> str:
    return say_date(value.date, language=language)


@spoken_value.register
def _(value: Phone, language: str) -> str:
    return say_phone(value.number, language=language)


@spoken_value.register
def _(value: Email, language: str) -> str:
    return say_email(value.address, language=language)


@spoken_value.register
def _(value: Url, language: str) -> str:
    named = label(value.label, language)
    return speak(named, language=language) if named else say_url(value.url, language=language)


@spoken_value.register
def _(value: Address, language: str) -> str:
    street = speak(f"{value.street} {value.number}".strip(), language=language)
    return f"{street}, {say_postcode(value.postcode, language=language)}, {value.city}"


@spoken_value.register
def _(value: OpeningHours, language: str) -> str:
    return "; ".join(f"{days} {hours}" for days, hours in _hours(value, language))


@spoken_value.register
def _(value: Number, language: str) -> str:
    unit = label(value.unit, language)
    said = say_number(value.value, language=language)
    return f"{said} {speak(unit, language=language)}" if unit else said


@spoken_value.register
def _(value: PlainText, language: str) -> str:
    return speak(label(value.text, language), language=language)


def spoken_rows(fact: Fact, language: str) -> tuple[tuple[str, str], ...]:
    """A tariff or opening hours row by row: for what and how much, or which days and when."""
    if isinstance(fact.value, Tariff):
        return _tariff(fact.value, language)
    return _hours(fact.value, language) if isinstance(fact.value, OpeningHours) else ()


def _money(amount: Decimal, currency: str, language: str) -> str:
    """A currency without words of its own is said as its code behind the number."""
    try:
        return say_money(amount, currency, language=language)
    except ValueError:
        return f"{say_number(amount, language=language)} {' '.join(currency)}"


def _tariff(value: Tariff, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (speak(label(row.label, language) or row.key, language=language), _money(row.amount, value.currency, language))
        for row in value.rows
    )


def _hours(value: OpeningHours, language: str) -> tuple[tuple[str, str], ...]:
    mixed = is_mixed(value)
    return tuple(
        (days_in_words(days, language), joined([_span(span, language, mixed) for span in spans], language))
        for days, spans in grouped_days(value)
    )


def _span(span: DayHours, language: str, mixed: bool) -> str:
    words = ("from", "to") if base(language) == "en" else ("van", "tot")
    opens, closes = (say_time(dt.time.fromisoformat(clock), language=language) for clock in (span.opens, span.closes))
    said = f"{words[0]} {opens} {words[1]} {closes}"
    if span.by_appointment or mixed:
        said += f", {phrase('by_appointment' if span.by_appointment else 'walk_in', language)}"
    note = label(span.note, language)
    return f"{said}, {speak(note, language=language)}" if note else said
