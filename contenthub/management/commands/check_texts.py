"""What the checks of texts find in everything that is published in Dutch."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from contenthub.editorial import checks
from contenthub.models import Edition, LinkState
from contenthub.resolving.material import today
from contenthub.vocabulary import EditionKind


class Command(BaseCommand):
    help = "Counts by check how many published texts it says something about; --show prints the places."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--type", default="", help="only products, or only questions: product, question")
        parser.add_argument("--owner", default="", help="only of owners whose name begins with this")
        parser.add_argument("--show", default="", metavar="CHECK", help="print the places that this check means")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        rows = Edition.objects.filter(kind=EditionKind.ITEM, organisation="", language="nl").in_force(now)
        if options["owner"]:
            rows = rows.filter(content__owner__startswith=options["owner"])
        items, findings, grades = Counter[str](), Counter[str](), Counter[str]()
        looked_at, broken = 0, frozenset(LinkState.objects.broken().values_list("address", flat=True))
        for row in rows.rows():
            text = checks.written(row.content, "nl", today(now), broken=broken)
            if text is None or text.generic is None or options["type"] not in ("", text.generic.type):
                continue
            looked_at += 1
            found = checks.check(text)
            items.update({each.check for each in found})
            findings.update(each.check for each in found)
            grades.update(each.grade.value for each in checks.readings(text).values())
            for each in found:
                if each.check == options["show"]:
                    for quote in each.quotes:
                        self.stdout.write(f"{text.generic.slug} {each.kind or ''}: {quote}")
        self.stdout.write(f"{looked_at} texts")
        for each in checks.CHECKS:
            self.stdout.write(f"{each.id:20} {items[each.id]:5} texts {findings[each.id]:5} findings")
        self.stdout.write("reading levels of sections: " + ", ".join(f"{grade} {grades[grade]}" for grade in sorted(grades)))
