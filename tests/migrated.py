"""A database in which all migrations have run, made once for each state of the code; every test process takes a copy.

That migrating itself works from nothing is shown where such a database is made, by `tests/journeys/test_served.py` with
production's settings and by `.ci/first-run`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".cache" / "migrated"
PREFIX = "contenthub_migrated_"


def state() -> str:
    """Of all that a migrated database is made from: another model, setting or package gives another one."""
    told = hashlib.sha256(f"{sys.version} {django.__file__}".encode())
    for file in sorted((*(ROOT / "contenthub").rglob("*.py"), ROOT / "requirements.txt")):
        told.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return told.hexdigest()[:16]


def sqlite_file() -> Path:
    """The migrated database; only ever copied, never opened for writing."""
    file = FOLDER / f"{state()}.sqlite3"
    with _locked():
        if not file.exists():
            for old in FOLDER.glob("*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
                _migrate(CONTENTHUB_DATA=folder)
                os.replace(Path(folder, "contenthub.sqlite3"), file)
    return file


def copy_to(data: Path) -> None:
    """Put a migrated database into an empty data folder of a hub."""
    data.mkdir(parents=True, exist_ok=True)
    target = data / "contenthub.sqlite3"
    if target.exists():
        raise FileExistsError(target)
    shutil.copy(sqlite_file(), target)


def postgres_template(url: str) -> str:
    """The name of the migrated database on the server of this URL; nobody may be connected to it while it is copied."""
    name = PREFIX + state()
    with _locked(), psycopg.connect(url, autocommit=True) as server:
        there = {
            row[0] for row in server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        }
        if name not in there:
            for old in there:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            made = sql.Identifier(f"{name}_unfinished")
            server.execute(sql.SQL("CREATE DATABASE {}").format(made))
            with tempfile.TemporaryDirectory() as folder:
                _migrate(
                    CONTENTHUB_DATA=folder, DATABASE_URL=urlunsplit(urlsplit(url)._replace(path=f"/{name}_unfinished"))
                )
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(made, sql.Identifier(name)))
    return name


@contextmanager
def given_to(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """What Django makes its test database from; it still migrates that, and finds that nothing is left to do."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template(os.environ["DATABASE_URL"])
        yield
        return
    name: Any = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    # The database in memory is there as long as somebody is connected to it.
    with closing(sqlite3.connect(name, uri=True)) as held:
        with closing(sqlite3.connect(f"file:{sqlite_file()}?mode=ro", uri=True)) as migrated:
            migrated.backup(held)
        yield


@contextmanager
def _locked() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(**given: str) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CONTENTHUB_") and name != "DATABASE_URL"
    }
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "contenthub.settings.test", **given}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
