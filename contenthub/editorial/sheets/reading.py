"""One row of a sheet on its way to a new value: what its cells ask for, and what cannot be right in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from contenthub.editorial.sheets import cells
from contenthub.editorial.sheets.columns import Line
from contenthub.editorial.sheets.known import Known
from contenthub.resolving.facts import FactValue
from contenthub.resolving.material import midnight, today
from contenthub.resolving.refusal import Refused

# A year with a digit too many is a slip.
_FURTHEST = dt.timedelta(days=3653)


class Reading(Struct):
    """One row on its way: which fact, and what its cells ask for. `asks` is false where nothing was filled in."""

    line: Line
    key: str
    row: str
    asks: bool
    begins: dt.datetime | None = None
    refusals: list[Refused] = []
    before: FactValue | None = None
    after: FactValue | None = None
    waits: bool = False
    ends: dt.datetime | None = None


def read(line: Line, known: Known, now: dt.datetime) -> Reading:
    key, row = known.place(line)
    reading = Reading(line, key, row, asks=not line.cell("new").empty or known.article_differs(line), refusals=[])
    if not reading.asks:
        return reading
    for check in (known.check_layer, known.check_key):
        try:
            check(line)
        except Refused as refused:
            reading.refusals.append(refused)
            return reading
    for cell in (line.cell("new"), line.cell("begins"), line.cell("article")):
        if cell.kind in ("formula", "error"):
            column = next(name for name, each in line.cells.items() if each is cell)
            reading.refusals.append(_no_formula(column, cell.text))
    if not reading.refusals:
        try:
            reading.begins = _begins(line, now)
        except Refused as refused:
            reading.refusals.append(refused)
        if not line.cell("new").empty:
            try:
                known.read_value(line)
            except Refused as refused:
                reading.refusals.append(refused)
    return reading


def _no_formula(column: str, text: str) -> Refused:
    return Refused(
        "FORMULA", column, "%(field)s: %(value)s is a formula; put the outcome itself in this cell", value=text
    )


def _begins(line: Line, now: dt.datetime) -> dt.datetime:
    cell = line.cell("begins")
    if cell.empty:
        raise Refused(
            "NO_DAY", "begins", "%(field)s: nothing is filled in; write from which day it holds, like 01-01-2027", value=""
        )
    day = cells.day(cell)
    if day > today(now) + _FURTHEST:
        raise Refused(
            "BAD_DAY",
            "begins",
            "%(field)s: %(value)s is not within ten years from now; write a day like 01-01-2027",
            value=day,
        )
    begins = midnight(day)
    if begins <= now:
        raise Refused(
            "DATED_BACK",
            "begins",
            "%(field)s: %(value)s has begun already, and nothing can be dated back; give %(first)s or later",
            value=day,
            first=today(now) + dt.timedelta(days=1),
        )
    return begins


def check_double(readings: Iterable[Reading]) -> None:
    """The same fact twice refuses every one of its rows: nobody can tell which one is meant."""
    asking = [reading for reading in readings if reading.asks and reading.key]
    times = Counter((reading.key, reading.row) for reading in asking)
    for reading in asking:
        if times[reading.key, reading.row] > 1:
            numbers = [r.line.number for r in asking if (r.key, r.row) == (reading.key, reading.row)]
            reading.refusals.append(
                Refused(
                    "DOUBLE_ROW",
                    "key",
                    "%(field)s: %(value)s is there more than once, in the rows %(rows)s; keep one of them",
                    value=f"{reading.key}.{reading.row}" if reading.row else reading.key,
                    rows=", ".join(map(str, numbers[:10])),
                )
            )


def one_day(group: list[Reading]) -> bool:
    """Whether all rows of this fact begin at once; a row that begins at another moment than the first is refused."""
    for reading in group[1:]:
        if reading.begins != group[0].begins:
            reading.refusals.append(
                Refused(
                    "OTHER_DAY",
                    "begins",
                    "%(field)s: %(value)s is another day than in row %(row)s of the same tariff; give all its rows one day",
                    value=reading.line.cell("begins").shown,
                    row=group[0].line.number,
                )
            )
    return all(reading.begins == group[0].begins for reading in group)


__all__ = ["Reading", "check_double", "one_day", "read"]
