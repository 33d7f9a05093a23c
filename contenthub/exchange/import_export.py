"""An export of another hub into this one, all or nothing: the same texts, and so the same answers.

Where this hub has never answered for these municipalities, history comes with its own moments. Where it has, nothing
may change of what it said: then only what is in force and what is still to come is brought, recorded now. Municipalities
that came just before with another organisation of that same hub count as never answered for, until somebody asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from msgspec import Struct

from contenthub.actions.append import By, append
from contenthub.actions.bring_editions import VERB, bring_editions
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange import import_rows, sealing, versions
from contenthub.exchange.archive import Reader, bad_archive, opened
from contenthub.exchange.export import needed
from contenthub.exchange.import_pages import Ids, Pages, Uploads
from contenthub.models import AuditRow, Edition, Organisation, StoredAnswer
from contenthub.models.edition import decode
from contenthub.resolving.answer import decode as decode_kept
from contenthub.resolving.editions import EditionRow, Series, in_force, standing
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState

IMPORTER = "import_export"
_BATCH = 100
Told = Callable[[int], object]


class Imported(Struct, frozen=True):
    """What came: records per file, whether the past came along, and what a person should know."""

    organisation: str
    counts: dict[str, int]
    with_history: bool
    notes: tuple[str, ...]


class _DryRun(Exception):
    pass


def import_export(path: Path, told: Told = lambda done: None, *, dry_run: bool = False) -> Imported:
    """Bring what `export_all` wrote; with `dry_run` all is done and taken back.

    Refused: an export that is cut off, changed or newer; an organisation or library that is here already; a library
    that lacks what the export leans on; a row of another organisation. Nothing is written then.
    """
    with opened(path) as archive:
        manifest = _checked(archive, told)
        importing = _Importing(archive, manifest, told)
        importing.check_place()
        uploads = Uploads(archive, importing.members)
        try:
            with transaction.atomic():
                importing.check_place()
                importing.bring(uploads)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            uploads.take_back()
        except BaseException:
            uploads.take_back()
            raise
    return importing.result()


def _checked(archive: Reader, told: Told) -> shapes.Manifest:
    raw = archive.small(shapes.MANIFEST)
    try:
        head = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        kind, made_for = (msgspec.json.decode(head.get(name, b"null")) for name in ("kind", "format"))
        if kind != shapes.KIND or not isinstance(made_for, int):
            raise bad_archive(archive.place, f"{shapes.MANIFEST} is not that of an export")
        if made_for > shapes.FORMAT:
            raise versions.newer(archive.place, f"format {made_for}")
        manifest = msgspec.json.decode(raw, type=shapes.Manifest)
    except msgspec.DecodeError as error:
        raise bad_archive(archive.place, f"{shapes.MANIFEST}: {error}") from error
    archive.check_complete(list(manifest.members), besides=(shapes.MANIFEST,))
    if lost := sorted(set(shapes.FILES) - {member.name for member in manifest.members}):
        raise bad_archive(archive.place, f"{lost[0]} is missing")
    for member in manifest.members:
        archive.verify(member)
        told(member.bytes)
    return manifest


class _Importing:
    def __init__(self, archive: Reader, manifest: shapes.Manifest, told: Told) -> None:
        self.archive, self.manifest, self.told = archive, manifest, told
        self.members = {member.name: member for member in manifest.members}
        self.owner = manifest.organisation.slug if manifest.organisation else ""
        self.codes = manifest.organisation.municipalities if manifest.organisation else ()
        self.with_history = True
        self.towns_here: set[tuple[Series, int]] = set()
        self.now = timezone.now()
        self.by = By(actor=IMPORTER, note=f"from {manifest.source}, exported {manifest.made_at:%Y-%m-%d %H:%M} UTC")
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []

    def result(self) -> Imported:
        return Imported(self.owner, dict(self.counts), self.with_history, tuple(self.notes))

    def check_place(self) -> None:
        """Whether there is room here, and whether the past can come along."""
        taken = Edition.objects.filter(organisation=self.owner).exclude(kind=EditionKind.MUNICIPALITY)
        if taken.exists() or (self.owner and Organisation.objects.filter(pk=self.owner).exists()):
            raise Refused(
                "ALREADY_HERE",
                "organisation",
                "%(field)s: this hub has texts of %(value)s already; an export comes in only once",
                value=self.owner or "the library",
            )
        self.with_history = not self._answered_before()
        self._check_needs()

    def _answered_before(self) -> bool:
        towns = Edition.objects.filter(kind=EditionKind.MUNICIPALITY)
        if not self.owner:
            # A library that comes later than the municipalities would change what was said for them.
            return towns.exists()
        here = {
            (row.subject, row.number, row.content_hash, row.valid_from, row.recorded_at)
            for row in towns.filter(subject__in=self.codes)
        }
        self.towns_here = {(Series(EditionKind.MUNICIPALITY, row[0]), row[1]) for row in here}
        if not here:
            return False
        theirs = {
            (row.subject, row.number, row.content_hash, row.valid_from, row.recorded_at)
            for row in self._read("editions.jsonl", count=False)
            if row.kind == EditionKind.MUNICIPALITY
        }
        brought = AuditRow.objects.filter(verb=VERB, kind=EditionKind.MUNICIPALITY, subject__in=self.codes)
        since = brought.aggregate(first=Min("at"))["first"]
        kept = StoredAnswer.objects.filter(municipality__in=self.codes)
        return since is None or not here <= theirs or kept.filter(stored_at__gt=since).exists()

    def _check_needs(self) -> None:
        here = {
            (need.kind, need.subject): need.content_hashes
            for need in needed(sorted((need.kind, need.subject) for need in self.manifest.needs))
        }
        missing = [need for need in self.manifest.needs if (need.kind, need.subject) not in here]
        if missing:
            raise Refused(
                "MISSING_GENERIC",
                "library",
                "%(field)s: %(number)s generic texts or facts are not here, such as %(value)s; import the library first",
                value=f"{missing[0].kind} {missing[0].subject}",
                number=len(missing),
            )
        other = [need for need in self.manifest.needs if here[need.kind, need.subject] != need.content_hashes]
        self.notes = [f"{need.kind} {need.subject} says something else here; answers with it differ" for need in other]
        if not sealing.same(self.manifest.key, sealing.fingerprint()):
            self.notes.append("that hub has another reference key: the same answer gets another reference here")
        if not self.with_history:
            self.notes.append(
                "this hub has answered for these municipalities before: the past stays as it was told here, and what "
                "was in force there is in force here from now on"
            )

    def bring(self, uploads: Uploads) -> None:
        if self.manifest.organisation is None:
            import_rows.libraries(self.manifest.languages)
        import_rows.generic(self._read)
        self.notes += import_rows.municipalities(self._read("municipalities.jsonl"))
        if self.manifest.organisation:
            import_rows.organisation(self.manifest.organisation)
        import_rows.notices(self._read("notices.jsonl"), self.owner)
        ids = uploads.bring(self._read("uploads.jsonl"), self.owner)
        pages = Pages(self.owner, self.manifest.languages, ids)
        for page in self._read("pages.jsonl"):
            pages.bring(page)
        self._bring_editions(pages.ids)
        self._bring_answers()

    def _bring_editions(self, pages: Ids) -> None:
        chosen = None if self.with_history else self._of_now()
        records = (
            row
            for row in self._read("editions.jsonl", self._is_ours)
            if chosen is None or (_series(row), row.number) in chosen
        )
        while group := list(islice(records, _BATCH)):
            mine = [row for row in group if not self._comes_otherwise(row)]
            bring_editions([self._edition(row, pages) for row in mine], by=self.by)
            for row in group:
                if not self.with_history and row.kind == EditionKind.MUNICIPALITY:
                    self._take_over_town(row)

    def _comes_otherwise(self, row: shapes.EditionRecord) -> bool:
        if self.with_history:
            return (_series(row), row.number) in self.towns_here
        return row.kind == EditionKind.MUNICIPALITY

    def _edition(self, row: shapes.EditionRecord, pages: Ids) -> Edition:
        content = _decoded(row)
        here = pages.get(row.page) if row.page is not None else None
        return Edition(
            **_series(row)._asdict(),
            number=row.number,
            slug=getattr(content, "slug", ""),
            state=EditionState(row.state),
            content=row.content,
            content_hash=row.content_hash,
            valid_from=row.valid_from if self.with_history else max(row.valid_from, self.now),
            recorded_at=row.recorded_at if self.with_history else self.now,
            cancels=row.cancels,
            published_by=row.published_by,
            page=here.page if here else None,
            revision=here.revision if here and row.live else None,
            note=row.note,
        )

    def _take_over_town(self, row: shapes.EditionRecord) -> None:
        """Its details as this organisation keeps them, after those that this hub has told until now."""
        if row.state != EditionState.PUBLISHED:
            return
        begins = row.valid_from if row.valid_from > self.now else None
        append(_series(row), _decoded(row), verb=IMPORTER, by=self.by, valid_from=begins, unless_same=True)

    def _of_now(self) -> set[tuple[Series, int]]:
        """Per series what is in force there now, and what is still to come."""
        by_series: dict[Series, list[EditionRow]] = {}
        for row in self._read("editions.jsonl", count=False):
            light = EditionRow(
                id=0,
                series=_series(row),
                number=row.number,
                state=EditionState(row.state),
                content=None,
                content_hash="",
                valid_from=row.valid_from,
                recorded_at=row.recorded_at,
                cancels=row.cancels,
            )
            by_series.setdefault(light.series, []).append(light)
        chosen: set[tuple[Series, int]] = set()
        for series, rows in by_series.items():
            holds = in_force(rows, self.now)
            ahead = [row for row in standing(rows) if row.valid_from > self.now]
            chosen |= {(series, row.number) for row in ([holds] if holds else []) + ahead}
        return chosen

    def _bring_answers(self) -> None:
        records = self._read("answers.jsonl")
        while group := list(islice(records, _BATCH)):
            for row in group:
                self._check_answer(row)
            StoredAnswer.objects.bulk_create(
                (StoredAnswer(**msgspec.structs.asdict(row)) for row in group), ignore_conflicts=True
            )

    def _check_answer(self, row: shapes.AnswerRecord) -> None:
        try:
            answer = decode_kept(row.payload)
        except msgspec.DecodeError as error:
            raise bad_archive(self.archive.place, f"the answer {row.reference}: {error}") from error
        if (answer.reference, answer.item, answer.municipality.code) != (row.reference, row.item, row.municipality):
            raise bad_archive(self.archive.place, f"the answer {row.reference} is another one")
        if row.municipality not in self.codes:
            raise self._foreign(f"answer {row.reference}")

    def _is_ours(self, row: shapes.EditionRecord) -> None:
        if row.kind == EditionKind.MUNICIPALITY:
            ours = not row.organisation and row.subject in self.codes
        else:
            ours = row.organisation == self.owner and (not row.municipality or row.municipality in self.codes)
        if not ours:
            raise self._foreign(f"{row.kind} {row.subject} {row.number}")

    def _foreign(self, what: str) -> Refused:
        return Refused(
            "NOT_ITS_OWN",
            self.archive.place,
            "%(field)s: %(value)s does not belong to %(organisation)s; an export holds what one organisation owns",
            value=what,
            organisation=self.owner or "the library",
        )

    def _read(self, name: str, check: Callable[[Any], None] | None = None, count: bool = True) -> Iterator[Any]:
        decoder = msgspec.json.Decoder(shapes.FILES[name])
        with self.archive.stream(self.members[name]) as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    row = decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise bad_archive(self.archive.place, f"{name}:{number}: {error}") from error
                if check:
                    check(row)
                self.counts[name] += count
                self.told(len(line))
                yield row


def _series(row: shapes.EditionRecord) -> Series:
    return Series(EditionKind(row.kind), row.subject, row.organisation, row.municipality, row.language)


def _decoded(row: shapes.EditionRecord) -> Any:
    try:
        return decode(row.kind, row.content, row.state)
    except (msgspec.ValidationError, KeyError) as error:
        raise bad_archive("editions.jsonl", f"{row.kind} {row.subject} {row.number}: {error}") from error


__all__ = ["IMPORTER", "Imported", "import_export"]
