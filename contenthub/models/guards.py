"""The database's own refusal to change what was published.

Triggers are installed after every migration, because SQLite loses them when a migration remakes a table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

GUARDED = {
    "contenthub_edition": ("kind", "subject", "organisation", "municipality", "language", "number"),
    "contenthub_storedanswer": ("reference",),
    "contenthub_auditrow": ("id",),
    "contenthub_ledgerrow": ("id",),
}
LEDGER = "contenthub_ledgerrow"
_TRIGGERS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("change", "truncate")}
_INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgenabled <> 'D' AND relnamespace = current_schema()::regnamespace",
}
_MESSAGE = "append-only: rows of {table} are never changed or removed"


def install(using: str = "default", **kwargs: Any) -> None:
    """Install the triggers on every guarded table that exists; safe to repeat."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in GUARDED.keys() & present:
            for statement in _install_sql(connection.vendor, table):
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in GUARDED.keys() & present:
            for statement in _remove_sql(connection.vendor, table):
                cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """The triggers that should be there and are not, or are switched off."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED[connection.vendor])
        installed = {name for (name,) in cursor.fetchall()}
    wanted = [f"{table}_no_{name}" for table in GUARDED for name in _TRIGGERS[connection.vendor]]
    return [name for name in wanted if name not in installed]


@contextmanager
def ledger_open_before(cutoff: dt.datetime, using: str = "default") -> Iterator[None]:
    """Inside the block, and in one transaction, rows of the ledger from before `cutoff` may be deleted; no other row.

    The statements that change a guard are part of the transaction on both databases, and hold the table, so nobody
    else ever sees it open; a crash brings the whole guard back.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        _execute(using, [*_remove_sql(connection.vendor, LEDGER), *_due_sql(connection.vendor, cutoff)])
        yield
        _execute(using, _install_sql(connection.vendor, LEDGER))


def _execute(using: str, statements: Iterable[str]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _due_sql(vendor: str, cutoff: dt.datetime) -> Iterator[str]:
    """The guard of the ledger with one opening: what is older than `cutoff`."""
    moment = cutoff.astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=" ")
    message = _MESSAGE.format(table=LEDGER)
    if vendor == "sqlite":
        # SQLite keeps moments as text in UTC, which sorts as time does.
        yield (
            f"CREATE TRIGGER {LEDGER}_no_delete BEFORE DELETE ON {LEDGER} WHEN OLD.at >= '{moment}' "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        yield (
            f"CREATE TRIGGER {LEDGER}_no_update BEFORE UPDATE ON {LEDGER} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    elif vendor == "postgresql":
        yield (
            f"CREATE TRIGGER {LEDGER}_no_change BEFORE DELETE ON {LEDGER} FOR EACH ROW "
            f"WHEN (OLD.at >= '{moment}+00'::timestamptz) EXECUTE FUNCTION {LEDGER}_refuse()"
        )
        yield (
            f"CREATE TRIGGER {LEDGER}_no_truncate BEFORE UPDATE OR TRUNCATE ON {LEDGER} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {LEDGER}_refuse()"
        )


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without guards inside the block: for emptying a test database, nothing else."""
    with transaction.atomic(using=using):
        remove(using)
    try:
        yield
    finally:
        install(using)


def _install_sql(vendor: str, table: str) -> Iterator[str]:
    yield from _remove_sql(vendor, table)
    message = _MESSAGE.format(table=table)
    if vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        # INSERT OR REPLACE deletes without firing a delete trigger unless recursive_triggers is on.
        same = " AND ".join(f"{column} = NEW.{column}" for column in GUARDED[table])
        outcome = "RAISE(IGNORE)" if table == "contenthub_storedanswer" else f"RAISE(ABORT, '{message}')"
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE ({same}) OR rowid = NEW.rowid) BEGIN SELECT {outcome}; END"
        )
    elif vendor == "postgresql":
        yield (
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        )


def _remove_sql(vendor: str, table: str) -> Iterator[str]:
    for name in _TRIGGERS.get(vendor, ()):
        yield f"DROP TRIGGER IF EXISTS {table}_no_{name}" + (f" ON {table}" if vendor == "postgresql" else "")
