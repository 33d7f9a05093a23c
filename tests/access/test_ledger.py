"""The ledger: a row for each request with facts from a register, no fact in it, no row changed, none kept too long."""

from __future__ import annotations

import datetime as dt
import json
import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contenthub.actions.append import append
from contenthub.actions.prune_ledger import prune_ledger
from contenthub.models import AuditRow, LedgerRow, StoredAnswer, guards
from contenthub.resolving.content import LifeEventContent, Step
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, Phase
from tests import world
from tests.access.hub import ACCOUNT, PRODUCT, SUGGESTED, code, facts, hub, letter, send  # noqa: F401

INCOME, CANARY = 13_579, "KANARIE-FEIT"
TRACE = ACCOUNT["traceparent"].split("-")[1]


@pytest.fixture
def headers(hub) -> dict[str, str]:
    return {**world.bearer("personal", "letters", name="Balie Waterrijk"), **ACCOUNT}


def test_one_row_says_who_when_why_and_about_what(client, headers):
    before = timezone.now()
    answer = send(client, headers=headers, person=facts(inkomen=INCOME))
    assert [one["rule"] for one in answer.json()["data"]["product"]["personal"]["applied"]] == ["laag", "help"]
    row = LedgerRow.objects.get()
    assert before <= row.at <= timezone.now()
    assert (row.client, row.purpose, row.activity) == (
        "Balie Waterrijk", ACCOUNT["x-doelbinding"], ACCOUNT["dpl-processing-activity-id"])
    assert (row.trace, row.caller_span) == (TRACE, "b7ad6b7169203331")
    assert len(row.span) == 16 and row.span != row.caller_span
    assert row.items == [world.PASSPORT]


def test_what_followed_from_the_facts_is_not_in_the_row(client, headers):
    """The suggestion shows in the answer; in the ledger it would tell the income."""
    related = send(client, headers=headers, person=facts(inkomen=INCOME)).json()["data"]["product"]["related"]
    assert {"id": SUGGESTED} in related
    assert SUGGESTED not in json.dumps(LedgerRow.objects.get().items)


def test_items_and_life_events_of_one_request_stand_in_one_row(client, headers):
    event = "8f5c0f2e-0000-4000-8000-0000000000ee"
    step = Step(id="1", phase=Phase.APPLY, title="Stap", items=(SUGGESTED,))
    append(Series(EditionKind.LIFE_EVENT, event, language="nl"), LifeEventContent(slug="verhuizen", title="V", steps=(step,)),
           verb="publish", by=world.BY)
    query = """query ($person: [PersonFact!]) {
        a: product(slug: "paspoort", municipality: "GM9001", person: $person) { title }
        b: product(slug: "paspoort", municipality: "GM9002", person: $person) { title }
        c: lifeEvent(slug: "verhuizen", municipality: "GM9001", person: $person) { title journey { items { title } } }
        d: product(id: "%s", municipality: "GM9001") { title }
        e: product(id: "KANARIE-FEIT", municipality: "GM9001", person: $person) { title } }""" % SUGGESTED
    assert "errors" not in send(client, query, headers=headers, person=facts(inkomen=INCOME)).json()
    assert LedgerRow.objects.get().items == [world.PASSPORT, event]


def test_a_letter_is_accounted_for_once(client, headers):
    assert letter(client, headers, person=facts(inkomen=INCOME)).status_code == 200
    assert LedgerRow.objects.get().items == [world.PASSPORT]
    assert StoredAnswer.objects.filter(personal=True).count() == 1


def test_what_uses_no_register_makes_no_row(client, headers):
    send(client, headers=headers)
    send(client, headers=headers, person=facts(leeftijd=17))
    letter(client, headers, person=facts(leeftijd=17))
    assert LedgerRow.objects.count() == 0


