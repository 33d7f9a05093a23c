"""English sayers for facts: numbers, money, dates, times and durations."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from num2words import num2words

from channels.speech.durations import unit_of
from channels.speech.lexicon import ENGLISH
from channels.speech.money import currency_of
from contenthub.vocabulary import DurationUnit

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LIMIT_DIGITS = 15

# (one unit, more units, one part, more parts)
_CURRENCIES = {
    "EUR": ("euro", "euros", "cent", "cents"),
    "USD": ("dollar", "dollars", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "CHF": ("franc", "francs", "centime", "centimes"),
}
_DURATIONS = {
    DurationUnit.MINUTE: "minute",
    DurationUnit.HOUR: "hour",
    DurationUnit.DAY: "day",
    DurationUnit.WORKDAY: "working day",
    DurationUnit.WEEK: "week",
    DurationUnit.MONTH: "month",
    DurationUnit.YEAR: "year",
}
_PARTS = ((0, "at night"), (5, "in the morning"), (12, "in the afternoon"), (18, "in the evening"))


@lru_cache(maxsize=2048)
def cardinal(number: int) -> str:
    return str(num2words(number, lang="en")).replace(",", "")


@lru_cache(maxsize=512)
def ordinal(number: int) -> str:
    return str(num2words(number, lang="en", to="ordinal")).replace(",", "")


def spell(digits: str) -> str:
    return ENGLISH.spell_digits(digits)


def of_digits(digits: str) -> str:
    return cardinal(int(digits)) if len(digits) <= _LIMIT_DIGITS else spell(digits)


def whole(digits: str) -> str:
    """Say written digits; one that starts with a zero, or is long and not round, is a code and is spelled."""
    if (len(digits) > 1 and digits[0] == "0") or (len(digits) >= 7 and not digits.endswith("000")):
        return ", ".join(spell(digits[at : at + 3]) for at in range(0, len(digits), 3))
    return of_digits(digits)


def year(number: int) -> str:
    """Say a year: 1985 "nineteen eighty-five", 1905 "nineteen oh five", 2027 "twenty twenty-seven"."""
    century, rest = divmod(number, 100)
    if not (1100 <= number < 2000 or 2010 <= number < 2100):
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def say_number(value: Decimal) -> str:
    """Say a decimal exactly as it stands; raises ValueError for NaN and infinity."""
    if not value.is_finite():
        raise ValueError(f"value: {value} is no number that can be said; give a finite decimal such as 2.5")
    units, _, behind = format(value.copy_abs(), "f").partition(".")
    said = of_digits(units) + (f" point {spell(behind)}" if behind else "")
    return f"minus {said}" if value < 0 else said


def say_money(amount: Decimal, currency: str = "EUR") -> str:
    """Say an amount: 86.85 is "eighty-six euros and eighty-five cents", 0.50 "fifty cents".

    Raises ValueError for an unknown currency and for NaN or infinity.
    """
    currency_of(currency)
    if not amount.is_finite():
        raise ValueError(f"amount: {amount} is no amount of money; give a finite decimal such as 86.85")
    unit, units_name, part, parts_name = _CURRENCIES[currency]
    minus = "minus " if amount < 0 else ""
    units, _, behind = format(amount.copy_abs(), "f").partition(".")
    behind = behind.rstrip("0")
    if len(behind) > 2:
        return f"{minus}{of_digits(units)} point {spell(behind)} {units_name}"
    rest = int(behind.ljust(2, "0"))
    whole_part = f"{of_digits(units)} {unit if units.lstrip('0') == '1' else units_name}"
    rest_part = f"{cardinal(rest)} {part if rest == 1 else parts_name}"
    if not rest:
        return minus + whole_part
    if not units.strip("0"):
        return minus + rest_part
    return f"{minus}{whole_part} and {rest_part}"


def say_date(day: datetime.date) -> str:
    """Say a date: 2027-01-01 is "the first of January twenty twenty-seven"."""
    return f"the {ordinal(day.day)} of {MONTHS[day.month - 1]} {year(day.year)}"


def _part(hour: int) -> str:
    return [name for first, name in _PARTS if hour >= first][-1]


def clock(hour: int, minute: int) -> str:
    """Say hour 0-24 and minute: 13:30 is "half past one in the afternoon", 0:00 "midnight", 12:00 "noon"."""
    hour %= 24
    if not minute and hour in (0, 12):
        return "noon" if hour else "midnight"
    this, following = cardinal((hour - 1) % 12 + 1), cardinal(hour % 12 + 1)
    part = _part(hour)
    if minute == 0:
        return f"{this} o'clock {part}"
    if minute % 5:
        return f"{this} {'oh ' if minute < 10 else ''}{cardinal(minute)} {part}"
    if minute == 15:
        return f"quarter past {this} {part}"
    if minute == 45:
        return f"quarter to {following} {part}"
    if minute <= 30:
        return f"{'half' if minute == 30 else cardinal(minute)} past {this} {part}"
    return f"{cardinal(60 - minute)} to {following} {part}"


def say_time(value: datetime.time) -> str:
    """Say a time of day; seconds are added when there are any."""
    said = clock(value.hour, value.minute)
    if not value.second:
        return said
    return f"{said} and {cardinal(value.second)} {'second' if value.second == 1 else 'seconds'}"


def say_duration(amount: int, unit: str) -> str:
    """Say a duration: 5 workday is "five working days"; raises ValueError as the Dutch one does."""
    name = _DURATIONS[unit_of(amount, unit)]
    return f"{cardinal(amount)} {name}{'' if amount == 1 else 's'}"


def value_of(written: str) -> Decimal:
    """The value of a number in English text, where Dutch notation occurs too: "1,250.50", "1.250,50".

    A single sign with three digits behind it groups thousands when it is a comma: 1,250 and not 1.250.
    """
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        return Decimal(written.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", written):
        return Decimal(written.replace(".", "").replace(",", "."))
    return Decimal(written.replace(",", "."))


def say_written(written: str) -> str:
    """Say a number as written in English text."""
    return whole(written) if written.isdecimal() else say_number(value_of(written))
