"""Whether a new value of a fact fits the values beside it, for as long as it will hold: maxima, currency, rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone
from msgspec import Struct

from contenthub.models import Edition
from contenthub.resolving.editions import Series
from contenthub.resolving.facts import FactDefinition, FactValue, Money, Tariff, above_maximum
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState

_EVER = dt.datetime.max.replace(tzinfo=dt.UTC)


class _Span(Struct, frozen=True):
    """A value and the time for which it has the word in its series."""

    series: Series
    value: FactValue
    begins: dt.datetime
    ends: dt.datetime

    def meets(self, other: _Span) -> bool:
        return max(self.begins, other.begins) < min(self.ends, other.ends)


class Beside:
    """The values of these facts from a moment on, at every layer: what a new value is held against. One query."""

    def __init__(self, keys: Iterable[str], since: dt.datetime) -> None:
        self.since = since
        self._rows: dict[str, dict[Series, list[Edition]]] = {}
        around = Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject__in=set(keys)).around(since)
        for row in around.order_by("valid_from", "number"):
            self._rows.setdefault(row.subject, {}).setdefault(row.series, []).append(row)

    def spans(self, key: str) -> dict[Series, list[_Span]]:
        """Per series the value in force at that moment and each later one, with until when it holds."""
        return {series: list(_in_turn(rows)) for series, rows in self._rows.get(key, {}).items()}

    def next_of(self, series: Series) -> dt.datetime:
        """When the next row of its own series takes over, be it an end."""
        return self.ends_at(series) or _EVER

    def ends_at(self, series: Series) -> dt.datetime | None:
        rows = self._rows.get(series.subject, {}).get(series, ())
        return next((row.valid_from for row in rows if row.valid_from > self.since), None)

    def begun_at(self, series: Series) -> dt.datetime | None:
        """Since when what one layer says at that moment holds."""
        rows = self._rows.get(series.subject, {}).get(series, ())
        return next((row.valid_from for row in reversed(rows) if row.valid_from <= self.since), None)

    def holding(self, series: Series) -> FactValue | None:
        """The value of one layer at that moment."""
        rows = self._rows.get(series.subject, {}).get(series, ())
        begun = [row for row in rows if row.valid_from <= self.since]
        return begun[-1].row().content.value if begun and begun[-1].state != EditionState.ENDED else None


def check_value(
    definition: FactDefinition, series: Series, value: FactValue, moment: dt.datetime, beside: Beside | None = None
) -> None:
    """Refuse a value that at any time from `moment` on does not fit.

    A local value is held against each generic one that it meets, a generic value against each local one: the currency
    must be the same, and where the generic amount is a maximum, no local one is above it. A local tariff must have
    the rows that the generic one has when it begins. `beside` is what is there from `moment` on, where it was loaded
    for many facts at once.
    """
    beside = beside or Beside([definition.key], moment)
    new = _Span(series, value, moment, beside.next_of(series))
    for other, spans in beside.spans(definition.key).items():
        if bool(other.organisation) == bool(series.organisation):
            continue
        for span in filter(new.meets, spans):
            local, generic = (new, span) if series.organisation else (span, new)
            _check_currency(definition.key, local, generic)
            _check_below(definition, local, generic, theirs=not series.organisation)
            if series.organisation and span.begins <= moment:
                _check_rows(definition.key, generic.value, local.value)


def check_maximum_begins(definition: FactDefinition) -> None:
    """Refuse to make a maximum of a generic value that local values are above already, or will be."""
    spans = Beside([definition.key], timezone.now()).spans(definition.key)
    generics = spans.get(Series(EditionKind.FACT_VALUE, definition.key), [])
    for series, beside in spans.items():
        for local in beside if series.organisation else ():
            for generic in filter(local.meets, generics):
                _check_below(definition, local, generic, theirs=True)


def _in_turn(rows: list[Edition]) -> Iterator[_Span]:
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if row.state != EditionState.ENDED:
            yield _Span(row.series, row.row().content.value, row.valid_from, after.valid_from if after else _EVER)


def _check_currency(key: str, local: _Span, generic: _Span) -> None:
    theirs, ours = local.value, generic.value
    if not isinstance(theirs, (Money, Tariff)) or not isinstance(ours, (Money, Tariff)):
        return
    if theirs.currency != ours.currency:
        raise Refused(
            "OTHER_CURRENCY",
            key,
            "%(field)s: %(value)s cannot stand beside the generic amount in %(wanted)s; give both in one currency",
            value=theirs.currency,
            wanted=ours.currency,
        )


def _check_below(definition: FactDefinition, local: _Span, generic: _Span, *, theirs: bool) -> None:
    row = above_maximum(generic.value, local.value) if definition.maximum else None
    if row is None:
        return
    field = f"{definition.key}.{row}" if row else definition.key
    if theirs:
        raise Refused(
            "ABOVE_MAXIMUM",
            field,
            "%(field)s: %(value)s gives a higher amount than this maximum; have that lowered first",
            value=local.series.municipality or local.series.organisation,
        )
    raise Refused(
        "ABOVE_MAXIMUM",
        field,
        "%(field)s: the amount is above the legal maximum; give at most the generic amount",
        value=field,
    )


def _check_rows(key: str, generic: FactValue, local: FactValue) -> None:
    if not isinstance(generic, Tariff) or not isinstance(local, Tariff):
        return
    missing = {row.key for row in generic.rows} - {row.key for row in local.rows}
    if missing:
        raise Refused(
            "TARIFF_ROW_MISSING",
            key,
            "%(field)s: the rows %(value)s are missing; texts refer to them",
            value=", ".join(sorted(missing)),
        )


__all__ = ["Beside", "check_maximum_begins", "check_value"]
