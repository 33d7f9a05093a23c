"""Publish a running notice, or end it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from contenthub.actions.append import By, append, cancel
from contenthub.models import Edition, Notice
from contenthub.resolving.content import NoticeContent, NoticeScope
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, EditionKind, EditionState, Severity


def publish_notice(notice: Notice, *, by: By = By()) -> Edition | None:
    """Append an edition; it shows from `begins_at` (or now) until `ends_at` in the channels that it names."""
    now = timezone.now()
    if not notice.title.get("nl") or not notice.text.get("nl"):
        raise Refused("EMPTY_NOTICE", "notice", "%(field)s: give a title and a text in Dutch")
    if notice.ends_at and notice.ends_at <= (notice.begins_at or now):
        raise Refused(
            "NOTICE_ENDS_BEFORE_BEGIN",
            "ends_at",
            "%(field)s: %(value)s lies before its beginning",
            value=notice.ends_at,
        )
    scope = {name: tuple(map(str, notice.scope.get(name, ()))) for name in NoticeScope.__struct_fields__}
    content = NoticeContent(
        title=dict(notice.title),
        text=dict(notice.text),
        severity=Severity(notice.severity),
        scope=NoticeScope(**scope),
        channels=tuple(Channel(c) for c in notice.shown_channels()),
        until=notice.ends_at,
        agents_only=notice.agents_only,
    )
    begins = notice.begins_at if notice.begins_at and notice.begins_at > now else None
    with transaction.atomic():
        _cancel_waiting(notice, by, but=begins)
        return append(series_of(notice), content, verb="publish_notice", by=by, valid_from=begins, unless_same=True)


def end_notice(notice: Notice, *, by: By = By()) -> Edition | None:
    """It shows nowhere any more, nor begins to; what was shown stays on record."""
    with transaction.atomic():
        _cancel_waiting(notice, by)
        return append(series_of(notice), None, verb="end_notice", by=by, state=EditionState.ENDED, unless_same=True)


def _cancel_waiting(notice: Notice, by: By, but: dt.datetime | None = None) -> None:
    """A notice has one beginning: one that was moved or ended must not begin at its old moment after all."""
    waiting = Edition.objects.filter(**series_of(notice)._asdict(), valid_from__gt=timezone.now()).standing()
    for edition in waiting:
        if edition.valid_from != but:
            cancel(edition, by=by)


def series_of(notice: Notice) -> Series:
    return Series(EditionKind.NOTICE, str(notice.pk), organisation=notice.organisation_id or "")
