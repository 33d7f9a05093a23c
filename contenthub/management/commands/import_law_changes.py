from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from contenthub.exchange.command import ImportCommand
from contenthub.exchange.law_changes import import_law_changes
from contenthub.exchange.locating import content_at
from contenthub.exchange.report import Report


class Command(ImportCommand):
    help = "Enter changes of the law from a CSV or JSON list (a file or an address); see contenthub/exchange/law_changes.py."
    title = "import_law_changes"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a CSV or JSON list, or the address of one")
        super().add_arguments(parser)

    def load(self, report: Report, options: dict[str, Any]) -> None:
        import_law_changes(*content_at(options["source"]), report)
