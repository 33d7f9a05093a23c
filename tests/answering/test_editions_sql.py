"""The database's answer to "what is in force" is that of the pure rule, for any history; and nothing changes a row."""

from __future__ import annotations

import datetime as dt
import itertools

import msgspec
import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings

from contenthub.models import AuditRow, Edition, StoredAnswer, guards
from contenthub.resolving.editions import in_force, next_switch
from contenthub.vocabulary import EditionState
from tests import world
from tests.resolving.test_resolve import histories, moments

pytestmark = pytest.mark.django_db
_subjects = itertools.count()


@given(histories(), moments)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_the_pure_rule_agree(db, history, moment):
    subject = f"history-{next(_subjects)}"
    Edition.objects.bulk_create(
        [
            Edition(
                kind=row.series.kind,
                subject=subject,
                language="nl",
                number=row.number,
                state=row.state,
                cancels=row.cancels,
                content=msgspec.to_builtins(row.content) if row.content else {},
                content_hash=row.content_hash,
                valid_from=row.valid_from,
                recorded_at=row.recorded_at,
            )
            for row in history
        ]
    )
    mine = Edition.objects.filter(subject=subject)
    expected = in_force(history, moment)
    assert [e.number for e in mine.in_force(moment)] == ([expected.number] if expected else [])
    around = mine.around(moment).rows()
    assert next_switch(around, moment) == next_switch(history, moment)
    found = in_force(around, moment)
    assert (found.number if found else None) == (expected.number if expected else None)
    assert all(row.state != EditionState.CANCELLED for row in around)


@pytest.mark.parametrize(
    "narrowed", [{"page": 1}, {"valid_from__lte": dt.datetime.now(dt.UTC)}, {"slug": "paspoort"}, {"number": 2}]
)
def test_filter_on_rows_before_the_choice_is_refused(narrowed):
    """It would bring back the row that another one took over from."""
    (column,) = narrowed
    for choice in (Edition.objects.filter(kind="item", **narrowed).around, Edition.objects.filter(**narrowed).in_force):
        with pytest.raises(TypeError, match=column.partition("__")[0]):
            choice(dt.datetime.now(dt.UTC))


def test_condition_without_a_column_is_refused_and_nothing_stays_nothing():
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(TypeError, match="state"):
        Edition.objects.standing().filter(kind="item").around(now)
    assert not Edition.objects.none().around(now).exists()


def attempts(table: str, key: str) -> list[str]:
    every = [f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"]
    if connection.vendor == "sqlite":
        every.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        every.append(f"TRUNCATE {table}")
    return every


@pytest.mark.parametrize("attempt", [0, 1, 2])
@pytest.mark.parametrize(
    ("table", "key"),
    [("contenthub_edition", "number"), ("contenthub_auditrow", "id"), ("contenthub_storedanswer", "reference")],
)
def test_database_refuses_to_change_what_was_published(table, key, attempt):
    world.product()
    StoredAnswer.objects.create(
        reference="K7QF-2M9D-4TXR", item="x", municipality="GM9001", payload="{}", stored_at=dt.datetime.now(dt.UTC)
    )
    before = (list(Edition.objects.values()), list(AuditRow.objects.values()), list(StoredAnswer.objects.values()))
    statement = attempts(table, key)[attempt]
    ignored = table == "contenthub_storedanswer" and "OR REPLACE" in statement
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert ignored
    except DatabaseError as error:
        assert "append-only" in str(error)
    assert (
        list(Edition.objects.values()),
        list(AuditRow.objects.values()),
        list(StoredAnswer.objects.values()),
    ) == before


def test_orm_refuses_too():
    edition = world.product()
    for attempt in (Edition.objects.all().delete, edition.delete, lambda: Edition.objects.update(number=5)):
        with pytest.raises(TypeError, match="never"):
            attempt()
    edition.note = "anders"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        edition.save()


def test_guards_come_back_after_a_migration_that_remade_the_table():
    world.product()
    with transaction.atomic():
        guards.remove()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM contenthub_edition")


def test_row_dated_before_its_recording_is_refused_by_the_database():
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.create(
            kind="item",
            subject="x",
            number=1,
            state="published",
            content={},
            content_hash="x",
            valid_from=now - dt.timedelta(seconds=1),
            recorded_at=now,
        )
