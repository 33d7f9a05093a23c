"""How each type of fact is written for reading: one small function a type, in every channel the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import singledispatch
from itertools import groupby
from typing import NamedTuple

from channels.phrases import base, day_name, duration_unit, joined, month_name, phrase
from contenthub.resolving.facts import (
    Address,
    Date,
    DayHours,
    Duration,
    Email,
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
from contenthub.vocabulary import Weekday

FIXED_SPACE = "\u00a0"
_SYMBOLS = {"EUR": "€", "USD": "US$", "GBP": "£"}


def written_money(amount: Decimal, currency: str, language: str) -> str:
    """€ 1.234,50 in Dutch, €1,234.50 in English; whole amounts without cents."""
    symbol = _SYMBOLS.get(currency, currency)
    figures = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    if base(language) == "en":
        return f"{symbol}{figures}" if len(symbol) < 3 or symbol.endswith("$") else f"{symbol}{FIXED_SPACE}{figures}"
    return f"{symbol}{FIXED_SPACE}{_dutch(figures)}"


def written_date(day: dt.date, language: str) -> str:
    return f"{day.day} {month_name(day.month, language)} {day.year}"


def written_number(value: Decimal, language: str) -> str:
    figures = f"{value.normalize():,f}"
    return figures if base(language) == "en" else _dutch(figures)


def written_time(clock: str, language: str) -> str:
    """`09:00` as 9.00 (Dutch) or 9:00 (English)."""
    hours, minutes = clock.split(":")
    return f"{int(hours)}{':' if base(language) == 'en' else '.'}{minutes}"


def written_duration(value: Duration, language: str) -> str:
    unit = duration_unit(value.unit, value.amount, language)
    return f"{written_number(Decimal(value.amount), language)} {unit}"


def written_address(value: Address, language: str) -> str:
    """Street and number, postcode and town: Kerkplein 1, 1234 AB Waterrijk."""
    street = f"{value.street} {value.number}".strip()
    postcode = value.postcode.replace(" ", "")
    return f"{street}, {postcode[:4]} {postcode[4:]} {value.city}"


@singledispatch
def written_value(value: FactValue, language: str) -> str:
    raise TypeError(f"no writing for {type(value).__name__}; register one in channels/voice/written.py")


@written_value.register
def _(value: Money, language: str) -> str:
    return written_money(value.amount, value.currency, language)


@written_value.register
def _(value: Tariff, language: str) -> str:
    return "; ".join(f"{row.what}: {row.amount}" for row in tariff_rows(value, language))


@written_value.register
def _(value: Duration, language: str) -> str:
    return written_duration(value, language)


@written_value.register
def _(value: Date, language: str) -> str:
    return written_date(value.date, language)


@written_value.register
def _(value: Phone, language: str) -> str:
    return value.number


@written_value.register
def _(value: Email, language: str) -> str:
    return value.address


@written_value.register
def _(value: Url, language: str) -> str:
    return label(value.label, language) or value.url


@written_value.register
def _(value: Address, language: str) -> str:
    return written_address(value, language)


@written_value.register
def _(value: OpeningHours, language: str) -> str:
    return "; ".join(f"{days}: {hours}" for days, hours in hours_rows(value, language))


@written_value.register
def _(value: Number, language: str) -> str:
    unit = label(value.unit, language)
    figures = written_number(value.value, language)
    if unit == "%":
        return f"{figures}%"
    return f"{figures} {unit}" if unit else figures


@written_value.register
def _(value: PlainText, language: str) -> str:
    return label(value.text, language)


class TariffLine(NamedTuple):
    """One row of a tariff in words: what it is for, the amount, and the row's key."""

    what: str
    amount: str
    key: str


def tariff_rows(value: Tariff, language: str) -> tuple[TariffLine, ...]:
    return tuple(
        TariffLine(label(row.label, language) or row.key, written_money(row.amount, value.currency, language), row.key)
        for row in value.rows
    )


def hours_rows(value: OpeningHours, language: str) -> tuple[tuple[str, str], ...]:
    """Days and hours in words, days with equal hours joined: ("maandag en dinsdag", "9.00 tot 17.00 uur")."""
    mixed = is_mixed(value)
    return tuple(
        (days_in_words(days, language), joined([_span(span, language, mixed) for span in spans], language))
        for days, spans in grouped_days(value)
    )


def grouped_days(value: OpeningHours) -> tuple[tuple[tuple[Weekday, ...], tuple[DayHours, ...]], ...]:
    """Days of the week with the same hours together, in the order of the week; closed days are left out."""
    groups: dict[tuple[object, ...], tuple[list[Weekday], tuple[DayHours, ...]]] = {}
    for day in Weekday:
        spans = tuple(sorted((span for span in value.days if span.day == day), key=lambda span: span.opens))
        if spans:
            same = tuple((s.opens, s.closes, s.by_appointment, tuple(sorted(s.note.items()))) for s in spans)
            groups.setdefault(same, ([], spans))[0].append(day)
    return tuple((tuple(days), spans) for days, spans in groups.values())


def days_in_words(days: tuple[Weekday, ...], language: str) -> str:
    """Three or more days in a row are a range: maandag tot en met donderdag en zaterdag."""
    week = list(Weekday)
    parts: list[str] = []
    for _, run in groupby(enumerate(days), key=lambda pair: week.index(pair[1]) - pair[0]):
        names = [day_name(day, language) for _, day in run]
        parts += [f"{names[0]} {phrase('through', language)} {names[-1]}"] if len(names) > 2 else names
    return joined(parts, language)


def coming_exceptions(value: OpeningHours, language: str, today: dt.date) -> list[str]:
    """Days from today on with other hours than usual: "vrijdag 25 december 2026: gesloten (eerste kerstdag)"."""
    lines = []
    for exception in sorted(value.exceptions, key=lambda each: each.date):
        if exception.date < today:
            continue
        closed = phrase("closed", language)
        hours = closed if exception.closed else _hours(exception.opens, exception.closes, language)
        note = label(exception.note, language).strip()
        if note.lower().startswith(closed):
            note = note[len(closed) :].lstrip(" :-,")
        day = f"{day_name(list(Weekday)[exception.date.weekday()], language)} {written_date(exception.date, language)}"
        lines.append(f"{day}: {hours} ({note})" if note else f"{day}: {hours}")
    return lines


def _hours(opens: str, closes: str, language: str) -> str:
    start, end = written_time(opens, language), written_time(closes, language)
    return f"{start} to {end}" if base(language) == "en" else f"{start} tot {end} uur"


def _span(span: DayHours, language: str, mixed: bool) -> str:
    """Walk-in hours are named as such only where other hours are by appointment."""
    notes = []
    if span.by_appointment or mixed:
        notes.append(phrase("by_appointment" if span.by_appointment else "walk_in", language))
    if note := label(span.note, language):
        notes.append(note)
    hours = _hours(span.opens, span.closes, language)
    return f"{hours} ({', '.join(notes)})" if notes else hours


def is_mixed(value: OpeningHours) -> bool:
    return len({span.by_appointment for span in value.days}) > 1


def _dutch(figures: str) -> str:
    return figures.translate(str.maketrans(",.", ".,"))
