"""Which version of the hub an archive belongs to: the last migration of every app, and the release."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from contenthub.exchange.archive import newer_archive
from contenthub.resolving.refusal import Refused


def software() -> str:
    """The release, from publiccode.yml."""
    file: Path = settings.BASE_DIR / "publiccode.yml"
    return str(yaml.safe_load(file.read_text("utf-8"))["softwareVersion"]) if file.is_file() else "unknown"


def standing_at() -> dict[str, list[str]]:
    """Per app the migrations after which there is none. Refused where one of them has not been applied here."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(leaves):
        raise Refused(
            "NOT_MIGRATED", "migrate", "%(field)s: this database is not up to date; run manage.py migrate first"
        )
    found: dict[str, list[str]] = {}
    for app, name in sorted(leaves):
        found.setdefault(app, []).append(name)
    return found


def check_same(theirs: dict[str, list[str]], place: str, release: str) -> None:
    """Refused, with what to install, unless the archive stands where this hub stands."""
    ours = standing_at()
    if theirs == ours:
        return
    known = {(app, name) for app, name in MigrationExecutor(connection).loader.disk_migrations}
    strange = sorted(f"{app}.{name}" for app, names in theirs.items() for name in names if (app, name) not in known)
    if strange:
        raise newer_archive(place, f"{release}, {strange[0]}")
    behind = sorted(f"{app}.{', '.join(ours[app])}" for app in ours if theirs.get(app) != ours[app])
    raise Refused(
        "OLDER_ARCHIVE",
        place,
        "%(field)s: was made before %(value)s; install version %(release)s, restore with that, and upgrade afterwards",
        value=behind[0],
        release=release,
    )
