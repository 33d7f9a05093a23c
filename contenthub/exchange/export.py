"""Everything that an organisation owns, or the generic library, as documented JSON and files: nobody is locked in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Model, Q
from django.utils import timezone
from msgspec import Struct
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from contenthub.actions.branches import LIBRARY
from contenthub.actions.check_page import fact_uses
from contenthub.answering.snapshot import snapshot
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange import sealing, versions
from contenthub.exchange.archive import CHUNK, Told, Writer, new_archive
from contenthub.exchange.export_pages import pages_of, uploads_in
from contenthub.exchange.media import PREFIX
from contenthub.models import (
    Edition,
    Fact,
    LibraryPage,
    Municipality,
    Notice,
    Organisation,
    OrganisationPage,
    PersonFact,
    StoredAnswer,
    Topic,
    UplName,
)
from contenthub.models.pages import BranchPage
from contenthub.resolving.content import LocalContent, LocalLifeEventContent
from contenthub.resolving.facts import candidate_keys
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState

_ITEMS = (EditionKind.ITEM, EditionKind.LIFE_EVENT)


def export_all(path: Path, organisation: str, told: Told = lambda done: None) -> shapes.Manifest:
    """Write what this organisation owns; "" is the generic library.

    Internal texts and drafts are in it: they are the owner's own. Nothing about a person is, nor any secret of the hub
    (`holdings.NOT_EXPORTED`). Refused: an unknown organisation, a path where something stands already. Nothing is left
    behind then.
    """
    key = sealing.fingerprint()
    with snapshot(), new_archive(path) as writer:
        owner = _owner(organisation)
        exporting = _Exporting(owner, writer, told)
        for name in shapes.FILES:
            exporting.put(name)
        exporting.put_uploads()
        manifest = shapes.Manifest(
            kind=shapes.KIND,
            format=shapes.FORMAT,
            software=versions.software(),
            made_at=timezone.now(),
            source=settings.WAGTAILADMIN_BASE_URL,
            key=key,
            languages=exporting.languages,
            organisation=_organisation(owner, exporting.languages) if owner else None,
            needs=tuple(_needs(exporting.editions())) if owner else (),
            counts=exporting.counts,
            personal_answers=exporting.answers().filter(personal=True).count(),
            members=tuple(writer.members),
        )
        with writer.member(shapes.MANIFEST) as out:
            out.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    return manifest


def record(shape: type[Any], row: Model, **more: Any) -> Any:
    """A row as its record: fields of the same name."""
    return shape(**{n: getattr(row, n) for n in shape.__struct_fields__ if n not in more}, **more)


class _Exporting:
    """One export: what belongs to it, file by file."""

    def __init__(self, owner: Organisation | None, writer: Writer, told: Told) -> None:
        self.owner, self.writer, self.told = owner, writer, told
        self.codes = list(owner.municipalities.order_by("pk").values_list("pk", flat=True)) if owner else []
        branches = OrganisationPage.objects.filter(organisation=owner) if owner else LibraryPage.objects.all()
        self.branches: list[BranchPage] = list(branches.select_related("locale").order_by("pk"))
        self.languages = tuple(branch.locale.language_code for branch in self.branches)
        self.counts: dict[str, int] = {}
        self._shown: set[tuple[str, str]] | None = None

    def editions(self) -> Any:
        mine = Q(organisation=self.owner.pk if self.owner else "")
        towns = Q(kind=EditionKind.MUNICIPALITY)
        chosen = (mine & ~towns) | (towns & Q(subject__in=self.codes)) if self.owner else mine & ~towns
        return Edition.objects.filter(chosen).order_by("pk")

    def answers(self) -> Any:
        return StoredAnswer.objects.filter(municipality__in=self.codes)

    def put(self, name: str) -> None:
        encoder, number = msgspec.json.Encoder(), 0
        with self.writer.member(name) as out:
            for one in self._records(name):
                out.write(encoder.encode(one) + b"\n")
                number += 1
                self.told(1)
        self.counts[name] = number

    def put_uploads(self) -> None:
        for upload, row in self._uploads():
            with row.file.open("rb") as source, self.writer.member(upload.file) as out:
                while chunk := source.read(CHUNK):
                    out.write(chunk)

    def _records(self, name: str) -> Iterable[Struct]:
        generic = self.owner is None
        match name:
            case "municipalities.jsonl":
                return (_municipality(row, self.owner) for row in Municipality.objects.filter(pk__in=self.codes))
            case "upl_names.jsonl":
                return (record(shapes.UplRecord, row) for row in UplName.objects.all() if generic)
            case "topics.jsonl":
                return (record(shapes.TopicRecord, row) for row in Topic.objects.all() if generic)
            case "person_facts.jsonl":
                return (record(shapes.PersonFactRecord, row) for row in PersonFact.objects.all() if generic)
            case "facts.jsonl":
                return (record(shapes.FactRecord, row) for row in Fact.objects.all() if generic)
            case "notices.jsonl":
                mine = Notice.objects.filter(organisation=self.owner).order_by("pk")
                return (record(shapes.NoticeRecord, row, id=str(row.pk)) for row in mine)
            case "uploads.jsonl":
                return (upload for upload, _row in self._uploads())
            case "pages.jsonl":
                return pages_of(self.branches)
            case "editions.jsonl":
                return self._edition_records()
            case "answers.jsonl":
                kept = self.answers().filter(personal=False).order_by("pk")
                return (record(shapes.AnswerRecord, row) for row in kept.iterator(chunk_size=100))
        raise ValueError(name)

    def _edition_records(self) -> Iterator[shapes.EditionRecord]:
        live = {
            pk: revision
            for branch in self.branches
            for pk, revision in branch.get_children().values_list("pk", "live_revision_id")
        }
        for row in self.editions().iterator(chunk_size=100):
            here = row.page in live
            yield record(
                shapes.EditionRecord,
                row,
                page=row.page if here else None,
                live=here and row.revision is not None and live[row.page] == row.revision,
            )

    def _uploads(self) -> Iterator[tuple[shapes.UploadRecord, Any]]:
        """What its pages show, and what stands in its own collection."""
        if self._shown is None:
            self._shown = set()
            for page in pages_of(self.branches):
                self._shown |= uploads_in(page.fields) | uploads_in(page.draft)
        collection = self.owner.pk if self.owner else LIBRARY
        for kind, model in (("image", get_image_model()), ("document", get_document_model())):
            shown = [number for of, number in self._shown if of == kind]
            for row in model.objects.filter(Q(pk__in=shown) | Q(collection__name=collection)).order_by("pk"):
                if row.file.storage.exists(row.file.name):
                    upload = shapes.UploadRecord(
                        id=row.pk,
                        kind=kind,  # type: ignore[arg-type]
                        title=row.title,
                        description=getattr(row, "description", ""),
                        file=PREFIX + row.file.name,
                    )
                    yield upload, row


def _owner(slug: str) -> Organisation | None:
    if not slug:
        return None
    found = Organisation.objects.filter(pk=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("pk").values_list("pk", flat=True)) or "-"
        raise Refused(
            "UNKNOWN_ORGANISATION",
            "organisation",
            "%(field)s: there is no organisation %(value)s; choose from %(known)s",
            value=slug,
            known=known,
        )
    return found


def _organisation(owner: Organisation, languages: tuple[str, ...]) -> shapes.OrganisationRecord:
    codes = tuple(owner.municipalities.order_by("pk").values_list("pk", flat=True))
    return record(shapes.OrganisationRecord, owner, municipalities=codes, languages=languages)


def _municipality(row: Municipality, owner: Organisation | None) -> shapes.MunicipalityRecord:
    others = row.organisations.exclude(pk=owner.pk if owner else "").order_by("pk")
    return record(
        shapes.MunicipalityRecord,
        row,
        successors=tuple(row.successors.order_by("pk").values_list("pk", flat=True)),
        locations=tuple(record(shapes.LocationRecord, one) for one in row.locations.all()),
        also_written_by=tuple(others.values_list("pk", flat=True)),
    )


def _needs(editions: Any) -> Iterator[shapes.Need]:
    """What the library must have where this is imported, by kind and subject."""
    wanted: set[tuple[str, str]] = set()
    keys: set[str] = set()
    for row in editions.exclude(kind=EditionKind.MUNICIPALITY).iterator(chunk_size=100):
        content = row.row().content
        if isinstance(content, (LocalContent, LocalLifeEventContent)):
            wanted.add((row.kind, row.subject))
        if row.kind == EditionKind.FACT_VALUE:
            keys.add(row.subject)
        if row.kind in _ITEMS and content is not None:
            keys |= candidate_keys({use.key for use in fact_uses(content)})
    wanted |= {(EditionKind.FACT.value, key) for key in keys}
    yield from needed(sorted(wanted))


def needed(wanted: list[tuple[str, str]]) -> Iterator[shapes.Need]:
    """Those of these that this hub's library has, with the hashes of what they say now."""
    now = timezone.now()
    for kind in sorted({kind for kind, _subject in wanted}):
        subjects = [subject for of, subject in wanted if of == kind]
        hashes: dict[str, list[str]] = {}
        for start in range(0, len(subjects), 500):
            here = Edition.objects.filter(kind=kind, organisation="", subject__in=subjects[start : start + 500])
            for row in here.in_force(now).exclude(state=EditionState.ENDED):
                hashes.setdefault(row.subject, []).append(row.content_hash)
        for subject in sorted(hashes):
            yield shapes.Need(kind=str(kind), subject=subject, content_hashes=tuple(sorted(hashes[subject])))
