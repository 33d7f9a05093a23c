"""A backup during which another connection publishes all the while: run by test_backup with a folder of its own.

Prints the numbers of editions, audit rows and outbox rows before, after, and in the backup.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
EMPTY = "empty.sqlite3"


def backed_up(path: Path) -> int:
    """Make a backup and publish once for every thirtieth row that it takes; how often that was."""
    from django.db import connections

    from contenthub.actions.publish_fact import publish_fact_value
    from contenthub.exchange.backup import backup

    rows = published = 0

    def publish() -> None:
        publish_fact_value("paspoort.kosten", {"amount": f"{2 + published}.00"})
        connections.close_all()

    def told(done: int) -> None:
        nonlocal rows, published
        rows += 1
        if rows % 30:
            return
        # A writer that had to wait for the backup would wait here until its time is out, and publish nothing.
        thread = threading.Thread(target=publish)
        thread.start()
        thread.join()
        published += 1

    backup(path, told)
    return published


def counted() -> tuple[int, int, int]:
    from contenthub.models import AuditRow, Edition, OutboxRow

    return Edition.objects.count(), AuditRow.objects.count(), OutboxRow.objects.count()


def main(folder: Path) -> None:
    from django.db import connection

    from contenthub.exchange.restore import restore
    from tests import world

    world.money_fact("paspoort.kosten", "1.00")
    before = counted()
    published = backed_up(folder / "hub.zip")
    meanwhile = counted()
    connection.close()
    for file in (folder / "data").glob("contenthub.sqlite3*"):
        file.unlink()
    shutil.copy(folder / EMPTY, folder / "data" / "contenthub.sqlite3")
    restore(folder / "hub.zip")
    print(json.dumps({"published": published, "before": before, "meanwhile": meanwhile, "restored": counted()}))


if __name__ == "__main__":
    given = Path(sys.argv[1])
    sys.path.insert(0, str(ROOT))
    os.environ["CONTENTHUB_DATA"] = str(given / "data")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "contenthub.settings.test"
    (given / "data").mkdir()
    shutil.copy(given / EMPTY, given / "data" / "contenthub.sqlite3")
    import django

    django.setup()
    main(given)
