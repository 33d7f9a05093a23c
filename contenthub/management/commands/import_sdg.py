from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from contenthub.exchange.command import ImportCommand
from contenthub.exchange.report import Report
from contenthub.exchange.sdg import import_sdg


class Command(ImportCommand):
    help = "Generic product texts of the Single Digital Gateway as generic products, in Dutch and English."
    title = "import_sdg"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a folder with answers of the products API (JSON)")
        parser.add_argument("--again", action="store_true", help="write texts again that we have in this version")
        super().add_arguments(parser)

    def load(self, report: Report, options: dict[str, Any]) -> None:
        import_sdg(Path(options["source"]), report, again=options["again"])
