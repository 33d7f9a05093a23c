"""What a fact comes down to in any wording: the values it claims, and the words it may be written or said in.

Written apart from the voices on purpose: a voice that says another value must not be believed on its word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from channels.sameness.extract import (
    MONTHS,
    Claim,
    Reading,
    duration_value,
    money_value,
    phone_value,
    plain_number,
    unit_words,
    url_value,
    words,
)
from contenthub.resolving.facts import (
    Address,
    Date,
    Duration,
    Email,
    Fact,
    Money,
    Number,
    OpeningHours,
    Phone,
    PlainText,
    Tariff,
    Url,
)
from contenthub.resolving.languages import label


class Due(Struct, frozen=True):
    """One thing that must be said: any of `readings`, or any of `phrases` (as `words` gives them).

    `name` is what a report calls it.
    """

    name: str
    readings: frozenset[Reading] = frozenset()
    phrases: tuple[str, ...] = ()


def dues(fact: Fact, language: str) -> tuple[Due, ...]:
    """All that must be said where this fact is: a tariff row by row, of opening hours every time of day."""
    return tuple(_dues(fact, language))


def figures_of(amount: Decimal) -> str:
    """The digits of an amount as `words` would leave them: 1234.50 is "1 234 50"; whole amounts have no cents."""
    whole = amount == amount.to_integral_value()
    return words(f"{amount:,.0f}" if whole else f"{amount:,.2f}")


def postal(street: str, postcode: str, city: str) -> str:
    """An address as a claim: the end of the street with its number, the postcode, the beginning of the town."""
    before = words(street).split()
    tail = before[-3:] if before and len(before[-1]) == 1 and not before[-1].isdigit() else before[-2:]
    return f"{' '.join(tail)}|{postcode.replace(' ', '').upper()}|{words(city)}"


def same_address(spot: str, known: str) -> bool:
    """Whether what stands around a postcode in a text is this address."""
    before, postcode, after = spot.split("|")
    street, wanted, city = known.split("|")
    return postcode == wanted and f" {before}".endswith(f" {street}") and f"{after} ".startswith(f"{city} ".lstrip())


def _dues(fact: Fact, language: str) -> Iterator[Due]:
    value = fact.value
    match value:
        case Money():
            yield _money(fact.key, value.amount, value.currency)
        case Tariff():
            for row in value.rows:
                yield _money(f"{fact.key}.{row.key}", row.amount, value.currency)
        case Duration():
            amount = Decimal(value.amount)
            said = tuple(f"{figures_of(amount)} {unit}" for unit in unit_words(value.unit))
            yield Due(
                name=fact.key, readings=frozenset({(Claim.DURATION, duration_value(amount, value.unit))}), phrases=said
            )
        case Date():
            yield Due(
                name=fact.key, readings=frozenset({(Claim.DATE, value.date.isoformat())}), phrases=_days(value.date)
            )
        case Phone():
            number = phone_value(value.number)
            yield Due(name=fact.key, readings=frozenset({(Claim.PHONE, number)}), phrases=(words(value.number),))
        case Email():
            yield Due(
                name=fact.key,
                readings=frozenset({(Claim.EMAIL, value.address.lower())}),
                phrases=(words(value.address),),
            )
        case Url():
            named = words(label(value.label, language))
            yield Due(
                name=fact.key,
                readings=frozenset({(Claim.URL, url_value(value.url))}),
                phrases=tuple(filter(None, (named, words(value.url), words(url_value(value.url))))),
            )
        case Address():
            street = f"{value.street} {value.number}".strip()
            postcode = value.postcode.replace(" ", "")
            line = words(f"{street} {postcode[:4]} {postcode[4:]} {value.city}")
            yield Due(
                name=fact.key,
                readings=frozenset({(Claim.ADDRESS, postal(street, postcode, value.city))}),
                phrases=(line,),
            )
        case OpeningHours():
            clocks = {clock for day in value.days for clock in (day.opens, day.closes)}
            for clock in sorted(clocks):
                yield Due(name=f"{fact.key} {clock}", readings=frozenset({(Claim.TIME, clock)}))
        case Number():
            unit = words(label(value.unit, language))
            shown = (
                figures_of(value.value)
                if value.value == value.value.to_integral_value()
                else words(f"{value.value.normalize():,f}")
            )
            number = plain_number(value.value)
            yield Due(
                name=fact.key,
                phrases=(f"{shown} {unit}".strip(),),
                readings=frozenset({(Claim.NUMBER, number), (Claim.PERCENTAGE, number)}),
            )
        case PlainText():
            yield Due(name=fact.key, phrases=(words(label(value.text, language)),))


def _money(name: str, amount: Decimal, currency: str) -> Due:
    return Due(
        name=name, readings=frozenset({(Claim.MONEY, money_value(amount, currency))}), phrases=(figures_of(amount),)
    )


def _days(day: dt.date) -> tuple[str, ...]:
    return tuple(f"{day.day} {names[day.month - 1]} {day.year}" for names in MONTHS.values())
