"""`python -m benchmarks.serving.growth`: what a first read costs with 400, 4,000 and 40,000 items in the hub.

It works on a copy of an SQLite hub (CONTENTHUB_DATA, after `make run`); on PostgreSQL it adds to the database itself,
which `.ci/postgres` throws away. Items are added as the import would: copies of the demo's products and local versions.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.serving.documents import DOCUMENTS
from benchmarks.serving.server import address, django, served

SIZES = (400, 4_000, 40_000)
WATCHED = ("single", "life-event")
GROW = """
import itertools, sys, uuid
from contenthub.models import Edition
from django.db import connection
wanted = int(sys.stdin.read())
products = list(Edition.objects.filter(kind="item", number=1, organisation="", language="nl", content__type="product").order_by("pk"))
there = Edition.objects.filter(kind="item", number=1, organisation="", language="nl").count()
rows = []
for n, model in zip(range(there, wanted), itertools.cycle(products)):
    subject = str(uuid.uuid5(uuid.NAMESPACE_OID, f"grown-{n}"))
    # No life events: the page that is measured keeps its 35 products.
    content = {**model.content, "slug": f"grown-{n}", "title": f"{model.content['title']} {n}", "life_events": []}
    rows.append(Edition(**{f.attname: getattr(model, f.attname) for f in Edition._meta.concrete_fields
                           if f.attname not in ("id", "subject", "slug", "content")},
                        subject=subject, slug=f"grown-{n}", content=content))
Edition.objects.bulk_create(rows, batch_size=500)
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
print(Edition.objects.filter(kind="item", number=1, organisation="", language="nl").count())
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="grown-"))
    try:
        if "DATABASE_URL" not in os.environ:
            shutil.copytree(os.environ.get("CONTENTHUB_DATA", "data"), folder / "data")
            os.environ["CONTENTHUB_DATA"] = str(folder / "data")
        (folder / "stored.json").write_text("{}")
        cost: dict[str, list[float]] = {name: [] for name in WATCHED}
        print(f"{'items':>8}" + "".join(f"{name + ' ms':>16}{'ratio':>8}" for name in WATCHED))
        for size in SIZES:
            found = int(django(GROW, str(size)))
            if found != max(found, size):
                raise RuntimeError(f"{found} items where {size} were wanted")
            line = f"{found:8}"
            with served(folder, MEASURED_STORED=str(folder / "stored.json"), MEASURED_MEMORY="0") as server:
                for name in WATCHED:
                    document, variables, must = DOCUMENTS[name]
                    row = server.measure(address(document, variables), must, seconds=options.seconds, connections=options.connections)
                    cost[name].append(1000 / row.found.rate)
                    line += f"{cost[name][-1]:16.2f}{cost[name][-1] / cost[name][0]:7.2f}x"
            print(line, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
