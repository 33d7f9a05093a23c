"""The ledger of look-ups with facts from registers: what a caller must say beforehand, and the row that is kept.

The standard Logboek dataverwerkingen (Logius) names the fields of a row and prescribes one header, W3C `traceparent`.
For the processing activity and the purpose it prescribes none; `dpl-processing-activity-id` and `x-doelbinding` are
what Dutch governments send beside it.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from msgspec import Struct

from contenthub.access.callers import AccessRefused, Caller
from contenthub.models import LedgerRow
from contenthub.resolving.refusal import Refused

log = logging.getLogger(__name__)

TRACE, ACTIVITY, PURPOSE = "traceparent", "dpl-processing-activity-id", "x-doelbinding"
_TRACE = re.compile(r"(?!ff)(?!00.{53}-)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?\Z", re.ASCII)
_ACTIVITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]{1,480}\Z", re.ASCII)
# Words, so that no value of a person slips in: nine digits in a row would be a citizen's number.
_PURPOSE = re.compile(r"(?!.*[0-9]{9})[\w .,:;/()&'-]{3,242}\Z")


class Processing(Struct, frozen=True):
    """Why a register is used: purpose, activity in the register of processing activities, and the caller's trace."""

    purpose: str
    activity: str
    trace: str
    caller_span: str


def processing_of(headers: Mapping[str, str]) -> Processing:
    """What these headers say. Refused where one is missing or not in its form: NO_TRACE, NO_ACTIVITY, NO_PURPOSE."""
    trace = _TRACE.match(headers.get(TRACE, "").strip())
    if trace is None:
        raise Refused(
            "NO_TRACE",
            TRACE,
            "%(field)s: send the trace of your own look-up, as W3C Trace Context writes it: "
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        )
    activity = headers.get(ACTIVITY, "").strip()
    if not _ACTIVITY.match(activity):
        raise Refused(
            "NO_ACTIVITY",
            ACTIVITY,
            "%(field)s: send the URI of the activity in your register of processing activities",
        )
    purpose = _decoded(headers.get(PURPOSE, "")).strip()
    if not _PURPOSE.match(purpose):
        raise Refused(
            "NO_PURPOSE",
            PURPOSE,
            "%(field)s: send the purpose in 3 to 242 characters, in words and without facts about the person",
        )
    return Processing(purpose=purpose, activity=activity, trace=trace[1], caller_span=trace[2])


def write(caller: Caller, processing: Processing, items: Iterable[str]) -> LedgerRow:
    """Add one row. Raises AccessRefused (503, LEDGER_UNAVAILABLE) where it cannot be written: no account, no answer."""
    try:
        with transaction.atomic():
            return LedgerRow.objects.create(
                at=timezone.now(),
                client=caller.name,
                purpose=processing.purpose,
                activity=processing.activity,
                trace=processing.trace,
                span=secrets.token_hex(8),
                caller_span=processing.caller_span,
                items=list(dict.fromkeys(items)),
            )
    except DatabaseError as error:
        log.error("the ledger cannot be written (%s); answers with facts from registers are refused", type(error).__name__)
        raise AccessRefused(
            503, "LEDGER_UNAVAILABLE", "ledger", "%(field)s: this use cannot be recorded now, so there is no answer"
        ) from None


def exported(rows: QuerySet[LedgerRow]) -> Iterator[dict[str, Any]]:
    """Rows by moment in the fields of the standard, with what is ours under `contenthub`."""
    for row in rows.order_by("at", "pk").iterator():
        moment = row.at.isoformat(timespec="milliseconds")
        yield {
            "trace_id": row.trace,
            "span_id": row.span,
            "status": "Unset",
            "name": "contenthub answer",
            "start_time": moment,
            "end_time": moment,
            "attributes": {
                "dpl.core.processing_activity_id": row.activity,
                "dpl.core.foreign_operation.span_id": row.caller_span,
            },
            "contenthub": {"client": row.client, "purpose": row.purpose, "items": row.items},
        }


def _decoded(header: str) -> str:
    """A header as UTF-8 where it is, since WSGI hands over its bytes as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
