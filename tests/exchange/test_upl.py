"""The Uniforme Productnamenlijst: what is new, what changed, what is gone, and which products feel it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contenthub.exchange.report import Outcome, Report
from contenthub.exchange.upl import import_upl
from contenthub.models import UplName
from contenthub.resolving.content import Upl
from contenthub.resolving.refusal import Refused
from tests.exchange.server import body, serving, status
from tests.reference_data import reference
from tests.world import product

pytestmark = pytest.mark.django_db
COLUMNS = (
    "UniformeProductnaam URI Rijk Provincie Waterschap Gemeente Burger Bedrijf Dienstenwet SDG Autonomie Medebewind Aanvraag "
    "Subsidie Melding Verplichting DigiDMacht Grondslag Grondslaglabel Grondslaglink"
).split()
PASSPORT = "http://standaarden.overheid.nl/owms/terms/paspoort"


def row(name: str, uri: str = "", **cells: str) -> dict[str, str]:
    return {"UniformeProductnaam": name, "URI": uri or f"http://standaarden.overheid.nl/owms/terms/{name}", **cells}


def listing(*rows: dict[str, str], columns: list[str] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(*rows: dict[str, str]) -> Report:
    report = Report("import_upl")
    import_upl(listing(*rows), "upl.csv", report)
    return report


def counted(report: Report) -> tuple[int, ...]:
    return tuple(report.counts().values())


def test_the_list_of_2021_and_then_of_2023_give_132_new_and_8_gone() -> None:
    first, second, third = (Report(year) for year in ("2021", "2023", "2023 again"))
    old, new = (reference(f"upl/UPL-actueel-{month}.csv").read_bytes() for month in ("2021-12", "2023-10"))
    import_upl(old, "2021.csv", first)
    import_upl(new, "2023.csv", second)
    import_upl(new, "2023.csv", third)
    assert counted(first) == (1017, 0, 0, 0, 0)
    assert (second.counts()[Outcome.NEW], second.counts()[Outcome.GONE]) == (132, 8)
    assert sorted(entry.what for entry in second.of(Outcome.GONE)) == [
        "boodschappenhulp",
        "centraal register beroepsonderwijs",
        "centraal register opleidingen hoger onderwijs",
        "examenvak staatsexamen vo ontheffing",
        "examenvak vo ontheffing",
        "marktstandplaatsvergunning",
        "woningbemiddeling",
        "woonruimte onttrekkingsvergunning",
    ]
    assert counted(third) == (0, 0, 1141, 0, 0)
    assert UplName.objects.filter(gone_since=None).count() == 1141
    assert UplName.objects.filter(gone_since=None, municipal=True).count() == 470


def test_a_name_holds_all_its_legal_bases_and_for_whom_it_is() -> None:
    load(
        row(
            "paspoort",
            Gemeente="X",
            Burger="X",
            SDG="A1;D1",
            Grondslag="g:1",
            Grondslaglabel="Artikel 9",
            Grondslaglink="https://w/9",
        ),
        row(
            "paspoort",
            Gemeente="X",
            Burger="X",
            SDG="A1;D1",
            Grondslag="g:2",
            Grondslaglabel="Artikel 10",
            Grondslaglink="https://w/10",
        ),
    )
    name = UplName.objects.get()
    assert (name.pk, name.municipal, name.resident, name.business) == (PASSPORT, True, True, False)
    assert name.details["sdg"] == ["A1", "D1"]
    assert [basis["label"] for basis in name.details["basis"]] == ["Artikel 9", "Artikel 10"]


def test_a_name_that_is_gone_is_marked_and_its_products_are_named() -> None:
    load(row("paspoort"), row("vergunning"))
    product(upls=(Upl(uri=PASSPORT, name="paspoort"),))
    report = load(row("vergunning"))
    assert [(entry.what, entry.note) for entry in report.of(Outcome.GONE)] == [
        ("paspoort", "linked: Paspoort aanvragen (paspoort)")
    ]
    assert UplName.objects.get(pk=PASSPORT).gone_since is not None
    assert counted(load(row("vergunning"))) == (0, 0, 1, 0, 0)


def test_a_name_that_comes_back_is_no_longer_gone() -> None:
    load(row("paspoort"), row("vergunning"))
    load(row("vergunning"))
    report = load(row("paspoort"), row("vergunning"))
    assert counted(report) == (0, 1, 1, 0, 0) and "back on the list" in report.of(Outcome.CHANGED)[0].note
    assert UplName.objects.get(pk=PASSPORT).gone_since is None


def test_a_name_under_another_uri_has_moved_and_is_neither_new_nor_gone() -> None:
    load(row("paspoort", "http://u/oud"))
    report = load(row("paspoort", "http://u/nieuw"))
    assert counted(report) == (0, 1, 0, 0, 0)
    assert report.of(Outcome.CHANGED)[0].note == "was http://u/oud"
    old = UplName.objects.get(pk="http://u/oud")
    assert old.gone_since is not None and old.details["moved_to"] == "http://u/nieuw"


def test_another_name_for_a_uri_is_a_change() -> None:
    load(row("paspoort", "http://u/1"))
    report = load(row("reisdocument", "http://u/1"))
    assert report.of(Outcome.CHANGED)[0].note.startswith("was called paspoort")
    assert UplName.objects.get().name == "reisdocument"


def test_names_that_came_with_the_demo_are_no_earlier_list() -> None:
    UplName.objects.create(uri=PASSPORT, name="paspoort", details={"extract": "load_demo"})
    assert counted(load(row("paspoort"))) == (1, 0, 0, 0, 0)
    assert "extract" not in UplName.objects.get().details
    UplName.objects.create(uri="http://u/demo", name="iets", details={"extract": "load_demo"})
    assert counted(load(row("paspoort"))) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "MISSING_COLUMN", "upl.csv:1"),
        (listing(row("paspoort"), columns=["UniformeProductnaam", "URI"]), "MISSING_COLUMN", "upl.csv:1"),
        (listing(), "EMPTY_LIST", "upl.csv"),
        (listing(row("")), "BAD_UPL_ROW", "upl.csv:2"),
        (listing(row("paspoort"), row("x", "geen-uri")), "BAD_UPL_ROW", "upl.csv:3"),
        (listing(row("paspoort", "http://u/1"), row("paspoort", "http://u/2")), "UPL_NAME_TWICE", "upl.csv:3"),
        (listing(row("paspoort", "http://u/1"), row("pas", "http://u/1")), "UPL_URI_TWICE", "upl.csv:3"),
        (listing(row("caf\u00e9")).decode().encode("cp1252"), "WRONG_ENCODING", "upl.csv:2"),
        (listing(row("paspoort")).decode().encode("utf-16"), "WRONG_ENCODING", "upl.csv"),
        (listing(row("paspoort")) + b'"half', "BAD_CSV", "upl.csv:3"),
        (listing(row("paspoort")).replace(b",,", b","), "BAD_CSV", "upl.csv:2"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(raw: bytes, code: str, place: str) -> None:
    load(row("vergunning"))
    with pytest.raises(Refused) as refused:
        import_upl(raw, "upl.csv", Report("import_upl"))
    assert (refused.value.code, refused.value.field) == (code, place)
    assert list(UplName.objects.values_list("name", "gone_since")) == [("vergunning", None)]


def test_the_command_fetches_from_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(body(listing(row("paspoort")))) as server:
        call_command("import_upl", f"{server.url}/upl.csv")
    assert capsys.readouterr().out == "import_upl: 1 new, 0 changed, 0 unchanged, 0 gone, 0 refused\n"


def test_the_command_says_what_is_wrong_in_one_line() -> None:
    with serving(status(404)) as server, pytest.raises(CommandError, match="SOURCE_REFUSED: .*404"):
        call_command("import_upl", f"{server.url}/upl.csv")


def test_a_dry_run_of_the_command_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(body(listing(row("paspoort")))) as server:
        call_command("import_upl", f"{server.url}/upl.csv", "--dry-run")
    assert "(dry run, nothing was kept): 1 new" in capsys.readouterr().out
    assert not UplName.objects.exists()


def many(count: int) -> list[dict[str, str]]:
    return [row(f"naam-{number}") for number in range(count)]


def test_a_file_that_was_cut_between_two_rows_is_refused_whole() -> None:
    load(*many(120))
    with pytest.raises(Refused) as refused:
        load(*many(60), row("nieuw"))
    assert (refused.value.code, refused.value.field) == ("TOO_MANY_GONE", "upl.csv")
    assert "60 of 120 would be gone" in refused.value.message
    assert UplName.objects.count() == 120 and not UplName.objects.exclude(gone_since=None).exists()


def test_a_tenth_may_be_gone() -> None:
    load(*many(120))
    assert load(*many(108)).counts()[Outcome.GONE] == 12


def test_many_that_moved_are_not_gone() -> None:
    load(*many(120))
    moved = [row(f"naam-{number}", f"http://standaarden.overheid.nl/upl/{number}") for number in range(120)]
    assert load(*moved).counts()[Outcome.CHANGED] == 120


def test_many_may_be_gone_for_who_has_looked(tmp_path: Path) -> None:
    load(*many(120))
    file = tmp_path / "upl.csv"
    file.write_bytes(listing(*many(60)))
    with pytest.raises(CommandError, match="TOO_MANY_GONE"):
        call_command("import_upl", str(file))
    call_command("import_upl", str(file), "--allow-gone")
    assert UplName.objects.exclude(gone_since=None).count() == 60
