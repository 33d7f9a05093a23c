"""`manage.py prune_ledger`: run every night. Deletes the rows of the ledger whose time is over."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from contenthub.actions.prune_ledger import prune_ledger


class Command(BaseCommand):
    help = "Deletes the rows of the ledger that are older than the retention period."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say how many rows are due, and delete none")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        done = prune_ledger(dry_run=dry_run)
        verb = "due" if dry_run else "deleted"
        self.stdout.write(
            f"{done.rows} rows {verb}, from before {done.cutoff:%Y-%m-%d %H:%M} UTC "
            f"(kept for {settings.LEDGER_RETENTION_DAYS} days)"
        )
