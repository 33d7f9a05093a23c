"""What is published is in the next answer of every process, and a fee that was announced takes over at its second.

The hub is served as in production, with two processes that each remember their answers; the clock is the real one.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest

from tests.journeys.postgres import postgres
from tests.journeys.served import ROOT, WORLD, Served, environment, manage, served

# What is served here has a database of its own, whatever the test run has.
pytestmark = pytest.mark.own_hub

NORMAL, LATER, AT_ONCE = "86,85", "99,50", "80,25"
ADDRESS = "/graphql?" + urlencode({
    "documentId": json.loads((ROOT / "schemas/documents/manifest.json").read_text())["documents"]["product-website"]["documentId"],
    "variables": json.dumps({"slug": "paspoort", "municipality": "GM9001"})})
PUBLISH = """
import datetime as dt, sys
import django; django.setup()
from contenthub.actions.publish_fact import publish_fact_value
from tests import world
amount, *moment = sys.argv[1:]
publish_fact_value("paspoort.kosten", {"amount": amount.replace(",", ".")}, by=world.BY,
                   **({"valid_from": dt.datetime.fromisoformat(moment[0])} if moment else {}))
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("switch")
    with ExitStack() as running:
        url = {} if request.param == "sqlite" else {"DATABASE_URL": running.enter_context(postgres()).url}
        given = environment(folder, CONTENTHUB_WORKERS="2", CONTENTHUB_RATE_LIMIT_ANONYMOUS="0", **url)
        for command in (["manage.py", "migrate", "-v", "0"], ["manage.py", "collectstatic", "--noinput", "-v", "0"], ["-c", WORLD]):
            manage(given, *command)
        yield running.enter_context(served(given, folder)), given


def said(hub: Served) -> tuple[str, int]:
    """The amount that is shown, and for how many seconds anybody may keep it."""
    status, headers, body = hub.ask("GET", ADDRESS)
    text = body.decode()
    shown = [amount for amount in (NORMAL, LATER, AT_ONCE) if amount in text]
    assert status == 200 and len(shown) == 1, text[:500]
    kept = dict(part.strip().partition("=")[::2] for part in headers["cache-control"].split(","))
    return shown[0], int(kept["s-maxage"]) + int(kept["stale-while-revalidate"])


def test_a_fee_takes_over_at_its_second_in_what_every_process_remembers(hub: tuple[Served, dict[str, str]]) -> None:
    running, given = hub
    # A new connection goes to either process, so that after these both remember the answer.
    assert {said(running)[0] for _ in range(20)} == {NORMAL}
    turn = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=10)
    manage(given, "-c", PUBLISH, LATER, turn.isoformat())
    seen = {"before": 0, "after": 0}
    while (begun := dt.datetime.now(dt.UTC)) < turn + dt.timedelta(seconds=3):
        amount, kept = said(running)
        ended = dt.datetime.now(dt.UTC)
        if ended < turn:
            assert amount == NORMAL and begun + dt.timedelta(seconds=kept) <= turn + dt.timedelta(seconds=1), (amount, kept)
            seen["before"] += 1
        elif begun >= turn:
            assert amount == LATER
            seen["after"] += 1
        time.sleep(0.02)
    assert seen["before"] > 20 and seen["after"] > 20, seen


def test_what_is_published_is_in_the_next_answer_of_every_process(hub: tuple[Served, dict[str, str]]) -> None:
    running, given = hub
    for amount in (AT_ONCE, NORMAL, AT_ONCE):
        said(running)
        manage(given, "-c", PUBLISH, amount)
        assert {said(running)[0] for _ in range(20)} == {amount}
