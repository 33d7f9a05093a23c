"""Keeping what was said: an answer is stored once, under its reference, when it is first served."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import msgspec
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from contenthub.answering.answers import answer_item
from contenthub.answering.asking import ask
from contenthub.models import StoredAnswer
from contenthub.resolving.answer import Answer, Personal, decode, encode
from contenthub.resolving.reference import parse

log = logging.getLogger(__name__)


def keep(answers: Iterable[Answer]) -> None:
    """Insert those that are new. Reading goes on where the database cannot be written.

    Only neutral answers may be given here; a personal one is kept by the action that sends it away.
    """
    by_reference = {answer.reference: answer for answer in answers}
    if any(answer.personal.given for answer in by_reference.values()):
        raise ValueError("a personal answer is kept only by the verb that sends it")
    if not by_reference:
        return
    known = set(StoredAnswer.objects.filter(pk__in=by_reference).values_list("pk", flat=True))
    new = [stored(answer) for reference, answer in by_reference.items() if reference not in known]
    if not new:
        return
    try:
        with transaction.atomic():
            StoredAnswer.objects.bulk_create(new, ignore_conflicts=True)
    except DatabaseError:
        log.warning("%d answers could not be kept: the %s database refuses to be written", len(new), connection.vendor)


def keep_sent(answer: Answer) -> None:
    """Keep an answer that left in a letter, an e-mail or on an agent's screen: its text and rules, no person facts.

    A neutral one leaves also where it cannot be kept.
    """
    if not answer.personal.given:
        return keep([answer])
    with transaction.atomic():
        StoredAnswer.objects.bulk_create([stored(answer, personal=True)], ignore_conflicts=True)


def stored(answer: Answer, *, personal: bool = False) -> StoredAnswer:
    if personal:
        # When it changes may follow from a date that the person gave.
        answer = msgspec.structs.replace(answer, next_change=None)
    return StoredAnswer(
        reference=answer.reference,
        item=answer.item,
        municipality=answer.municipality.code,
        personal=personal,
        payload=encode(answer).decode(),
        stored_at=timezone.now(),
    )


def said(reference: str, *, for_agents: bool = False) -> Answer | None:
    """The exact answer behind a reference, or None. A personal one is withheld from all but agents."""
    row = StoredAnswer.objects.filter(pk=parse(reference)).first()
    if row is None:
        return None
    answer = decode(row.payload)
    if row.personal and not for_agents:
        return withheld(answer)
    return answer


def withheld(answer: Answer) -> Answer:
    """What everybody may know of a personal answer: what the hub said to everybody at that moment, and that more was said.

    Made again from the editions of then; nothing of the personal answer itself is in it but its code.
    """
    asking = ask(answer.municipality.code, language=answer.asked_language, moment=answer.moment, may_see_future=True)
    neutral = answer_item(answer.item, asking)
    assert neutral is not None, "an item that was answered for a person is answered for everybody"
    return msgspec.structs.replace(
        neutral, reference=answer.reference, personal=Personal(withheld=True), next_change=None
    )
