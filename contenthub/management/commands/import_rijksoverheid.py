from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from contenthub.exchange.command import ImportCommand
from contenthub.exchange.fetching import Fetcher, is_url
from contenthub.exchange.report import Report
from contenthub.exchange.rijksoverheid import at_url, import_rijksoverheid, in_folder


class Command(ImportCommand):
    help = "National questions and answers of Rijksoverheid.nl as generic questions."
    title = "import_rijksoverheid"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a folder with records, or the address of the API's list")
        parser.add_argument("--again", action="store_true", help="write records again that we have in this version")
        super().add_arguments(parser)

    def load(self, report: Report, options: dict[str, Any]) -> None:
        source, again = options["source"], options["again"]
        if not is_url(source):
            import_rijksoverheid(in_folder(Path(source)), report, again=again)
            return
        with Fetcher() as fetcher:
            import_rijksoverheid(at_url(source, fetcher), report, again=again, complete=True)
