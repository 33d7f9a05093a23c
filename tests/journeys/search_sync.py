"""Nothing is lost on the way to a search server that is killed: `.ci/elasticsearch .venv/bin/python -m tests.journeys.search_sync`.

Ten thousand publishes, while the worker of the outbox brings them to a real Elasticsearch that is killed (SIGKILL) and
started again three times; then a rebuild while others go on publishing. Publishing and reading must not notice. At the end
the index must hold, by id and version, exactly what the editions say.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests import migrated

PUBLISHES, ITEMS, KILLS, DURING_REBUILD = 10_000, 400, 3, 1_000
_AWAY_SECONDS = 4.0
_CAUGHT_UP_SECONDS = 240.0


def main() -> None:
    publishes = int(sys.argv[1]) if sys.argv[1:] else PUBLISHES
    with tempfile.TemporaryDirectory() as name:
        _prepare(Path(name))
        from search import outbox
        from search.setting import engine

        hub = Hub()
        hub.publish(ITEMS)
        outbox.begin(engine())
        worker = outbox.Worker(engine(), told=lambda what: None)
        thread = threading.Thread(target=worker.run, daemon=True)
        thread.start()
        server = Server()
        behind = 0
        for _kill in range(KILLS):
            hub.publish(publishes // (KILLS + 1))
            server.kill()
            hub.publish(50)
            behind = max(behind, hub.read_while_it_is_away())
            restarted = threading.Thread(target=server.start_after, args=(_AWAY_SECONDS,))
            restarted.start()
            hub.publish(100)
            restarted.join()
        hub.publish(publishes - hub.published)
        first = hub.agrees(outbox, engine())
        rebuilding = threading.Thread(target=_rebuild)
        rebuilding.start()
        while rebuilding.is_alive() and hub.published < publishes + DURING_REBUILD:
            hub.publish(10)
        rebuilding.join()
        second = hub.agrees(outbox, engine())
        if first == second:
            sys.exit(f"the rebuild did not take over: {first} still serves")
        worker.stop()
        thread.join(20)
    print(f"{hub.published} publishes of {ITEMS} items, {KILLS} kills; up to {behind} rows waited, reads went on; {first}, and after "
          f"a rebuild under writes {second}, hold every item as the editions say, by id and version")


class Hub:
    """Items that are published in turn, each time with another text."""

    def __init__(self) -> None:
        self.published = 0

    def publish(self, times: int) -> None:
        from contenthub.resolving.content import Section
        from contenthub.vocabulary import SectionKind
        from tests import world

        for _time in range(times):
            number = self.published % ITEMS
            sections = {SectionKind.INTRODUCTION: Section(blocks=world.text(f"Tekst {self.published} van onderwerp {number}."))}
            world.product(_item(number), slug=f"onderwerp-{number}", title=f"Onderwerp {number}", sections=sections)
            self.published += 1

    def read_while_it_is_away(self) -> int:
        """How many rows wait; exits where reading does not go on, or search pretends to know."""
        from contenthub.answering import answer_item, ask
        from contenthub.operating.gauges import Gauges
        from search.engines import EngineAway
        from search.finding import find
        from search.setting import engine
        from search.words import synonyms

        if answer_item(_item(0), ask("GM9001")) is None:
            sys.exit("an item could not be read while search was away")
        try:
            find("onderwerp", ask("GM9001"), engine(), synonyms())
        except EngineAway:
            pass
        else:
            sys.exit("search answered while its server was killed")
        told = {m.name: m.samples[0].value for m in Gauges().collect()}
        if not told["contenthub_outbox_rows"]:
            sys.exit("nothing waited while search was away, or the metric does not tell")
        return int(told["contenthub_outbox_rows"])

    def agrees(self, outbox: Any, engine: Any) -> str:
        """The generation that serves; exits where it differs from the editions."""
        from contenthub.models import OutboxRow
        from contenthub.operating.gauges import Gauges
        from search.indexing import compare

        until = time.monotonic() + _CAUGHT_UP_SECONDS
        while time.monotonic() < until and not _caught_up(outbox, engine):
            time.sleep(0.5)
        told = {m.name: m.samples[0].value for m in Gauges().collect()}
        if told["contenthub_outbox_rows"]:
            sys.exit(f"{told['contenthub_outbox_rows']} rows still wait")
        generation = str(engine.serving())
        if differing := compare(engine, generation).items:
            sys.exit(f"{generation} differs from the editions in {len(differing)} items, first {differing[0]}")
        held = engine.holds(generation)
        last: dict[str, int] = dict(OutboxRow.objects.filter(kind="item").order_by("pk").values_list("subject", "pk"))
        if wrong := [item for item, version in last.items() if item not in held or held[item][0] < version]:
            sys.exit(f"{generation} has an old version of {len(wrong)} items, first {wrong[0]}")
        return generation


class Server:
    """The Elasticsearch that `.ci/elasticsearch` started."""

    def __init__(self) -> None:
        self._start = Path(os.environ["CONTENTHUB_ELASTICSEARCH_START"])

    def kill(self) -> None:
        os.killpg(int(self._start.with_name("pid").read_text()), signal.SIGKILL)

    def start_after(self, seconds: float) -> None:
        time.sleep(seconds)
        subprocess.Popen(["setsid", str(self._start)])


def _caught_up(outbox: Any, engine: Any) -> bool:
    from search.engines import EngineAway

    try:
        return bool(outbox.wait_until_caught_up(engine, 1.0))
    except EngineAway:
        return False


def _rebuild() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("rebuild_search", "--words-only", verbosity=0)
    connection.close()


def _item(number: int) -> str:
    return f"8f5c0f2e-0000-4000-8000-{number:012d}"


def _prepare(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "contenthub.settings.development",
        "CONTENTHUB_DATA": str(folder),
        "CONTENTHUB_SEARCH_ENGINE": "elasticsearch",
        "CONTENTHUB_ELASTICSEARCH_URL": os.environ["CONTENTHUB_ELASTICSEARCH"],
        "CONTENTHUB_ELASTICSEARCH_PREFIX": "synced",
        "CONTENTHUB_SEARCH_WORKER": "0",
    }
    migrated.copy_to(folder)
    import django

    django.setup()
    import logging

    from tests import world

    logging.getLogger("elastic_transport").setLevel("ERROR")
    world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk"))
    world.money_fact("paspoort.kosten", "86.85")


if __name__ == "__main__":
    main()
