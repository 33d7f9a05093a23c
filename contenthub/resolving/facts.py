"""Facts: typed values that texts refer to by key and never retype.

One small class a type; each checks itself and refuses what cannot be right. How a value is written or said is the
channels' business.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Union

import msgspec
from msgspec import Struct

from contenthub.resolving.refusal import Refused, to_translate
from contenthub.vocabulary import DurationUnit, FactRole, FactType, Layer, Weekday

KEY = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,20}[0-9]\Z")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]{2,}\Z")
_URL = re.compile(r"https?://[^\s<>\"]+\Z")
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}\Z")


class _Value(Struct, frozen=True, tag_field="type", omit_defaults=True):
    def check(self, field: str) -> None:
        """Refuse what the types alone let through."""


class Money(_Value, frozen=True, tag="MONEY"):
    amount: Decimal
    currency: str = "EUR"

    def check(self, field: str) -> None:
        _amount(self.amount, field)
        _currency(self.currency, field)


class TariffRow(Struct, frozen=True, omit_defaults=True):
    key: str
    label: dict[str, str]
    amount: Decimal
    article: str = ""


class Tariff(_Value, frozen=True, tag="TARIFF"):
    rows: tuple[TariffRow, ...]
    currency: str = "EUR"

    def check(self, field: str) -> None:
        if not self.rows:
            raise Refused("EMPTY_TARIFF", field, "%(field)s: a tariff has at least one row", value=())
        _currency(self.currency, field)
        seen: set[str] = set()
        for row in self.rows:
            place = f"{field}.{row.key}"
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", row.key) or row.key in seen:
                raise Refused(
                    "BAD_TARIFF_ROW",
                    place,
                    "%(field)s: row key %(value)s must be unique, lower case letters and digits",
                    value=row.key,
                )
            seen.add(row.key)
            _amount(row.amount, place)

    def row(self, key: str) -> TariffRow | None:
        return next((row for row in self.rows if row.key == key), None)


class Duration(_Value, frozen=True, tag="DURATION"):
    amount: int
    unit: DurationUnit

    def check(self, field: str) -> None:
        if not 0 < self.amount <= 10_000:
            raise Refused(
                "BAD_DURATION", field, "%(field)s: %(value)s is no length of time; give 1 to 10000", value=self.amount
            )


class Date(_Value, frozen=True, tag="DATE"):
    date: dt.date


class Phone(_Value, frozen=True, tag="PHONE"):
    number: str

    def check(self, field: str) -> None:
        _match(_PHONE, self.number, field, to_translate("a telephone number such as 14 0123 or 0800 1234"))


class Email(_Value, frozen=True, tag="EMAIL"):
    address: str

    def check(self, field: str) -> None:
        _match(_EMAIL, self.address, field, to_translate("an e-mail address such as info@gemeente.nl"))


class Url(_Value, frozen=True, tag="URL"):
    url: str
    label: dict[str, str] = {}

    def check(self, field: str) -> None:
        _match(_URL, self.url, field, to_translate("a web address that starts with https://"))


class Address(_Value, frozen=True, tag="ADDRESS"):
    street: str
    postcode: str
    city: str
    number: str = ""

    def check(self, field: str) -> None:
        for name in ("street", "city"):
            if not getattr(self, name).strip():
                raise Refused("BAD_ADDRESS", f"{field}.{name}", "%(field)s: must not be empty", value="")
        _match(_POSTCODE, self.postcode, f"{field}.postcode", to_translate("a Dutch postcode such as 1234 AB"))


class DayHours(Struct, frozen=True, omit_defaults=True, rename="camel"):
    day: Weekday
    opens: str
    closes: str
    by_appointment: bool = False
    note: dict[str, str] = {}


class HoursException(Struct, frozen=True, omit_defaults=True, rename="camel"):
    date: dt.date
    closed: bool = False
    opens: str = ""
    closes: str = ""
    note: dict[str, str] = {}


class OpeningHours(_Value, frozen=True, tag="OPENING_HOURS"):
    days: tuple[DayHours, ...]
    exceptions: tuple[HoursException, ...] = ()

    def check(self, field: str) -> None:
        spans: dict[str, list[tuple[str, str]]] = {}
        for day in self.days:
            _span(day.opens, day.closes, f"{field}.{day.day}")
            spans.setdefault(day.day, []).append((day.opens, day.closes))
        for name, taken in spans.items():
            taken.sort()
            for (_, closes), (opens, until) in pairwise(taken):
                if opens < closes:
                    raise Refused(
                        "OVERLAPPING_HOURS",
                        f"{field}.{name}",
                        "%(field)s: %(value)s overlaps the hours before it; let them follow each other",
                        value=f"{opens}-{until}",
                    )
        dates: set[dt.date] = set()
        for exception in self.exceptions:
            if exception.date in dates:
                raise Refused(
                    "DOUBLE_DATE",
                    f"{field}.{exception.date}",
                    "%(field)s: %(value)s is there twice; give a date once, with what holds that day",
                    value=exception.date,
                )
            dates.add(exception.date)
            if not exception.closed:
                _span(exception.opens, exception.closes, f"{field}.{exception.date}")


class Number(_Value, frozen=True, tag="NUMBER"):
    value: Decimal
    unit: dict[str, str] = {}

    def check(self, field: str) -> None:
        if not self.value.is_finite():
            raise Refused("BAD_NUMBER", field, "%(field)s: %(value)s is not a number", value=self.value)


class PlainText(_Value, frozen=True, tag="TEXT"):
    text: dict[str, str]

    def check(self, field: str) -> None:
        if not any(text.strip() for text in self.text.values()):
            raise Refused("EMPTY_TEXT", field, "%(field)s: must not be empty", value="")


FactValue = Union[Money, Tariff, Duration, Date, Phone, Email, Url, Address, OpeningHours, Number, PlainText]


class FactDefinition(Struct, frozen=True, omit_defaults=True):
    """What a key means; `maximum` says that a local amount may not be above the generic one."""

    key: str
    type: FactType
    label: dict[str, str]
    role: FactRole | None = None
    maximum: bool = False


class Fact(Struct, frozen=True, omit_defaults=True):
    """A fact in force: its definition, the value with the last word, and where that came from."""

    key: str
    label: dict[str, str]
    type: FactType
    value: FactValue
    layer: Layer
    role: FactRole | None = None
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None
    content_hash: str = ""


def parse_value(fact_type: FactType, raw: Mapping[str, Any], field: str) -> FactValue:
    """A checked value from plain JSON. Raises Refused with the field, the value and what would be right."""
    try:
        value: FactValue = msgspec.convert({**raw, "type": str(fact_type)}, FactValue, strict=False)
    except (msgspec.ValidationError, TypeError) as error:
        raise Refused(
            "BAD_FACT_VALUE",
            field,
            "%(field)s: %(value)s does not fit %(type)s: %(why)s",
            value=dict(raw) if isinstance(raw, Mapping) else raw,
            type=fact_type,
            why=error,
        ) from error
    value.check(field)
    return value


def row_of(fact: Fact, row_key: str) -> Fact | None:
    """One row of a tariff as a fact of its own (`paspoort.kosten.18plus`), or None where there is no such row."""
    if not isinstance(fact.value, Tariff) or not (row := fact.value.row(row_key)):
        return None
    return msgspec.structs.replace(
        fact,
        key=f"{fact.key}.{row_key}",
        label=row.label or fact.label,
        type=FactType.MONEY,
        value=Money(amount=row.amount, currency=fact.value.currency),
    )


def find(key: str, facts: Mapping[str, Fact]) -> Fact | None:
    """The fact behind a reference: the key itself, or a row of the tariff one step up."""
    if key in facts:
        return facts[key]
    parent, _, row_key = key.rpartition(".")
    return row_of(facts[parent], row_key) if parent in facts else None


def candidate_keys(keys: tuple[str, ...] | set[str]) -> set[str]:
    """What to load for these references: each key and what stands one step above it."""
    return {candidate for key in keys for candidate in (key, key.rpartition(".")[0]) if candidate}


def above_maximum(generic: FactValue, local: FactValue) -> str | None:
    """Where a local value exceeds the generic maximum: '' for the amount itself, a row key, or None if nowhere.

    Source: fees whose maximum is set nationally, such as those of the Besluit paspoortgelden.
    """
    if isinstance(generic, Money) and isinstance(local, Money):
        return "" if local.amount > generic.amount else None
    if isinstance(generic, Number) and isinstance(local, Number):
        return "" if local.value > generic.value else None
    if isinstance(generic, Tariff) and isinstance(local, Tariff):
        for row in local.rows:
            limit = generic.row(row.key)
            if limit and row.amount > limit.amount:
                return row.key
    return None


def _amount(amount: Decimal, field: str) -> None:
    if not amount.is_finite() or amount < 0 or amount.as_tuple().exponent < -2 or amount >= 10**12:  # type: ignore[operator]
        raise Refused("BAD_AMOUNT", field, "%(field)s: %(value)s is no amount; write it like 86.85", value=amount)


def _currency(currency: str, field: str) -> None:
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Refused("BAD_CURRENCY", field, "%(field)s: %(value)s is no ISO 4217 currency such as EUR", value=currency)


def _match(pattern: re.Pattern[str], text: str, field: str, wanted: str) -> None:
    if not pattern.match(text):
        raise Refused("BAD_FACT_VALUE", field, "%(field)s: %(value)s is not %(wanted)s", value=text, wanted=wanted)


def _span(opens: str, closes: str, field: str) -> None:
    for clock in (opens, closes):
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", clock):
            raise Refused("BAD_HOURS", field, "%(field)s: %(value)s is no time; write it like 09:00", value=clock)
    if opens >= closes:
        raise Refused("BAD_HOURS", field, "%(field)s: %(value)s closes before it opens", value=f"{opens}-{closes}")


__all__ = [
    "Address",
    "Date",
    "DayHours",
    "Duration",
    "Email",
    "Fact",
    "FactDefinition",
    "FactValue",
    "HoursException",
    "Money",
    "Number",
    "OpeningHours",
    "Phone",
    "PlainText",
    "Tariff",
    "TariffRow",
    "Url",
    "above_maximum",
    "candidate_keys",
    "find",
    "parse_value",
    "row_of",
]
