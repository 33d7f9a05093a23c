from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from contenthub.exchange.command import ImportCommand
from contenthub.exchange.demo import FOLDER, PASSWORD, USER, load_demo, make_user
from contenthub.exchange.report import Report


class Command(ImportCommand):
    help = "Load the demo: invented municipalities with products, questions, life events, facts and notices."
    title = "load_demo"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="another demo of the same form")
        parser.add_argument("--again", action="store_true", help="write every record again, also over editors' changes")
        super().add_arguments(parser)

    def load(self, report: Report, options: dict[str, Any]) -> None:
        load_demo(report, folder=options["folder"], again=options["again"])
        if settings.DEBUG and make_user():
            report.notes.append(f"made the administrator {USER} with password {PASSWORD}")
