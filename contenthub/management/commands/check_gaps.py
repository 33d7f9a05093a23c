"""Nightly: which answers lack a fact or will soon, told to the teams that own them. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from contenthub.answering.everything import everything, spoken_for


class Command(BaseCommand):
    help = "List references without a value in force, by owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ahead", type=int, default=30, help="days to look ahead (default 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        moments = {"now": now, f"in {options['ahead']} days": now + dt.timedelta(days=options["ahead"])}
        gaps: dict[str, set[str]] = defaultdict(set)
        for when, moment in moments.items():
            for answer in everything(spoken_for(), moment, for_agents=True):
                for gap in answer.gaps:
                    section = answer.section(gap.section)
                    owner = (section.origins[-1].owner if section else "") or answer.owner or "no owner"
                    gaps[owner].add(
                        f"{answer.municipality.code} {answer.slug} {gap.section}: {gap.key} has no value {when}"
                    )
        for owner in sorted(gaps):
            self.stdout.write(f"{owner}:")
            for text in sorted(gaps[owner]):
                self.stdout.write(f"  {text}")
        self.stdout.write(f"{sum(map(len, gaps.values()))} gaps")
