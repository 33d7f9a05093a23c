"""No stale read after a commit: two processes publish in turn, and both read at once what was published.

usage: python -m tests.journeys.interleaving [TURNS]. Each turn is two publishes by one process (the generic
value and the organisation's) and three reads: one by each process, which must show it, and a repeat from memory. It runs on the database of `DATABASE_URL`,
otherwise on a new SQLite file; an existing hub is never touched, because it refuses a database with editions in it.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests import migrated

TURNS = 2_000


def main() -> None:
    if sys.argv[1:2] == ["worker"]:
        return work()
    turns = int(sys.argv[1]) if sys.argv[1:] else TURNS
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("CONTENTHUB_DATA", folder)
        prepare()
        command = [sys.executable, "-m", "tests.journeys.interleaving", "worker"]
        workers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
        ]
        try:
            remembered, found = map(sum, zip(*(turn(number, workers) for number in range(1, turns + 1)), strict=True))
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    if remembered != turns:
        sys.exit(f"only {remembered} of {turns} repeats came from memory")
    if found != turns:
        sys.exit(f"only {found} of {turns} second readers found what the first had prepared")
    print(f"{2 * turns} publishes by two processes, {3 * turns} reads: none stale, {remembered} repeats from memory, "
          f"{found} first reads of what the other process had prepared")


def prepare() -> None:
    """A small world in an empty database, with settings that the processes started afterwards have as well."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "contenthub.settings.development"
    # One address asks everything here.
    os.environ["CONTENTHUB_RATE_LIMIT_ANONYMOUS"] = "0"
    if "DATABASE_URL" not in os.environ and not Path(os.environ["CONTENTHUB_DATA"], "contenthub.sqlite3").exists():
        migrated.copy_to(Path(os.environ["CONTENTHUB_DATA"]))
    os.environ["CONTENTHUB_SEARCH_WORKER"] = "0"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from contenthub.models import Edition
    from tests import world

    if Edition.objects.filter(kind="municipality").exists():
        sys.exit("this database is in use; give an empty one")
    world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk"))
    world.money_fact("paspoort.kosten", "86.85")
    world.product()


def turn(number: int, workers: list[Any]) -> tuple[int, int]:
    """One publish and what follows; exits where a read does not show it. Returns whether the repeat was from memory, and
    whether the second reader was given what the first had prepared."""
    amount = f"{number // 100 + 1}.{number % 100:02d}"
    writer, other = workers if number % 2 else workers[::-1]
    tell(writer, {"publish": amount})
    for reader in (other, writer):
        if (seen := tell(reader, {"read": True}))["amount"] != amount:
            sys.exit(f"stale: {amount} was published, {seen['amount']} was read at turn {number}")
    repeat = tell(other, {"read": True})
    if repeat["amount"] != amount:
        sys.exit(f"stale: {amount} was published, {repeat['amount']} was repeated at turn {number}")
    return int(repeat["remembered"]), int(seen["stored"])


def tell(worker: Any, order: dict[str, Any]) -> Any:
    worker.stdin.write(json.dumps(order) + "\n")
    worker.stdin.flush()
    if not (line := worker.stdout.readline()):
        sys.exit(f"a worker stopped at {order}")
    return json.loads(line)


def work() -> None:
    from contenthub.wsgi import application, django, front

    inner = Counted(django)
    front.application = inner
    from contenthub.actions.publish_fact import publish_fact_value
    from schemas.documents import trusted
    from schemas.schema import schema
    from tests import world

    document = next(d for d in trusted(schema.graphql_schema).values() if d.name == "product")
    variables = {"slug": "paspoort", "municipality": "GM9001"}
    body = json.dumps({"documentId": document.id, "variables": variables}).encode()
    for line in sys.stdin:
        order = json.loads(line)
        if "publish" in order:
            for organisation in ("", "waterrijk"):
                amount = {"amount": order["publish"]}
                publish_fact_value("paspoort.kosten", amount, by=world.BY, organisation=organisation)
            said: dict[str, Any] = {}
        else:
            calls, before = inner.calls, stored()
            answer = json.loads(read(application, body))["data"]["product"]
            said = {"amount": answer["facts"][0]["value"]["amount"], "remembered": inner.calls == calls, "stored": stored() - before}
        print(json.dumps(said), flush=True)


def stored() -> int:
    """How often this process has given what was prepared."""
    from prometheus_client import REGISTRY

    samples = (sample for family in REGISTRY.collect() for sample in family.samples)
    return sum(int(s.value) for s in samples if s.name == "contenthub_served_seconds_count" and s.labels["cache"] == "stored")


class Counted:
    """Django's application, with how often it was asked."""

    def __init__(self, application: Any) -> None:
        self.application, self.calls = application, 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.calls += 1
        return self.application(environ, start_response)


def read(application: Any, body: bytes) -> bytes:
    environ = {
        "PATH_INFO": "/graphql",
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    response = application(environ, lambda *_: None)
    try:
        return b"".join(response)
    finally:
        getattr(response, "close", lambda: None)()


if __name__ == "__main__":
    main()
