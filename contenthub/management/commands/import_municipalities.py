from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from contenthub.exchange.command import ImportCommand
from contenthub.exchange.locating import content_at
from contenthub.exchange.municipalities import import_municipalities
from contenthub.exchange.report import Report


class Command(ImportCommand):
    help = "Municipalities with their codes from the TOOI register (JSON), with dates from the OWMS list (XML)."
    title = "import_municipalities"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="organisations.json of TOOI, or the address of it")
        parser.add_argument("--dates", help="the OWMS list of municipalities (XML)")
        self.add_allow_gone(parser)
        super().add_arguments(parser)

    def load(self, report: Report, options: dict[str, Any]) -> None:
        dates = content_at(options["dates"]) if options["dates"] else None
        import_municipalities(*content_at(options["source"]), report, dates, allow_gone=options["allow_gone"])
