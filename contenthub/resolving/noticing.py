"""Which notices show at a place and moment."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from contenthub.resolving.answer import NoticeAnswer
from contenthub.resolving.content import NoticeContent, NoticeScope
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.languages import label, speaks
from contenthub.resolving.material import Material, earliest
from contenthub.vocabulary import EditionKind, EditionState, Severity

_IN_DUTCH = {
    "nl": "%s (in het Nederlands)",
    "en": "%s (in Dutch)",
    "nl-x-a2": "%s (niet in eenvoudig Nederlands)",
}
_ORDER = {Severity.URGENT: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Place(Struct, frozen=True):
    """Where a notice might show; empty fields are not asked about (a municipality's own page has no item)."""

    municipality: str
    item: str = ""
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class NoticesShown(Struct, frozen=True):
    notices: tuple[NoticeAnswer, ...]
    next_change: dt.datetime | None


def notices_for(
    place: Place, material: Material, moment: dt.datetime, language: str, *, for_agents: bool
) -> NoticesShown:
    """Running notices, the most severe first, and when that is known to change."""
    shown: list[NoticeAnswer] = []
    switches: list[dt.datetime | None] = []
    for subject in material.subjects(EditionKind.NOTICE):
        for series in material.of(EditionKind.NOTICE, subject):
            switches.append(material.switch(series, moment))
            row = material.row(series, moment)
            if row is None or row.state != EditionState.PUBLISHED:
                continue
            content: NoticeContent = row.content
            if content.until is not None and content.until <= moment:
                continue
            if not covers(content.scope, place) or (content.agents_only and not for_agents):
                continue
            switches.append(content.until)
            shown.append(_said(subject, row, language))
    shown.sort(key=lambda notice: (_ORDER[notice.severity], notice.since, notice.id))
    return NoticesShown(notices=tuple(shown), next_change=earliest(switches))


def covers(scope: NoticeScope, place: Place) -> bool:
    """Each part of the scope that is given must match the place."""
    return (
        (not scope.municipalities or place.municipality in scope.municipalities)
        and (not scope.items or place.item in scope.items)
        and (not scope.life_events or bool(set(scope.life_events) & set(place.life_events)))
        and (not scope.topics or bool(set(scope.topics) & set(place.topics)))
    )


def _said(subject: str, row: EditionRow, language: str) -> NoticeAnswer:
    content: NoticeContent = row.content
    return NoticeAnswer(
        id=subject,
        title=_title(content, language),
        text=label(content.text, language),
        severity=content.severity,
        since=row.valid_from,
        channels=content.channels,
        until=content.until,
        agents_only=content.agents_only,
        content_hash=row.content_hash,
    )


def _title(content: NoticeContent, language: str) -> str:
    """The title, marked where what follows is not in this language: a notice in a hurry does not wait for translation.

    Dutch is what every notice has. An untranslated text under another language's name would pass for that language.
    """
    title = label(content.title, language)
    if all(speaks(words, language) for words in (content.title, content.text)):
        return title
    return label(_IN_DUTCH, language) % title
