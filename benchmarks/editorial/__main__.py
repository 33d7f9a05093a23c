"""`python -m benchmarks.editorial`: what the lists, previews and forms of the admin cost at 2,000 items × 20 municipalities.

The hub is built once, in the folder of `--data`; with DATABASE_URL it is built in that database. Each page is asked for as
a browser would, in this process, and looked at before it is timed. The baseline is Wagtail's own list without a row, for the same
reader in the same run; only the numbers of queries and the ratios mean anything on another machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / ".cache" / "benchmarks-editorial")
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--organisations", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="only the rows whose name holds this")
    parser.add_argument("--profile", action="store_true", help="tell where the time of each row goes")
    parser.add_argument("--queries", action="store_true", help="tell the queries of each row, with their plans")
    options = parser.parse_args()
    os.environ["CONTENTHUB_DATA"] = str(options.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.editorial.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.editorial import building, measuring

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    if not building.built(options.items, options.organisations):
        building.build(options.items, options.organisations, lambda done: print(f"{time.perf_counter() - begun:4.0f} s  {done}", flush=True))
    return measuring.run(options)


if __name__ == "__main__":
    sys.exit(main())
