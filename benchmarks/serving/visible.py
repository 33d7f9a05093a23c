"""`python -m benchmarks.serving.visible [TIMES]`: how long after its commit a publish is in another process's answer.

On a hub of its own, on the database of DATABASE_URL or a new SQLite file. The reader asks for what it has remembered,
over and over, so the time that is told is that of one request that must be resolved anew.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serving.server import ROOT, address, environment, served

TIMES = 200


def main() -> int:
    times = int(sys.argv[1]) if sys.argv[1:] else TIMES
    folder = Path(tempfile.mkdtemp(prefix="visible-"))
    sys.path.insert(0, str(ROOT))
    os.environ.update(environment(CONTENTHUB_DATA=str(folder)))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from contenthub.actions.publish_fact import publish_fact_value
    from tests import world

    try:
        world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk"))
        world.money_fact("paspoort.kosten", "86.85")
        world.product()
        (folder / "stored.json").write_text("{}")
        took = []
        with served(folder, MEASURED_STORED=str(folder / "stored.json")) as server:
            path = address("product-website", {"slug": "paspoort", "municipality": "GM9001"})
            for number in range(times):
                server.get(path)
                publish_fact_value("paspoort.kosten", {"amount": f"{number}.25"}, by=world.BY)
                committed = time.perf_counter()
                status, body = server.get(path)
                took.append((time.perf_counter() - committed) * 1000)
                if status != 200 or f"{number},25".encode() not in body:
                    raise RuntimeError(f"publish {number} was not in the next answer: {status} {body[:300]!r}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    took.sort()
    print(f"{times} publishes, each in the very next answer of another process: "
          f"p50 {statistics.median(took):.1f} ms, p99 {took[int(times * 0.99) - 1]:.1f} ms after the commit")
    return 0


if __name__ == "__main__":
    sys.exit(main())
