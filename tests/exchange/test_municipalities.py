"""Municipalities: codes from one list, dates from another, never a guess between them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from contenthub.exchange.municipalities import import_municipalities
from contenthub.exchange.report import Outcome, Report
from contenthub.models import Edition, Municipality
from contenthub.resolving.refusal import Refused
from tests.reference_data import reference

pytestmark = pytest.mark.django_db


def tooi(*pairs: tuple[str, str]) -> bytes:
    return json.dumps(
        [
            {
                "model": "metadata.organisation",
                "fields": {
                    "identifier": f"https://identifier.overheid.nl/tooi/id/gemeente/{code}",
                    "naam": f"gemeente {name}",
                },
            }
            for code, name in pairs
        ]
    ).encode()


def owms(*values: tuple[str, str, str]) -> bytes:
    parts = [
        f"<value><prefLabel>{name}</prefLabel>{f'<startDate>{begin}</startDate>' if begin else ''}"
        f"{f'<endDate>{end}</endDate>' if end else ''}</value>"
        for name, begin, end in values
    ]
    return f"<cv>{''.join(parts)}</cv>".encode()


def load(raw: bytes, dates: bytes | None = None) -> Report:
    report = Report("import_municipalities")
    import_municipalities(raw, "tooi.json", report, (dates, "owms.xml") if dates else None)
    return report


def counted(report: Report) -> tuple[int, ...]:
    return tuple(report.counts().values())


def test_all_605_municipalities_come_with_their_codes_and_dates() -> None:
    raw, dates = reference("tooi/organisations.json").read_bytes(), reference("tooi/owms-gemeente.xml").read_bytes()
    first, second = load(raw, dates), load(raw, dates)
    assert counted(first) == (605, 0, 0, 0, 0) and counted(second) == (0, 0, 605, 0, 0)
    assert (
        first.notes[0] == "250 ended entries of the OWMS list match a code by name; 249 municipalities got a last day"
    )
    assert first.notes[1].endswith("says nothing: Het Bildt")
    assert first.notes[2] == (
        "in OWMS, but no code has this name: 's-Gravenhage, Bergen (Li), Groningen (Gr), Hummelo, Súdwest Fryslân, "
        "Utrecht (Utr)"
    )
    assert first.notes[3].endswith("Den Haag, Dijk en Waard, Land van Cuijk, Maashorst, Voorne aan Zee")
    assert Municipality.objects.count() == Edition.objects.filter(kind="municipality").count() == 605
    bildt = Municipality.objects.get(pk="GM0063")
    assert (bildt.name, bildt.ends_on) == ("het Bildt", dt.date(2017, 12, 31))
    assert Edition.objects.get(kind="municipality", subject="GM0063").row().content.ends_on == dt.date(2017, 12, 31)
    assert Municipality.objects.get(pk="GM0344").ends_on is None


def test_what_an_editor_keeps_of_a_municipality_is_left_alone() -> None:
    load(tooi(("gm0344", "Utrecht")))
    Municipality.objects.filter(pk="GM0344").update(phone="14 030", slug="stad-utrecht")
    report = load(tooi(("gm0344", "Utrecht (stad)")), owms(("Utrecht (stad)", "2001-01-01", "")))
    row = Municipality.objects.get()
    assert (row.name, row.phone, row.slug, row.begins_on) == (
        "Utrecht (stad)",
        "14 030",
        "stad-utrecht",
        dt.date(2001, 1, 1),
    )
    assert report.of(Outcome.CHANGED)[0].note == "changed: name, begins_on"


def test_one_that_ended_gets_its_last_day_and_stays() -> None:
    load(tooi(("gm0063", "het Bildt")))
    report = load(tooi(("gm0063", "het Bildt")), owms(("Het Bildt", "", "1900-01-01"), ("het Bildt", "", "2017-12-31")))
    assert counted(report) == (0, 1, 0, 0, 0)
    assert Municipality.objects.get().ends_on == dt.date(2017, 12, 31)


def test_a_list_without_dates_does_not_take_dates_away() -> None:
    load(tooi(("gm0063", "het Bildt")), owms(("het Bildt", "", "2017-12-31")))
    assert counted(load(tooi(("gm0063", "het Bildt")))) == (0, 0, 1, 0, 0)
    assert Municipality.objects.get().ends_on == dt.date(2017, 12, 31)


def test_one_that_is_no_longer_listed_is_reported_and_stays() -> None:
    load(tooi(("gm0344", "Utrecht"), ("gm0014", "Groningen")))
    report = load(tooi(("gm0344", "Utrecht")))
    assert [entry.what for entry in report.of(Outcome.GONE)] == ["GM0014"]
    assert Municipality.objects.get(pk="GM0014").ends_on is None


def test_those_that_came_otherwise_are_not_called_gone() -> None:
    Municipality.objects.create(code="GM9001", name="Waterrijk", slug="waterrijk")
    assert counted(load(tooi(("gm0344", "Utrecht")))) == (1, 0, 0, 0, 0)


def test_a_slug_that_is_taken_gets_the_code_behind_it() -> None:
    Municipality.objects.create(code="GM9001", name="Bergen", slug="bergen")
    load(
        tooi(
            ("gm0373", "Bergen"),
        )
    )
    assert Municipality.objects.get(pk="GM0373").slug == "bergen-gm0373"


@pytest.mark.parametrize(
    ("raw", "dates", "code", "place"),
    [
        (b"[", None, "BAD_JSON", "tooi.json:1"),
        (b"{}", None, "BAD_TOOI", "tooi.json"),
        (b"[]", None, "EMPTY_LIST", "tooi.json"),
        (b"[7]", None, "BAD_TOOI", "tooi.json, record 1"),
        (tooi(("gm034", "Utrecht")), None, "BAD_MUNICIPALITY_CODE", "tooi.json, record 1"),
        (tooi(("gm0344", "Utrecht"), ("GM03A4", "Breda")), None, "BAD_MUNICIPALITY_CODE", "tooi.json, record 2"),
        (tooi(("gm0344", "")), None, "EMPTY_NAME", "tooi.json, record 1"),
        (tooi(("gm0344", "Utrecht"), ("gm0344", "Breda")), None, "CODE_TWICE", "tooi.json, record 2"),
        (tooi(("gm0344", "Utrecht"), ("gm0014", "utrecht")), None, "NAME_TWICE", "tooi.json, record 2"),
        (tooi(("gm0344", "Utrecht")).decode().encode("utf-16"), None, "WRONG_ENCODING", "tooi.json"),
        (tooi(("gm0344", "Utrecht")), b"<cv><value>", "BAD_XML", "owms.xml:1"),
        (tooi(("gm0344", "Utrecht")), b"<cv/>", "BAD_OWMS", "owms.xml"),
        (tooi(("gm0344", "Utrecht")), owms(("Utrecht", "", "31-12-2017")), "BAD_DATE", "owms.xml"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(raw: bytes, dates: bytes | None, code: str, place: str) -> None:
    with pytest.raises(Refused) as refused:
        load(raw, dates)
    assert (refused.value.code, refused.value.field) == (code, place)
    assert not Municipality.objects.exists() and not Edition.objects.exists()


def test_an_end_before_the_beginning_is_refused_for_that_one_only() -> None:
    report = load(tooi(("gm0001", "A"), ("gm0002", "B")), owms(("A", "2010-01-01", "2005-12-31")))
    assert counted(report) == (1, 0, 0, 0, 1)
    entry: Any = report.of(Outcome.REFUSED)[0]
    assert entry.note.startswith("ENDS_BEFORE_BEGIN: GM0001.ends_on: 2005-12-31")
    assert list(Municipality.objects.values_list("pk", flat=True)) == ["GM0002"]


def test_a_list_of_which_half_is_missing_is_refused_whole() -> None:
    pairs = [(f"gm{number:04}", f"Plaats {number}") for number in range(1, 41)]
    load(tooi(*pairs))
    before = Edition.objects.count()
    with pytest.raises(Refused) as refused:
        load(tooi(*pairs[:20], ("gm0999", "Nieuw")))
    assert (refused.value.code, Edition.objects.count()) == ("TOO_MANY_GONE", before)
    assert not Municipality.objects.filter(pk="GM0999").exists()
    report = Report("again")
    import_municipalities(tooi(*pairs[:20]), "tooi.json", report, allow_gone=True)
    assert report.counts()[Outcome.GONE] == 20
