"""What an error of the database means to the caller: come back in a moment, or something is wrong here."""

from __future__ import annotations

import json
import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, connections
from django.db.utils import InterfaceError, OperationalError, ProgrammingError
from django.test import Client, RequestFactory

from contenthub.operating import away

HIDDEN = "db.internal:5432 user contenthub"


def error(cause: BaseException | None, kind: type[Exception] = OperationalError) -> Exception:
    made = kind(HIDDEN)
    made.__cause__ = cause
    return made


def sqlite(name: str) -> sqlite3.OperationalError:
    made = sqlite3.OperationalError(HIDDEN)
    made.sqlite_errorname = name
    return made


@pytest.fixture
def vendor(monkeypatch):
    return lambda name: monkeypatch.setattr(connections["default"], "vendor", name)


@pytest.mark.parametrize(("cause", "code"), [
    (psycopg.OperationalError("connection refused"), away.AWAY), (psycopg.errors.AdminShutdown(), away.AWAY),
    (psycopg.errors.CannotConnectNow(), away.AWAY), (psycopg.errors.TooManyConnections(), away.AWAY),
    (psycopg.errors.ConnectionFailure(), away.AWAY), (psycopg.errors.DeadlockDetected(), away.BUSY),
    (psycopg.errors.QueryCanceled(), away.BUSY), (psycopg.errors.LockNotAvailable(), away.BUSY),
    (psycopg.errors.DiskFull(), None), (psycopg.errors.UndefinedTable(), None),
])
def test_what_postgresql_says(vendor, cause, code):
    vendor("postgresql")
    assert away.code_of(error(cause)) == code


@pytest.mark.parametrize(("cause", "code"), [
    (sqlite("SQLITE_BUSY"), away.BUSY), (sqlite("SQLITE_LOCKED_SHAREDCACHE"), away.BUSY), (sqlite("SQLITE_CANTOPEN"), away.AWAY),
    (sqlite("SQLITE_IOERR_READ"), away.AWAY), (sqlite("SQLITE_ERROR"), None), (None, None),
])
def test_what_sqlite_says(vendor, cause, code):
    vendor("sqlite")
    assert away.code_of(error(cause)) == code


def test_a_connection_that_was_closed_is_away_and_faults_of_ours_are_not(vendor):
    vendor("postgresql")
    assert away.code_of(error(psycopg.InterfaceError("closed"), InterfaceError)) == away.AWAY
    assert [away.code_of(each) for each in (error(None, ProgrammingError), error(None, IntegrityError), ValueError())] == [None] * 3


@pytest.mark.parametrize(("path", "accept", "kind"), [
    ("/graphql", "*/*", "application/json; charset=utf-8"), ("/letters", "text/html", "application/json; charset=utf-8"),
    ("/graphql", "application/graphql-response+json", "application/graphql-response+json; charset=utf-8"),
    ("/letters/K7QF-2M9D-4TXR.pdf", "application/pdf", "application/json; charset=utf-8"),
])
def test_programs_are_told_a_stable_code_and_when_to_come_back(vendor, path, accept, kind):
    vendor("postgresql")
    response = away.answer(RequestFactory().get(path, HTTP_ACCEPT=accept), error(psycopg.errors.AdminShutdown()))
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")
    assert response["Content-Type"] == kind and HIDDEN not in response.content.decode()
    [told] = json.loads(response.content)["errors"]
    assert told["extensions"]["code"] == "DATABASE_AWAY" and told["extensions"]["argument"] == "database"


def test_people_are_told_in_dutch(vendor):
    vendor("postgresql")
    response = away.answer(RequestFactory().get("/admin/", HTTP_ACCEPT="text/html", HTTP_ACCEPT_LANGUAGE="en"),
                           error(psycopg.errors.AdminShutdown()))
    assert response.status_code == 503 and response["Retry-After"] == "5"
    assert "contenthub is even niet bereikbaar" in response.content.decode() and HIDDEN not in response.content.decode()


@pytest.fixture
def broken(monkeypatch, vendor):
    """A view and a middleware that break, as everybody else sees them."""
    vendor("postgresql")
    client = Client(raise_request_exception=False, headers={"accept": "text/html"})

    def breaking(raised: Exception, where: str):
        def give(*args, **kwargs):
            raise raised

        monkeypatch.setattr(where, give)
        return client.get("/")

    return breaking


@pytest.mark.parametrize("where", ["channels.desk.side_by_side.reverse", "django.middleware.locale.LocaleMiddleware.process_response"])
def test_it_is_told_wherever_it_happens(broken, where):
    response = broken(error(psycopg.OperationalError()), where)
    assert response.status_code == 503 and "even niet bereikbaar" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_any_other_fault_is_a_plain_page_in_dutch_without_details(broken, caplog):
    response = broken(ValueError("KANARIE"), "channels.desk.side_by_side.reverse")
    said = response.content.decode()
    assert response.status_code == 500 and "Er ging iets mis" in said
    assert not any(word in said for word in ("KANARIE", "ValueError", "Traceback", "side_by_side"))
    assert "Retry-After" not in response
