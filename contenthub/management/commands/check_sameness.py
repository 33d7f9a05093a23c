"""Prove that no channel says another amount, date, term, number or address than the others do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from channels.sameness import Kind, check
from contenthub.answering.everything import everything, spoken_for


class Command(BaseCommand):
    help = "Check all renderings of all answers against the facts that they were made from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", action="append", help="code; default all that an organisation writes for")
        parser.add_argument("--moment", type=dt.datetime.fromisoformat, help="ISO 8601 with offset; default now")
        parser.add_argument("--loose", action="store_true", help="also list amounts and dates typed as text")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = options["municipality"] or spoken_for()
        answers, differences, loose = 0, 0, Counter[str]()
        for answer in tqdm(everything(codes, options["moment"]), unit=" answers", disable=not self.stderr.isatty()):
            answers += 1
            for found in check(answer):
                where = f"{answer.municipality.code} {answer.slug} [{answer.language}]"
                if found.kind == Kind.LOOSE:
                    loose[answer.slug] += 1
                    if options["loose"]:
                        self.stdout.write(f"loose      {where}: {found}")
                else:
                    differences += 1
                    self.stdout.write(f"DIFFERENCE {where}: {found}")
        self.stdout.write(
            f"{answers} answers in 8 channels, {len(codes)} municipalities: {differences} differences; "
            f"{sum(loose.values())} loose figures in {len(loose)} items"
        )
        if not answers:
            raise CommandError("there is nothing to check: load the demo or import content first")
        if differences:
            raise CommandError(f"{differences} differences")
