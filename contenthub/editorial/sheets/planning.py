"""From the rows of a sheet to what would be published: per row what becomes of it, per fact one new value. Reads only."""

from __future__ import annotations

import datetime as dt
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
from contenthub.editorial.sheets.reading import Reading, check_double, one_day, read
from contenthub.resolving.editions import Series, content_hash, plain
from contenthub.resolving.facts import FactDefinition, FactValue, Money, Tariff, TariffRow, parse_value
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, FactType

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


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


def plan(lines: Iterable[Line], layer: Layer, now: dt.datetime | None = None) -> Plan:
    """What publishing these rows for this layer would do. The number of queries grows with the days named alone."""
    now = now or timezone.now()
    given = list(lines)
    known = Known(given, layer, now)
    readings = [read(line, known, now) for line in given]
    check_double(readings)
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.asks and not reading.refusals:
            groups.setdefault(reading.key, []).append(reading)
    whole = {key: group for key, group in groups.items() if one_day(group)}
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


def _value(
    definition: FactDefinition, group: list[Reading], layer: Layer, beside: Beside, now: dt.datetime
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
    definition: FactDefinition, reading: Reading, own: FactValue | None, like: FactValue | None
) -> Mapping[str, Any]:
    made = cells.KINDS[definition.type].read(reading.line.cell("new"), like)
    reading.before, reading.after = own, parse_value(definition.type, made, definition.key)
    return made


def _tariff(group: list[Reading], own: FactValue | None, base: FactValue | None) -> Mapping[str, Any]:
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


def _row(row: TariffRow, reading: Reading, own: FactValue | None, base: Tariff) -> TariffRow:
    cell, article = reading.line.cell("new"), reading.line.text("article")
    new = msgspec.structs.replace(
        row, amount=row.amount if cell.empty else cells.amount(cell), article=article or row.article
    )
    reading.before = Money(amount=row.amount, currency=base.currency) if own is not None else None
    reading.after = Money(amount=new.amount, currency=base.currency)
    return new


def _outcome(reading: Reading, known: Known) -> Outcome:
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
