"""Nightly: which answers lack a fact or will soon, told to the teams that own them. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from contenthub.actions.find_gaps import gaps_beside_sections, switches
from contenthub.answering.everything import everything, spoken_for


class Command(BaseCommand):
    help = "List references without a value in force, by owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ahead", type=int, default=30, help="days to look ahead (default 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        until = now + dt.timedelta(days=options["ahead"])
        codes = spoken_for()
        gaps: dict[str, dict[str, str]] = defaultdict(dict)
        for moment in (now, *switches(now, until)):
            when = "now" if moment == now else f"from {timezone.localtime(moment):%Y-%m-%d %H:%M}"
            for owner, text in (*_in_answers(codes, moment), *_beside_answers(codes, moment)):
                # One that is there now is still there later.
                gaps[owner or "no owner"].setdefault(text, when)
        for owner in sorted(gaps):
            self.stdout.write(f"{owner}:")
            for text, when in sorted(gaps[owner].items()):
                self.stdout.write(f"  {text} has no value {when}")
        self.stdout.write(f"{sum(map(len, gaps.values()))} gaps")


def _in_answers(codes: list[str], moment: dt.datetime) -> Iterator[tuple[str, str]]:
    """(owner, text) of the gaps that answers have in their sections."""
    for answer in everything(codes, moment, for_agents=True):
        for gap in answer.gaps:
            section = answer.section(gap.section)
            owner = (section.origins[-1].owner if section else "") or answer.owner
            yield owner, f"{answer.municipality.code} {answer.slug} {gap.section}: {gap.key}"


def _beside_answers(codes: list[str], moment: dt.datetime) -> Iterator[tuple[str, str]]:
    for gap in gaps_beside_sections(codes, moment):
        yield gap.owner, f"{gap.municipality} {gap.subject} {gap.place}: {gap.key}"
