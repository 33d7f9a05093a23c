"""A person fact sent to a running hub is found nowhere afterwards: not on disk, not in what the process printed.

Twice: in development, and as production serves and logs it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import migrated
from tests.journeys.served import HOST, TOKEN, environment, filled, served

# What is served here has a database of its own, whatever the test run has.
pytestmark = pytest.mark.own_hub

ROOT = Path(__file__).parents[2]
CANARY = "KANARIE-4711-GEHEIM"
NUMBER = 987654321123

WORLD = """
import django; django.setup()
from tests import world
from contenthub.resolving.conditions import All, Compare
from contenthub.resolving.content import Rule
from contenthub.vocabulary import RuleEffect, SectionKind

town = world.municipality("GM9001", "Waterrijk")
world.organisation("waterrijk", town)
world.money_fact("paspoort.kosten", "86.85")
world.person_fact("naam", "TEXT", "Hoe heet u?")
world.person_fact("inkomen", "NUMBER", "Wat is uw inkomen?")
world.product(rules=(Rule(id="rijk", when=Compare(fact="inkomen", op=">", value=5), do=RuleEffect.ADD,
                          section=SectionKind.COSTS, blocks=world.text("U betaalt zelf."), because="U verdient genoeg."),))
"""
QUERY = """query ($person: [PersonFact!]) { product(slug: "paspoort", municipality: "GM9001", person: $person) {
    reference personal { applied { rule because } undecided { name } } sections { text } phone { ssml } letter { pdfUrl } } }"""


@pytest.fixture(params=["development", "production"])
def hub(request, tmp_path):
    yield from {"development": in_development, "production": in_production}[request.param](tmp_path)


def in_production(tmp_path):
    # Uploads, counts and everything else that a process writes to disk stands below this folder.
    (tmp_path / "tmp").mkdir()
    given = environment(tmp_path, TMPDIR=str(tmp_path / "tmp"))
    filled(given, WORLD)
    with served(given, tmp_path) as running:
        yield f"http://127.0.0.1:{running.port}", tmp_path
        # Not only what was printed: also what is counted.
        assert CANARY not in running.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")[2].decode()
        lines = running.lines()
        assert {line["status"] for line in lines if line["logger"] == "contenthub.access"} >= {200, 400}
        assert {name for line in lines for name in line} <= {
            "time", "level", "logger", "message", "request_id", "method", "path", "status", "duration_ms", "exception"}


def in_development(tmp_path):
    given = {**os.environ, "CONTENTHUB_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
             "DJANGO_SETTINGS_MODULE": "contenthub.settings.development"}
    given.pop("DATABASE_URL", None)
    migrated.copy_to(tmp_path / "data")
    subprocess.run([sys.executable, "-c", WORLD], cwd=ROOT, env=given, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "printed").open("wb") as printed:
        server = subprocess.Popen([sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"], cwd=ROOT,
                                  env=given, stdout=printed, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}", tmp_path
        finally:
            # Not SIGINT, which what a shell runs in the background never gets.
            server.terminate()
            server.wait(20)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def send(url: str, body: bytes, content_type: str = "application/json") -> str:
    request = urllib.request.Request(url, data=body, headers={
        "Content-Type": content_type, "Host": HOST, "X-Forwarded-Proto": "https", "X-Request-ID": CANARY, "User-Agent": CANARY})
    try:
        return urllib.request.urlopen(request, timeout=30).read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.read().decode("utf-8", "replace")


def test_canary_is_found_nowhere(hub):
    base, folder = hub
    asked = [{"name": "naam", "value": CANARY}, {"name": "inkomen", "value": NUMBER}]
    answer = json.loads(send(f"{base}/graphql", json.dumps({"query": QUERY, "variables": {"person": asked}}).encode()))
    assert answer["data"]["product"]["personal"]["applied"][0]["rule"] == "rijk"
    wrong = [
        [{"name": "inkomen", "value": CANARY}], [{"name": CANARY, "value": 1}], CANARY, [{"name": 5, "value": CANARY}],
        [{"name": "naam", "value": {"x": CANARY}}],
    ]
    told = [send(f"{base}/graphql", json.dumps({"query": QUERY, "variables": {"person": person}}).encode()) for person in wrong]
    told.append(send(f"{base}/graphql", json.dumps({"query": QUERY + f' "{CANARY}"'}).encode()))
    told.append(send(f"{base}/graphql", f'{{"query": "{CANARY}'.encode()))
    letter = {"municipality": "GM9001", "slug": "paspoort", "person": asked,
              "addressee": {"name": CANARY, "street": CANARY, "postcode": "9001 AA", "city": CANARY}}
    assert send(f"{base}/letters", json.dumps(letter).encode()).startswith("%PDF-")
    told.append(send(f"{base}/letters", json.dumps({**letter, "person": [{"name": "inkomen", "value": CANARY}]}).encode()))
    told.append(send(f"{base}/letters", json.dumps({**letter, "slug": "weg"}).encode()))
    # Where nobody should send it: in a query, a form, a name of a file, a login.
    for address in (f"graphql?query={CANARY}", f"?naam={CANARY}", f"admin/login/?next={CANARY}"):
        send(f"{base}/{address}", f"naam={CANARY}&username={CANARY}&password={CANARY}".encode(), "application/x-www-form-urlencoded")
    for text in told:
        assert "errors" in text
        assert CANARY not in text
    found = [str(file) for file in folder.rglob("*") if file.is_file()
             for needle in (CANARY.encode(), str(NUMBER).encode()) if needle in file.read_bytes()]
    assert found == []
    assert (folder / "printed").stat().st_size > 0
