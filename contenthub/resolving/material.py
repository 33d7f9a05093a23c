"""What the resolver is given: rows that somebody else has loaded, grouped so that every question is a look-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from contenthub.resolving.conditions import PersonFactDefinition
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.editions import EditionRow, Series, in_force, next_switch
from contenthub.vocabulary import EditionKind

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Town(Struct, frozen=True):
    """A municipality as it answers at a moment.

    `asked` is the code asked for. Where it has ended, `contact` is its successor, and `texts_of` its own code while
    the successor lets its old local texts stand, the successor's after that.
    """

    asked: MunicipalityContent
    contact: MunicipalityContent
    texts_of: MunicipalityContent
    content_hashes: tuple[str, ...] = ()
    next_change: dt.datetime | None = None


class Material(Struct, frozen=True):
    """Rows by series, for one municipality; it may hold the material of many items."""

    town: Town
    series: Mapping[Series, list[EditionRow]]
    by_subject: Mapping[tuple[EditionKind, str], list[Series]]
    declared: Mapping[str, PersonFactDefinition]

    def row(self, series: Series, moment: dt.datetime) -> EditionRow | None:
        return in_force(self.series.get(series, ()), moment)

    def switch(self, series: Series, moment: dt.datetime) -> dt.datetime | None:
        return next_switch(self.series.get(series, ()), moment)

    def of(self, kind: EditionKind, subject: str) -> list[Series]:
        """Every series of this subject that may speak here, in every language."""
        return self.by_subject.get((kind, subject), [])

    def subjects(self, kind: EditionKind) -> list[str]:
        return [subject for of_kind, subject in self.by_subject if of_kind == kind]


def gather(town: Town, rows: Iterable[EditionRow], declared: Mapping[str, PersonFactDefinition]) -> Material:
    """Material from rows in any order; rows of writers who may not speak here are left out."""
    texts = town.texts_of
    scopes = {("", "")} | {(writer, code) for writer in texts.organisations for code in ("", texts.code)}
    series: dict[Series, list[EditionRow]] = {}
    by_subject: dict[tuple[EditionKind, str], list[Series]] = {}
    for row in rows:
        if (row.series.organisation, row.series.municipality) not in scopes:
            continue
        if row.series not in series:
            by_subject.setdefault((row.series.kind, row.series.subject), []).append(row.series)
        series.setdefault(row.series, []).append(row)
    return Material(town=town, series=series, by_subject=by_subject, declared=declared)


def supposing(material: Material, rows: Iterable[EditionRow], keep: Callable[[EditionRow], bool]) -> Material:
    """The same material as if these rows had been added to it, and without the rows that `keep` refuses."""
    there = (row for series in material.series.values() for row in series if keep(row))
    return gather(material.town, [*there, *rows], material.declared)


def today(moment: dt.datetime) -> dt.date:
    """The calendar day in the Netherlands at this moment."""
    return moment.astimezone(AMSTERDAM).date()


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=AMSTERDAM)


def earliest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
