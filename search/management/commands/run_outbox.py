from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.outbox import Worker
from search.setting import engine


class Command(BaseCommand):
    help = (
        "Keep the search index up to date, until it is stopped. Set CONTENTHUB_SEARCH_WORKER=0 for the hub itself then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(engine(), self.stderr.write)
        if options["once"]:
            done = 0
            while more := worker.turn() + worker.add_vectors():
                done += more
            worker.look_at_names()
            self.stdout.write(f"run_outbox: {done} done")
            return
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda *_: worker.stop())
        worker.run()
