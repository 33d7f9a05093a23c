"""Let somebody who lost their phone and recovery codes set up a second step anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contenthub.actions.people import forget_second_step
from contenthub.resolving.refusal import Refused


class Command(BaseCommand):
    help = "Take away a user's app and recovery codes; make sure first that it is really this person who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            forget_second_step(options["username"], actor="forget_second_step")
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write("Done. At the next sign-in this person sets up a second step.")
