"""What the commands of this room share: a dry run, a report, a bar of progress, and a status that scripts can read."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from contenthub.exchange.report import Outcome, Report, rehearsal
from contenthub.resolving.refusal import Refused


class ImportCommand(BaseCommand):
    """Prints the report; ends with status 1 where anything was refused."""

    title = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, and change nothing")
        parser.add_argument(
            "--list", action="store_true", help="list every record in the report, also what is new or unchanged"
        )

    @staticmethod
    def add_allow_gone(parser: CommandParser) -> None:
        parser.add_argument(
            "--allow-gone",
            action="store_true",
            help="also where more than a tenth of what we had is gone from the list",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report(self.title + (" (dry run, nothing was kept)" if options["dry_run"] else ""))
        with refusals_told(), quietly(), _little_collecting(), rehearsal(options["dry_run"]):
            self.load(report, options)
        for line in report.lines(every=options["list"]):
            self.stdout.write(line)
        if refused := len(report.of(Outcome.REFUSED)):
            raise CommandError(f"{refused} refused; of those nothing was written")

    def load(self, report: Report, options: dict[str, Any]) -> None:
        raise NotImplementedError


@contextmanager
def refusals_told() -> Iterator[None]:
    """A refusal ends the command with status 1 and says what is wrong."""
    try:
        yield
    except Refused as refusal:
        raise CommandError(f"{refusal.code}: {refusal}") from refusal


@contextmanager
def progress(what: str, total: int | None = None, unit: str = "") -> Iterator[Callable[[int], object]]:
    """A function to tell how much more is done; the bar shows only where somebody looks."""
    with tqdm(total=total, desc=what, unit=unit, unit_scale=True, disable=None, leave=False, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def quietly() -> Iterator[None]:
    """Wagtail logs several lines a page; in an import they would bury the report."""
    loggers = [logging.getLogger(name) for name in ("wagtail", "django_tasks")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def _little_collecting() -> Iterator[None]:
    """An import makes many objects and few cycles; the collector would take a fifth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