def test_a_look_up_that_finds_nothing_was_a_look_up(client, headers):
    query = PRODUCT.replace('"paspoort"', '"bestaat-niet"')
    assert send(client, query, headers=headers, person=facts(inkomen=INCOME)).json()["data"] == {"product": None}
    assert LedgerRow.objects.get().items == []


def test_no_fact_reaches_ledger_audit_or_log(client, headers, caplog):
    world.person_fact("naam", "TEXT", "Hoe heet u?", provenance="register-derived")
    with caplog.at_level(logging.DEBUG):
        for person in (facts(naam=CANARY, inkomen=INCOME), facts(naam=CANARY, inkomen=CANARY), facts(naam={"x": CANARY})):
            send(client, headers=headers, person=person)
            letter(client, headers, person=person)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = str(cursor.fetchall())
            assert CANARY not in kept and str(INCOME) not in kept, table
    logged = "".join(record.getMessage() for record in caplog.records if "SELECT" not in record.getMessage())
    assert CANARY not in logged and str(INCOME) not in logged
    assert LedgerRow.objects.count() == 6


BAD_HEADERS = {
    "no trace": ("traceparent", None, "NO_TRACE"),
    "trace of zeros": ("traceparent", f"00-{'0' * 32}-b7ad6b7169203331-01", "NO_TRACE"),
    "span of zeros": ("traceparent", f"00-{TRACE}-{'0' * 16}-01", "NO_TRACE"),
    "upper case": ("traceparent", ACCOUNT["traceparent"].upper(), "NO_TRACE"),
    "version ff": ("traceparent", "ff" + ACCOUNT["traceparent"][2:], "NO_TRACE"),
    "more than version 00 has": ("traceparent", ACCOUNT["traceparent"] + "-x", "NO_TRACE"),
    "only an id": ("traceparent", TRACE, "NO_TRACE"),
    "no activity": ("dpl-processing-activity-id", None, "NO_ACTIVITY"),
    "activity without a scheme": ("dpl-processing-activity-id", "54f6a690-d7f5-4dc9-9ec9-af00e336bf6a", "NO_ACTIVITY"),
    "activity with a space": ("dpl-processing-activity-id", "urn:x: y", "NO_ACTIVITY"),
    "too long an activity": ("dpl-processing-activity-id", "urn:" + "x" * 500, "NO_ACTIVITY"),
    "no purpose": ("x-doelbinding", None, "NO_PURPOSE"),
    "empty purpose": ("x-doelbinding", "  ", "NO_PURPOSE"),
    "too long a purpose": ("x-doelbinding", "x" * 243, "NO_PURPOSE"),
    "a citizen's number in the purpose": ("x-doelbinding", "Paspoort van 123456789", "NO_PURPOSE"),
    "markup in the purpose": ("x-doelbinding", "<script>", "NO_PURPOSE"),
}


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_without_account_nothing_is_read(client, headers, name):
    header, value, expected = BAD_HEADERS[name]
    given = {**{key: text for key, text in headers.items() if key != header}, **({} if value is None else {header: value})}
    with CaptureQueriesContext(connection) as queries:
        answer = send(client, headers=given, person=facts(inkomen=INCOME))
    assert answer.json()["data"] == {"product": None} and code(answer) == expected
    assert answer.json()["errors"][0]["extensions"]["argument"] == header
    # Who calls, which municipality, which person facts there are: nothing else was asked of the database.
    assert not reads_items(queries)
    refused = letter(client, given, person=facts(inkomen=INCOME))
    assert (refused.status_code, code(refused)) == (400, expected)
    assert (LedgerRow.objects.count(), StoredAnswer.objects.count()) == (0, 0)
    with CaptureQueriesContext(connection) as queries:
        send(client, headers=headers, person=facts(inkomen=INCOME))
    assert reads_items(queries)


def reads_items(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries.captured_queries if "'item'" in query["sql"]]


