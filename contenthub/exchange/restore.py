"""A backup into an empty hub: everything is checked before anything is written, and all is written or nothing.

No row of an append-only table is changed or removed on the way, so the database's own refusals stand all the while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import DatabaseError, connection, models, transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site
from wagtail.search import index

from contenthub.exchange import media, sealing, table_rows, versions
from contenthub.exchange.archive import Member, Reader, bad_archive, opened
from contenthub.exchange.backup import FORMAT, KIND, MANIFEST, SEAL, Manifest, TableEntry
from contenthub.exchange.table_rows import Table
from contenthub.models import (
    Fact,
    LibraryPage,
    Municipality,
    Notice,
    Organisation,
    OrganisationPage,
    OutboxRow,
    PersonFact,
    Topic,
    UplName,
)
from contenthub.models.guards import GUARDED
from contenthub.resolving.refusal import Refused

Told = Callable[[int], object]


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
    manifest = _manifest(archive)
    archive.check_complete(list(manifest.members), besides=(MANIFEST, SEAL))
    versions.check_same(manifest.standing_at, archive.place, manifest.software)
    ours = {table.name: table.columns for table in table_rows.tables()}
    theirs = {entry.name: entry.columns for entry in manifest.tables}
    named = {member.name for member in manifest.members}
    if ours != theirs:
        other = sorted({*ours, *theirs} - {name for name in ours if ours[name] == theirs.get(name)})
        raise bad_archive(archive.place, f"the table {other[0]} is another one here")
    if lost := sorted({entry.member for entry in manifest.tables} - named):
        raise bad_archive(archive.place, f"{lost[0]} is missing")
    for member in manifest.members:
        archive.verify(member)
        told(member.bytes)
    return manifest


def _manifest(archive: Reader) -> Manifest:
    """The manifest, once we know that a hub with our key wrote it."""
    raw = archive.small(MANIFEST)
    try:
        head = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        kind, made_for = (msgspec.json.decode(head.get(name, b"null")) for name in ("kind", "format"))
    except msgspec.DecodeError as error:
        raise bad_archive(archive.place, f"{MANIFEST}: {error}") from error
    if kind != KIND or not isinstance(made_for, int):
        raise bad_archive(archive.place, f"{MANIFEST} is not that of a backup")
    if made_for > FORMAT:
        raise versions.newer(archive.place, f"format {made_for}")
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError as error:
        raise bad_archive(archive.place, f"{MANIFEST}: {error}") from error
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
    return manifest


def _check_empty() -> None:
    guarded = [table.model for table in table_rows.tables() if table.name in GUARDED]
    by_hand: list[type[models.Model]] = [
        *(OutboxRow, Municipality, Organisation, Fact, PersonFact, Topic, UplName, Notice),
        *(LibraryPage, OrganisationPage, get_user_model(), get_image_model(), get_document_model()),
    ]
    for model in (*guarded, *by_hand):
        if number := model._base_manager.count():
            raise Refused(
                "NOT_EMPTY",
                model._meta.db_table,
                "%(field)s: holds %(value)s; restore into an empty hub only",
                value=number,
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
