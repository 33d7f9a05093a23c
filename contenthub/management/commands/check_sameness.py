"""Prove that no channel says another amount, date, term, number or address than the others do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from channels.sameness import Kind, check
from contenthub.answering.everything import everything, outcomes, spoken_for
from contenthub.resolving.answer import Answer


class Command(BaseCommand):
    help = (
        "Check all renderings of all answers, also once per personal rule, against the facts that they were made from."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", action="append", help="code; default all that an organisation writes for")
        parser.add_argument("--moment", type=dt.datetime.fromisoformat, help="ISO 8601 with offset; default now")
        parser.add_argument("--loose", action="store_true", help="also list amounts and dates typed as text")

    def handle(self, *args: Any, **options: Any) -> None:
        self.list_loose = options["loose"]
        self.differences, self.loose = 0, Counter[str]()
        codes, moment = options["municipality"] or spoken_for(), options["moment"]
        quiet = not self.stderr.isatty()
        answers, persons, unreached = 0, 0, 0
        for answer in tqdm(everything(codes, moment), unit=" answers", disable=quiet):
            answers += 1
            self.look_at(answer, "")
        for tried in tqdm(outcomes(codes, moment), unit=" outcomes", disable=quiet):
            where = f" rule {tried.rule}"
            if tried.answer is None:
                unreached += 1
                self.stdout.write(
                    f"unreached  {tried.municipality} {tried.slug} [{tried.language}]{where}: "
                    "no person facts were found for which it holds"
                )
            else:
                persons += 1
                self.look_at(tried.answer, where)
        self.stdout.write(
            f"{answers} answers and {persons} outcomes of rules in 8 channels, {len(codes)} municipalities: "
            f"{self.differences} differences; {sum(self.loose.values())} loose figures in {len(self.loose)} items"
            + (f"; {unreached} rules that could not be tried" if unreached else "")
        )
        if not answers:
            raise CommandError("there is nothing to check: load the demo or import content first")
        if self.differences:
            raise CommandError(f"{self.differences} differences")

    def look_at(self, answer: Answer, rule: str) -> None:
        """Write what is wrong; a loose figure is counted once, in the neutral answer, unless a rule brings it."""
        where = f"{answer.municipality.code} {answer.slug} [{answer.language}]{rule}"
        for found in check(answer):
            if found.kind == Kind.LOOSE:
                if not rule or found.place.startswith("alert"):
                    self.loose[answer.slug] += 1
                    if self.list_loose:
                        self.stdout.write(f"loose      {where}: {found}")
            else:
                self.differences += 1
                self.stdout.write(f"DIFFERENCE {where}: {found}")
