"""Which generic edition a local text was based on: what tells later that the source has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

import msgspec
from django.db.models import Q
from msgspec import Struct

from contenthub.actions.page_content import Content
from contenthub.models import Edition
from contenthub.resolving.content import ItemContent, LocalContent, LocalLifeEventContent, LocalSection, Section
from contenthub.resolving.drift import drifted
from contenthub.resolving.editions import EditionRow, Series
from contenthub.vocabulary import EditionKind, EditionState, SectionKind

_Based = TypeVar("_Based", LocalSection, LocalLifeEventContent)


def based_on_now(content: Content, series: Series, moment: dt.datetime) -> Content:
    """Fill in what the editor left at 0: the number of before where nothing else changed, else the number of now."""
    if not isinstance(content, (LocalContent, LocalLifeEventContent)):
        return content
    row = generic_row(series, moment)
    return _based(content, _before(series, moment), row.number if row else 0)


def _based(content: LocalContent | LocalLifeEventContent, before: object, number: int) -> LocalContent | LocalLifeEventContent:
    if isinstance(content, LocalLifeEventContent):
        earlier = before if isinstance(before, LocalLifeEventContent) else None
        introduction = content.introduction
        if introduction is not None:
            introduction = _kept(introduction, earlier.introduction if earlier else None, number)
            content = msgspec.structs.replace(content, introduction=introduction)
        return _kept(content, earlier, number)
    sections = before.sections if isinstance(before, LocalContent) else {}
    return msgspec.structs.replace(
        content,
        sections={kind: _kept(section, sections.get(kind), number) for kind, section in content.sections.items()},
    )


def _kept(now: _Based, before: _Based | None, number: int) -> _Based:
    if now.based_on:
        return now
    if before is not None and msgspec.structs.replace(before, based_on=0) == now:
        return before
    return msgspec.structs.replace(now, based_on=number)


class Drifted(Struct, frozen=True):
    """A generic section as it was when an organisation made its own version, and as it is now; None where it was not there."""

    before: Section | None
    now: Section | None


def drift(content: LocalContent, row: EditionRow | None, series: Series, moment: dt.datetime) -> dict[SectionKind, Drifted]:
    """Where the generic text means something else than what this local version was based on; `content` may be a draft.

    `row` is the generic text in force, as `generic_row` finds it for this series and moment.
    """
    if row is None or not isinstance(row.content, ItemContent):
        return {}
    based = _based(content, _before(series, moment), row.number)
    assert isinstance(based, LocalContent)
    numbers = {section.based_on for section in based.sections.values()} - {row.number}
    earlier = Edition.objects.filter(
        kind=series.kind, subject=series.subject, organisation="", language=row.series.language, number__in=numbers
    )
    before = {each.number: each.content for each in earlier.rows() if isinstance(each.content, ItemContent)}
    return {
        kind: Drifted(before[based.sections[kind].based_on].sections.get(kind), row.content.sections.get(kind))
        for kind in drifted(based, before, row.content)
    }


def drifting(editions: Iterable[EditionRow], moment: dt.datetime) -> dict[int, tuple[SectionKind, ...]]:
    """The same for many local versions in force, in two queries: by the row's id, those of which a section has drifted."""
    local = {row.id: row for row in editions if isinstance(row.content, LocalContent) and row.content.sections}
    if not local:
        return {}
    generic = Edition.objects.filter(
        kind__in=[EditionKind.ITEM], subject__in={row.series.subject for row in local.values()}, organisation=""
    )
    now: dict[str, list[EditionRow]] = {}
    for row in generic.in_force(moment).rows():
        if row.state == EditionState.PUBLISHED and isinstance(row.content, ItemContent):
            now.setdefault(row.series.subject, []).append(row)
    current = {
        key: min(rows, key=lambda each, of=row.series: _preferred(each, of))  # type: ignore[misc]
        for key, row in local.items()
        if (rows := now.get(row.series.subject))
    }
    wanted = Q(pk__in=[])
    for key, row in current.items():
        numbers = {section.based_on for section in local[key].content.sections.values()} - {row.number}
        wanted |= Q(subject=row.series.subject, language=row.series.language, number__in=numbers)
    before: dict[tuple[str, str], dict[int, ItemContent]] = {}
    for row in Edition.objects.filter(wanted, kind=EditionKind.ITEM, organisation="").rows() if current else ():
        if isinstance(row.content, ItemContent):
            before.setdefault((row.series.subject, row.series.language), {})[row.number] = row.content
    found = {
        key: drifted(local[key].content, before.get((row.series.subject, row.series.language), {}), row.content)
        for key, row in current.items()
    }
    return {key: kinds for key, kinds in found.items() if kinds}


def generic_row(series: Series, moment: dt.datetime) -> EditionRow | None:
    """The library's edition of this subject, in the series' language or else in any, Dutch first."""
    rows = Edition.objects.filter(kind=series.kind, subject=series.subject, organisation="").in_force(moment).rows()
    published = [row for row in rows if row.state == EditionState.PUBLISHED]
    return min(published, key=lambda row: _preferred(row, series), default=None)


def _preferred(row: EditionRow, series: Series) -> tuple[bool, bool, str]:
    """The series' language first, then Dutch."""
    return row.series.language != series.language, row.series.language != "nl", row.series.language


def _before(series: Series, moment: dt.datetime) -> object:
    row = Edition.objects.holding(series, moment)
    return row.row().content if row else None
