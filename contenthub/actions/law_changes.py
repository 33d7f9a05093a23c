"""Entering what is about to change in the law, and saying that one has looked at it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils import timezone

from contenthub.access.roles import may_edit, publishable
from contenthub.models import AuditRow, LawChange, LawLook
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind

AUDITED = "law-change"
_REGULATION = re.compile(r"(BWB[A-Z]\d{7}|CVDR\d{1,7})\Z")
_VERSION = re.compile(r"_\d{1,3}\Z")


def regulation_of(identifier: str) -> str:
    """The identifier of a regulation in every version of it."""
    return _VERSION.sub("", identifier.strip())


def keep_law_change(change: LawChange, *, user: Any = None, actor: str = "") -> LawChange:
    """Add or change one; an importer gives `actor` instead of a user. Refused: NOT_ALLOWED, BAD_LEGAL_SOURCE, NO_TITLE,
    OUT_OF_RANGE, ALREADY_THERE."""
    if user is not None and not may_keep(user, change):
        raise _not_allowed()
    change.regulation, change.article = regulation_of(change.regulation), " ".join(change.article.split())
    if not _REGULATION.match(change.regulation):
        raise Refused(
            "BAD_LEGAL_SOURCE",
            "regulation",
            "%(field)s: %(value)s is no law or regulation; write it like BWBR0005537 or CVDR123456",
            value=change.regulation,
        )
    if not change.title.strip():
        raise Refused("NO_TITLE", "title", "%(field)s: say in a few words what changes")
    if not dt.date(2000, 1, 1) <= change.in_force_on <= dt.date(2200, 1, 1):
        raise Refused("OUT_OF_RANGE", "in_force_on", "%(field)s: %(value)s is no day on which a law of ours comes into force",
                      value=change.in_force_on)
    with transaction.atomic():
        same = LawChange.objects.filter(
            regulation=change.regulation, article=change.article, in_force_on=change.in_force_on
        ).exclude(pk=change.pk)
        if same.exists():
            raise Refused("ALREADY_THERE", "regulation", "%(field)s: this change of %(value)s on this day is there already",
                          value=str(change))
        if change.pk is None:
            change.entered_at, change.entered_by = timezone.now(), user.get_username() if user else actor
        change.save()
        _audit("keep_law_change", change, user.get_username() if user else actor, change.title)
    return change


def remove_law_change(change: LawChange, *, user: Any) -> None:
    """What was looked at goes with it; the audit trail keeps that it was there. Refused: NOT_ALLOWED."""
    if not may_keep(user, change):
        raise _not_allowed()
    with transaction.atomic():
        _audit("remove_law_change", change, user.get_username(), change.title)
        change.delete()


def look_at_law(
    change: LawChange, *, subject: str, organisation: str, section: SectionKind, note: str = "", user: Any
) -> LawLook:
    """Say that this section has been looked at; saying it again is nothing new. Refused: NOT_ALLOWED, TOO_LONG."""
    if not may_edit(user, organisation):
        raise _not_allowed()
    if len(note) > 500:
        raise Refused("TOO_LONG", "note", "%(field)s: %(value)s; at most %(most)s characters", value=note, most=500)
    with transaction.atomic():
        look, made = LawLook.objects.get_or_create(
            change=change, subject=subject, organisation=organisation, section=section.value,
            defaults={"looked_at": timezone.now(), "looked_by": user.get_username(), "note": note.strip()})
        if made:
            _audit("look_at_law", change, user.get_username(), f"{subject} {organisation} {section}: {note}".strip())
    return look


def may_keep(user: Any, change: LawChange | None = None) -> bool:
    """Whoever publishes for anyone may enter one; changing it is for who entered it and for the library."""
    may = publishable(user)
    own = change is None or change.pk is None or change.entered_by == user.get_username()
    return bool(may) and (own or "" in may)


def _not_allowed() -> Refused:
    return Refused("NOT_ALLOWED", "law_change", "%(field)s: you have no role for this")


def _audit(verb: str, change: LawChange, actor: str, note: str) -> None:
    AuditRow.objects.create(at=timezone.now(), actor=actor, verb=verb, kind=AUDITED, subject=str(change.pk), note=note)
