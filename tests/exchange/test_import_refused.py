"""An export that is not whole, not its owner's own or not of its shape is refused, and nothing at all is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.import_export import import_export
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind
from tests.exchange import hub
from tests.exchange.taken_along import Made

pytestmark = pytest.mark.django_db(transaction=True)
Records = list[dict[str, Any]]
LAST = -1


def refused(path: Path, media: Path) -> Refused:
    before, files = hub.counts(), sorted(p for p in media.rglob("*") if p.is_file())
    with pytest.raises(Refused) as told:
        import_export(path)
    assert hub.counts() == before and sorted(p for p in media.rglob("*") if p.is_file()) == files
    return told.value


def with_manifest(path: Path, change: Callable[[dict[str, Any]], Any], **members: bytes) -> Path:
    """The export with other members, and a manifest that fits them and is changed then."""
    manifest = msgspec.json.decode(hub.members(path)[shapes.MANIFEST])
    for member in manifest["members"]:
        if member["name"] in members:
            member.update(hub.summed(members[member["name"]]))
    change(manifest)
    return hub.rewrite(path, **{shapes.MANIFEST: msgspec.json.encode(manifest), **members})


def changed(path: Path, name: str, change: Callable[[Records], Any]) -> Path:
    """The export with other records in one file, and a manifest that fits."""
    records = [msgspec.json.decode(line) for line in hub.members(path)[name].splitlines()]
    change(records)
    written = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    return with_manifest(path, lambda manifest: None, **{name: written})


def value(records: Records) -> dict[str, Any]:
    return next(r for r in records if r["kind"] == EditionKind.FACT_VALUE)


def personal(records: Records) -> None:
    answer = msgspec.json.decode(records[LAST]["payload"])
    answer["personal"] = {"given": True}
    records[LAST]["payload"] = msgspec.json.encode(answer).decode()


FAR = {"recorded_at": "2099-01-01T00:00:00Z", "valid_from": "2099-01-01T00:00:00Z"}
CASES: dict[str, tuple[str, Callable[[Records], Any], str]] = {
    "another writer": ("editions.jsonl", lambda r: r[LAST].update(organisation="buren"), "NOT_ITS_OWN"),
    "the library": ("editions.jsonl", lambda r: r[LAST].update(organisation=""), "NOT_ITS_OWN"),
    "another town": ("editions.jsonl", lambda r: r[LAST].update(municipality="GM9002"), "NOT_ITS_OWN"),
    "recorded tomorrow": ("editions.jsonl", lambda r: r[LAST].update(FAR), "DATED_BACK"),
    "dated back": ("editions.jsonl", lambda r: value(r).update(valid_from="2001-01-01T00:00:00Z"), "DATED_BACK"),
    "another amount": ("editions.jsonl", lambda r: value(r)["content"]["value"].update(amount="1.00"), "BAD_HASH"),
    "no amount": ("editions.jsonl", lambda r: value(r)["content"].update(value=7), "BAD_ARCHIVE"),
    "no number": ("editions.jsonl", lambda r: r[LAST].pop("number"), "BAD_ARCHIVE"),
    "no such kind": ("editions.jsonl", lambda r: r[LAST].update(kind="rocket"), "BAD_ARCHIVE"),
    "no such state": ("editions.jsonl", lambda r: r[LAST].update(state="ROCKET"), "BAD_ARCHIVE"),
    "an edition twice": ("editions.jsonl", lambda r: r.append(r[LAST]), "BAD_ARCHIVE"),
    "an answer elsewhere": ("answers.jsonl", lambda r: r[LAST].update(municipality="GM9002"), "BAD_ARCHIVE"),
    "another code": ("answers.jsonl", lambda r: r[LAST].update(reference="0000-0000-0000"), "BAD_ARCHIVE"),
    "no answer": ("answers.jsonl", lambda r: r[LAST].update(payload="{}"), "BAD_ARCHIVE"),
    "an answer to one person": ("answers.jsonl", personal, "BAD_ARCHIVE"),
    "another type of page": ("pages.jsonl", lambda r: r[LAST].update(type="letter"), "BAD_PAGE"),
    "a page without a key": ("pages.jsonl", lambda r: r[LAST].update(key="x"), "BAD_PAGE"),
    "a language without a branch": ("pages.jsonl", lambda r: r[LAST].update(language="fr"), "BAD_PAGE"),
    "no e-mail address": ("municipalities.jsonl", lambda r: r[0].update(email="geen adres"), "BAD_FIELD"),
    "another town's details": ("municipalities.jsonl", lambda r: r[0].update(code="GM9002"), "NOT_ITS_OWN"),
    "no details": ("municipalities.jsonl", lambda r: r.clear(), "UNKNOWN_MUNICIPALITY"),
    "no such picture": ("uploads.jsonl", lambda r: r[0].update(file="media/none.png"), "BAD_ARCHIVE"),
    "a picture that is text": ("uploads.jsonl", lambda r: r[0].update(file="pages.jsonl"), "BAD_ARCHIVE"),
}


@pytest.mark.parametrize(("name", "change", "code"), CASES.values(), ids=CASES)
def test_a_record_that_is_wrong(
    generic: Path, own: Path, media: Path, name: str, change: Callable[[Records], Any], code: str
) -> None:
    import_export(generic)
    assert refused(changed(own, name, change), media).code == code


def test_an_archive_that_is_wrong_and_then_the_right_one(generic: Path, own: Path, media: Path) -> None:
    import_export(generic)
    cut = own.with_name("cut.zip")
    cut.write_bytes(own.read_bytes()[:-300])
    assert refused(cut, media).code == "BAD_ARCHIVE"
    assert refused(hub.rewrite(own, **{"editions.jsonl": b""}), media).code == "BAD_ARCHIVE"
    assert refused(hub.rewrite(own, **{"editions.jsonl": None}), media).code == "BAD_ARCHIVE"
    assert refused(hub.rewrite(own, **{"media/../../x": b""}), media).code == "UNSAFE_NAME"
    assert refused(with_manifest(own, lambda m: m.update(format=2)), media).code == "NEWER_ARCHIVE"
    assert refused(with_manifest(own, lambda m: m.update(kind="contenthub-backup")), media).code == "BAD_ARCHIVE"
    assert import_export(own).organisation == "gm9001"


def test_a_picture_that_a_browser_would_take_for_a_page(generic: Path, own: Path, media: Path) -> None:
    (name,) = (name for name in hub.members(own) if name.startswith("media/"))
    page = f"{name}.html"

    def renamed(manifest: dict[str, Any]) -> None:
        next(m for m in manifest["members"] if m["name"] == name)["name"] = page

    import_export(generic)
    uploads = hub.members(own)["uploads.jsonl"].replace(b".png", b".png.html")
    path = with_manifest(own, renamed, **{"uploads.jsonl": uploads})
    path = hub.rewrite(path, **{name: None, page: hub.members(own)[name]})
    refusal = refused(path, media)
    assert refusal.code == "BAD_ARCHIVE" and "html" in str(refusal)


def test_it_comes_in_once_and_into_a_hub_with_the_library(made: Made, generic: Path, own: Path, media: Path) -> None:
    refusal = refused(own, media)
    assert refusal.code == "MISSING_GENERIC" and "import the library first" in str(refusal)
    import_export(generic)
    assert refused(generic, media).code == "ALREADY_HERE"
    import_export(own)
    assert refused(own, media).code == "ALREADY_HERE"
