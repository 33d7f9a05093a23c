"""Which published texts would lose a value of a fact: asked before a value is ended or cancelled. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import TextField
from django.db.models.functions import Cast
from msgspec import Struct

from contenthub.actions.check_facts import HeldFacts, writers_of
from contenthub.actions.check_page import fact_uses
from contenthub.actions.find_gaps import speaks_for, taken_away
from contenthub.models import Edition, Municipality
from contenthub.resolving.content import LocalContent, LocalLifeEventContent
from contenthub.resolving.editions import EditionRow, Series
from contenthub.vocabulary import PAGE_KINDS, EditionState


class TextUse(Struct, frozen=True):
    """A published text that refers to a fact: where, by which key, and for which municipalities."""

    subject: str
    title: str
    language: str
    organisation: str
    place: str
    key: str
    municipalities: tuple[str, ...]


def texts_losing(series: Series, moment: dt.datetime) -> list[TextUse]:
    """The texts that have a value now and would have none at `moment` without the value of this series.

    Counted are the texts in force at that moment, and those that begin before the next value of the series does. A
    generic text does not count where a local one stands in its place.
    """
    held = HeldFacts(moment, {series.subject})
    without = held.without(series)
    codes = reached_by(series)
    writers = writers_of(codes)
    lost = {
        (key, code)
        for code in codes
        for key in held.keys_of(series.subject)
        if held.has(key, writers.get(code, []), code) and not without.has(key, writers.get(code, []), code)
    }
    if not lost:
        return []
    return _uses(series.subject, moment, writers, lost, _next_value(series, moment))


def texts_naming(key: str, municipality: str, moment: dt.datetime) -> list[TextUse]:
    """The texts that say this fact to a municipality at `moment`, whatever its value is."""
    return _uses(key, moment, writers_of([municipality]), {(key, municipality)}, None)


def _uses(
    key: str,
    moment: dt.datetime,
    writers: dict[str, list[str]],
    lost: set[tuple[str, str]],
    until: dt.datetime | None,
) -> list[TextUse]:
    around = Edition.objects.filter(kind__in=PAGE_KINDS).around(moment).values("pk")
    standing = Edition.objects.filter(pk__in=around, state=EditionState.PUBLISHED)
    if until is not None:
        standing = standing.filter(valid_from__lt=until)
    naming = standing.annotate(text=Cast("content", TextField())).filter(text__contains=key)
    rows = naming.order_by("subject", "language", "organisation", "municipality", "number").rows()
    subjects = {row.series.subject for row in rows}
    beside = (
        Edition.objects.filter(kind__in=PAGE_KINDS, subject__in=subjects).in_force(moment).rows() if subjects else []
    )
    titles = {
        (row.series.subject, row.series.language): row.content.title for row in beside if hasattr(row.content, "title")
    }
    codes = sorted({code for _key, code in lost})
    gone = {code: _gone(beside, code, writers.get(code, [])) for code in codes}
    found = []
    for row in rows:
        for place, used in _places(row, key):
            here = tuple(
                code
                for code in codes
                if (used, code) in lost
                and speaks_for(row, code, writers.get(code, []))
                and not _replaced(row, place, gone[code])
            )
            if here:
                where = row.series
                own = getattr(row.content, "title", "") or titles.get((where.subject, where.language))
                title = own or titles.get((where.subject, "nl")) or where.subject
                found.append(TextUse(where.subject, title, where.language, where.organisation, place, used, here))
    return list(dict.fromkeys(found))


def _places(row: EditionRow, key: str) -> Iterator[tuple[str, str]]:
    for use in fact_uses(row.content):
        if use.key == key or use.key.rpartition(".")[0] == key:
            yield use.place, use.key


def _gone(rows: Iterable[EditionRow], code: str, writers: list[str]) -> set[tuple[str, str, str]]:
    return set(taken_away([row for row in rows if speaks_for(row, code, writers)], writers))


def _replaced(row: EditionRow, place: str, gone: set[tuple[str, str, str]]) -> bool:
    if isinstance(row.content, (LocalContent, LocalLifeEventContent)):
        return False
    where = (row.series.subject, row.series.language)
    return any((*where, part) in gone for part in ("", place, place.partition(".")[0]))


def reached_by(series: Series) -> list[str]:
    """The municipalities that may be answered with a value of this series."""
    if series.municipality:
        return [series.municipality]
    towns = Municipality.objects.filter(organisations__isnull=False, ends_on=None)
    if series.organisation:
        towns = Municipality.objects.filter(organisations=series.organisation)
    return list(towns.order_by("pk").distinct().values_list("pk", flat=True))


def _next_value(series: Series, moment: dt.datetime) -> dt.datetime | None:
    later = Edition.objects.waiting(series, moment).exclude(state=EditionState.ENDED).order_by("valid_from").first()
    return later.valid_from if later else None


__all__ = ["TextUse", "reached_by", "texts_losing", "texts_naming"]
