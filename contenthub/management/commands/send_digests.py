"""`manage.py send_digests`: run every ten minutes. Mails editors what is new to do, as often as each chose."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from contenthub.editorial.work.digest import send_digests


class Command(BaseCommand):
    help = "Mails editors what is new to do, to each as often as they chose under Account."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"sent: {send_digests()} e-mails")
