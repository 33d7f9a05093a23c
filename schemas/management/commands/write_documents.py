"""Writes the manifest of the trusted documents: their ids, which clients send, and the schema that they were judged by."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from schemas.documents import MANIFEST
from schemas.documents.manifest import written


class Command(BaseCommand):
    help = "Write schemas/documents/manifest.json, which a test compares."

    def handle(self, *args: Any, **options: Any) -> None:
        MANIFEST.write_text(written())
        self.stdout.write(f"{MANIFEST.name} written")
