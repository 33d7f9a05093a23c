"""A worker is killed in the middle of a publish, again and again, while others read.

usage: python -m tests.journeys.killed [KILLS]. Each publish is one transaction of two editions, a text and the amount in
it, which carry one number. Readers must see the number of the one and the other together, old or new; after each kill
every edition has its row in the audit trail and in the outbox, and neither holds a row of an edition that is not there.
It runs on the database of `DATABASE_URL`, otherwise on a new SQLite file; a database with editions in it is refused.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any

from tests.journeys.interleaving import prepare, read

KILLS, READERS = 10, 2


def main() -> None:
    role = sys.argv[1] if sys.argv[1:] else ""
    if role in ("writer", "reader"):
        return writer() if role == "writer" else reader()
    kills = int(role or KILLS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("CONTENTHUB_DATA", folder)
        prepare()
        readers = [started("reader") for _ in range(READERS)]
        for each in readers:
            line(each)
        between = sum(kill() for _ in range(kills))
        reads = 0
        for each in readers:
            each.stdin.close()
            told = json.loads(line(each))
            if told["wrong"]:
                sys.exit(f"a reader saw a mix: {told['wrong']}")
            reads += told["reads"]
    if not between or not reads:
        sys.exit(f"{between} of {kills} kills fell within a publish and {reads} reads were made; that proves nothing")
    print(f"{kills} kills, {between} of them between the two editions of a publish; {reads} reads: old or new, never a mix; "
          "editions, audit trail and outbox agree")


def started(role: str) -> Any:
    return subprocess.Popen([sys.executable, "-m", "tests.journeys.killed", role], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)


def line(process: Any) -> str:
    if not (told := process.stdout.readline()):
        sys.exit("a process stopped by itself")
    return str(told)


def kill() -> int:
    """Kill a writer after a few publishes; 1 where it was between the two editions of one."""
    process = started("writer")
    for _ in range(random.randint(2, 5)):
        while line(process).strip() != "between":
            pass
    time.sleep(random.choice([0, 0, 0.001, 0.003, 0.01]))
    process.send_signal(signal.SIGKILL)
    last = [each.strip() for each in process.stdout.read().splitlines()]
    process.wait()
    agree()
    return int(not last or last[-1] == "between")


def agree() -> None:
    from contenthub.models import AuditRow, Edition, OutboxRow

    editions = sorted(Edition.objects.values_list("pk", flat=True))
    for rows in (AuditRow, OutboxRow):
        if sorted(rows.objects.values_list("edition", flat=True)) != editions:
            sys.exit(f"{rows.__name__} and the editions do not agree after a kill")
    title = Edition.objects.filter(kind="item").order_by("-number").first()
    amount = Edition.objects.filter(kind="fact-value").order_by("-number").first()
    if title and amount and title.number > 1 and numbers(json.dumps([title.content, amount.content])) is None:
        sys.exit(f"half a publish is left: {title.content}, {amount.content}")


def numbers(text: str) -> str | None:
    """The number that everything in this text carries, or None where there are two."""
    found = {*re.findall(r"[Vv]ersie (\d+)", text), *re.findall(r'"amount": ?"(\d+)\.00"', text)}
    return found.pop() if len(found) == 1 else None


def writer() -> None:
    import django

    django.setup()
    from contenthub.actions.at_once import at_once
    from contenthub.actions.publish_fact import publish_fact_value
    from contenthub.models import Edition
    from contenthub.resolving.content import Section
    from contenthub.vocabulary import SectionKind
    from tests import world

    number = Edition.objects.count()
    while True:
        number += 1
        words = world.text(f"Dit is versie {number}: ", "{{paspoort.kosten}}")
        with at_once():
            world.product(title=f"Versie {number}", sections={SectionKind.COSTS: Section(blocks=words, owner="Team")})
            print("between", flush=True)
            publish_fact_value("paspoort.kosten", {"amount": f"{number}.00"}, by=world.BY)
        print("done", flush=True)


def reader() -> None:
    """Reads until it is told to stop, then says how often and what was wrong."""
    import threading

    from contenthub.wsgi import application
    from schemas.documents import trusted
    from schemas.schema import schema

    document = next(d for d in trusted(schema.graphql_schema).values() if d.name == "product")
    body = json.dumps({"documentId": document.id, "variables": {"slug": "paspoort", "municipality": "GM9001"}}).encode()
    read(application, body)
    print("ready", flush=True)
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    reads, wrong = 0, []
    while not over.is_set():
        text = read(application, body).decode()
        if '"errors"' in text:
            wrong.append(text[:600])
        elif "ersie" in text:
            reads += 1
            if numbers(text) is None:
                wrong.append(text[:600])
    print(json.dumps({"reads": reads, "wrong": wrong[:1]}), flush=True)


if __name__ == "__main__":
    main()
