"""`manage.py check_links`: run nightly. Asks for every link in texts in force, and keeps which lead nowhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from contenthub.editorial.links.running import check_links


class Command(BaseCommand):
    help = "Asks for every link in published texts; one that is gone three days in a row is told to its editors."

    def handle(self, *args: Any, **options: Any) -> None:
        done = check_links()
        self.stdout.write(f"asked: {done.asked} addresses, not on the internet: {done.skipped}, broken: {done.broken}")
        if done.alone:
            self.stderr.write("No host answered at all. Can this machine reach the internet?")
