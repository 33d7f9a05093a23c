"""`manage.py import_export`: what `export_all` of another hub wrote, into this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contenthub.exchange import import_export as verb
from contenthub.exchange.command import progress, quietly, refusals_told


class Command(BaseCommand):
    help = "Bring an export of another hub into this one: an organisation, or the generic library of an empty hub."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the .zip that export_all wrote")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with refusals_told(), quietly(), progress("import", unit="B") as told:
            done = verb.import_export(options["path"], told, dry_run=options["dry_run"])
        counted = ", ".join(f"{number} {name.partition('.')[0]}" for name, number in done.counts.items() if number)
        history = "with its history" if done.with_history else "as it is from now on"
        dry = " (dry run, nothing was kept)" if options["dry_run"] else ""
        self.stdout.write(f"{done.organisation or 'the generic library'}, {history}{dry}: {counted}")
        for note in done.notes:
            self.stdout.write(f"  note: {note}")
