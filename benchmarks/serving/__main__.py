"""`python -m benchmarks.serving`: our documents beside baselines, one table, one process, one run.

The database must hold the demo: CONTENTHUB_DATA or DATABASE_URL as the hub takes them. Every answer is looked at before
it is timed. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from msgspec import Struct

from benchmarks.serving.load import Found, load

ROOT = Path(__file__).parents[2]
HOST = "antwoord.example"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept": "application/json"}
SERVER_CORE, LOAD_CORE = 0, 1
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "benchmarks.serving.settings",
    "CONTENTHUB_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "CONTENTHUB_HOSTS": HOST,
    "CONTENTHUB_METRICS_TOKEN": "measured-measured-measured",
}
# Name -> document, variables, and what must stand in the answer.
DOCUMENTS = {
    "single": ("product", {"slug": "paspoort-aanvragen", "municipality": "GM9001"}, "Paspoort aanvragen"),
    "all-channels": ("product-everywhere", {"slug": "paspoort-aanvragen", "municipality": "GM9001"}, "ssml"),
    "life-event": ("life-event", {"slug": "verhuizen", "municipality": "GM9001"}, "journey"),
    "list-of-20": ("products", {"municipality": "GM9001", "first": 20}, "questions"),
}
PREPARE = """
import json, sys
import django; django.setup()
from django.db import connection
from contenthub.models.epoch import Epoch
told = json.loads(sys.stdin.read())
scopes = list(Epoch.objects.filter(scope__in=["", "gm9001", "gd-delinge"]).values_list("scope", flat=True))
with connection.cursor() as cursor:
    cursor.execute("DROP TABLE IF EXISTS measured_bytes")
    cursor.execute("CREATE TABLE measured_bytes (name varchar(40) PRIMARY KEY, body text NOT NULL)")
    cursor.executemany("INSERT INTO measured_bytes VALUES (%s, %s)", list(told.items()))
print(json.dumps({name: {"body": body, "scopes": scopes} for name, body in told.items()}))
"""


class Row(Struct):
    name: str
    size: int
    found: Found
    rss: int


class Server:
    """One granian worker on one core."""

    def __init__(self, folder: Path, **given: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        environment = {**os.environ, **ENVIRONMENT, **given, "PYTHONPATH": str(ROOT)}
        environment.setdefault("CONTENTHUB_REFERENCE_KEY", "only-for-measurements-and-nothing-else")
        environment["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        self.log = folder / f"server-{self.port}.log"
        command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "granian", "--interface", "wsgi",
                   "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", "1",
                   "--backpressure", "512", "--no-ws", "benchmarks.serving.baselines:application"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
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
def served(folder: Path, **given: str) -> Iterator[Server]:
    server = Server(folder, **given)
    try:
        yield server
    finally:
        server.stop()


def address(document: str, variables: dict[str, object]) -> str:
    manifest = json.loads((ROOT / "schemas/documents/manifest.json").read_text())
    known = manifest["documents"][document]["documentId"]
    return "/graphql?" + urlencode({"documentId": known, "variables": json.dumps(variables)})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="how long each row is loaded")
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    how = {"seconds": options.seconds, "connections": options.connections}
    folder = Path(tempfile.mkdtemp(prefix="measured-"))
    stored = folder / "stored.json"
    stored.write_text("{}")
    rows: dict[str, Row] = {}
    before = os.getloadavg()[0]
    try:
        with served(folder, MEASURED_STORED=str(stored)) as server:
            bodies = {name: server.get(address(document, variables))[1].decode()
                      for name, (document, variables, _must) in DOCUMENTS.items()}
        stored.write_text(subprocess.run(
            [sys.executable, "-c", PREPARE], input=json.dumps(bodies), cwd=ROOT, capture_output=True, text=True, check=True,
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT),
                 "CONTENTHUB_REFERENCE_KEY": os.environ.get("CONTENTHUB_REFERENCE_KEY", "only-for-measurements-and-nothing-else")},
        ).stdout)
        with served(folder, MEASURED_STORED=str(stored)) as server:
            rows["hello"] = server.measure("/hello", "hello", **how)
            for name, (document, variables, must) in DOCUMENTS.items():
                for baseline in ("stored", "checked", "fetched"):
                    rows[f"{name} {baseline}"] = server.measure(f"/{baseline}/{name}", must, **how)
                rows[f"{name} repeat"] = server.measure(address(document, variables), must, **how)
            rows["single naive"] = server.measure("/naive?slug=paspoort-aanvragen", "Paspoort aanvragen", **how)
        with served(folder, MEASURED_STORED=str(stored), MEASURED_MEMORY="0") as server:
            for name, (document, variables, must) in DOCUMENTS.items():
                rows[f"{name} first"] = server.measure(address(document, variables), must, **how)
        with served(folder, MEASURED_STORED=str(stored), MEASURED_MEMORY="0", MEASURED_PREPARED="0") as server:
            for name, (document, variables, must) in DOCUMENTS.items():
                # Hundreds of milliseconds each: a few at a time, or a short run would end before the first.
                slow = {"seconds": max(5, options.seconds), "connections": 4}
                rows[f"{name} made"] = server.measure(address(document, variables), must, **slow)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(rows))
    print(f"\nload of the machine before: {before:.2f}; server on core {SERVER_CORE}, wrk on core {LOAD_CORE}; "
          f"{options.connections} connections, {options.seconds} s a row; {os.environ.get('DATABASE_URL', 'SQLite').partition(':')[0]}")
    return 0


def table(rows: dict[str, Row]) -> str:
    lines = [f"{'':28}{'bytes':>8}{'r/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'RSS MB':>8}  ratio"]
    for name, row in rows.items():
        lines.append(f"{name:28}{row.size:8}{row.found.rate:9.0f}{row.found.p50:9.2f}{row.found.p99:9.2f}"
                     f"{row.rss / 1e6:8.0f}  {_ratio(name, rows)}")
    return "\n".join(lines)


def _ratio(name: str, rows: dict[str, Row]) -> str:
    """A repeat beside stored bytes with the same check, a first read beside stored bytes from the database."""
    document, _, what = name.partition(" ")
    against = {"repeat": "checked", "first": "fetched", "made": "fetched"}.get(what)
    if against is None:
        return ""
    told = f"{rows[name].found.rate / rows[f'{document} {against}'].found.rate:.2f} × {against}"
    if document == "single":
        told += f", {rows[name].found.rate / rows['single naive'].found.rate:.1f} × naive"
    return told


if __name__ == "__main__":
    sys.exit(main())
