"""Write the mapping that is committed and compared in a test."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.engines.elastic_mapping import COMMITTED, committed


class Command(BaseCommand):
    help = "Write search/engines/elasticsearch.json from the fields."

    def handle(self, *args: Any, **options: Any) -> None:
        COMMITTED.write_text(committed(), encoding="utf-8")
        self.stdout.write(f"wrote {COMMITTED.name}")
