"""What is missing before requests can be answered."""

from __future__ import annotations

from functools import cache

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from contenthub.models import guards


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of what is missing: `database`, `migration <app>.<name>`, `trigger <name>`; empty when all is there.

    Of each app the last migrations are looked at: what comes before them was applied before them.
    """
    connection = connections[using]
    try:
        applied = MigrationRecorder(connection).applied_migrations().keys()
        absent = [f"migration {app}.{name}" for app, name in _last_migrations() if (app, name) not in applied]
        return absent + [f"trigger {name}" for name in guards.missing(using)]
    except Error:
        # What the driver says names hosts and users.
        connection.close()
        return ["database"]


@cache
def _last_migrations() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(MigrationLoader(None).graph.leaf_nodes()))
