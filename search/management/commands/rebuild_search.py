from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.documents import every_item
from search.indexing import fill
from search.setting import engine


class Command(BaseCommand):
    help = "Make the search index anew, beside the one that serves, and let it take over."

    def handle(self, *args: Any, **options: Any) -> None:
        serving = engine()
        generation = serving.create()
        with tqdm(total=len(every_item()), unit=" items", disable=None) as bar:
            count = fill(serving, generation, bar.update)
        serving.promote(generation)
        self.stdout.write(f"rebuild_search: {count} items in {generation}")
