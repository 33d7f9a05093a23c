"""Editions that another hub recorded, appended with their own numbers and moments: the only way beside `append`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from contenthub.actions.append import By
from contenthub.models.edition import Edition
from contenthub.models.epoch import advance, claim
from contenthub.models.trace import AuditRow, OutboxRow
from contenthub.resolving.editions import content_hash
from contenthub.resolving.refusal import Refused

VERB = "bring_edition"


def bring_editions(rows: Sequence[Edition], *, by: By) -> None:
    """Add these rows as they are, each with an audit row and an outbox row of now, and raise their writers' epochs.

    The caller has made sure that nothing was said in their place here. Refused: a row that is valid from before it was
    recorded, one that was recorded after now, a content that is not what its hash says.
    """
    now = timezone.now()
    for row in rows:
        if not row.recorded_at <= min(now, row.valid_from):
            raise Refused(
                "DATED_BACK",
                str(row),
                "%(field)s: valid from %(value)s lies before it was recorded, or was recorded after now",
                value=row.valid_from.isoformat(),
            )
        if content_hash(row.content) != row.content_hash:
            raise Refused(
                "BAD_HASH", str(row), "%(field)s: its content is not what %(value)s says", value=row.content_hash
            )
    writers = Counter(row.organisation for row in rows)
    with transaction.atomic():
        for organisation in sorted(writers):
            claim(organisation)
        Edition.objects.bulk_create(rows)
        AuditRow.objects.bulk_create(
            AuditRow(
                at=now,
                actor=by.actor,
                verb=VERB,
                kind=row.kind,
                subject=row.subject,
                organisation=row.organisation,
                municipality=row.municipality,
                language=row.language,
                edition=row.pk,
                note=by.note,
            )
            for row in rows
        )
        OutboxRow.objects.bulk_create(
            OutboxRow(at=now, edition=row.pk, kind=row.kind, subject=row.subject) for row in rows
        )
        for organisation, number in writers.items():
            advance(organisation, number)
