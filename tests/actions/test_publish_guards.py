"""Editions cannot be changed or removed: not by the ORM, not by SQL, and not after a later migration either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from contenthub.actions.append import By, append
from contenthub.models import Edition, guards
from contenthub.resolving.content import TopicContent
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind

COLUMNS = ", ".join(field.column for field in Edition._meta.local_fields)
SAME = "SELECT {columns} FROM contenthub_edition"
REFUSED_SQL = {
    "update": "UPDATE contenthub_edition SET note = 'x'",
    "delete": "DELETE FROM contenthub_edition",
    "content": "UPDATE contenthub_edition SET content = '{}' WHERE number = 1",
}
if connection.vendor == "sqlite":
    other = COLUMNS.replace("id, ", "id + 1000, ", 1)
    REFUSED_SQL |= {
        "replace the id": f"INSERT OR REPLACE INTO contenthub_edition ({COLUMNS}) {SAME.format(columns=COLUMNS)}",
        "replace the number": f"INSERT OR REPLACE INTO contenthub_edition ({COLUMNS}) {SAME.format(columns=other)}",
        "replace without recursive triggers": "PRAGMA recursive_triggers=OFF; "
        + (f"INSERT OR REPLACE INTO contenthub_edition ({COLUMNS}) {SAME.format(columns=other)}"),
    }
else:
    REFUSED_SQL |= {
        "truncate": "TRUNCATE contenthub_edition",
        "truncate cascade": "TRUNCATE contenthub_edition RESTART IDENTITY CASCADE",
        "upsert": (
            f"INSERT INTO contenthub_edition ({COLUMNS}) {SAME.format(columns=COLUMNS)} "
            "ON CONFLICT (id) DO UPDATE SET note = 'x'"
        ),
    }


def make() -> Edition:
    edition = append(
        Series(EditionKind.TOPIC, "afval", language="nl"),
        TopicContent(slug="afval", name="Afval"),
        verb="publish_topic",
        by=By(actor="editor"),
    )
    assert edition is not None
    return edition


def stored() -> list[tuple[Any, ...]]:
    return list(Edition.objects.values_list())


def refused(act: Callable[[], Any], error: type[Exception] = DatabaseError) -> None:
    before = stored()
    with pytest.raises(error, match="append-only" if error is DatabaseError else None), transaction.atomic():
        act()
    assert stored() == before != []


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        try:
            for statement in sql.split("; "):
                cursor.execute(statement)
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED_SQL)
def test_sql_is_refused(name: str) -> None:
    make()
    refused(lambda: run(REFUSED_SQL[name]))


@pytest.mark.django_db
def test_the_orm_refuses_before_the_database_does() -> None:
    edition = make()
    refused(edition.delete, TypeError)
    refused(Edition.objects.all().delete, TypeError)
    refused(lambda: Edition.objects.update(note="x"), TypeError)


@pytest.mark.django_db
def test_saving_an_edition_again_is_refused() -> None:
    edition = make()
    edition.note = "x"
    refused(edition.save)
    refused(lambda: Edition.objects.bulk_update([edition], ["note"]), TypeError)
    refused(lambda: Edition.objects.filter(pk=edition.pk)._raw_delete("default"))
    refused(lambda: models.QuerySet(Edition).update(note="x"))
    refused(lambda: models.QuerySet(Edition).delete())


@pytest.mark.django_db(transaction=True)
def test_guards_return_after_a_later_migration() -> None:
    """SQLite remakes the table for a changed column, and its triggers go with the old one."""
    make()
    old = Edition._meta.get_field("note")
    new = models.TextField(blank=True, null=True)
    new.set_attributes_from_name("note")
    new.model = Edition
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, old, new)
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        for sql in REFUSED_SQL.values():
            refused(lambda sql=sql: run(sql))
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, new, old)
        guards.install()
    refused(lambda: run(REFUSED_SQL["delete"]))


@pytest.mark.django_db(transaction=True)
def test_a_test_database_can_be_emptied_and_is_guarded_afterwards() -> None:
    make()
    with guards.lifted():
        run("DELETE FROM contenthub_edition")
    make()
    refused(lambda: run(REFUSED_SQL["delete"]))
