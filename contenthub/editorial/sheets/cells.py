"""What a cell means, by the type of the fact; and the other way about, for the template. Pure but for its wording.

Facts of types that do not fit in one cell (addresses, opening hours, texts in more languages) are absent here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from channels.phrases import duration_unit, month_name
from channels.voice.written import written_duration
from contenthub.editorial.sheets.columns import LANGUAGES, Cell
from contenthub.resolving.facts import Duration, FactValue, Money
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import DurationUnit, FactType

_THOUSANDS = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_DECIMAL = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,10})?")
_EUROS = re.compile(r"^(€|eur|euro)\s*|\s*(€|eur|euro)$", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NAMED = re.compile(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})", re.IGNORECASE)


def amount(cell: Cell) -> Decimal:
    """85,40 · € 85,40 · 85,- · 1.234,50 · 85.40. Refused: what is no amount in euros and whole cents."""
    found = _decimal(cell, re.sub(r",-+$", "", _EUROS.sub("", cell.text)))
    if found is None or found < 0 or found.as_tuple().exponent < -2:  # type: ignore[operator]
        raise Refused("BAD_CELL", "new", "%(field)s: %(value)s is no amount; write it like 85,40", value=cell.shown)
    return found


def number(cell: Cell) -> Decimal:
    """2,5 · 2.5 · 1.234,5. Refused: 1.234 as text, which is one number in Dutch and another in English."""
    found = _decimal(cell, cell.text)
    either = cell.kind == "text" and "," not in cell.text and _THOUSANDS.fullmatch(cell.text)
    if found is None or either:
        raise Refused("BAD_CELL", "new", "%(field)s: %(value)s is no number; write it like 2,5", value=cell.shown)
    return found


def day(cell: Cell, column: str = "begins") -> dt.date:
    """A cell with a date, 1-1-2027, 01/01/2027, 2027-01-01 or 1 januari 2027."""
    text = cell.text
    try:
        if cell.kind in ("text", "day"):
            if found := _ISO.fullmatch(text):
                return dt.date(*map(int, found.groups()))
            if found := _DAY.fullmatch(text):
                return dt.date(*map(int, reversed(found.groups())))
            if (found := _NAMED.fullmatch(text)) and (month := _month(found[2])):
                return dt.date(int(found[3]), month, int(found[1]))
    except ValueError:
        pass
    raise Refused("BAD_CELL", column, "%(field)s: %(value)s is no date; write it like 01-01-2027", value=cell.shown)


def words(cell: Cell) -> str:
    if cell.kind not in ("text", "number"):
        raise Refused("BAD_CELL", "new", "%(field)s: %(value)s is no text; make text of this cell", value=cell.shown)
    return cell.text


def duration(cell: Cell) -> tuple[int, DurationUnit]:
    figures, _space, name = cell.text.partition(" ")
    if cell.kind == "text" and figures.isascii() and figures.isdigit() and len(figures) < 6:
        for unit in DurationUnit:
            if name.strip().casefold() in {duration_unit(unit, n, language) for n in (1, 2) for language in LANGUAGES}:
                return int(figures), unit
    raise Refused(
        "BAD_CELL", "new", "%(field)s: %(value)s is no length of time; write it like 6 weken", value=cell.shown
    )


class Kind(Struct, frozen=True):
    """How one type of fact fits in a cell: `shown` for the template, `read` gives plain JSON upon the value before."""

    shown: Callable[[Any], Decimal | dt.date | str]
    read: Callable[[Cell, Any], Mapping[str, Any]]


def _same_currency(before: Money | None) -> str:
    return before.currency if before else "EUR"


def _read_duration(cell: Cell, before: Duration | None) -> Mapping[str, Any]:
    length, unit = duration(cell)
    return {"amount": length, "unit": unit.value}


KINDS: Mapping[FactType, Kind] = {
    FactType.MONEY: Kind(
        lambda value: value.amount,
        lambda cell, before: {"amount": amount(cell), "currency": _same_currency(before)},
    ),
    FactType.NUMBER: Kind(
        lambda value: value.value,
        lambda cell, before: {"value": number(cell), "unit": dict(before.unit) if before else {}},
    ),
    FactType.DURATION: Kind(lambda value: written_duration(value, "nl"), _read_duration),
    FactType.DATE: Kind(lambda value: value.date, lambda cell, before: {"date": day(cell, "new").isoformat()}),
    FactType.PHONE: Kind(lambda value: value.number, lambda cell, before: {"number": words(cell)}),
    FactType.EMAIL: Kind(lambda value: value.address, lambda cell, before: {"address": words(cell)}),
    FactType.URL: Kind(
        lambda value: value.url,
        lambda cell, before: {"url": words(cell), "label": dict(before.label) if before else {}},
    ),
}


def shown(value: FactValue) -> Decimal | dt.date | str:
    """The value as the template gives it; only for types in `KINDS`."""
    return KINDS[FactType(str(value.__struct_config__.tag))].shown(value)


def _decimal(cell: Cell, text: str) -> Decimal | None:
    """What a number cell holds; of text Dutch figures, or English ones without thousands."""
    if cell.kind not in ("text", "number"):
        return None
    text = text.replace(" ", "")
    if cell.kind == "text" and _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return Decimal(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def _month(name: str) -> int | None:
    names = {month_name(month, language).casefold(): month for month in range(1, 13) for language in LANGUAGES}
    return names.get(name.casefold())


__all__ = ["KINDS", "amount", "day", "duration", "number", "shown", "words"]
