"""`python -m benchmarks.serving`: our documents beside baselines and peers, one table, one process, one run.

The database must hold the demo: CONTENTHUB_DATA or DATABASE_URL as the hub takes them. Every answer is looked at before
it is timed. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.serving import peers
from benchmarks.serving.documents import DOCUMENTS
from benchmarks.serving.server import LOAD_CORE, PEERS, SERVER_CORE, Row, address, django, served

PREPARE = """
import json, sys
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

PAGE = """
from contenthub.models import ProductPage
print(ProductPage.objects.get(slug="product-paspoort-aanvragen", locale__language_code="nl").pk)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="how long each row is loaded")
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    how = {"seconds": options.seconds, "connections": options.connections}
    crowd = {**how, "connections": 10 * options.connections}
    if not PEERS.is_dir():
        parser.error(f"the peers are missing: pip install --no-deps --target {PEERS} -r benchmarks/requirements.txt")
    folder = Path(tempfile.mkdtemp(prefix="measured-"))
    if "DATABASE_URL" not in os.environ:
        # A copy: the measurement adds a table.
        shutil.copytree(os.environ.get("CONTENTHUB_DATA", "data"), folder / "data")
        os.environ["CONTENTHUB_DATA"] = str(folder / "data")
    stored = folder / "stored.json"
    stored.write_text("{}")
    rows: dict[str, Row] = {}
    before = os.getloadavg()[0]
    try:
        with served(folder, MEASURED_STORED=str(stored)) as server:
            bodies = {name: server.get(address(document, variables))[1].decode()
                      for name, (document, variables, _must) in DOCUMENTS.items()}
        stored.write_text(django(PREPARE, json.dumps(bodies)))
        with served(folder, MEASURED_STORED=str(stored)) as server:
            rows["hello"] = server.measure("/hello", "hello", **how)
            for name, (document, variables, must) in DOCUMENTS.items():
                for baseline in ("stored", "checked", "fetched"):
                    rows[f"{name} {baseline}"] = server.measure(f"/{baseline}/{name}", must, **how)
                rows[f"{name} repeat"] = server.measure(address(document, variables), must, **how)
            document, variables, must = DOCUMENTS["single"]
            rows["single repeat ×10"] = server.measure(address(document, variables), must, **crowd)
            rows["single naive"] = server.measure("/naive?slug=paspoort-aanvragen", "Paspoort aanvragen", **how)
        with served(folder, MEASURED_STORED=str(stored), MEASURED_MEMORY="0") as server:
            for name, (document, variables, must) in DOCUMENTS.items():
                rows[f"{name} first"] = server.measure(address(document, variables), must, **how)
            document, variables, must = DOCUMENTS["single"]
            rows["single first ×10"] = server.measure(address(document, variables), must, **crowd)
        page = int(django(PAGE))
        with served(folder, peers.APPLICATION, DJANGO_SETTINGS_MODULE="benchmarks.serving.grapple.settings") as server:
            rows["single grapple"] = server.measure(peers.single(page), "Paspoort aanvragen", **how)
            rows["list-of-20 grapple"] = server.measure(peers.listed(), "measuredQuestions", **how)
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


_BESIDE = {
    "repeat": ("checked", "grapple"), "first": ("fetched", "grapple", "naive"), "made": ("fetched", "grapple", "naive"),
    "repeat ×10": ("repeat",), "first ×10": ("first",),
}


def table(rows: dict[str, Row]) -> str:
    lines = [f"{'':28}{'bytes':>8}{'r/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'RSS MB':>8}  ratio"]
    for name, row in rows.items():
        lines.append(f"{name:28}{row.size:8}{row.found.rate:9.0f}{row.found.p50:9.2f}{row.found.p99:9.2f}"
                     f"{row.rss / 1e6:8.0f}  {_ratio(name, rows)}")
    return "\n".join(lines)


def _ratio(name: str, rows: dict[str, Row]) -> str:
    """A repeat beside stored bytes with the same check, a first read beside stored bytes from the database."""
    document, _, what = name.partition(" ")
    against = [f"{document} {other}" for other in _BESIDE.get(what, ())]
    return ", ".join(f"{rows[name].found.rate / rows[other].found.rate:.2f} × {other.removeprefix(document + ' ')}"
                     for other in against if other in rows)


if __name__ == "__main__":
    sys.exit(main())
