"""Backup, wipe, restore: the same answers to the byte, and a hub that one can go on working in."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from contenthub.actions.mend_editions import mend_editions
from contenthub.actions.write_page import write_item
from contenthub.exchange.backup import backup
from contenthub.exchange.restore import check, restore
from contenthub.models import AuditRow, Edition, Epoch, ProductPage, StoredAnswer, guards
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests import world
from tests.exchange import backup_under_writes, hub

pytestmark = pytest.mark.django_db(transaction=True)
NEW_ITEM = "8f5c0f2e-0000-4000-8000-0000000000ff"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


# Filling a hub takes seconds; restoring this takes one.
_made: list[bytes] = []


@pytest.fixture
def archive(tmp_path: Path, media: Path) -> Path:
    """A backup of the small demo with all that it says, a picture and a user; the hub is empty."""
    path = tmp_path / "made.zip"
    if not _made:
        hub.fill(tmp_path / "demo")
        hub.picture("balie").get_rendition("max-1200x1200")
        get_user_model().objects.create_user("els", password="geheim")
        backup(path)
        _made.append(path.read_bytes())
        hub.emptied(media)
    path.write_bytes(_made[0])
    return path


def write_new() -> ProductPage:
    draft = ItemDraft(
        type="product",
        slug="nieuw",
        title="Nieuw",
        sections={SectionKind.INTRODUCTION: SectionDraft(html="<p>Nieuw.</p>")},
    )
    write_item(draft, item=NEW_ITEM, language="nl")
    return ProductPage.objects.get(translation_key=NEW_ITEM)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_wiped_and_restored_it_says_the_same_to_the_byte(tmp_path: Path, archive: Path, media: Path) -> None:
    first = restore(archive)
    before, kept, uploaded, counts = hub.said(), hub.payloads(), files(media), hub.counts()
    assert len(before) >= 8 and len(uploaded) == 2
    made = backup(tmp_path / "hub.zip")
    assert (made.tables, made.members) == (first.tables, first.members)
    hub.emptied(media)
    assert not StoredAnswer.objects.exists() and files(media) == {}
    assert restore(tmp_path / "hub.zip") == made
    assert (hub.said(), hub.payloads(), files(media), hub.counts()) == (before, kept, uploaded, counts)
    assert [finding.what for finding in mend_editions()] == []
    assert get_user_model().objects.get(username="els").check_password("geheim")


def test_a_restored_hub_is_append_only_and_can_be_published_in(archive: Path) -> None:
    restore(archive)
    for table in ("contenthub_edition", "contenthub_storedanswer", "contenthub_auditrow"):
        for statement in (f"UPDATE {table} SET municipality = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert guards.missing() == []
    editions, audits = Edition.objects.count(), AuditRow.objects.count()
    epochs = dict(Epoch.objects.values_list("scope", "number"))
    page = write_new()
    assert (Edition.objects.count(), AuditRow.objects.count()) == (editions + 1, audits + 1)
    assert Edition.objects.get(kind=EditionKind.ITEM, subject=NEW_ITEM).page == page.pk
    assert dict(Epoch.objects.values_list("scope", "number")) == {**epochs, "": epochs[""] + 1}


def test_an_id_of_a_page_that_is_gone_is_not_given_out_again(tmp_path: Path, archive: Path, media: Path) -> None:
    restore(archive)
    gone = write_new()
    remembered = gone.pk
    gone.delete()
    assert Page.objects.order_by("-pk").first().pk < remembered
    backup(tmp_path / "hub.zip")
    hub.emptied(media)
    restore(tmp_path / "hub.zip")
    assert write_new().pk > remembered


def test_it_sees_one_commit_while_others_publish(tmp_path: Path, media: Path) -> None:
    if connection.vendor == "sqlite":
        # A database in memory knows no second connection; this copy of it is a file, in a process of its own.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / backup_under_writes.EMPTY)])
        script = Path(backup_under_writes.__file__)
        run = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, cwd=settings.BASE_DIR)
        assert run.returncode == 0, run.stderr[-3000:]
        numbers = msgspec.json.decode(run.stdout)
    else:
        world.money_fact("paspoort.kosten", "1.00")
        numbers = {"before": list(backup_under_writes.counted())}
        numbers["published"] = backup_under_writes.backed_up(tmp_path / "hub.zip")
        numbers["meanwhile"] = list(backup_under_writes.counted())
        hub.emptied(media)
        restore(tmp_path / "hub.zip")
        numbers["restored"] = list(backup_under_writes.counted())
    assert numbers["published"] > 10
    assert numbers["meanwhile"] == [number + numbers["published"] for number in numbers["before"]]
    assert numbers["restored"] == numbers["before"]


def test_only_its_owner_may_read_it_and_no_secret_is_in_it(tmp_path: Path, archive: Path) -> None:
    restore(archive)
    Client().force_login(get_user_model().objects.create_superuser("root", password="geheim"))
    path = tmp_path / "hub.zip"
    backup(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
        assert "rows/django_session.jsonl" not in packed.namelist()
    for secret in (settings.REFERENCE_KEY, settings.SECRET_KEY.encode()):
        assert secret not in everything
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_it_takes_the_place_of_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "hub.zip"
    path.write_bytes(b"yesterday")
    with pytest.raises(Refused) as refused:
        backup(path)
    assert refused.value.code == "FILE_EXISTS" and path.read_bytes() == b"yesterday"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path, media: Path) -> None:
    def full(done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        backup(tmp_path / "hub.zip", full)
    assert [p.name for p in tmp_path.iterdir()] == ["media"]


def test_a_name_that_leads_elsewhere_stays_behind_and_is_told(tmp_path: Path, media: Path) -> None:
    (tmp_path / "secret").write_text("not ours")
    (media / "link").symlink_to(tmp_path / "secret")
    (media / "a\\b").write_text("x")
    made = backup(tmp_path / "hub.zip")
    assert sorted(made.left_out) == [
        "'a\\\\b': has a name that other systems cannot take",
        "link: is no file of its own",
    ]
    assert [m.name for m in made.members if m.name.startswith("media/")] == []


def test_memory_does_not_grow_with_the_database(tmp_path: Path, media: Path) -> None:
    text = "".join(chr(97 + (at * 7919) % 26) for at in range(20_000))
    for start in range(0, 2000, 200):
        StoredAnswer.objects.bulk_create(
            StoredAnswer(
                reference=f"{n:014d}", item="x", municipality="GM9001", payload=f"{n}{text}", stored_at=timezone.now()
            )
            for n in range(start, start + 200)
        )
    (media / "film.bin").write_bytes(b"0123456789abcdef" * 2_500_000)
    tracemalloc.start()
    try:
        backup(tmp_path / "hub.zip")
        hub.emptied(media)
        restore(tmp_path / "hub.zip")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert StoredAnswer.objects.count() == 2000 and (media / "film.bin").stat().st_size == 40_000_000
    assert most < 16_000_000


def test_the_commands_say_what_they_did_and_what_is_needed(tmp_path: Path, archive: Path, media: Path, capsys) -> None:
    call_command("restore", str(archive))
    said = capsys.readouterr().out
    assert "CONTENTHUB_REFERENCE_KEY" in said and "is restored" in said and Edition.objects.exists()
    call_command("backup", str(tmp_path))
    (path,) = tmp_path.glob("contenthub-*.zip")
    said = capsys.readouterr().out
    assert "The reference key is not in it" in said and str(path) in said
    call_command("restore", str(path), "--check")
    assert "is whole" in capsys.readouterr().out
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(path))
    assert re.match("NOT_EMPTY: [a-z_]+: holds [0-9]+; restore into an empty hub only", str(refused.value))


def test_a_database_that_is_not_migrated_is_not_backed_up(tmp_path: Path) -> None:
    recorder = MigrationRecorder(connection)
    last = MigrationLoader(connection).graph.leaf_nodes("contenthub")[0][1]
    recorder.record_unapplied("contenthub", last)
    try:
        with pytest.raises(Refused) as refused:
            backup(tmp_path / "hub.zip")
    finally:
        recorder.record_applied("contenthub", last)
    assert refused.value.code == "NOT_MIGRATED" and not (tmp_path / "hub.zip").exists()


def test_the_manifest_tells_what_is_in_it(archive: Path) -> None:
    manifest = check(archive)
    restore(archive)
    rows = {table.name: table.rows for table in manifest.tables}
    assert rows["contenthub_edition"] == Edition.objects.count() and rows == hub.counts()
    with zipfile.ZipFile(archive) as packed:
        lines = packed.read("rows/contenthub_edition.jsonl").splitlines()
    columns = [c.name for c in next(t for t in manifest.tables if t.name == "contenthub_edition").columns]
    first = dict(zip(columns, msgspec.json.decode(lines[0]), strict=True))
    assert msgspec.json.decode(first["content"]) == Edition.objects.get(pk=first["id"]).content
