"""What was asked and not found: for editors, and only where the municipality keeps questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from msgspec import Struct

from contenthub.access.roles import GENERIC, editable
from contenthub.answering import ask, catalogue, snapshot
from contenthub.insight.cleaning import stripped
from contenthub.models import AskedQuestion, Contact, Municipality
from contenthub.vocabulary import Channel, ContactOutcome

KEPT = dt.timedelta(days=30)
MOST_CHARACTERS = 300
_MOST_ITEMS = 5


class Miss(Struct, frozen=True):
    """A question without a good hit: how often, when last, and what was found first at that time."""

    text: str
    times: int
    last: dt.datetime
    items: tuple[str, ...]


class NotCovered(Struct, frozen=True):
    """A contact that ended without the whole answer."""

    question: str
    missing: str
    outcome: ContactOutcome
    channel: Channel
    at: dt.datetime
    items: tuple[str, ...]


class Unfound(Struct, frozen=True):
    item: str
    title: str
    kind: str


def keep_question(municipality: str, text: str, *, channel: Channel, items: Sequence[str], good: bool) -> bool:
    """Keep one question without what looks like personal data, where the municipality keeps them; whether it does."""
    if not Municipality.objects.filter(pk=municipality, keeps_questions=True).exists():
        return False
    AskedQuestion.objects.create(
        at=timezone.now(),
        municipality_id=municipality,
        channel=channel.value,
        # Names are told by their capitals, so those go last.
        text=stripped(text)[:MOST_CHARACTERS].lower(),
        items=list(dict.fromkeys(items))[:_MOST_ITEMS],
        good=good,
    )
    return True


def municipalities_of(user: object) -> QuerySet[Municipality]:
    """Those for which this user writes; for the library all that have an organisation."""
    own = editable(user)
    every = Municipality.objects.filter(organisations__isnull=False)
    if GENERIC not in own:
        every = every.filter(organisations__in=own)
    return every.distinct().order_by("name")


def misses(municipalities: Collection[str], most: int = 100) -> list[Miss]:
    """The most frequent first."""
    rows = _recent(municipalities).filter(good=False)
    grouped = rows.values("text").annotate(times=Count("pk"), last=Max("at")).order_by("-times", "-last")[:most]
    found = {row["text"]: row for row in grouped}
    latest = {row.text: row.items for row in rows.filter(text__in=found).order_by("at")}
    return [Miss(text, row["times"], row["last"], tuple(latest[text])) for text, row in found.items()]


def not_covered(municipalities: Collection[str], most: int = 100) -> list[NotCovered]:
    """The latest first."""
    ended = (ContactOutcome.NOT_COVERED.value, ContactOutcome.PARTLY.value)
    rows = Contact.objects.filter(municipality__in=municipalities, outcome__in=ended).order_by("-at")[:most]
    return [
        NotCovered(
            question=row.question,
            missing=row.missing,
            outcome=ContactOutcome(row.outcome),
            channel=Channel(row.channel),
            at=row.at,
            items=tuple(dict.fromkeys(section.rpartition(":")[0] for section in row.sections)),
        )
        for row in rows
    ]


def never_found(municipality: str) -> list[Unfound]:
    """Published items that were among the first for no question of the last 30 days; empty where none was kept."""
    asked = _recent([municipality]).values_list("items", flat=True)
    found = {item for items in asked.iterator() for item in items}
    if not found:
        return []
    with snapshot():
        entries = catalogue(ask(municipality)).entries
    return [Unfound(one.item, one.title, one.type) for one in entries if one.item not in found]


def _recent(municipalities: Collection[str]) -> QuerySet[AskedQuestion]:
    return AskedQuestion.objects.filter(municipality__in=municipalities, at__gt=timezone.now() - KEPT)
