"""What every test needs; a room's own fixtures stand in its own conftest."""

from __future__ import annotations

import gc
import os
import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as examples

from contenthub.models import guards
from search.setting import engine
from tests import migrated

# A busy machine makes examples slowly; that says nothing of the code. In CI the same examples are tried each time.
examples.register_profile(
    "house", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
examples.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what no database is open to (pytest-django blocks it for a test that does not ask for it by mark or fixture), and
    what looks through a browser."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not fixtures & {"db", "transactional_db", "django_db_setup"} and item.get_closest_marker("django_db") is None:
            item.add_marker("without_database")
        if "chromium" in fixtures:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Asked for by pytest-django before it makes the test database: ten seconds of migrations for each process."""
    with migrated.given_to(connection):
        yield


@pytest.fixture(autouse=True)
def _own_search_server(settings: Any) -> Iterator[None]:
    """Where CONTENTHUB_SEARCH_ENGINE=elasticsearch: each test begins without an index, as with a folder of its own."""
    if settings.SEARCH_ENGINE == "embedded":
        yield
        return
    settings.ELASTICSEARCH_PREFIX = f"t{secrets.token_hex(6)}"
    yield
    for generation in engine().generations():
        engine().drop(generation)


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_guards() -> Iterator[None]:
    """Emptying the database after a transactional test is a DELETE or TRUNCATE of guarded tables."""
    teardown = TransactionTestCase._fixture_teardown

    def lifted_teardown(case: TransactionTestCase) -> None:
        for patience in reversed(range(20)):
            try:
                with guards.lifted():
                    return teardown(case)
            except OperationalError as error:
                # A browser's last request: SQLite in memory has one connection, and alters nothing while a row of it is read.
                if "locked" not in str(error) or not patience:
                    raise
                gc.collect()
                time.sleep(0.1)

    TransactionTestCase._fixture_teardown = lifted_teardown
    yield
    TransactionTestCase._fixture_teardown = teardown
