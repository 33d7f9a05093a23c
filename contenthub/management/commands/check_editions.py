"""`manage.py check_editions`: run at start and every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contenthub.actions.mend_editions import mend_editions


class Command(BaseCommand):
    help = "Finds pages and editions that disagree after a crash, and mends them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        mended = refused = 0
        done = "to mend" if dry_run else "mended"
        for finding in mend_editions(dry_run=dry_run):
            if finding.refused:
                refused += 1
                self.stdout.write(f"refused  page {finding.page} {finding.title}: {finding.what}; {finding.refused}")
            else:
                mended += 1
                self.stdout.write(f"{done:8} page {finding.page} {finding.title}: {finding.what}")
        self.stdout.write(f"{mended} {done}, {refused} refused")
