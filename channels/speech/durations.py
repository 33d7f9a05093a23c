"""Dutch durations: terms such as "vijf werkdagen" and "één maand"."""

from __future__ import annotations

from channels.speech import numbers
from contenthub.vocabulary import DurationUnit

UNITS = {
    DurationUnit.MINUTE: ("minuut", "minuten"),
    DurationUnit.HOUR: ("uur", "uur"),
    DurationUnit.DAY: ("dag", "dagen"),
    DurationUnit.WORKDAY: ("werkdag", "werkdagen"),
    DurationUnit.WEEK: ("week", "weken"),
    DurationUnit.MONTH: ("maand", "maanden"),
    DurationUnit.YEAR: ("jaar", "jaar"),
}


def unit_of(amount: int, unit: str) -> DurationUnit:
    """The unit, after the check of both arguments.

    Raises ValueError for a negative amount and for an unknown unit.
    """
    if amount < 0:
        raise ValueError(f"amount: {amount} is no duration; give a whole number of 0 or more")
    try:
        return DurationUnit(unit)
    except ValueError:
        raise ValueError(f"unit: {unit!r} is no unit of time; use one of {', '.join(DurationUnit)}") from None


def say_duration(amount: int, unit: str) -> str:
    """Say a duration: 5 workday is "vijf werkdagen", 1 month "één maand".

    Raises ValueError for a negative amount and for an unknown unit.
    """
    one, more = UNITS[unit_of(amount, unit)]
    return f"{numbers.cardinal(amount)} {one if amount == 1 else more}"
