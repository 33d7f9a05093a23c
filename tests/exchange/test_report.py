"""What an import says it did, and that a refused record leaves nothing behind."""

from __future__ import annotations

import pytest

from contenthub.exchange.ledger import Ledger, digest, id_of
from contenthub.exchange.report import Done, Entry, Outcome, Record, Report, import_records, rehearsal
from contenthub.models import AuditRow, Topic
from contenthub.resolving.refusal import Refused

pytestmark = pytest.mark.django_db


def writes(slug: str) -> Record:
    def write() -> Done:
        Topic.objects.create(slug=slug, names={"nl": slug})
        return Done(Outcome.NEW)

    return Record(slug, "lijst.yaml", write)


def breaks(slug: str) -> Record:
    def write() -> Done:
        Topic.objects.create(slug=slug, names={"nl": slug})
        raise Refused("BAD_NAME", "naam", "%(field)s: %(value)s is no name", value=slug)

    return Record(slug, "lijst.yaml", write)


def test_a_refused_record_leaves_nothing_and_the_others_go_on() -> None:
    report = Report("topics")
    import_records([writes("een"), breaks("twee"), writes("drie")], report)
    assert set(Topic.objects.values_list("slug", flat=True)) == {"een", "drie"}
    assert report.of(Outcome.REFUSED) == [
        Entry(Outcome.REFUSED, "twee", "lijst.yaml", "BAD_NAME: naam: twee is no name")
    ]
    assert report.summary() == "topics: 2 new, 0 changed, 0 unchanged, 0 gone, 1 refused"


def test_a_dry_run_reports_the_truth_and_keeps_nothing() -> None:
    report = Report("topics")
    with rehearsal(True):
        import_records([writes("een"), breaks("twee")], report)
    assert report.counts()[Outcome.NEW] == 1 and report.counts()[Outcome.REFUSED] == 1
    assert not Topic.objects.exists()


def test_the_report_lists_what_matters_and_all_where_asked() -> None:
    report = Report("x")
    report.add(Outcome.NEW, "stil")
    report.add(Outcome.NEW, "luid", "a.json", "removed script (1)")
    report.add(Outcome.GONE, "weg")
    report.notes.append("let op")
    assert list(report.lines()) == [
        "x: 2 new, 0 changed, 0 unchanged, 1 gone, 0 refused",
        "  new       luid [a.json]: removed script (1)",
        "  gone      weg",
        "  note: let op",
    ]
    assert "  new       stil" in list(report.lines(every=True))


def test_the_ledger_knows_the_last_version_and_keeps_all() -> None:
    ledger = Ledger("import_x")
    ledger.remember("a", "1")
    ledger.remember("a", "2")
    ledger.remember("a", "2")
    assert Ledger("import_x").version("a") == "2" and Ledger("import_x").subjects() == {"a"}
    assert Ledger("import_y").version("a") == ""
    assert AuditRow.objects.filter(verb="import_x").count() == 2


def test_ids_and_digests_are_the_same_everywhere() -> None:
    assert id_of("product", "paspoort") == "250c1fde-adca-5f87-b68d-fb6a683bf842"
    assert id_of("product", "paspoort") != id_of("question", "paspoort")
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1})
