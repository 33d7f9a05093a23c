"""Forgetting what the ledger need not hold any longer: an act of its own, and the only way in which a row goes."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from msgspec import Struct

from contenthub.models import AuditRow, LedgerRow, guards


class Pruned(Struct, frozen=True):
    cutoff: dt.datetime
    rows: int


def prune_ledger(*, dry_run: bool = False) -> Pruned:
    """Delete the rows older than the retention period (`LEDGER_RETENTION_DAYS`); with `dry_run` only count them.

    The database's guard is opened for exactly those rows, for this transaction. The act itself stays in the audit
    trail, with how many rows went and from before when.
    """
    cutoff = timezone.now() - dt.timedelta(days=settings.LEDGER_RETENTION_DAYS)
    due = models.QuerySet(LedgerRow).filter(at__lt=cutoff)
    if dry_run:
        return Pruned(cutoff, due.count())
    with guards.ledger_open_before(cutoff):
        rows, _by_model = due.delete()
        if rows:
            AuditRow.objects.create(
                at=timezone.now(), verb="prune_ledger", kind="ledger", subject="", note=f"{rows} rows from before {cutoff}"
            )
    return Pruned(cutoff, rows)
