"""`manage.py backup`: every night, while the hub serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from contenthub.exchange import backup as verb
from contenthub.exchange.command import progress, refusals_told


class Command(BaseCommand):
    help = "Write everything that this hub holds, rows and uploaded files, into one new archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that ends in .zip, or a folder that gets one with the time")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if path.is_dir() or path.suffix != ".zip":
            path /= f"contenthub-{timezone.now():%Y%m%d-%H%M%S}.zip"
        with refusals_told(), progress("backup", verb.size()) as told:
            manifest = verb.backup(path, told)
        for note in manifest.left_out:
            self.stderr.write(f"left out: {note}")
        rows = sum(table.rows for table in manifest.tables)
        files = len(manifest.members) - len(manifest.tables)
        self.stdout.write(f"{path}: {rows} rows of {len(manifest.tables)} tables, {files} files, sealed")
        self.stdout.write(
            "The reference key is not in it. Keep CONTENTHUB_REFERENCE_KEY elsewhere: restoring needs it."
        )
