"""The sections that cite a regulation: in texts in force, and in texts that wait for their moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from msgspec import Struct

from contenthub.actions.law_changes import regulation_of
from contenthub.models import Edition, LawChange, LawLook, Organisation
from contenthub.models.blocks.sections import KIND_LABELS
from contenthub.resolving.content import ItemContent, LegalSource, LocalContent
from contenthub.resolving.editions import EditionRow
from contenthub.vocabulary import EditionKind, EditionState, SectionKind


class Cited(Struct, frozen=True):
    """One section of one text that cites a regulation; `look` is who has looked at the change, None while nobody has."""

    subject: str
    organisation: str
    section: SectionKind
    title: str
    writer: str
    source: LegalSource
    page: int | None
    published_at: dt.datetime
    look: LawLook | None = None

    @property
    def section_title(self) -> Any:
        return KIND_LABELS[self.section]


def cited_by(change: LawChange, organisations: Iterable[str], moment: dt.datetime) -> list[Cited]:
    """Sections of the texts of these organisations that cite what changes, those that wait first, by title; "" is the library."""
    return cited([change], organisations, moment).get(change.pk, [])


def cited(changes: Iterable[LawChange], organisations: Iterable[str], moment: dt.datetime) -> dict[int, list[Cited]]:
    """The same for many changes, by key; five queries, however many there are."""
    changes = list(changes)
    rows = _naming(changes, organisations, moment)
    looks = {(look.change_id, look.subject, look.organisation, look.section): look
             for look in LawLook.objects.filter(change__in=changes)}
    titles, writers = _titles(rows, moment), dict(Organisation.objects.values_list("pk", "name"))
    pages = dict(Edition.objects.filter(pk__in=[row.id for row in rows]).values_list("pk", "page"))
    found: dict[tuple[int, str, str, str], Cited] = {}
    for change in changes:
        for row in rows:
            for kind, source in _sources(row, change):
                key = (change.pk, row.series.subject, row.series.organisation, kind.value)
                found.setdefault(key, Cited(
                    subject=row.series.subject, organisation=row.series.organisation, section=kind,
                    title=titles.get(row.series.subject, row.series.subject), writer=writers.get(row.series.organisation, ""),
                    source=source, page=pages.get(row.id), published_at=row.recorded_at, look=looks.get(key)))
    by_change: dict[int, list[Cited]] = {}
    for key, each in sorted(found.items(), key=lambda pair: _order(pair[1])):
        by_change.setdefault(key[0], []).append(each)
    return by_change


def _order(each: Cited) -> tuple[bool, str, str, str]:
    return each.look is not None, each.title.casefold(), each.organisation, each.section


def still_to_look(changes: Iterable[LawChange], organisations: Iterable[str], moment: dt.datetime) -> Counter[int]:
    """By the key of each change how many sections nobody has looked at. Two queries, however many changes there are."""
    changes = list(changes)
    rows = _naming(changes, organisations, moment)
    looked = set(LawLook.objects.filter(change__in=changes).values_list("change", "subject", "organisation", "section"))
    open_ = {
        (change.pk, row.series.subject, row.series.organisation, kind.value)
        for change in changes for row in rows for kind, _source in _sources(row, change)
    }
    return Counter(key[0] for key in open_ - looked)


def _naming(changes: list[LawChange], organisations: Iterable[str], moment: dt.datetime) -> list[EditionRow]:
    if not changes:
        return []
    around = Edition.objects.filter(kind=EditionKind.ITEM, organisation__in=set(organisations)).around(moment)
    named = Q()
    for regulation in {change.regulation for change in changes}:
        named |= Q(text__contains=f'"{regulation}')
    standing = Edition.objects.filter(pk__in=around.values("pk"), state=EditionState.PUBLISHED)
    return standing.annotate(text=Cast("content", TextField())).filter(named).order_by("pk").rows()


def _sources(row: EditionRow, change: LawChange) -> Iterator[tuple[SectionKind, LegalSource]]:
    if not isinstance(row.content, (ItemContent, LocalContent)):
        return
    for kind, section in row.content.sections.items():
        source = section.legal_source
        if source and regulation_of(source.id) == change.regulation and _meets(source.article, change.article):
            yield kind, source


def _meets(cited: str, changing: str) -> bool:
    """Whether one article can be (part of) the other: 7 meets 7 and 7, lid 2, and not 71; a text that names none meets all."""
    first, second = (_words(text) for text in (cited, changing))
    return all(one == other for one, other in zip(first, second, strict=False))


def _words(article: str) -> list[str]:
    words = article.casefold().replace(",", " ").replace("artikel", " ").replace("art.", " ").split()
    return [word for word in words if word != "lid"]


def _titles(rows: list[EditionRow], moment: dt.datetime) -> dict[str, str]:
    subjects = {row.series.subject for row in rows}
    items = Edition.objects.filter(kind=EditionKind.ITEM, subject__in=subjects).in_force(moment).rows() if subjects else []
    titled = [row for row in items if isinstance(row.content, ItemContent)]
    titled.sort(key=lambda row: row.series.language == "nl")
    return {row.series.subject: row.content.title for row in titled}
