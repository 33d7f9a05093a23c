"""One granian worker on one core, with our documents or a peer's, and what it takes to ask it."""

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
from pathlib import Path
from urllib.parse import urlencode

from msgspec import Struct

from benchmarks.serving.load import Found, load

ROOT = Path(__file__).parents[2]
# Peers are no dependency of the project: `pip install --no-deps --target .cache/benchmarks -r benchmarks/requirements.txt`.
PEERS = ROOT / ".cache" / "benchmarks"
HOST = "antwoord.example"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept": "application/json"}
SERVER_CORE, LOAD_CORE = 0, 1
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "benchmarks.serving.settings",
    "CONTENTHUB_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "CONTENTHUB_HOSTS": HOST,
    "CONTENTHUB_METRICS_TOKEN": "measured-measured-measured",
}


def environment(**given: str) -> dict[str, str]:
    """What every process of a measurement is given beside what this one was."""
    told = {**os.environ, **ENVIRONMENT, **given, "PYTHONPATH": f"{ROOT}:{PEERS}"}
    told.setdefault("CONTENTHUB_REFERENCE_KEY", "only-for-measurements-and-nothing-else")
    return told


def django(script: str, told: str = "") -> str:
    """What a script in the hub's own Django prints, with `told` as its input."""
    done = subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{script}"], input=told, cwd=ROOT,
                          capture_output=True, text=True, env=environment())
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def address(document: str, variables: dict[str, object]) -> str:
    manifest = json.loads((ROOT / "schemas/documents/manifest.json").read_text())
    known = manifest["documents"][document]["documentId"]
    return "/graphql?" + urlencode({"documentId": known, "variables": json.dumps(variables)})


class Row(Struct):
    name: str
    size: int
    found: Found
    rss: int


class Server:
    """`application` is the WSGI application that is served, `given` what it finds in its environment."""

    def __init__(self, folder: Path, application: str = "benchmarks.serving.baselines:application", **given: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.log = folder / f"server-{self.port}.log"
        command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "granian", "--interface", "wsgi",
                   "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", "1",
                   "--backpressure", "512", "--no-ws", application]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(PROMETHEUS_MULTIPROC_DIR=str(folder), **given), stdout=log, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if self.get("/hello")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def measure(self, path: str, must: str, *, seconds: int, connections: int) -> Row:
        """Look at the answer, warm up, and time it."""
        status, body = self.get(path)
        text = body.decode()
        if status != 200 or must not in text or '"errors"' in text:
            raise RuntimeError(f"{path}: {status} {text[:300]}\n{self.log.read_text()[-2000:]}")
        again = {"seconds": seconds, "connections": connections, "headers": HEADERS, "core": LOAD_CORE}
        load(f"http://127.0.0.1:{self.port}{path}", len(body), **{**again, "seconds": 1})  # type: ignore[arg-type]
        found = load(f"http://127.0.0.1:{self.port}{path}", len(body), **again)  # type: ignore[arg-type]
        return Row("", len(body), found, self.memory())

    def memory(self) -> int:
        """Resident bytes of the worker, the one process below the one that we started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children)
        return pages * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


@contextmanager
def served(folder: Path, *application: str, **given: str) -> Iterator[Server]:
    server = Server(folder, *application, **given)
    try:
        yield server
    finally:
        server.stop()
