"""SDG product texts: one product per UPL name, a text per language, cut up by its headings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contenthub.exchange.ledger import id_of
from contenthub.exchange.report import Outcome, Report
from contenthub.exchange.sdg import import_sdg
from contenthub.exchange.upl import import_upl
from contenthub.models import Edition, ProductPage, UplName
from contenthub.resolving.content import ItemContent
from contenthub.resolving.text import Heading, Link, inlines
from contenthub.vocabulary import Audience, SectionKind
from tests.reference_data import reference

pytestmark = pytest.mark.django_db
URI = "http://standaarden.overheid.nl/owms/terms/terrasvergunning"


def result(**changes: Any) -> dict[str, Any]:
    return {
        "titel": "Terrasvergunning aanvragen",
        "tekst": "Wilt u een terras?\r\n\r\n## Kosten\r\n\r\nEr zijn kosten.\r\n\r\n### Meer\r\n\r\nEn leges.",
        "links": [],
        "organisaties": [{"rol": "Ondersteuningsorganisatie", "owmsPrefLabel": "RVO", "owmsUri": "http://x"}],
        "laatstGewijzigd": "2022-09-02T04:00:14",
        "laatstGecheckt": "2020-11-27T15:01:59",
        "url": "https://x.nl/terras",
        "upnUri": URI,
        "upnLabel": "terrasvergunning",
        "taal": "nl",
        "self": "https://x.nl/1",
        "id": "1",
        **changes,
    }


def load(folder: Path, *results: Any, count: int | None = None, **options: Any) -> Report:
    (folder / "producten.json").write_text(
        json.dumps({"count": len(results) if count is None else count, "results": results})
    )
    report = Report("import_sdg")
    import_sdg(folder, report, **options)
    return report


def counted(report: Report) -> tuple[int, ...]:
    return tuple(report.counts().values())


def content(language: str) -> ItemContent:
    row = Edition.objects.filter(subject=id_of("sdg", URI), language=language).order_by("number").last()
    assert row is not None
    found: ItemContent = row.row().content
    return found


@pytest.fixture
def listed() -> None:
    UplName.objects.create(uri=URI, name="terrasvergunning")


def test_all_20_texts_come_in_and_twice_changes_nothing() -> None:
    import_upl(reference("upl/UPL-actueel-2023-10.csv").read_bytes(), "upl.csv", Report("upl"))
    first, second = Report("first"), Report("second")
    import_sdg(reference("sdg"), first)
    import_sdg(reference("sdg"), second)
    assert counted(first) == (20, 0, 0, 0, 0) and counted(second) == (0, 0, 20, 0, 0)
    assert first.notes == [
        "example_api_response.json: counts 73 products but holds 20; the other pages are not in this folder"
    ]
    rows = Edition.objects.filter(kind="item")
    assert rows.count() == 20 and rows.values("subject").distinct().count() == 16
    assert {language: rows.filter(language=language).count() for language in ("nl", "en")} == {"nl": 9, "en": 11}
    contents = [row.content for row in rows.rows()]
    assert all(
        SectionKind.INTRODUCTION in c.sections and len(c.upls) == 1 and c.audience == (Audience.BUSINESS,)
        for c in contents
    )


@pytest.mark.usefixtures("listed")
def test_two_languages_on_one_upl_name_are_one_product(tmp_path: Path) -> None:
    load(
        tmp_path,
        result(),
        result(
            id="2", taal="en", titel="Terrace permit", tekst="Do you want a terrace?\n\n## Costs\n\nThere are costs."
        ),
    )
    assert ProductPage.objects.values("translation_key").distinct().count() == 1
    assert (content("nl").slug, content("en").slug) == ("terrasvergunning", "terrasvergunning")
    assert set(content("nl").sections) == set(content("en").sections) == {SectionKind.INTRODUCTION, SectionKind.COSTS}
    assert [
        block.level for block in content("nl").sections[SectionKind.COSTS].blocks if isinstance(block, Heading)
    ] == [3, 4]


@pytest.mark.usefixtures("listed")
def test_the_links_beside_a_text_are_kept(tmp_path: Path) -> None:
    load(
        tmp_path,
        result(links=[{"label": "Wet", "url": "https://wetten.overheid.nl/BWBR0024779", "categorie": "wetgeving"}]),
    )
    blocks = content("nl").sections[SectionKind.PARTICULARS].blocks
    assert [node.href for node in inlines(blocks) if isinstance(node, Link)] == [
        "https://wetten.overheid.nl/BWBR0024779"
    ]


@pytest.mark.usefixtures("listed")
def test_an_older_text_never_overwrites(tmp_path: Path) -> None:
    load(tmp_path, result())
    report = load(tmp_path, result(laatstGewijzigd="2021-01-01T00:00:00", titel="Oud"))
    assert counted(report) == (0, 0, 1, 0, 0) and content("nl").title == "Terrasvergunning aanvragen"
    assert counted(load(tmp_path, result(laatstGewijzigd="2023-01-01T00:00:00", titel="Nieuw"))) == (0, 1, 0, 0, 0)
    assert content("nl").title == "Nieuw"


def test_a_name_that_left_the_list_is_reported(tmp_path: Path) -> None:
    UplName.objects.create(uri=URI, name="terrasvergunning", gone_since="2023-10-01T00:00:00Z")
    assert load(tmp_path, result()).entries[0].note == "terrasvergunning is gone from the list of UPL names"


@pytest.mark.usefixtures("listed")
def test_what_was_taken_out_is_reported(tmp_path: Path) -> None:
    report = load(tmp_path, result(tekst="Tekst <script>alert(1)</script>\n\n## Kosten\n\n<iframe></iframe>Geen."))
    assert report.entries[0].note == "tekst: removed script (1); Kosten: removed iframe (1)"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"upnUri": "http://standaarden.overheid.nl/owms/terms/terasvergunning"}, "UNKNOWN_UPL"),
        ({"taal": "de"}, "OTHER_LANGUAGE"),
        ({"titel": None}, "BAD_RECORD"),
        ({"laatstGewijzigd": "ooit"}, "BAD_RECORD"),
        ({"tekst": "Het kost {{{{x}}}}"}, "BAD_FACT_KEY"),
        ({"tekst": "Het kost {{terras.kosten}}"}, "UNKNOWN_FACT"),
        ({"tekst": "x" * 300_000}, "TOO_LONG"),
        ({"titel": ""}, "EMPTY_TITLE"),
    ],
)
@pytest.mark.usefixtures("listed")
def test_a_bad_text_is_refused_with_its_place_and_nothing_of_it_written(
    tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    report = load(tmp_path, result(**changes))
    assert counted(report) == (0, 0, 0, 0, 1)
    entry = report.of(Outcome.REFUSED)[0]
    assert entry.place == "producten.json, result 1" and code in entry.note
    assert not ProductPage.objects.exists() and not Edition.objects.exists()


@pytest.mark.parametrize(("raw", "code"), [("{", "BAD_JSON"), ("[]", "BAD_LIST"), ('{"results": 7}', "BAD_LIST")])
def test_a_file_that_is_no_answer_of_the_api_is_refused(tmp_path: Path, raw: str, code: str) -> None:
    (tmp_path / "x.json").write_text(raw)
    report = Report("x")
    import_sdg(tmp_path, report)
    assert counted(report) == (0, 0, 0, 0, 1) and report.entries[0].note.startswith(code)
