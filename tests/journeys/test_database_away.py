"""PostgreSQL goes away under a running hub and comes back: clean answers meanwhile, and afterwards as if nothing was.

The hub runs with one process and one thread, so that the connection that broke is the one that the next request gets.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.postgres import Server, postgres
from tests.journeys.served import TOKEN, WORLD, Served, environment, manage, served

# What is served here has a database of its own, whatever the test run has.
pytestmark = pytest.mark.own_hub

ASK = '{ product(slug: "paspoort", municipality: "GM9001") { title reference sections { text } } }'
LETTER = {"municipality": "GM9001", "slug": "paspoort"}


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="module")
def hub(database: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("away")
    given = environment(folder, DATABASE_URL=database.url, CONTENTHUB_WORKERS="1", CONTENTHUB_THREADS="1")
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "collectstatic", "--noinput", "-v", "0"], ["-c", WORLD]):
        manage(given, *command)
    with served(given, folder) as running:
        yield running


def told(answered: tuple[int, dict[str, str], bytes]) -> tuple[int, str | None, str]:
    status, headers, body = answered
    return status, headers.get("retry-after"), json.loads(body)["errors"][0]["extensions"]["code"]


def test_while_it_is_away_everything_says_so_and_afterwards_goes_on(hub: Served, database: Server) -> None:
    before = hub.query(ASK)
    assert before[0] == 200 and before[1]["data"]["product"]["title"] == "Paspoort aanvragen"
    database.stop()
    try:
        # Twice: with the connection that broke, and without any.
        for _ in range(2):
            assert told(hub.ask("POST", "/graphql", {"query": ASK})) == (503, "5", "DATABASE_AWAY")
            assert told(hub.ask("POST", "/letters", LETTER)) == (503, "5", "DATABASE_AWAY")
            assert told(hub.ask("GET", "/letters/K7QF-2M9D-4TXR.pdf")) == (503, "5", "DATABASE_AWAY")
        status, headers, page = hub.ask("GET", "/admin/login/", Cookie="sessionid=abcdefghijklmnopqrstuvwxyz012345", Accept="text/html")
        assert (status, headers["retry-after"]) == (503, "5") and "even niet bereikbaar" in page.decode()
        assert hub.ask("GET", "/healthz")[0] == 200
        status, headers, body = hub.ask("GET", "/readyz")
        assert (status, headers["retry-after"], json.loads(body)) == (503, "5", {"ready": False, "missing": ["database"]})
        assert b"contenthub_database_up 0.0" in hub.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")[2]
    finally:
        database.start()
    # The very first request after it is back, on the same thread, gives the same answer.
    assert hub.query(ASK) == before
    assert hub.ask("POST", "/letters", LETTER)[2].startswith(b"%PDF-")
    assert hub.ask("GET", "/readyz")[0] == hub.ask("GET", "/admin/login/", Accept="text/html")[0] == 200
    said = hub.printed.read_text(encoding="utf-8")
    assert "DATABASE_AWAY" in said and "Traceback" not in said and database.url not in said
    assert not any(line["level"] == "ERROR" for line in hub.lines())


def test_under_load_each_answer_is_whole_or_a_clean_refusal(hub: Served, database: Server) -> None:
    right = hub.query(ASK)[1]
    seen: Counter[Any] = Counter()
    wrong: list[Any] = []
    over = threading.Event()
    turned = threading.Condition()

    def keep_asking() -> None:
        while not over.is_set():
            status, headers, body = hub.ask("POST", "/graphql", {"query": ASK})
            found = json.loads(body)
            if status == 200 and found == right:
                outcome = "answered"
            elif status == 503 and headers.get("retry-after") == "5" and found["errors"][0]["extensions"]["code"] == "DATABASE_AWAY":
                outcome = "away"
            else:
                wrong.append((status, body[:300]))
                outcome = "wrong"
            with turned:
                seen[outcome] += 1
                turned.notify_all()

    def until(outcome: str, more: int) -> None:
        with turned:
            goal = seen[outcome] + more
            assert turned.wait_for(lambda: seen[outcome] >= goal or seen["wrong"], timeout=120), seen

    askers = [threading.Thread(target=keep_asking) for _ in range(4)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(3):
            until("answered", 10)
            database.stop()
            try:
                until("away", 10)
            finally:
                database.start()
        until("answered", 10)
    finally:
        over.set()
        for asker in askers:
            asker.join(120)
    assert wrong == [] and seen["answered"] >= 40 and seen["away"] >= 30
