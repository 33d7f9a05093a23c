"""The one place where a row is added: number, hash, time, audit, outbox and epoch in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils import timezone
from msgspec import Struct

from contenthub.actions.at_once import at_once
from contenthub.models.edition import Edition
from contenthub.models.epoch import advance, claim
from contenthub.models.trace import AuditRow, OutboxRow
from contenthub.resolving.editions import Series, content_hash, plain
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionState


class By(Struct, frozen=True):
    """Who publishes, and from which page revision; all empty for an importer."""

    actor: str = ""
    page: int | None = None
    revision: int | None = None
    note: str = ""


def append(
    series: Series,
    content: Any,
    *,
    verb: str,
    by: By = By(),
    valid_from: dt.datetime | None = None,
    state: EditionState = EditionState.PUBLISHED,
    cancels: int | None = None,
    unless_same: bool = False,
) -> Edition | None:
    """Add one edition to a series.

    `content` is a shape of `resolving.content`, or None for an end or a cancellation. `valid_from` is aware and not
    before now; default now, which is one moment for all that one transaction adds (`at_once`). With `unless_same`, nothing is added (and None returned) where the row that will be in
    force at that moment has this state and content already, from the same page.
    """
    with at_once() as turn:
        claim(series.organisation)
        last = Edition.objects.filter(**series._asdict()).aggregate(number=Max("number"), recorded=Max("recorded_at"))
        now = turn.moment(last["recorded"])
        begins = _not_dated_back(valid_from, now)
        stored = {} if content is None else plain(content)
        digest = content_hash(stored)
        if unless_same:
            current = Edition.objects.last_begun(series, begins)
            # What another page wrote would stay that page's, and be ended or kept with it.
            own = current is not None and by.page in (None, current.page)
            if current is not None and own and (current.state, current.content_hash) == (state, digest):
                return None
        edition = Edition.objects.create(
            **series._asdict(),
            number=(last["number"] or 0) + 1,
            slug=getattr(content, "slug", ""),
            state=state,
            content=stored,
            content_hash=digest,
            valid_from=begins,
            recorded_at=now,
            cancels=cancels,
            published_by=by.actor,
            revision=by.revision,
            page=by.page,
            note=by.note,
        )
        AuditRow.objects.create(
            at=now,
            actor=by.actor,
            verb=verb,
            kind=series.kind,
            subject=series.subject,
            organisation=series.organisation,
            municipality=series.municipality,
            language=series.language,
            edition=edition.pk,
            note=by.note,
        )
        OutboxRow.objects.create(at=now, edition=edition.pk, kind=series.kind, subject=series.subject)
        advance(series.organisation)
        return edition


def cancel(edition: Edition, *, by: By) -> Edition:
    """Void a future edition: what was in force before it stays in force. Refused once it has begun."""
    with at_once():
        if edition.valid_from <= timezone.now():
            raise Refused(
                "ALREADY_IN_FORCE",
                "edition",
                "version %(value)s is in force already; publish a new version instead",
                value=edition.number,
            )
        if not Edition.objects.standing().filter(pk=edition.pk).exists():
            raise Refused("ALREADY_CANCELLED", "edition", "version %(value)s was cancelled already", value=edition.number)
        row = append(
            edition.series,
            None,
            verb="cancel",
            by=by,
            valid_from=edition.valid_from,
            state=EditionState.CANCELLED,
            cancels=edition.number,
        )
        assert row is not None
        return row


def _not_dated_back(valid_from: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if valid_from is None:
        return now
    if timezone.is_naive(valid_from):
        raise Refused(
            "MOMENT_WITHOUT_OFFSET",
            "valid_from",
            "%(field)s: %(value)s has no offset; write +01:00 behind it",
            value=valid_from,
        )
    if valid_from < now:
        raise Refused(
            "DATED_BACK",
            "valid_from",
            "%(field)s: %(value)s lies before now; nothing can be dated back",
            value=valid_from,
        )
    return valid_from

