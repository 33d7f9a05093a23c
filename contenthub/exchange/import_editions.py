"""Editions of an export, with their past or as they are from now on.

Where this hub has never answered for these municipalities, history comes with its own moments. Where it has, nothing
may change of what it said: then only what is in force and what is still to come is brought, recorded now. Municipalities
that came just before with another organisation of that same hub count as never answered for, until somebody asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from django.db.models import Min

from contenthub.actions.append import By, append
from contenthub.actions.bring_editions import VERB, bring_editions
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.import_pages import Ids
from contenthub.exchange.import_reading import Export, series_of
from contenthub.models import AuditRow, Edition, Municipality, StoredAnswer
from contenthub.models.edition import EditionQuerySet
from contenthub.resolving.editions import EditionRow, Series, content_hash, in_force, standing
from contenthub.vocabulary import EditionKind, EditionState

IMPORTER = "import_export"
_BATCH = 100
_Number = tuple[Series, int]


class Editions:
    """What is to be brought; `with_history` says which of the two ways it is. Changes nothing until `bring`."""

    def __init__(self, export: Export, now: dt.datetime) -> None:
        self._export, self._now = export, now
        self._here = {_identity(row) for row in _towns().filter(subject__in=export.codes)}
        self.with_history = not self._answered_before()

    def bring(self, pages: Ids, as_here: frozenset[str], by: By) -> None:
        """Append them all. Where this hub has answered, a municipality is told further: with the details of the export,
        or for those `as_here` with our own, to which this organisation is added.
        """
        if self.with_history:
            known = {(series, number) for series, number, *_ in self._here}
            coming = (row for row in self._export.editions() if (series_of(row), row.number) not in known)
        else:
            chosen = self._of_now()
            bring_editions([self._beginning(series) for series in sorted(_headless(chosen))], by=by)
            coming = (row for row in self._export.editions() if (series_of(row), row.number) in chosen)
        while group := list(islice(coming, _BATCH)):
            told_further = [row for row in group if _is_town(row) and not self.with_history]
            whole = [row for row in group if not _is_town(row) or self.with_history]
            bring_editions([self._edition(row, pages) for row in whole], by=by)
            for row in told_further:
                if row.subject not in as_here:
                    self._tell_further(row, by)
            self._export.counts["editions.jsonl"] += len(group)
        if not self.with_history:
            for town in Municipality.objects.filter(pk__in=as_here).order_by("pk"):
                publish_municipality(town, by=by)

    def _answered_before(self) -> bool:
        if not self._export.owner:
            # A library that comes later than the municipalities would change what was said for them.
            return _towns().exists()
        if not self._here:
            return False
        theirs = {_identity(row) for row in self._export.editions() if _is_town(row)}
        brought = AuditRow.objects.filter(verb=VERB, kind=EditionKind.MUNICIPALITY, subject__in=self._export.codes)
        since = brought.aggregate(first=Min("at"))["first"]
        kept = StoredAnswer.objects.filter(municipality__in=self._export.codes)
        return since is None or not self._here <= theirs or kept.filter(stored_at__gt=since).exists()

    def _of_now(self) -> set[_Number]:
        """Per series what is in force there now, and what is still to come."""
        chosen: set[_Number] = set()
        for series, rows in _by_series(self._export.editions()).items():
            holds = in_force(rows, self._now)
            ahead = [row for row in standing(rows) if row.valid_from > self._now]
            chosen |= {(series, row.number) for row in ([holds] if holds else []) + ahead}
        return chosen

    def _edition(self, row: shapes.EditionRecord, pages: Ids) -> Edition:
        here = pages.get(row.page) if row.page is not None else None
        return Edition(
            **series_of(row)._asdict(),
            number=row.number,
            slug=getattr(self._export.content(row), "slug", ""),
            state=row.state,
            content=row.content,
            content_hash=row.content_hash,
            valid_from=row.valid_from if self.with_history else max(row.valid_from, self._now),
            recorded_at=row.recorded_at if self.with_history else self._now,
            cancels=row.cancels,
            published_by=row.published_by,
            page=here.page if here else None,
            revision=here.revision if here and row.live else None,
            note=row.note,
        )

    def _beginning(self, series: Series) -> Edition:
        """What stands first in a series that comes without its past, and never counts: it voids itself. A series is
        looked up from its first row, and references tell the numbers that the others had."""
        return Edition(
            **series._asdict(),
            number=1,
            state=EditionState.CANCELLED,
            content={},
            content_hash=content_hash({}),
            valid_from=self._now,
            recorded_at=self._now,
            cancels=1,
        )

    def _tell_further(self, row: shapes.EditionRecord, by: By) -> None:
        """A municipality's details as this organisation keeps them, after those that this hub has told until now."""
        if row.state == EditionState.PUBLISHED:
            begins = row.valid_from if row.valid_from > self._now else None
            content = self._export.content(row)
            append(series_of(row), content, verb=IMPORTER, by=by, valid_from=begins, unless_same=True)


def _towns() -> EditionQuerySet:
    return Edition.objects.filter(kind=EditionKind.MUNICIPALITY)


def _headless(chosen: set[_Number]) -> set[Series]:
    """Series of which the first row does not come; a municipality is told further in the series that it has here."""
    return {series for series, _ in chosen if (series, 1) not in chosen and series.kind != EditionKind.MUNICIPALITY}


def _is_town(row: shapes.EditionRecord) -> bool:
    return row.kind == EditionKind.MUNICIPALITY


def _identity(row: Edition | shapes.EditionRecord) -> tuple[Series, int, str, dt.datetime, dt.datetime]:
    series = row.series if isinstance(row, Edition) else series_of(row)
    return series, row.number, row.content_hash, row.valid_from, row.recorded_at


def _by_series(rows: Iterable[shapes.EditionRecord]) -> dict[Series, list[EditionRow]]:
    """As the resolver sees them, without their contents."""
    found: dict[Series, list[EditionRow]] = {}
    for row in rows:
        light = EditionRow(
            id=0,
            series=series_of(row),
            number=row.number,
            state=row.state,
            content=None,
            content_hash="",
            valid_from=row.valid_from,
            recorded_at=row.recorded_at,
            cancels=row.cancels,
        )
        found.setdefault(light.series, []).append(light)
    return found