@pytest.mark.parametrize(
    ("header", "value", "field", "kept"),
    [
        ("x-doelbinding", "Financiële hulp (schulden)", "purpose", "Financiële hulp (schulden)"),
        ("dpl-processing-activity-id", "urn:uuid:54f6a690-d7f5-4dc9-9ec9-af00e336bf6a", "activity",
         "urn:uuid:54f6a690-d7f5-4dc9-9ec9-af00e336bf6a"),
        ("traceparent", f"cc-{TRACE}-b7ad6b7169203331-00-what-comes-later", "trace", TRACE),
    ],
)
def test_headers_that_hold(client, headers, header, value, field, kept):
    """A WSGI server hands the bytes of a header over as Latin-1, as the test client must then."""
    given = {**headers, header: value.encode().decode("latin-1")}
    assert "errors" not in send(client, headers=given, person=facts(inkomen=INCOME)).json()
    assert getattr(LedgerRow.objects.get(), field) == kept


@pytest.mark.django_db(transaction=True)
def test_no_account_no_answer_and_nothing_kept(client, headers, caplog):
    """A real database that refuses the row: a trigger that fails."""
    with broken_ledger():
        answers = [send(client, headers=headers, person=facts(inkomen=INCOME)), letter(client, headers, person=facts(inkomen=INCOME))]
        untouched = send(client, headers=headers, person=facts(leeftijd=17))
    for answer in answers:
        assert (answer.status_code, code(answer)) == (503, "LEDGER_UNAVAILABLE")
        assert b"Tekst van laag" not in answer.content and b"%PDF" not in answer.content
    assert untouched.status_code == 200
    assert (LedgerRow.objects.count(), StoredAnswer.objects.filter(personal=True).count()) == (0, 0)
    assert str(INCOME) not in caplog.text


class broken_ledger:
    def __enter__(self):
        name = "contenthub_ledgerrow"
        if connection.vendor == "sqlite":
            run(f"CREATE TRIGGER broken BEFORE INSERT ON {name} BEGIN SELECT RAISE(ABORT, 'broken'); END")
        else:
            run(f"CREATE TRIGGER broken BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()")

    def __exit__(self, *problem):
        run("DROP TRIGGER broken" + ("" if connection.vendor == "sqlite" else " ON contenthub_ledgerrow"))


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def row(days: int = 0, **fields) -> LedgerRow:
    given = {"client": "Balie", "purpose": "Paspoort", "activity": "urn:x:1", "trace": "a" * 32, "span": "b" * 16,
             "caller_span": "c" * 16, "items": [world.PASSPORT]}
    return LedgerRow.objects.create(at=timezone.now() - dt.timedelta(days=days), **{**given, **fields})


