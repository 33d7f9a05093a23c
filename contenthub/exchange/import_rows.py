"""Rows of an export that are no pages and no editions: what editors keep of places, facts, topics and notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from django.db.models import Model

from contenthub.actions.branches import organisation_branch
from contenthub.actions.check_known import check_municipalities
from contenthub.actions.prepare_library import prepare_library
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.checked_row import check_row
from contenthub.models import (
    Fact,
    Location,
    Municipality,
    Notice,
    Organisation,
    PersonFact,
    StoredAnswer,
    Topic,
    UplName,
)

Read = Callable[[str], Iterator[Any]]
_BATCH = 100
_GENERIC: dict[str, type[Model]] = {
    "upl_names.jsonl": UplName,
    "topics.jsonl": Topic,
    "person_facts.jsonl": PersonFact,
    "facts.jsonl": Fact,
}


def generic(read: Read) -> None:
    """Definitions that are not here yet; of a UPL name that is here the hub's own list has the last word."""
    for name, model in _GENERIC.items():
        for record in read(name):
            row = model(**msgspec.structs.asdict(record))
            if not model._base_manager.filter(pk=row.pk).exists():
                check_row(row, f"{name}: {row.pk}", unique=True)
                row.save(force_insert=True)


def libraries(languages: Iterable[str]) -> None:
    prepare_library(languages)


def municipalities(records: Iterable[shapes.MunicipalityRecord]) -> tuple[list[str], frozenset[str]]:
    """Made, or changed to what their organisation says of them.

    Gives back what a person should know, and the codes of those that stay as they are because others write for them.
    """
    notes: list[str] = []
    as_here: set[str] = set()
    successors: dict[str, tuple[str, ...]] = {}
    for record in records:
        if record.also_written_by:
            others = ", ".join(record.also_written_by)
            notes.append(f"{record.code}: {others} writes for it too; that is in an export of its own")
        row = Municipality.objects.filter(pk=record.code).first() or Municipality(code=record.code)
        if writers := list(row.organisations.values_list("pk", flat=True)) if not row._state.adding else []:
            notes.append(f"{record.code}: {', '.join(writers)} writes for it here; its details stay as they are")
            as_here.add(record.code)
            continue
        given = msgspec.structs.asdict(record)
        del given["also_written_by"], given["locations"]
        successors[record.code] = given.pop("successors")
        for name, value in given.items():
            setattr(row, name, value)
        if Municipality.objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
            row.slug = f"{row.slug}-{row.code.lower()}"
        check_row(row, record.code, unique=True)
        row.save()
        row.locations.all().delete()
        for location in record.locations:
            made = Location(municipality=row, **msgspec.structs.asdict(location))
            check_row(made, f"{record.code}.{location.slug}", unique=True)
            made.save()
    for code, named in successors.items():
        here = list(Municipality.objects.filter(pk__in=named).values_list("pk", flat=True))
        Municipality.objects.get(pk=code).successors.set(here)
        if missing := sorted(set(named) - set(here)):
            notes.append(f"{code}: its successors {', '.join(missing)} are not here")
    return notes, frozenset(as_here)


def organisation(record: shapes.OrganisationRecord) -> None:
    """With its branches, groups, rights and workflow; who is in the groups is for this hub to say."""
    check_municipalities(record.municipalities)
    row = Organisation(slug=record.slug, name=record.name, order=record.order)
    check_row(row, record.slug, unique=True)
    row.save(force_insert=True)
    row.municipalities.set(record.municipalities)
    for language in record.languages:
        organisation_branch(row, language)


def answers(records: Iterable[shapes.AnswerRecord]) -> None:
    """Kept as they were said; where this hub has said something under a code already, that stays."""
    remaining = iter(records)
    while group := list(islice(remaining, _BATCH)):
        StoredAnswer.objects.bulk_create(
            (StoredAnswer(**msgspec.structs.asdict(row), personal=False) for row in group), ignore_conflicts=True
        )


def notices(records: Iterable[shapes.NoticeRecord], owner: str) -> None:
    for record in records:
        row = Notice(**msgspec.structs.asdict(record), organisation_id=owner or None)
        check_row(row, f"notice {record.id}", unique=True)
        row.save(force_insert=True)
