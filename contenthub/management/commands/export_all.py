"""`manage.py export_all`: everything that an organisation owns, to take along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contenthub.exchange import export
from contenthub.exchange.command import progress, refusals_told


class Command(BaseCommand):
    help = "Write everything that an organisation owns, or the generic library, as documented JSON and files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", nargs="?", default="", help="its slug; none with --generic")
        parser.add_argument("path", type=Path, help="a new file that ends in .zip")
        parser.add_argument("--generic", action="store_true", help="the library of generic texts")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["organisation"]) == options["generic"]:
            raise CommandError("give either the slug of an organisation or --generic")
        if options["path"].suffix != ".zip":
            raise CommandError(f"{options['path']}: give a name that ends in .zip")
        with refusals_told(), progress("export") as told:
            manifest = export.export_all(options["path"], options["organisation"], told)
        counted = ", ".join(f"{number} {name.partition('.')[0]}" for name, number in manifest.counts.items() if number)
        self.stdout.write(f"{options['path']}: {counted}")
        self.stdout.write("It holds drafts and texts for agents only; the shape stands in docs/export.md.")
        if manifest.personal_answers:
            self.stdout.write(f"{manifest.personal_answers} answers to one person are not in it; a backup has them.")
