"""From the rows of a sheet to what would be published: per row what becomes of it, per fact one new value. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils import timezone
from msgspec import Struct

from contenthub.actions.check_values import Beside, check_value
from contenthub.actions.publish_fact import NewValue
from contenthub.editorial.nouns.layers import Layer
from contenthub.editorial.sheets import cells
from contenthub.editorial.sheets.columns import Line
from contenthub.editorial.sheets.known import Known
from contenthub.resolving.editions import Series, content_hash, plain
from contenthub.resolving.facts import FactDefinition, FactValue, Money, Tariff, TariffRow, parse_value
from contenthub.resolving.material import midnight, today
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, FactType

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
# A year with a digit too many is a slip.
_FURTHEST = dt.timedelta(days=3653)


class Outcome(Struct, frozen=True):
    """What becomes of one row: `before` and `after` are values as facts have them, one row of a tariff as money.

    `before` is what would hold on that day without this sheet; `waits` says that it has not begun yet. `ends` is when a
    value that waits already takes over.
    """

    line: Line
    key: str
    row: str
    status: str
    label: str = ""
    begins: dt.datetime | None = None
    before: FactValue | None = None
    after: FactValue | None = None
    article: str = ""
    waits: bool = False
    ends: dt.datetime | None = None
    refusals: tuple[Refused, ...] = ()


class Plan(Struct, frozen=True):
    """`values` is what would be published; it is empty where a row is refused."""

    outcomes: tuple[Outcome, ...]
    values: tuple[NewValue, ...]

    def count(self, status: str) -> int:
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def may(self) -> bool:
        return bool(self.values) and not self.count(REFUSED)

    def digest(self) -> str:
        """Tells two plans apart that would write something else, or say something else of what is there."""
        told = [
            [
                *(each.line.number, each.key, each.row, each.status, each.before, each.after, each.waits, each.ends),
                [str(refused) for refused in each.refusals],
            ]
            for each in self.outcomes
        ]
        return content_hash([told, [plain(value) for value in self.values]])


class _Reading(Struct):
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


def plan(lines: Iterable[Line], layer: Layer, now: dt.datetime | None = None) -> Plan:
    """What publishing these rows for this layer would do. The number of queries grows with the days named alone."""
    now = now or timezone.now()
    given = list(lines)
    known = Known(given, layer, now)
    readings = [_read(line, known, now) for line in given]
    _check_double(readings)
    groups: dict[str, list[_Reading]] = {}
    for reading in readings:
        if reading.asks and not reading.refusals:
            groups.setdefault(reading.key, []).append(reading)
    whole = {key: group for key, group in groups.items() if _one_day(group)}
    beside = {
        begins: Beside([key for key, group in whole.items() if group[0].begins == begins], begins)
        for begins in {group[0].begins for group in whole.values()}
        if begins is not None
    }
    values = []
    for key, group in whole.items():
        begins = group[0].begins
        assert begins is not None
        made = _value(known.definitions[key], group, layer, beside[begins], now)
        if made is not None:
            values.append(NewValue(key, made, begins))
    outcomes = tuple(_outcome(reading, known) for reading in readings)
    refused = any(outcome.status == REFUSED for outcome in outcomes)
    return Plan(outcomes, () if refused else tuple(values))


def _read(line: Line, known: Known, now: dt.datetime) -> _Reading:
    key, row = known.place(line)
    reading = _Reading(line, key, row, asks=not line.cell("new").empty or known.article_differs(line), refusals=[])
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


def _check_double(readings: Iterable[_Reading]) -> None:
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


def _one_day(group: list[_Reading]) -> bool:
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


def _value(
    definition: FactDefinition, group: list[_Reading], layer: Layer, beside: Beside, now: dt.datetime
) -> Mapping[str, Any] | None:
    """The new value of one fact as plain JSON; None where it is refused, or what holds then already."""
    series = Series(EditionKind.FACT_VALUE, definition.key, layer.organisation, layer.municipality)
    own, begun, ends = beside.holding(series), beside.begun_at(series), beside.ends_at(series)
    for reading in group:
        reading.waits, reading.ends = own is not None and begun is not None and begun > now, ends
    try:
        if definition.type == FactType.TARIFF:
            made = _tariff(group, own, own or _below(beside, series))
        else:
            made = _single(definition, group[0], own, own or _below(beside, series))
        parsed = parse_value(definition.type, made, definition.key)
        if parsed == own:
            return None
        check_value(definition, series, parsed, beside.since, beside)
    except Refused as refused:
        # One row of a tariff may be to blame; else all of them are.
        blamed = [reading for reading in group if refused.field == f"{definition.key}.{reading.row}"] or group
        for reading in blamed:
            reading.refusals.append(refused)
        return None
    return made


def _below(beside: Beside, series: Series) -> FactValue | None:
    """What holds now where this layer has no value of its own: rows and units are taken over from it."""
    steps = [Series(series.kind, series.subject, series.organisation)] if series.municipality else []
    steps += [Series(series.kind, series.subject)] if series.organisation else []
    return next((value for step in steps if (value := beside.holding(step)) is not None), None)


def _single(
    definition: FactDefinition, reading: _Reading, own: FactValue | None, like: FactValue | None
) -> Mapping[str, Any]:
    made = cells.KINDS[definition.type].read(reading.line.cell("new"), like)
    reading.before, reading.after = own, parse_value(definition.type, made, definition.key)
    return made


def _tariff(group: list[_Reading], own: FactValue | None, base: FactValue | None) -> Mapping[str, Any]:
    if not isinstance(base, Tariff):
        raise Refused(
            "NO_TARIFF",
            "key",
            "%(field)s: %(value)s has no rows on that day; give it a first value on its own page",
            value=group[0].key,
        )
    wanted = {reading.row: reading for reading in group}
    missing = wanted.keys() - {row.key for row in base.rows}
    for key in missing:
        wanted[key].refusals.append(
            Refused(
                "UNKNOWN_ROW",
                "row",
                "%(field)s: %(value)s is no row of %(tariff)s; it has %(known)s. You add a row on the page of the fact",
                value=key,
                tariff=group[0].key,
                known=", ".join(row.key for row in base.rows),
            )
        )
    rows = tuple(_row(row, wanted[row.key], own, base) if row.key in wanted else row for row in base.rows)
    return {"rows": [plain(row) for row in rows], "currency": base.currency}


def _row(row: TariffRow, reading: _Reading, own: FactValue | None, base: Tariff) -> TariffRow:
    cell, article = reading.line.cell("new"), reading.line.text("article")
    new = msgspec.structs.replace(
        row, amount=row.amount if cell.empty else cells.amount(cell), article=article or row.article
    )
    reading.before = Money(amount=row.amount, currency=base.currency) if own is not None else None
    reading.after = Money(amount=new.amount, currency=base.currency)
    return new


def _outcome(reading: _Reading, known: Known) -> Outcome:
    status = UNCHANGED
    if reading.refusals:
        status = REFUSED
    elif reading.asks and reading.before is None:
        status = NEW
    elif reading.asks and (reading.before != reading.after or known.article_differs(reading.line)):
        status = CHANGED
    return Outcome(
        line=reading.line,
        key=reading.key,
        row=reading.row,
        status=status,
        label=known.label(reading.key),
        begins=reading.begins if reading.asks else None,
        before=reading.before,
        after=reading.after,
        article=reading.line.text("article") if known.article_differs(reading.line) else "",
        waits=reading.waits,
        ends=reading.ends,
        refusals=tuple(reading.refusals),
    )


__all__ = ["CHANGED", "NEW", "REFUSED", "UNCHANGED", "Outcome", "Plan", "plan"]
