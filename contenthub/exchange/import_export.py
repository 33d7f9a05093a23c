"""An export of another hub into this one, all or nothing: the same texts, and so the same answers."""

from __future__ import annotations

from pathlib import Path

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.exchange import import_rows, sealing
from contenthub.exchange.archive import Told, bad_archive, opened
from contenthub.exchange.export import needed
from contenthub.exchange.import_editions import IMPORTER, Editions
from contenthub.exchange.import_pages import Pages, Uploads
from contenthub.exchange.import_reading import Export
from contenthub.models import Edition, Organisation
from contenthub.models.epoch import claim
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind


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
        export = Export(archive, told)
        uploads = Uploads(export)
        done = None
        try:
            with transaction.atomic():
                done = _bring(export, uploads)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            uploads.take_back()
        except (IntegrityError, DataError) as error:
            uploads.take_back()
            raise bad_archive(archive.place, str(error).strip()) from error
        except BaseException:
            uploads.take_back()
            raise
    assert done is not None
    return done


def _bring(export: Export, uploads: Uploads) -> Imported:
    owner, manifest = export.owner, export.manifest
    # Nobody publishes what we look for, or beside what we bring, until this transaction ends.
    for scope in sorted({"", owner}):
        claim(scope)
    _check_place(owner)
    now = timezone.now()
    notes = _compared_library(export)
    editions = Editions(export, now)
    if not editions.with_history:
        notes.append(
            "this hub has answered for these municipalities before: the past stays as it was told here, and what "
            "was in force there is in force here from now on"
        )
    if manifest.organisation is None:
        import_rows.libraries(manifest.languages)
    import_rows.generic(export.records)
    about_towns, as_here = import_rows.municipalities(export.municipalities())
    notes += about_towns
    if manifest.organisation:
        import_rows.organisation(manifest.organisation)
    import_rows.notices(export.records("notices.jsonl"), owner)
    pages = Pages(owner, manifest.languages, uploads.bring())
    for page in export.records("pages.jsonl"):
        pages.bring(page)
    note = f"from {manifest.source}, exported {manifest.made_at:%Y-%m-%d %H:%M} UTC"
    editions.bring(pages.ids, as_here, By(actor=IMPORTER, note=note))
    import_rows.answers(export.answers())
    return Imported(owner, dict(export.counts), editions.with_history, tuple(notes))


def _check_place(owner: str) -> None:
    taken = Edition.objects.filter(organisation=owner).exclude(kind=EditionKind.MUNICIPALITY)
    if taken.exists() or (owner and Organisation.objects.filter(pk=owner).exists()):
        raise Refused(
            "ALREADY_HERE",
            "organisation",
            "%(field)s: this hub has texts of %(value)s already; an export comes in only once",
            value=owner or "the library",
        )


def _compared_library(export: Export) -> list[str]:
    """What a person should know of the library and the key here. Refused where the export leans on what is not here."""
    needs = export.manifest.needs
    here = {
        (need.kind, need.subject): need.content_hashes
        for need in needed(sorted((need.kind, need.subject) for need in needs))
    }
    missing = [need for need in needs if (need.kind, need.subject) not in here]
    if missing:
        raise Refused(
            "MISSING_GENERIC",
            "library",
            "%(field)s: %(number)s generic texts or facts are not here, such as %(value)s; import the library first",
            value=f"{missing[0].kind} {missing[0].subject}",
            number=len(missing),
        )
    other = [need for need in needs if here[need.kind, need.subject] != need.content_hashes]
    notes = [f"{need.kind} {need.subject} says something else here; answers with it differ" for need in other]
    if not sealing.same(export.manifest.key, sealing.fingerprint()):
        notes.append("that hub has another reference key: the same answer gets another reference here")
    return notes


__all__ = ["Imported", "import_export"]
