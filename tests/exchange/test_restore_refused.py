"""An archive that is not whole, not ours or not of this version is refused, and nothing at all is written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.contrib.auth import get_user_model

from contenthub.exchange.backup import MANIFEST, SEAL, backup
from contenthub.exchange.restore import check, restore
from contenthub.models import ApiClient, StoredAnswer
from contenthub.resolving.refusal import Refused
from tests.exchange import hub

pytestmark = pytest.mark.django_db(transaction=True)
# The archive is the same for all tests here; making it takes seconds.
_made: list[bytes] = []
EDITIONS = "rows/contenthub_edition.jsonl"


@pytest.fixture
def archive(tmp_path: Path, settings) -> Path:
    """A backup of the small demo with a picture; the hub is empty again."""
    path = tmp_path / "hub.zip"
    if not _made:
        settings.MEDIA_ROOT = tmp_path / "media"
        hub.fill(tmp_path / "demo")
        hub.picture("balie")
        backup(path)
        hub.wipe()
        _made.append(path.read_bytes())
    path.write_bytes(_made[0])
    settings.MEDIA_ROOT = tmp_path / "empty"
    settings.MEDIA_ROOT.mkdir()
    return path


def refused(path: Path, settings: Any) -> Refused:
    """The refusal, of looking and of restoring alike; the database and the media folder are what they were."""
    before = hub.counts()
    with pytest.raises(Refused) as looked:
        check(path)
    with pytest.raises(Refused) as told:
        restore(path)
    assert (looked.value.code, str(looked.value)) == (told.value.code, str(told.value))
    assert hub.counts() == before and list(Path(settings.MEDIA_ROOT).iterdir()) == []
    return told.value


def content(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_another_reference_key(archive: Path, settings) -> None:
    key = settings.REFERENCE_KEY
    settings.REFERENCE_KEY = b"another key of enough length"
    refusal = refused(archive, settings)
    assert (refusal.code, refusal.field) == ("WRONG_REFERENCE_KEY", "CONTENTHUB_REFERENCE_KEY")
    assert key.decode() not in str(refusal)
    settings.REFERENCE_KEY = key
    restore(archive)
    assert StoredAnswer.objects.exists()


def test_no_reference_key(archive: Path, settings) -> None:
    settings.REFERENCE_KEY = b""
    assert refused(archive, settings).code == "NO_REFERENCE_KEY"


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.9999])
def test_cut_off(archive: Path, settings, part: float) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * part)])
    assert refused(archive, settings).code == "BAD_ARCHIVE"


def test_bits_that_fell_over(archive: Path, settings) -> None:
    with zipfile.ZipFile(archive) as packed:
        info = packed.getinfo(EDITIONS)
    whole = bytearray(archive.read_bytes())
    whole[info.header_offset + 200] ^= 0x55
    archive.write_bytes(whole)
    assert refused(archive, settings).code == "BAD_ARCHIVE"


def test_a_row_that_was_changed(archive: Path, settings) -> None:
    changed = hub.rewrite(archive, **{EDITIONS: content(archive, EDITIONS).replace(b"U vraagt", b"U betaalt")})
    refusal = refused(changed, settings)
    assert refusal.code == "BAD_ARCHIVE" and f"{EDITIONS} is not what was written" in str(refusal)


def test_a_picture_that_was_changed(archive: Path, settings) -> None:
    with zipfile.ZipFile(archive) as packed:
        (name,) = (n for n in packed.namelist() if n.startswith("media/"))
    assert refused(hub.rewrite(archive, **{name: b"another"}), settings).code == "BAD_ARCHIVE"


def test_a_manifest_that_was_made_to_fit(archive: Path, settings) -> None:
    """Without the key nobody can seal it, however right its sums are."""
    manifest = msgspec.json.decode(content(archive, MANIFEST))
    manifest["software"] = "9.9.9"
    refusal = refused(hub.rewrite(archive, **{MANIFEST: msgspec.json.encode(manifest)}), settings)
    assert refusal.code == "BAD_ARCHIVE" and "was changed after it was made" in str(refusal)
    assert refused(hub.rewrite(archive, **{SEAL: b"0" * 64}), settings).code == "BAD_ARCHIVE"


@pytest.mark.parametrize("name", [EDITIONS, MANIFEST, SEAL])
def test_a_member_that_is_missing(archive: Path, settings, name: str) -> None:
    refusal = refused(hub.rewrite(archive, **{name: None}), settings)
    assert refusal.code == "BAD_ARCHIVE" and f"{name} is missing" in str(refusal)


def test_a_member_too_many(archive: Path, settings) -> None:
    refusal = refused(hub.rewrite(archive, **{"media/extra.sh": b"x"}), settings)
    assert refusal.code == "BAD_ARCHIVE" and "media/extra.sh is not in the manifest" in str(refusal)


def test_a_member_twice(archive: Path, settings) -> None:
    with zipfile.ZipFile(archive, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(EDITIONS, b"")
    refusal = refused(archive, settings)
    assert refusal.code == "BAD_ARCHIVE" and "twice" in str(refusal)


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "media/../../out",
        "/etc/out",
        "media//out",
        "media/./out",
        "media\\..\\out",
        "C:/out",
        "media/a\0b",
        "",
    ],
)
def test_a_name_that_leads_elsewhere(archive: Path, settings, name: str) -> None:
    """Also where the manifest names it and is sealed with our key."""

    def named(manifest: dict[str, Any]) -> None:
        manifest["members"].append({"name": name, "bytes": 1, "sha256": "0" * 64})

    changed = hub.resealed(archive, named)
    with zipfile.ZipFile(changed, "a") as packed:
        info = zipfile.ZipInfo("placeholder")
        info.filename = info.orig_filename = name
        packed.writestr(info, b"x")
    assert refused(changed, settings).code in ("UNSAFE_NAME", "BAD_ARCHIVE")
    assert not (archive.parent / "out").exists() and not Path("/etc/out").exists()


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (lambda m: m.update(format=2), "NEWER_ARCHIVE", "format 2"),
        (lambda m: m["standing_at"].update(contenthub=["0099_later"]), "NEWER_ARCHIVE", "contenthub.0099_later"),
        (lambda m: m["standing_at"].update(rockets=["0001_initial"]), "NEWER_ARCHIVE", "rockets.0001_initial"),
        (lambda m: m["standing_at"].update(contenthub=["0001_initial"]), "OLDER_ARCHIVE", "install version 0.1.0"),
        (lambda m: m.update(kind="contenthub-export"), "BAD_ARCHIVE", "not that of a contenthub-backup"),
        (lambda m: m.update(tables=7), "BAD_ARCHIVE", "Expected"),
        (lambda m: m["tables"].pop(), "BAD_ARCHIVE", "is another one here"),
        (lambda m: m["tables"][0]["columns"].pop(), "BAD_ARCHIVE", "is another one here"),
        (lambda m: m["tables"][0].update(member="rows/none.jsonl"), "BAD_ARCHIVE", "rows/none.jsonl is missing"),
        (lambda m: m["members"].append(m["members"][0]), "BAD_ARCHIVE", "names a member twice"),
    ],
)
def test_another_version_or_another_shape(
    archive: Path, settings, change: Callable[[dict[str, Any]], Any], code: str, says: str
) -> None:
    refusal = refused(hub.resealed(archive, change), settings)
    assert refusal.code == code and says in str(refusal)


def test_a_file_that_is_no_archive(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "empty"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "hub.zip").write_text("hello")
    assert refused(tmp_path / "hub.zip", settings).code == "BAD_ARCHIVE"
    assert refused(tmp_path / "none.zip", settings).code == "NO_SUCH_FILE"


def with_rows(archive: Path, change: Callable[[list[list[Any]], list[str]], Any], table: str, counted: int = 0) -> Path:
    """A backup with other rows in one table, hashed and sealed as it should be."""
    name = f"rows/{table}.jsonl"
    rows = [msgspec.json.decode(line) for line in content(archive, name).splitlines()]
    columns = [
        column["name"]
        for entry in msgspec.json.decode(content(archive, MANIFEST))["tables"]
        if entry["name"] == table
        for column in entry["columns"]
    ]
    change(rows, columns)
    written = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)

    def fit(manifest: dict[str, Any]) -> None:
        for entry in manifest["tables"]:
            if entry["name"] == table:
                entry["rows"] = len(rows) + counted
        for member in manifest["members"]:
            if member["name"] == name:
                member.update(hub.summed(written))

    return hub.resealed(archive, fit, **{name: written})


def breaks_halfway(path: Path, settings: Any) -> Refused:
    """Refused only while it is being written; the whole is taken back."""
    check(path)
    before = hub.counts()
    with pytest.raises(Refused) as told:
        restore(path)
    assert hub.counts() == before and list(Path(settings.MEDIA_ROOT).iterdir()) == []
    return told.value


def test_a_row_that_does_not_fit(archive: Path, settings) -> None:
    path = with_rows(
        archive, lambda rows, columns: rows[-1].__setitem__(columns.index("number"), "een"), "contenthub_edition"
    )
    refusal = breaks_halfway(path, settings)
    assert refusal.code == "BAD_ROW" and EDITIONS in refusal.field


def test_a_row_dated_back(archive: Path, settings) -> None:
    def back(rows: list[list[Any]], columns: list[str]) -> None:
        rows[-1][columns.index("valid_from")] = "2001-01-01T00:00:00Z"

    assert breaks_halfway(with_rows(archive, back, "contenthub_edition"), settings).code == "BAD_ROW"


def test_a_row_that_refers_to_what_is_not_there(archive: Path, settings) -> None:
    path = with_rows(archive, lambda rows, columns: rows.clear(), "contenthub_municipality")
    assert breaks_halfway(path, settings).code == "BAD_ROW"


def test_a_row_less_than_the_manifest_says(archive: Path, settings) -> None:
    path = with_rows(archive, lambda rows, columns: rows.pop(), "contenthub_outboxrow", counted=1)
    assert breaks_halfway(path, settings).code == "BAD_ARCHIVE"


def test_a_hub_that_is_not_empty(archive: Path, settings) -> None:
    get_user_model().objects.create_user("els")
    before = hub.counts()
    with pytest.raises(Refused) as refusal:
        restore(archive)
    assert (refusal.value.code, refusal.value.field) == ("NOT_EMPTY", "auth_user")
    assert hub.counts() == before
    get_user_model().objects.all().delete()
    restore(archive)
    before, said = hub.counts(), hub.said()
    with pytest.raises(Refused) as refusal:
        restore(archive)
    assert refusal.value.code == "NOT_EMPTY" and (hub.counts(), hub.said()) == (before, said)


def test_a_hub_of_which_only_a_client_is_there(archive: Path, settings) -> None:
    """Restoring would take it away."""
    client = ApiClient.objects.create(name="website", scopes=["public"])
    before = hub.counts()
    with pytest.raises(Refused) as refusal:
        restore(archive)
    assert (refusal.value.code, refusal.value.field) == ("NOT_EMPTY", "contenthub_apiclient")
    assert hub.counts() == before and ApiClient.objects.get() == client


def test_a_media_folder_that_is_not_empty(archive: Path, settings) -> None:
    (settings.MEDIA_ROOT / "old.png").write_bytes(b"old")
    before = hub.counts()
    with pytest.raises(Refused) as refusal:
        restore(archive)
    assert refusal.value.code == "NOT_EMPTY" and hub.counts() == before
    assert [p.name for p in settings.MEDIA_ROOT.iterdir()] == ["old.png"]
