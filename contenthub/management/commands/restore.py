"""`manage.py restore`: into a hub that is migrated and holds nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contenthub.exchange import restore as verb
from contenthub.exchange.command import progress, refusals_told


class Command(BaseCommand):
    help = (
        "Bring a backup back into an empty, migrated hub. It needs the CONTENTHUB_REFERENCE_KEY with which the backup "
        "was made; that key is in no backup."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--check", action="store_true", help="read and check the archive, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        self.stdout.write("This needs the CONTENTHUB_REFERENCE_KEY with which the backup was made.")
        with refusals_told(), progress("reading", unit="B") as told:
            manifest = verb.check(path, told) if options["check"] else verb.restore(path, told)
        rows = sum(table.rows for table in manifest.tables)
        files = len(manifest.members) - len(manifest.tables)
        done = "is whole" if options["check"] else "is restored"
        self.stdout.write(f"{path} of {manifest.made_at:%Y-%m-%d %H:%M} UTC {done}: {rows} rows, {files} files")
