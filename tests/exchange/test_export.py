"""What an organisation owns goes out whole, and nothing else does."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from contenthub.actions.give_token import issue_token
from contenthub.answering.answers import answer_item
from contenthub.answering.asking import ask
from contenthub.answering.keeping import keep_sent
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.export import export_all
from contenthub.models import ApiClient, AuditRow, Identity, LedgerRow, StoredAnswer
from contenthub.resolving.refusal import Refused
from tests.exchange import hub
from tests.exchange.taken_along import CANARY, MEMO, PASSPORT, Made

pytestmark = pytest.mark.django_db(transaction=True)


def exported(path: Path, owner: str) -> bytes:
    export_all(path, owner)
    return b"".join(hub.members(path).values())


def test_nothing_of_another_organisation_is_in_it(tmp_path: Path, filled: Made) -> None:
    for owner in ("gm9001", ""):
        everything_in = exported(tmp_path / f"of-{owner}.zip", owner)
        assert CANARY.encode() not in everything_in and b"GM9002" not in everything_in
        assert (MEMO.encode() in everything_in) == (owner == "gm9001")
    assert CANARY.encode() in exported(tmp_path / "buren.zip", "buren")


def test_no_secret_and_nothing_about_a_person_is_in_it(tmp_path: Path, filled: Made, settings) -> None:
    user = get_user_model().objects.create_user("els", email="els@kanarie.example", password="geheim")
    Identity.objects.create(issuer="https://kanarie.example", subject="kanarie-subject", user=user)
    client = ApiClient.objects.create(name="kanarie-client", scopes=["personal"], municipalities=["GM9001"])
    issued = issue_token(client, user=get_user_model().objects.create_superuser("kanarie-root"))
    LedgerRow.objects.create(
        at=timezone.now(),
        client="kanarie-client",
        purpose="kanarie-purpose",
        activity="a",
        trace="b" * 32,
        span="c" * 16,
        caller_span="d" * 16,
        items=[PASSPORT],
    )
    AuditRow.objects.create(at=timezone.now(), actor="kanarie-actor", verb="x", kind="item", subject="kanarie-audit")
    person = answer_item(PASSPORT, ask("GM9001", person={"leeftijd": 12}))
    assert person is not None and person.personal.given
    keep_sent(person)
    row = StoredAnswer.objects.get(personal=True)
    assert "U bent jong." in row.payload
    manifest = export_all(tmp_path / "own.zip", "gm9001")
    assert manifest.personal_answers == 1
    for owner in ("gm9001", ""):
        everything_in = exported(tmp_path / f"of-{owner}.zip", owner)
        for canary in ("kanarie", issued.token, issued.row.digest, row.pk, user.password):
            assert canary.encode() not in everything_in, canary
        for key in (settings.REFERENCE_KEY, settings.SECRET_KEY.encode()):
            assert key not in everything_in


def test_only_its_owner_may_read_it_and_it_takes_no_other_files_place(tmp_path: Path, filled: Made) -> None:
    path = tmp_path / "own.zip"
    export_all(path, "gm9001")
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        export_all(path, "gm9001")
    assert refused.value.code == "FILE_EXISTS" and path.read_bytes() == before


def test_the_schema_is_that_of_the_shapes_and_every_record_has_it(generic: Path, own: Path, settings) -> None:
    file = settings.BASE_DIR / "docs" / "export.schema.json"
    assert file.read_bytes() == shapes.schema(), "run manage.py write_export_schema"
    counts = dict.fromkeys(shapes.FILES, 0)
    for path in (generic, own):
        members = hub.members(path)
        manifest = msgspec.json.decode(members[shapes.MANIFEST], type=shapes.Manifest)
        for name, shape in shapes.FILES.items():
            strict = msgspec.json.Decoder(shape, strict=True)
            assert manifest.counts[name] == len([strict.decode(line) for line in members[name].splitlines()])
            counts[name] += manifest.counts[name]
    assert all(counts.values()), counts


def test_an_empty_hub_gives_an_export_without_records(tmp_path: Path) -> None:
    manifest = export_all(tmp_path / "nothing.zip", "")
    assert set(manifest.counts) == set(shapes.FILES) and not any(manifest.counts.values())
    with zipfile.ZipFile(tmp_path / "nothing.zip") as packed:
        assert set(packed.namelist()) == {*shapes.FILES, shapes.MANIFEST}


def test_the_commands_say_what_went_and_came(tmp_path: Path, filled: Made, capsys, settings) -> None:
    call_command("export_all", "gm9001", str(tmp_path / "own.zip"))
    assert "editions" in (said := capsys.readouterr().out) and "texts for agents only" in said
    call_command("export_all", "--generic", str(tmp_path / "generic.zip"))
    path = str(tmp_path / "x.zip")
    for arguments in ([path], ["gm9001", path, "--generic"], ["niemand", path], ["gm9001", str(tmp_path / "x")]):
        with pytest.raises(CommandError):
            call_command("export_all", *arguments)
    assert sorted(p.name for p in tmp_path.glob("x*")) == []
    hub.wipe()
    settings.REFERENCE_KEY = b"the key of another installation"
    call_command("import_export", str(tmp_path / "generic.zip"))
    call_command("import_export", str(tmp_path / "own.zip"), "--dry-run")
    capsys.readouterr()
    call_command("import_export", str(tmp_path / "own.zip"))
    assert "gm9001, with its history" in (said := capsys.readouterr().out) and "another reference key" in said
