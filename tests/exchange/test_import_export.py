"""What was taken along gives the same answers where it comes in, and editors go on in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.images import get_image_model

from contenthub.actions.mend_editions import mend_editions
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.answering.answers import answer_item
from contenthub.answering.asking import ask
from contenthub.exchange.export import export_all
from contenthub.exchange.export_pages import plain, uploads_in, with_uploads
from contenthub.exchange.import_export import import_export
from contenthub.models import (
    AuditRow,
    Edition,
    Epoch,
    LocalVersionPage,
    Municipality,
    Organisation,
    OutboxRow,
    PersonFact,
    ProductPage,
)
from contenthub.resolving.answer import encode as answer_json
from contenthub.vocabulary import EditionState
from tests import world
from tests.exchange import hub
from tests.exchange.taken_along import PASSPORT, Made, kept, local, references

pytestmark = pytest.mark.django_db(transaction=True)


def test_another_hub_says_the_same_at_every_moment(made: Made, generic: Path, own: Path) -> None:
    assert len(made.references) >= 15 and len(set(made.references.values())) >= 8
    for path in (generic, own):
        assert import_export(path).with_history
    assert references(made.moments) == made.references
    assert hub.said(*kept("GM9001")) == made.said
    assert list(mend_editions()) == []
    brought = AuditRow.objects.filter(verb="bring_edition")
    assert brought.count() == OutboxRow.objects.count() == Edition.objects.count()
    assert set(brought.values_list("actor", flat=True)) == {"import_export"}
    # Workers that answer from memory look at these.
    for scope, number in Epoch.objects.values_list("scope", "number"):
        assert number == Edition.objects.filter(organisation=scope).count() > 0
    assert PersonFact.objects.get().provenance == "register-derived"


def test_editors_go_on_where_they_were(made: Made, generic: Path, own: Path) -> None:
    for path in (generic, own):
        import_export(path)
    page = LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl")
    assert page.live and page.has_unpublished_changes and page.title == "Paspoort"
    assert page.get_latest_revision_as_object().title == "Nog niet gepubliceerd"
    rows = Edition.objects.filter(organisation="gm9001", subject=PASSPORT, language="nl")
    assert [(row.number, row.page) for row in rows.order_by("number")] == [(n, page.pk) for n in (1, 2, 3)]
    assert rows.filter(revision=page.live_revision_id).count() == 1
    page.get_latest_revision().publish()
    local("gm9001", "<p>Met pin of contant.</p>")
    newest = rows.order_by("-number").first()
    # The draft has another title, which a local version does not say; then the new text.
    assert newest.number == 4 and newest.page == page.pk and "contant" in json.dumps(newest.content)
    assert Organisation.objects.get().municipalities.get().code == "GM9001"
    assert ProductPage.objects.filter(live=True).count() == 4


def test_a_picture_keeps_its_place_under_another_id(made: Made, generic: Path, own: Path, media: Path) -> None:
    (original,) = (content for name, content in hub.members(own).items() if name.startswith("media/"))
    import_export(generic)
    for number in range(3):
        hub.picture(f"hier-{number}")
    import_export(own)
    picture = get_image_model().objects.get(title="balie")
    page = LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl")
    assert uploads_in(plain(LocalVersionPage, page.serializable_data())) == {("image", str(picture.pk))}
    assert picture.file.open("rb").read() == original and picture.collection.name == "gm9001"
    assert (picture.width, picture.height) == (40, 30)
    assert (media / "images" / "balie.max-1200x1200.png").is_file()


def test_what_did_not_come_along_never_shows_another_picture() -> None:
    text = '<embed embedtype="image" id="{}"/><a linktype="document" id="{}">x</a><a linktype="fact" id="a.b">y</a>'
    html = [{"value": text.format(3, 4)}]
    assert uploads_in(html) == {("image", "3"), ("document", "4")}
    assert with_uploads(html, {("document", "4"): "9"}) == [{"value": text.format(0, 9)}]


def test_where_the_hub_has_answered_before_only_what_holds_from_now_on_comes(
    made: Made, generic: Path, own: Path
) -> None:
    import_export(generic)
    publish_municipality(
        Municipality.objects.create(code="GM9001", name="Waterrijk", slug="waterrijk", languages=["nl"])
    )
    then = timezone.now()
    before = references((then,))
    done = import_export(own)
    assert not done.with_history and any("has answered for these municipalities before" in note for note in done.notes)
    assert references((then,)) == before
    now, ahead = timezone.now(), made.moments[2]
    here = references((now, ahead))
    there = {key[1:]: value for key, value in made.references.items() if key[0] == str(made.moments[1])}
    assert {key[1:]: value for key, value in here.items() if key[0] == str(now)} == there
    assert {k: v for k, v in here.items() if k[0] == str(ahead)} == {
        k: v for k, v in made.references.items() if k[0] == str(ahead)
    }
    rows = Edition.objects.filter(organisation="gm9001")
    assert all(row.valid_from >= row.recorded_at >= then for row in rows)
    assert [(r.number, r.state) for r in rows.filter(subject=PASSPORT, language="nl").order_by("number")] == [
        (1, EditionState.CANCELLED),
        (3, EditionState.PUBLISHED),
    ]
    assert list(mend_editions()) == []


def test_who_writes_for_a_municipality_here_goes_on_writing_for_it(generic: Path, own: Path) -> None:
    import_export(generic)
    town = world.municipality("GM9001", "Zeerijk", languages=["nl"])
    publish_municipality(town)
    onboard_organisation("buren", "Buurgemeente", ["GM9001"])
    local("buren", "<p>Zoals de buren zeggen.</p>")
    done = import_export(own)
    assert "GM9001: buren writes for it here; its details stay as they are" in done.notes
    newest = Edition.objects.filter(kind="municipality", subject="GM9001").order_by("-number").first()
    assert newest.content["name"] == "Zeerijk" and newest.content["organisations"] == ["buren", "gm9001"]
    answer = answer_item(PASSPORT, ask("GM9001"))
    assert answer is not None and answer.municipality.name == "Zeerijk"
    said = answer_json(answer)
    assert b"Zoals de buren zeggen." in said and b"Met pin." in said


def test_organisations_that_share_a_municipality_both_bring_their_past(tmp_path: Path, filled: Made) -> None:
    onboard_organisation("regio", "Regio", ["GM9001"])
    local("regio", "<p>Bij de regio.</p>")
    moments = (timezone.now(),)
    before = references(moments)
    paths = [tmp_path / f"{owner}-too.zip" for owner in ("", "gm9001", "regio")]
    for path, owner in zip(paths, ("", "gm9001", "regio"), strict=True):
        export_all(path, owner)
    hub.wipe()
    done = [import_export(path) for path in paths]
    assert [one.with_history for one in done] == [True, True, True] and references(moments) == before
    hub.wipe()
    import_export(paths[0])
    import_export(paths[1])
    hub.keep_everything(timezone.now())
    assert not import_export(paths[2]).with_history


def test_a_dry_run_changes_nothing(generic: Path, own: Path, media: Path) -> None:
    import_export(generic)
    before, files = hub.counts(), sorted(media.rglob("*"))
    done = import_export(own, dry_run=True)
    assert done.counts["editions.jsonl"] > 5 and done.counts["pages.jsonl"] >= 3
    assert hub.counts() == before and [p for p in sorted(media.rglob("*")) if p.is_file()] == [
        p for p in files if p.is_file()
    ]
    import_export(own)
    assert hub.counts() != before
