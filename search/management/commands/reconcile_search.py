from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import BATCH, changes_for, compare
from search.setting import engine


class Command(BaseCommand):
    help = "Nightly: compare the search index with the editions, item by item, and mend what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        serving = engine()
        generation = serving.serving()
        found = compare(serving, generation)
        for start in range(0, len(found.items), BATCH):
            serving.apply(generation, changes_for(found.items[start : start + BATCH]))
        self.stdout.write(
            f"reconcile_search: {len(found.missing)} missing, {len(found.stale)} stale, {len(found.left)} left over; mended"
        )
