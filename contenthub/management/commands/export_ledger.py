"""`manage.py export_ledger`: rows of the ledger as JSON lines, for a citizen's request for access (AVG article 15).

The ledger does not know whom a look-up was about; the caller's own log does. It gives the traces of the person, and
this gives what was done here under those traces.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contenthub.access.ledger import exported
from contenthub.models import LedgerRow

_TRACE = re.compile(r"[0-9a-f]{32}\Z")


class Command(BaseCommand):
    help = "Prints the ledger of look-ups with facts from registers as JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--client", help="only of the API client with this name")
        parser.add_argument("--from", dest="begin", type=_moment, help="from this day or moment on")
        parser.add_argument("--until", dest="end", type=_moment, help="before this day or moment")
        parser.add_argument(
            "--trace", action="append", type=_trace, help="only under this trace id (32 hexadecimal digits); may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = LedgerRow.objects.all()
        if options["client"]:
            rows = rows.filter(client=options["client"])
            if not rows.exists():
                raise CommandError(f"--client: the ledger has no row of {options['client']}")
        if options["begin"]:
            rows = rows.filter(at__gte=options["begin"])
        if options["end"]:
            rows = rows.filter(at__lt=options["end"])
        if options["trace"]:
            rows = rows.filter(trace__in=options["trace"])
        for row in exported(rows):
            self.stdout.write(json.dumps(row, ensure_ascii=False))


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no day or moment; write 2026-12-31 or 2026-12-31T23:59:00+01:00") from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _trace(text: str) -> str:
    bare = text.split("-")[1] if text.count("-") >= 3 else text
    if not _TRACE.match(bare):
        raise CommandError(f"--trace: {text} is no trace id; give 32 hexadecimal digits or a whole traceparent")
    return bare
