"""Registering a contact: what was asked, what was consulted, how it ended. Never with whom."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from contenthub.answering import town
from contenthub.insight.cleaning import stripped
from contenthub.insight.words import is_item_id, within
from contenthub.models import Contact, Edition, StoredAnswer
from contenthub.resolving.reference import parse
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, ContactOutcome, EditionKind, SectionKind

MOST_SECTIONS = MOST_REFERENCES = 50
# As ids of sections end.
_KINDS = frozenset(kind.lower() for kind in SectionKind)


def register_contact(
    *,
    municipality: str,
    channel: Channel,
    question: str,
    sections: Sequence[str] = (),
    references: Sequence[str] = (),
    outcome: ContactOutcome,
    missing: str = "",
) -> Contact:
    """Keep one contact, or with `CONTACTS_FILE` append it to that file as a line of JSON and keep nothing.

    `sections` are ids as answers give them, `references` answer codes. What looks like personal data in `question` and
    `missing` is taken out. Refused: an unknown municipality, an empty question, a
    section or code that is none, too many or too long; nothing is kept then.
    """
    now = timezone.now()
    town(municipality, now)
    asked, lacked = within("question", question), within("missing", missing)
    if not asked:
        raise Refused("EMPTY_TEXT", "question", "%(field)s: must not be empty", value="")
    contact = Contact(
        id=uuid.uuid4(),
        at=now,
        municipality_id=municipality,
        channel=channel.value,
        question=stripped(asked),
        sections=_sections(sections),
        references=_references(references),
        outcome=outcome.value,
        missing=stripped(lacked),
    )
    if settings.CONTACTS_FILE:
        _append(Path(settings.CONTACTS_FILE), told(contact))
    else:
        contact.save(force_insert=True)
    return contact


def told(contact: Contact) -> dict[str, Any]:
    """A contact as other systems take it over; the names are those of the contract."""
    return {
        "id": str(contact.id),
        "at": contact.at.isoformat(),
        "municipality": contact.municipality_id,
        "channel": contact.channel,
        "question": contact.question,
        "sections": contact.sections,
        "references": contact.references,
        "outcome": contact.outcome,
        "missing": contact.missing or None,
    }


def _append(file: Path, line: dict[str, Any]) -> None:
    """One write, so that lines of several processes stand one after the other; on disk before it counts as kept."""
    text = json.dumps(line, ensure_ascii=False).encode() + b"\n"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, text)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        raise Refused(
            "CONTACTS_AWAY", "contact", "%(field)s: cannot be passed on just now; nothing was kept, try again"
        ) from None


def _sections(given: Sequence[str]) -> list[str]:
    sections = _some("sections", given, MOST_SECTIONS)
    items = {}
    for section in sections:
        item, _colon, kind = section.rpartition(":")
        if kind not in _KINDS or not is_item_id(item):
            raise Refused(
                "BAD_SECTION",
                "sections",
                "%(field)s: %(value)s is no section; give the id of one as an answer gives it",
                value=section[:80],
            )
        items[item] = section
    known = set(
        Edition.objects.filter(kind=EditionKind.ITEM, subject__in=items).values_list("subject", flat=True).distinct()
        if items
        else ()
    )
    for item, section in items.items():
        if item not in known:
            raise Refused("UNKNOWN_SECTION", "sections", "%(field)s: %(value)s is of no item here", value=section[:80])
    return sections


def _references(given: Sequence[str]) -> list[str]:
    codes = list(dict.fromkeys(parse(code) for code in _some("references", given, MOST_REFERENCES)))
    known = set(StoredAnswer.objects.filter(pk__in=codes).values_list("pk", flat=True)) if codes else set()
    for code in codes:
        if code not in known:
            raise Refused("UNKNOWN_REFERENCE", "references", "%(field)s: nothing was said under %(value)s", value=code)
    return codes


def _some(field: str, given: Sequence[str], most: int) -> list[str]:
    if len(given) > most:
        raise Refused("TOO_MANY", field, "%(field)s: %(value)s; at most %(most)s", value=len(given), most=most)
    return list(dict.fromkeys(given))
