"""Feedback on a section: anybody may give it, without a name; with words it is a task for whoever writes that section."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from contenthub.access.roles import editable, may_edit
from contenthub.answering import said, snapshot
from contenthub.insight.cleaning import stripped
from contenthub.insight.words import within
from contenthub.models import AuditRow, Feedback
from contenthub.resolving.answer import Answer, Origin
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel

# What needs no answer: a thumb without a word.
NEEDS_ANSWER = ~Q(comment="")


def check_answered(reference: str, *, for_agents: bool = False) -> Answer:
    """The answer that feedback is about. Refused: BAD_REFERENCE, UNKNOWN_REFERENCE."""
    with snapshot():
        answer = said(reference, for_agents=for_agents)
    if answer is None:
        raise Refused(
            "UNKNOWN_REFERENCE", "reference", "%(field)s: nothing was said under %(value)s", value=reference[:40]
        )
    return answer


def give_feedback(
    answer: Answer, *, section: str, channel: Channel, helpful: bool, comment: str = "", agent: str = ""
) -> Feedback:
    """Keep what somebody thought of one section of this answer. What looks like personal data in `comment` is taken out.

    Refused: UNKNOWN_SECTION for what is no section of it, TOO_LONG.
    """
    text = stripped(within("comment", comment))
    origin = _origin(answer, section)
    return Feedback.objects.create(
        at=timezone.now(),
        municipality_id=answer.municipality.code,
        organisation=origin.organisation,
        owner=origin.owner or answer.owner,
        item=answer.item,
        section=section,
        title=answer.question or answer.title,
        language=answer.language,
        reference=answer.reference,
        channel=channel.value,
        helpful=helpful,
        comment=text,
        agent=agent,
    )


def answer_feedback(feedback: Feedback, reply: str, *, user: Any) -> Feedback:
    """Answer a task, once or anew; an agent who gave it sees the reply at the desk.

    Refused: NOT_ALLOWED for who does not write for its organisation, an empty reply, TOO_LONG.
    """
    if not may_edit(user, feedback.organisation):
        raise Refused("NOT_ALLOWED", "feedback", "%(field)s: that is for who writes this text")
    text = within("reply", reply)
    if not text:
        raise Refused("EMPTY_TEXT", "reply", "%(field)s: must not be empty", value="")
    with transaction.atomic():
        feedback.reply, feedback.answered_by = text, user.get_username()
        feedback.answered_at = timezone.now()
        feedback.save(update_fields=["reply", "answered_by", "answered_at"])
        AuditRow.objects.create(
            at=feedback.answered_at,
            actor=feedback.answered_by,
            verb="answer_feedback",
            kind="feedback",
            subject=feedback.item,
            organisation=feedback.organisation,
            municipality=feedback.municipality_id,
            note=feedback.section,
        )
    return feedback


def tasks(user: Any) -> QuerySet[Feedback]:
    """What this user may answer; what waits first, the oldest on top."""
    own = Q() if user.is_superuser else Q(organisation__in=[*editable(user)])
    return Feedback.objects.filter(own, NEEDS_ANSWER).select_related("municipality").order_by(F("answered_at").asc(nulls_first=True), "at")


def given_by(agent: str, most: int = 20) -> list[Feedback]:
    """What this agent gave, the latest reply first, then what still waits."""
    rows = Feedback.objects.filter(NEEDS_ANSWER, agent=agent)
    return list(rows.order_by(F("answered_at").desc(nulls_last=True), "-at")[:most])


def _origin(answer: Answer, section: str) -> Origin:
    found = next((each for each in answer.sections if each.id == section), None)
    if found is None:
        raise Refused(
            "UNKNOWN_SECTION",
            "section",
            "%(field)s: %(value)s is no section of %(reference)s",
            value=section[:80],
            reference=answer.reference,
        )
    return found.origins[-1]


__all__ = ["answer_feedback", "check_answered", "give_feedback", "given_by", "tasks"]
