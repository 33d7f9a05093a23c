"""A backup into an empty hub: everything is checked before anything is written, and all is written or nothing.

No row of an append-only table is changed or removed on the way, so the database's own refusals stand all the while.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site
from wagtail.search import index

from contenthub.exchange import media, sealing, table_rows, versions
from contenthub.exchange.archive import Member, Reader, Told, bad_archive, opened
from contenthub.exchange.backup import FORMAT, KIND, MANIFEST, SEAL, Manifest, TableEntry
from contenthub.exchange.holdings import must_be_empty
from contenthub.exchange.table_rows import Table
from contenthub.models import Consumer
from contenthub.models.guards import GUARDED
from contenthub.resolving.refusal import Refused


def check(path: Path, told: Told = lambda done: None) -> Manifest:
    """Read an archive to the end and compare it with its manifest; writes nothing. Refuses what `restore` refuses."""
    with opened(path) as archive:
        return _checked(archive, told)


def restore(path: Path, told: Told = lambda done: None) -> Manifest:
    """Bring back what `backup` wrote; `told` hears of the bytes as they are read, twice.

    Refused: an archive that is cut off, changed, newer or older; another reference key; a hub that is not migrated or
    not empty; a row that does not fit. Nothing is written then.
    """
    with opened(path) as archive:
        manifest = _checked(archive, told)
        _check_empty()
        media.check_empty()
        here = {table.name: table for table in table_rows.tables()}
        files = [member for member in manifest.members if member.name.startswith(media.PREFIX)]
        members = {member.name: member for member in manifest.members}
        with media.staged(archive, files) as staged, transaction.atomic():
            _keep_others_out()
            _check_empty()
            table_rows.empty(here.values())
            # What was indexed here is not what comes in.
            Consumer.objects.all().delete()
            for entry in manifest.tables:
                _fill(here[entry.name], entry, archive, members[entry.member], told)
            _check_references()
            staged.place()
    _look_anew()
    return manifest


def _look_anew() -> None:
    """What was made of the rows of before: caches of this process, and the admin's search index of uploaded files."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()
    for model in (get_image_model(), get_document_model()):
        for uploaded in model._default_manager.iterator():
            index.insert_or_update_object(uploaded)


def _checked(archive: Reader, told: Told) -> Manifest:
    manifest, raw = archive.manifest(MANIFEST, Manifest, kind=KIND, newest=FORMAT)
    _check_seal(archive, manifest, raw)
    versions.check_same(manifest.standing_at, archive.place, manifest.software)
    ours = {table.name: table.columns for table in table_rows.tables()}
    theirs = {entry.name: entry.columns for entry in manifest.tables}
    if other := sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)):
        raise bad_archive(archive.place, f"the table {other[0]} is another one here")
    if lost := sorted({entry.member for entry in manifest.tables} - {member.name for member in manifest.members}):
        raise bad_archive(archive.place, f"{lost[0]} is missing")
    archive.verify(manifest.members, besides=(MANIFEST, SEAL), told=told)
    return manifest


def _check_seal(archive: Reader, manifest: Manifest, raw: bytes) -> None:
    """Only a hub with our key can have written it."""
    if not sealing.same(manifest.key, sealing.fingerprint()):
        raise Refused(
            "WRONG_REFERENCE_KEY",
            "CONTENTHUB_REFERENCE_KEY",
            "%(field)s: %(value)s was made with another key; set the key of that hub, it stands in no backup",
            value=archive.place,
        )
    seal = archive.small(SEAL, most=200).decode("ascii", "replace").strip()
    if not sealing.same(seal, sealing.seal(raw)):
        raise bad_archive(archive.place, f"{MANIFEST} was changed after it was made")


def _check_empty() -> None:
    for table in table_rows.tables():
        if must_be_empty(table.model) and (number := table_rows.count(table)):
            raise Refused(
                "NOT_EMPTY", table.name, "%(field)s: holds %(value)s; restore into an empty hub only", value=number
            )


def _keep_others_out() -> None:
    """SQLite has one writer anyway; on PostgreSQL nobody publishes into a hub that is being filled."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in sorted(GUARDED):
                cursor.execute(f"LOCK TABLE {connection.ops.quote_name(name)} IN SHARE ROW EXCLUSIVE MODE")


def _fill(table: Table, entry: TableEntry, archive: Reader, member: Member, told: Told) -> None:
    with archive.stream(member) as stream:
        written = table_rows.write(table, _told(iter(stream), told), f"{archive.place}, {member.name}")
    if written != entry.rows:
        raise bad_archive(archive.place, f"{member.name} holds {written} rows, not {entry.rows}")
    table_rows.go_on_after(table, entry.last_id)


def _told(lines: Iterator[bytes], told: Told) -> Iterator[bytes]:
    for line in lines:
        yield line
        told(len(line))


def _check_references() -> None:
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise Refused(
            "BAD_ROW", "rows", "%(field)s: rows refer to what is not there: %(why)s", why=str(error).strip()
        ) from error
