from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from contenthub.exchange.command import ImportCommand
from contenthub.exchange.locating import content_at
from contenthub.exchange.report import Report
from contenthub.exchange.upl import import_upl


class Command(ImportCommand):
    help = "Bring the Uniforme Productnamenlijst up to date from its CSV (a file or an address)."
    title = "import_upl"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="UPL-actueel.csv, or the address of it")
        self.add_allow_gone(parser)
        super().add_arguments(parser)

    def load(self, report: Report, options: dict[str, Any]) -> None:
        import_upl(*content_at(options["source"]), report, allow_gone=options["allow_gone"])
