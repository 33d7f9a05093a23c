"""Write docs/export.schema.json, the shapes of an export; a test compares it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from contenthub.exchange.export_shapes import schema


class Command(BaseCommand):
    help = "Write the JSON Schema of an export to docs/export.schema.json."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "export.schema.json").write_bytes(schema())
