"""Write the SDL that is committed and compared in a test."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from schemas.schema import SDL, sdl


class Command(BaseCommand):
    help = "Write schemas/schema.graphql from the types."

    def handle(self, *args: Any, **options: Any) -> None:
        SDL.write_text(sdl(), encoding="utf-8")
        self.stdout.write(f"wrote {SDL.name}")
