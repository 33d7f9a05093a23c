"""What an organisation owns goes out whole, with nothing of another, and gives the same answers where it comes in."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.images import get_image_model

from contenthub.actions.append import By
from contenthub.actions.mend_editions import mend_editions
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.publish_fact import publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.write_page import write_local
from contenthub.answering.everything import everything
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.export import export_all
from contenthub.exchange.export_pages import fill, plain, uploads_in, with_uploads
from contenthub.exchange.import_export import import_export
from contenthub.exchange.ledger import id_of
from contenthub.models import AuditRow, Edition, LocalVersionPage, Municipality, Organisation, OutboxRow, ProductPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import world
from tests.exchange import hub

pytestmark = pytest.mark.django_db(transaction=True)
PASSPORT = id_of("product", "paspoort")
CANARY = "KANARIE-VAN-DE-BUREN"
MEMO = "Alleen voor de balie"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def local(organisation: str, html: str, memo: str = "") -> None:
    sections = {SectionKind.COSTS: SectionDraft(html=html, mode=SectionMode.APPEND)}
    if memo:
        sections[SectionKind.DESK_MEMO] = SectionDraft(html=f"<p>{memo}</p>", mode=SectionMode.REPLACE)
    write_local(LocalDraft(sections=sections), item=PASSPORT, language="nl", organisation=organisation)


def show(embed: str) -> None:
    """Put a picture into the text, as an editor does."""
    page = LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl", path__startswith=_branch())
    fields = plain(LocalVersionPage, page.serializable_data())
    fields["section_costs"][0]["value"]["body"][0]["value"] += embed
    fill(page, fields)
    page.save_revision().publish()


def draft(title: str) -> LocalVersionPage:
    page = LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl", path__startswith=_branch())
    page = page.get_latest_revision_as_object()
    page.title = title
    page.save_revision()
    return page


def _branch() -> str:
    from contenthub.models import OrganisationPage

    return OrganisationPage.objects.get(organisation="gm9001", locale__language_code="nl").path


@pytest.fixture
def filled(tmp_path: Path) -> dict[str, Any]:
    """The small demo with two versions of a local text, a picture, a draft, and a neighbour; and what it then said."""
    hub.fill(tmp_path / "demo")
    early = timezone.now()
    picture = hub.picture("balie")
    local("gm9001", "<p>Met pin.</p>", MEMO)
    show(f'<embed embedtype="image" id="{picture.pk}" alt="De balie" format="fullwidth"/>')
    publish_fact_value(
        "paspoort.kosten", {"amount": "79.00"}, organisation="gm9001", municipality="GM9001", by=By(actor="els")
    )
    draft("Nog niet gepubliceerd")
    neighbour = world.municipality("GM9002", "Heideveld", languages=["nl", "en"])
    publish_municipality(neighbour)
    onboard_organisation("buren", "Buurgemeente", ["GM9002"])
    local("buren", f"<p>{CANARY}</p>", CANARY)
    hub.keep_everything(timezone.now())
    moments = (early, timezone.now(), timezone.now() + dt.timedelta(days=400))
    return {"moments": moments, "references": references(moments), "said": hub.said(*kept("GM9001"))}


def kept(code: str) -> list[str]:
    from contenthub.models import StoredAnswer

    return list(StoredAnswer.objects.filter(municipality=code).order_by("pk").values_list("pk", flat=True))


def references(moments: tuple[dt.datetime, ...]) -> dict[tuple[str, ...], str]:
    return {
        (str(moment), answer.slug, answer.language): answer.reference
        for moment in moments
        for answer in everything(["GM9001"], moment, for_agents=True)
    }


def exported(tmp_path: Path) -> tuple[Path, Path]:
    """The library and one organisation; the hub is empty afterwards."""
    export_all(tmp_path / "generic.zip", "")
    export_all(tmp_path / "gm9001.zip", "gm9001")
    hub.wipe()
    return tmp_path / "generic.zip", tmp_path / "gm9001.zip"


def test_another_hub_says_the_same_at_every_moment(tmp_path: Path, filled: dict[str, Any]) -> None:
    assert len(filled["references"]) >= 15 and len(set(filled["references"].values())) >= 8
    for path in exported(tmp_path):
        assert import_export(path).with_history
    assert references(filled["moments"]) == filled["references"]
    assert hub.said(*kept("GM9001")) == filled["said"]
    assert list(mend_editions()) == []
    brought = AuditRow.objects.filter(verb="bring_edition")
    assert brought.count() == OutboxRow.objects.count() == Edition.objects.count()
    assert set(brought.values_list("actor", flat=True)) == {"import_export"}


def test_editors_go_on_where_they_were(tmp_path: Path, filled: dict[str, Any]) -> None:
    before = list(
        Edition.objects.filter(organisation="gm9001", subject=PASSPORT).values_list("language", "number", "page")
    )
    for path in exported(tmp_path):
        import_export(path)
    page = LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl")
    assert page.live and page.has_unpublished_changes and page.title == "Paspoort"
    assert page.get_latest_revision_as_object().title == "Nog niet gepubliceerd"
    rows = Edition.objects.filter(organisation="gm9001", subject=PASSPORT)
    assert len(rows) == len(before) and {row.page for row in rows if row.language == "nl"} == {page.pk}
    assert rows.filter(revision=page.live_revision_id).count() == 1
    page.get_latest_revision().publish()
    local("gm9001", "<p>Met pin of contant.</p>")
    newest = Edition.objects.filter(organisation="gm9001", subject=PASSPORT, language="nl").order_by("-number").first()
    # The draft that was brought along, and then the new text.
    assert newest.number == 2 + max(number for language, number, _page in before if language == "nl")
    assert newest.page == page.pk and "contant" in json.dumps(newest.content)
    assert Organisation.objects.get().municipalities.get().code == "GM9001"
    assert ProductPage.objects.filter(live=True).count() == 4


def test_a_picture_keeps_its_place_under_another_id(tmp_path: Path, filled: dict[str, Any], media: Path) -> None:
    original = next(media.glob("original_images/*")).read_bytes()
    paths = exported(tmp_path)
    for file in media.rglob("*.png"):
        file.unlink()
    import_export(paths[0])
    for number in range(3):
        hub.picture(f"hier-{number}")
    import_export(paths[1])
    picture = get_image_model().objects.get(title="balie")
    page = LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl")
    assert uploads_in(plain(LocalVersionPage, page.serializable_data())) == {("image", str(picture.pk))}
    assert picture.file.open("rb").read() == original and picture.collection.name == "gm9001"
    assert (media / "images" / "balie.max-1200x1200.png").is_file()


def test_what_did_not_come_along_never_shows_another_picture() -> None:
    html = [
        {
            "value": '<embed embedtype="image" id="3"/><a linktype="document" id="4">x</a><a linktype="fact" id="a.b">y</a>'
        }
    ]
    assert uploads_in(html) == {("image", "3"), ("document", "4")}
    assert with_uploads(html, {("document", "4"): "9"}) == [
        {
            "value": '<embed embedtype="image" id="0"/><a linktype="document" id="9">x</a><a linktype="fact" id="a.b">y</a>'
        }
    ]


def test_nothing_of_another_organisation_is_in_it(tmp_path: Path, filled: dict[str, Any]) -> None:
    for owner in ("gm9001", ""):
        export_all(tmp_path / f"export-{owner}", owner)
        everything_in = b"".join(p.read_bytes() for p in (tmp_path / f"export-{owner}").rglob("*") if p.is_file())
        assert CANARY.encode() not in everything_in and b"GM9002" not in everything_in
        assert (MEMO.encode() in everything_in) == (owner == "gm9001")
    export_all(tmp_path / "buren", "buren")
    assert CANARY.encode() in b"".join(p.read_bytes() for p in (tmp_path / "buren").rglob("*") if p.is_file())


def test_only_its_owner_may_read_it(tmp_path: Path, filled: dict[str, Any]) -> None:
    one, other = export_all(tmp_path / "folder", "gm9001"), export_all(tmp_path / "packed.zip", "gm9001")
    assert one.members == other.members and one.counts == other.counts
    with zipfile.ZipFile(tmp_path / "packed.zip") as packed:
        for member in one.members:
            assert packed.read(member.name) == (tmp_path / "folder" / member.name).read_bytes()
    assert {p.stat().st_mode & 0o077 for p in (tmp_path / "folder").rglob("*")} == {0}
    assert (tmp_path / "packed.zip").stat().st_mode & 0o777 == 0o600
    hub.wipe()
    export_all(tmp_path / "nothing", "")
    with pytest.raises(Refused) as refused:
        export_all(tmp_path / "folder", "")
    assert refused.value.code == "FILE_EXISTS"


def test_the_schema_is_that_of_the_shapes_and_every_record_has_it(
    tmp_path: Path, filled: dict[str, Any], settings
) -> None:
    file = settings.BASE_DIR / "docs" / "export.schema.json"
    assert file.read_bytes() == shapes.schema(), "run manage.py write_export_schema"
    counts = {}
    for owner in ("gm9001", ""):
        manifest = export_all(tmp_path / f"export-{owner}", owner)
        for name, shape in shapes.FILES.items():
            lines = (tmp_path / f"export-{owner}" / name).read_bytes().splitlines()
            strict = msgspec.json.Decoder(shape, strict=True)
            assert manifest.counts[name] == len([strict.decode(line) for line in lines])
            counts[name] = counts.get(name, 0) + len(lines)
    assert all(counts.values()), counts


def test_where_the_hub_has_answered_before_only_what_holds_from_now_on_comes(
    tmp_path: Path, filled: dict[str, Any]
) -> None:
    generic, own = exported(tmp_path)
    import_export(generic)
    publish_municipality(
        Municipality.objects.create(code="GM9001", name="Waterrijk", slug="waterrijk", languages=["nl"])
    )
    then = timezone.now()
    before = references((then,))
    done = import_export(own)
    assert not done.with_history and any("has answered for these municipalities before" in note for note in done.notes)
    assert references((then,)) == before
    now, ahead = timezone.now(), filled["moments"][2]
    here = references((now, ahead))
    there = {key[1:]: value for key, value in filled["references"].items() if key[0] == str(filled["moments"][1])}
    assert {key[1:]: value for key, value in here.items() if key[0] == str(now)} == there
    assert {k: v for k, v in here.items() if k[0] == str(ahead)} == {
        k: v for k, v in filled["references"].items() if k[0] == str(ahead)
    }
    rows = Edition.objects.filter(organisation="gm9001")
    assert all(row.valid_from >= row.recorded_at >= then for row in rows)
    assert [r.number for r in rows.filter(subject=PASSPORT, language="nl")] == [3]
    assert list(mend_editions()) == []


def test_organisations_that_share_a_municipality_both_bring_their_past(tmp_path: Path) -> None:
    hub.fill(tmp_path / "demo")
    onboard_organisation("regio", "Regio", ["GM9001"])
    local("regio", "<p>Bij de regio.</p>")
    moments = (timezone.now(),)
    before = references(moments)
    export_all(tmp_path / "regio.zip", "regio")
    paths = (*exported(tmp_path), tmp_path / "regio.zip")
    done = [import_export(path) for path in paths]
    assert [one.with_history for one in done] == [True, True, True] and references(moments) == before
    hub.wipe()
    import_export(paths[0])
    import_export(paths[1])
    hub.keep_everything(timezone.now())
    assert not import_export(paths[2]).with_history


def test_a_dry_run_changes_nothing(tmp_path: Path, filled: dict[str, Any], media: Path) -> None:
    generic, own = exported(tmp_path)
    import_export(generic)
    before, files = hub.counts(), sorted(media.rglob("*"))
    done = import_export(own, dry_run=True)
    assert done.counts["editions.jsonl"] > 5 and done.counts["pages.jsonl"] >= 3
    assert hub.counts() == before and sorted(media.rglob("*")) == files
    import_export(own)
    assert hub.counts() != before


def refused(path: Path, media: Path) -> Refused:
    before, files = hub.counts(), sorted(p for p in media.rglob("*") if p.is_file())
    with pytest.raises(Refused) as told:
        import_export(path)
    assert hub.counts() == before and sorted(p for p in media.rglob("*") if p.is_file()) == files
    return told.value


def changed(path: Path, name: str, change: Callable[[list[dict[str, Any]]], Any]) -> Path:
    """The export with other records in one file, and a manifest that fits."""
    with zipfile.ZipFile(path) as packed:
        manifest = msgspec.json.decode(packed.read(shapes.MANIFEST))
        records = [msgspec.json.decode(line) for line in packed.read(name).splitlines()]
    change(records)
    written = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    for member in manifest["members"]:
        if member["name"] == name:
            member.update(hub.summed(written))
    return hub.rewrite(path, **{name: written, shapes.MANIFEST: msgspec.json.encode(manifest)})


def test_it_comes_in_once_and_into_a_hub_with_the_library(tmp_path: Path, filled: dict[str, Any], media: Path) -> None:
    generic, own = exported(tmp_path)
    refusal = refused(own, media)
    assert refusal.code == "MISSING_GENERIC" and "import the library first" in str(refusal)
    import_export(generic)
    assert refused(generic, media).code == "ALREADY_HERE"
    import_export(own)
    assert refused(own, media).code == "ALREADY_HERE"


def test_what_is_not_its_own_or_not_whole_is_refused(tmp_path: Path, filled: dict[str, Any], media: Path) -> None:
    generic, own = exported(tmp_path)
    import_export(generic)
    editions, last = "editions.jsonl", -1

    def value(records: list[dict[str, Any]]) -> dict[str, Any]:
        return next(r for r in records if r["kind"] == EditionKind.FACT_VALUE)

    def dated_back(records: list[dict[str, Any]]) -> None:
        value(records)["valid_from"] = "2001-01-01T00:00:00Z"

    cases: list[tuple[str, Callable[[list[dict[str, Any]]], Any], str]] = [
        (editions, lambda r: r[last].update(organisation="buren"), "NOT_ITS_OWN"),
        (editions, lambda r: r[last].update(organisation=""), "NOT_ITS_OWN"),
        (editions, lambda r: r[last].update(municipality="GM9002"), "NOT_ITS_OWN"),
        (
            editions,
            lambda r: r[last].update(recorded_at="2099-01-01T00:00:00Z", valid_from="2099-01-01T00:00:00Z"),
            "DATED_BACK",
        ),
        (editions, dated_back, "DATED_BACK"),
        (editions, lambda r: value(r)["content"]["value"].update(amount="1.00"), "BAD_HASH"),
        (editions, lambda r: value(r)["content"].update(value=7), "BAD_ARCHIVE"),
        (editions, lambda r: r[last].pop("number"), "BAD_ARCHIVE"),
        ("answers.jsonl", lambda r: r[last].update(municipality="GM9002"), "BAD_ARCHIVE"),
        ("answers.jsonl", lambda r: r[last].update(reference="0000-0000-0000"), "BAD_ARCHIVE"),
        ("answers.jsonl", lambda r: r[last].update(payload="{}"), "BAD_ARCHIVE"),
        ("pages.jsonl", lambda r: r[last].update(type="letter"), "BAD_PAGE"),
        ("pages.jsonl", lambda r: r[last].update(key="x"), "BAD_PAGE"),
        ("municipalities.jsonl", lambda r: r[0].update(email="geen adres"), "BAD_FIELD"),
        ("uploads.jsonl", lambda r: r[0].update(file="media/none.png"), "BAD_ARCHIVE"),
        ("uploads.jsonl", lambda r: r[0].update(file="pages.jsonl"), "BAD_ARCHIVE"),
    ]
    for name, change, code in cases:
        assert (name, code) == (name, refused(changed(own, name, change), media).code)
    cut = own.with_name("cut.zip")
    cut.write_bytes(own.read_bytes()[:-300])
    assert refused(cut, media).code == "BAD_ARCHIVE"
    assert refused(hub.rewrite(own, **{"editions.jsonl": b""}), media).code == "BAD_ARCHIVE"
    assert refused(hub.rewrite(own, **{"media/../../x": b""}), media).code == "UNSAFE_NAME"
    with zipfile.ZipFile(own) as packed:
        manifest = msgspec.json.decode(packed.read(shapes.MANIFEST))
    later = hub.rewrite(own, **{shapes.MANIFEST: msgspec.json.encode({**manifest, "format": 2})})
    assert refused(later, media).code == "NEWER_ARCHIVE"
    assert import_export(own).organisation == "gm9001"


def test_the_commands_say_what_went_and_came(tmp_path: Path, filled: dict[str, Any], capsys, settings) -> None:
    call_command("export_all", "gm9001", str(tmp_path / "own"))
    assert "editions" in (said := capsys.readouterr().out) and "texts for agents only" in said
    call_command("export_all", "--generic", str(tmp_path / "generic.zip"))
    for arguments in (
        [str(tmp_path / "x")],
        ["gm9001", str(tmp_path / "x"), "--generic"],
        ["niemand", str(tmp_path / "x")],
    ):
        with pytest.raises(CommandError):
            call_command("export_all", *arguments)
    assert not (tmp_path / "x").exists()
    hub.wipe()
    settings.REFERENCE_KEY = b"the key of another installation"
    call_command("import_export", str(tmp_path / "generic.zip"))
    call_command("import_export", str(tmp_path / "own"), "--dry-run")
    capsys.readouterr()
    call_command("import_export", str(tmp_path / "own"))
    assert "gm9001, with its history" in (said := capsys.readouterr().out) and "another reference key" in said
