"""A hub that is served as in production, by granian with production's settings, for tests that look from outside."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import dropwhile
from pathlib import Path
from typing import Any

from tests import migrated

ROOT = Path(__file__).parents[2]
HOST = "antwoord.example"
TOKEN = "measure-measure-measure"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "contenthub.settings.production",
    "CONTENTHUB_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "CONTENTHUB_REFERENCE_KEY": "only-for-tests-and-nothing-else",
    "CONTENTHUB_HOSTS": HOST,
    "CONTENTHUB_METRICS_TOKEN": TOKEN,
    "CONTENTHUB_BIND": "127.0.0.1",
    # These tests ask in words of their own; what happens otherwise is in tests/schemas/test_documents.py.
    "CONTENTHUB_FREE_FORM": "1",
    "CONTENTHUB_LETTERS_OPEN": "1",
    "PYTHONPATH": str(ROOT),
}
WORLD = """
import django; django.setup()
from tests import world
town = world.municipality("GM9001", "Waterrijk")
world.organisation("waterrijk", town)
world.money_fact("paspoort.kosten", "86.85")
world.product()
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What production is given, and nothing of what this test run was given."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("CONTENTHUB_", "DJANGO_")) and name not in ("DATABASE_URL", "PORT")}
    # What these tests look at is not finding, and vectors would take a core from it.
    kept["CONTENTHUB_SEARCH_WORKER"] = "0"
    return {**kept, **ENVIRONMENT, "CONTENTHUB_DATA": str(folder / "data"), "PORT": str(free_port()), **more}


def manage(given: dict[str, str], *command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def filled(given: dict[str, str], world: str = WORLD) -> None:
    """A database with a small world in it, and the static files; that migrating works is for other tests to show."""
    migrated.copy_to(Path(given["CONTENTHUB_DATA"]))
    for command in (("manage.py", "collectstatic", "--noinput", "-v", "0"), ("-c", world)):
        manage(given, *command)


class Served:
    """One running hub: `ask` sends one request as the proxy would, `lines` is what it has logged."""

    def __init__(self, given: dict[str, str], printed: Path, process: subprocess.Popen[bytes]) -> None:
        self.port, self.printed, self.process = int(given["PORT"]), printed, process

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept": "application/json"}
        if body is not None and not isinstance(body, bytes):
            body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()

    def query(self, text: str, **variables: Any) -> tuple[int, Any]:
        status, _, body = self.ask("POST", "/graphql", {"query": text, "variables": variables})
        return status, json.loads(body)

    def lines(self) -> list[dict[str, Any]]:
        """All that was printed from the first line of the server itself; the commands before it print for people."""
        printed = self.printed.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in dropwhile(lambda line: not line.startswith("{"), printed)]

    def wait_until(self, status: int, path: str = "/readyz", seconds: float = 120) -> None:
        """Until this address answers with this status; fails when the server has stopped or time is up."""
        end, seen = time.monotonic() + seconds, "nothing"
        while time.monotonic() < end:
            assert self.process.poll() is None, self.printed.read_text(encoding="utf-8")
            try:
                found, _, body = self.ask("GET", path)
                if found == status:
                    return
                seen = f"{found} {body[:300]!r}"
            except OSError as error:
                seen = repr(error)
            time.sleep(0.1)
        raise AssertionError(f"{path} did not answer {status} but {seen}: {self.printed.read_text(encoding='utf-8')[-3000:]}")

    def wait_until_said(self, words: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while words not in self.printed.read_text(encoding="utf-8"):
            assert time.monotonic() < end, self.printed.read_text(encoding="utf-8")[-3000:]
            time.sleep(0.05)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def served(given: dict[str, str], folder: Path, command: tuple[str, ...] = (sys.executable, "-m", "contenthub.serve")) -> Iterator[Served]:
    printed = folder / "printed"
    with printed.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        hub = Served(given, printed, process)
        try:
            hub.wait_until(200)
            yield hub
        finally:
            try:
                hub.stop()
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise
