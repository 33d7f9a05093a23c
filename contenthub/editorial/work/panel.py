"""The first page of the admin: what there is to do, and what was asked and published lately."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct
from wagtail.admin.ui.components import Component

from contenthub.access.roles import publishable
from contenthub.editorial.work.tasks import KINDS, Kind, Reader, Task
from contenthub.insight.questions import municipalities_of
from contenthub.models import AskedQuestion, Edition, Notice
from contenthub.vocabulary import PAGE_KINDS, EditionKind, EditionState

SHOWN = 5
LATELY = dt.timedelta(days=7)


class Heap(Struct, frozen=True):
    """The tasks of one kind: the first few, and how many there are."""

    kind: Kind
    first: tuple[Task, ...]
    number: int
    more: str


class WorkPanel(Component):
    name = "work"
    order = 40
    template_name = "contenthub/work/panel.html"

    def __init__(self, user: Any) -> None:
        self.reader = Reader(user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        heaps = [heap(kind, self.reader) for kind in KINDS]
        since = timezone.now() - LATELY
        towns = [town.pk for town in municipalities_of(self.reader.user)]
        published = Edition.objects.filter(
            kind__in=PAGE_KINDS, organisation__in=[*self.reader.names], recorded_at__gt=since, state=EditionState.PUBLISHED)
        asked = AskedQuestion.objects.filter(municipality__in=towns, at__gt=since, good=False)
        return {
            "heaps": [each for each in heaps if each.number],
            "notices": self._notices(),
            "may_notice": bool(publishable(self.reader.user)),
            "published": published.aggregate(number=Count("pk"))["number"],
            "published_url": reverse("editions:index"),
            "misses": asked.aggregate(number=Count("text", distinct=True))["number"],
            "misses_url": reverse("contenthub_misses"),
        }

    def _notices(self) -> list[Notice]:
        """What is shown now of the organisations for which this reader publishes, and can be ended."""
        now, may = timezone.now(), publishable(self.reader.user)
        said = Edition.objects.filter(kind__in=[EditionKind.NOTICE], organisation__in=may).in_force(now)
        running = [row.series.subject for row in said.rows() if row.content.until is None or row.content.until > now]
        return list(Notice.objects.filter(pk__in=running).order_by("-begins_at", "pk")[:SHOWN])


def heap(kind: Kind, reader: Reader) -> Heap:
    found = list(kind.tasks(reader))
    return Heap(kind, tuple(found[:SHOWN]), len(found), kind.more(reader))
