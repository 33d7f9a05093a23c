"""Publish a running notice, or end it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.utils import timezone

from contenthub.actions.append import By, append, cancel
from contenthub.actions.at_once import at_once
from contenthub.actions.check_known import check_municipalities, check_subjects, check_topics
from contenthub.actions.check_plain import check_plain_languages
from contenthub.models import Edition, Notice
from contenthub.resolving.content import NoticeContent, NoticeScope
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, EditionKind, EditionState, Severity

_Word = TypeVar("_Word", bound=StrEnum)


def publish_notice(notice: Notice, *, by: By = By()) -> Edition | None:
    """Append an edition; it shows from `begins_at` (or now) until `ends_at` in the channels that it names.

    Refused: no Dutch text, an end before the beginning, an unknown severity or channel, a scope that names what is not
    there; a scope that is misspelt would show it everywhere.
    """
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
    check_plain_languages("title", notice.title)
    check_plain_languages("text", notice.text)
    content = NoticeContent(
        title=dict(notice.title),
        text=dict(notice.text),
        severity=_one(Severity, notice.severity, "severity"),
        scope=_scope(notice.scope),
        channels=tuple(_one(Channel, c, "channels") for c in notice.shown_channels()),
        until=notice.ends_at,
        agents_only=notice.agents_only,
    )
    begins = notice.begins_at if notice.begins_at and notice.begins_at > now else None
    with at_once():
        _cancel_waiting(notice, by, but=begins)
        return append(series_of(notice), content, verb="publish_notice", by=by, valid_from=begins, unless_same=True)


def end_notice(notice: Notice, *, by: By = By()) -> Edition | None:
    """It shows nowhere any more, nor begins to; what was shown stays on record."""
    with at_once():
        _cancel_waiting(notice, by)
        return append(series_of(notice), None, verb="end_notice", by=by, state=EditionState.ENDED, unless_same=True)


def _scope(given: Mapping[str, Any]) -> NoticeScope:
    names = NoticeScope.__struct_fields__
    for name, values in given.items():
        if name not in names or isinstance(values, str) or not isinstance(values, Iterable):
            raise Refused(
                "BAD_SCOPE",
                f"scope.{name}",
                "%(field)s: %(value)s is no part of a scope; give lists of %(known)s",
                value=name,
                known=", ".join(names),
            )
    scope = NoticeScope(**{name: tuple(map(str, given.get(name, ()))) for name in names})
    check_municipalities(scope.municipalities, "scope.municipalities")
    check_topics(scope.topics, "scope.topics")
    check_subjects(scope.life_events, EditionKind.LIFE_EVENT, "scope.life_events")
    check_subjects(scope.items, EditionKind.ITEM, "scope.items")
    return scope


def _one(words: type[_Word], value: str, field: str) -> _Word:
    try:
        return words(value)
    except ValueError as error:
        raise Refused(
            "UNKNOWN_WORD",
            field,
            "%(field)s: there is no %(value)s; choose from %(known)s",
            value=value,
            known=", ".join(words),
        ) from error


def _cancel_waiting(notice: Notice, by: By, but: dt.datetime | None = None) -> None:
    """A notice has one beginning: one that was moved or ended must not begin at its old moment after all."""
    for edition in Edition.objects.waiting(series_of(notice), timezone.now()):
        if edition.valid_from != but:
            cancel(edition, by=by)


def series_of(notice: Notice) -> Series:
    return Series(EditionKind.NOTICE, str(notice.pk), organisation=notice.organisation_id or "")