CHANGES = {
    "update": "UPDATE contenthub_ledgerrow SET purpose = 'iets anders'",
    "delete": "DELETE FROM contenthub_ledgerrow",
    **(
        {"replace": "INSERT OR REPLACE INTO contenthub_ledgerrow SELECT * FROM contenthub_ledgerrow"}
        if connection.vendor == "sqlite"
        else {"truncate": "TRUNCATE contenthub_ledgerrow"}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_to_change_a_row(db, name):
    row(days=9_999)
    before = list(LedgerRow.objects.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(CHANGES[name])
    assert list(LedgerRow.objects.values()) == before


def test_the_models_refuse_before_the_database_does(db):
    kept = row()
    for act in (kept.delete, LedgerRow.objects.all().delete, lambda: LedgerRow.objects.update(purpose="x")):
        with pytest.raises(TypeError):
            act()
    kept.purpose = "x"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.save()
    assert LedgerRow.objects.get().purpose == "Paspoort"


def test_pruning_takes_what_is_due_and_nothing_else(db, settings):
    settings.LEDGER_RETENTION_DAYS = 30
    row(days=31), row(days=400)
    young = row(days=29)
    assert prune_ledger(dry_run=True).rows == 2
    assert LedgerRow.objects.count() == 3
    out = StringIO()
    call_command("prune_ledger", stdout=out)
    assert out.getvalue().startswith("2 rows deleted, from before ") and "30 days" in out.getvalue()
    assert list(LedgerRow.objects.values_list("pk", flat=True)) == [young.pk]
    assert AuditRow.objects.get().verb == "prune_ledger" and AuditRow.objects.get().note.startswith("2 rows")
    assert prune_ledger().rows == 0 and AuditRow.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(CHANGES["delete"])


def test_the_opening_of_the_guard_reaches_no_row_that_is_not_due(db):
    row(days=31), row(days=29)
    cutoff = timezone.now() - dt.timedelta(days=30)
    everything = models.QuerySet(LedgerRow)
    for act in (everything.delete, lambda: everything.update(purpose="x"), lambda: run("DELETE FROM contenthub_auditrow")):
        AuditRow.objects.create(at=timezone.now(), verb="x", kind="x", subject="x")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), guards.ledger_open_before(cutoff):
            act()
    assert LedgerRow.objects.count() == 2
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        models.QuerySet(LedgerRow).filter(at__lt=cutoff).delete()


def test_exactly_at_the_cutoff_a_row_is_not_due(db):
    kept = row(days=30)
    for moment in (kept.at, kept.at.replace(microsecond=0)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), guards.ledger_open_before(moment):
            models.QuerySet(LedgerRow).delete()
    with guards.ledger_open_before(kept.at + dt.timedelta(microseconds=1)):
        models.QuerySet(LedgerRow).delete()
    assert LedgerRow.objects.count() == 0


def test_a_failing_prune_leaves_rows_and_guard(db, settings):
    settings.LEDGER_RETENTION_DAYS = 1
    row(days=9)
    with pytest.raises(RuntimeError), transaction.atomic(), guards.ledger_open_before(timezone.now()):
        models.QuerySet(LedgerRow).delete()
        raise RuntimeError("crash")
    assert LedgerRow.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(CHANGES["delete"])


def exported(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("export_ledger", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_export_speaks_the_standard(client, headers):
    send(client, headers=headers, person=facts(inkomen=INCOME))
    kept = LedgerRow.objects.get()
    moment = kept.at.isoformat(timespec="milliseconds")
    assert exported("--trace", ACCOUNT["traceparent"]) == [{
        "trace_id": TRACE, "span_id": kept.span, "status": "Unset", "name": "contenthub answer",
        "start_time": moment, "end_time": moment,
        "attributes": {"dpl.core.processing_activity_id": kept.activity, "dpl.core.foreign_operation.span_id": "b7ad6b7169203331"},
        "contenthub": {"client": "Balie Waterrijk", "purpose": kept.purpose, "items": [world.PASSPORT]},
    }]


def test_the_export_takes_what_is_asked(db):
    row(days=10, trace="1" * 32), row(days=5, trace="2" * 32, client="Website"), row(days=1, trace="3" * 32)

    def traces(*arguments: str) -> str:
        return "".join(line["trace_id"][0] for line in exported(*arguments))

    def day(days: int) -> str:
        return (timezone.now() - dt.timedelta(days=days)).isoformat()

    assert traces() == "123"
    assert traces("--client", "Website") == "2"
    assert traces("--from", day(7)) == "23" and traces("--until", day(7)) == "1"
    assert traces("--from", day(7), "--until", day(3)) == "2"
    assert traces("--from", day(7)[:10]) == "23"
    assert traces("--trace", "1" * 32, "--trace", "3" * 32) == "13"
    assert traces("--trace", "4" * 32) == ""


@pytest.mark.parametrize(
    "arguments", [("--client", "Niemand"), ("--from", "gisteren"), ("--trace", "kort"), ("--trace", "z" * 32)])
def test_an_export_that_asks_for_nothing_says_so(db, arguments):
    row()
    with pytest.raises(CommandError) as problem:
        exported(*arguments)
    assert arguments[1] in str(problem.value)
