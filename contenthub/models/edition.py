"""Editions: the one append-only table from which every answer is made, and answers kept under their reference."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.sql.where import NothingNode, WhereNode
from django.utils.translation import gettext_lazy as _

from contenthub.resolving import content as shapes
from contenthub.resolving.conditions import PersonFactDefinition
from contenthub.resolving.editions import EditionRow, Series
from contenthub.resolving.facts import FactDefinition
from contenthub.vocabulary import EditionKind, EditionState

_SHAPES: dict[str, Any] = {
    EditionKind.ITEM: shapes.ItemContent,
    EditionKind.FACT: FactDefinition,
    EditionKind.FACT_VALUE: shapes.FactValueContent,
    EditionKind.LIFE_EVENT: shapes.LifeEventContent,
    EditionKind.TOPIC: shapes.TopicContent,
    EditionKind.NOTICE: shapes.NoticeContent,
    EditionKind.MUNICIPALITY: shapes.MunicipalityContent,
    EditionKind.PERSON_FACT: PersonFactDefinition,
}
_LOCAL_SHAPES: dict[str, Any] = {
    EditionKind.ITEM: shapes.LocalContent,
    EditionKind.LIFE_EVENT: shapes.LocalLifeEventContent,
}


class EditionQuerySet(models.QuerySet["Edition"]):
    def standing(self) -> EditionQuerySet:
        return self.filter(self.standing_q())

    @staticmethod
    def standing_q() -> Q:
        """Rows that count: no cancellation, and not cancelled."""
        cancelled = Edition.objects.filter(
            kind=OuterRef("kind"),
            subject=OuterRef("subject"),
            organisation=OuterRef("organisation"),
            municipality=OuterRef("municipality"),
            language=OuterRef("language"),
            cancels=OuterRef("number"),
        )
        return ~Q(state=EditionState.CANCELLED) & ~Exists(cancelled)

    def around(self, moment: dt.datetime) -> EditionQuerySet:
        """Per series the row in force at `moment` and every later one: enough to answer and to know the next change.

        What it costs does not grow with how often a series was published. TypeError where the rows were filtered by
        anything but what a series is: a filter on a row would be applied before the choice, and bring back an old one.
        """
        begun = self._counting(moment)
        later = self.filter(valid_from__gt=moment).standing().order_by().values("pk")
        return Edition.objects.filter(pk__in=begun.union(later, all=True))

    def in_force(self, moment: dt.datetime) -> EditionQuerySet:
        """Per series the row that holds at `moment`; filters before it as for `around`."""
        return Edition.objects.filter(pk__in=self._counting(moment)).exclude(state=EditionState.ENDED)

    def _counting(self, moment: dt.datetime) -> EditionQuerySet:
        """The key of the row that counts at `moment`, ends too, once per series: looked up from its first row."""
        if foreign := _columns(self.query.where) - {*Series._fields}:
            raise TypeError(f"filter by {', '.join(sorted(foreign))} afterwards: only what a series is comes before")
        series = {name: OuterRef(name) for name in Series._fields}
        begun = Edition.objects.filter(**series, valid_from__lte=moment).standing()
        latest = Subquery(begun.order_by("-valid_from", "-number").values("pk")[:1])
        return self.filter(number=1).order_by().annotate(counting=latest).values("counting")

    def waiting(self, series: Series, after: dt.datetime) -> EditionQuerySet:
        """The rows of one series that count and begin after this moment."""
        return self.filter(**series._asdict(), valid_from__gt=after).standing()

    def last_begun(self, series: Series, moment: dt.datetime) -> Edition | None:
        """The row of one series that counts at `moment`, also where it is an end; for writers, who ask often."""
        begun = self.filter(**series._asdict(), valid_from__lte=moment).order_by("-valid_from", "-number")
        first = begun.first()
        if first is None or first.state != EditionState.CANCELLED:
            return first
        # A cancellation begins with the row that it voids and has a higher number, so it is met first.
        voided: set[int | None] = set()
        for edition in begun:
            if edition.state == EditionState.CANCELLED:
                voided.add(edition.cancels)
            elif edition.number not in voided:
                return edition
        return None

    def holding(self, series: Series, moment: dt.datetime) -> Edition | None:
        """The edition of one series in force at `moment`."""
        found = self.last_begun(series, moment)
        return None if found is None or found.state == EditionState.ENDED else found

    def rows(self) -> list[EditionRow]:
        return [edition.row() for edition in self]

    def update(self, **kwargs: Any) -> int:
        raise TypeError("editions are never changed: append a new one")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("editions are never deleted: append an end or a withdrawal")


def can_be_stored(text: str) -> bool:
    """Whether a row could have this text. PostgreSQL refuses to look for a NUL, and no encoding has half a surrogate."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


class Edition(models.Model):
    """An immutable published version of one subject.

    Plain ids and no foreign keys: nothing that is deleted elsewhere may take an edition with it. Database triggers
    (see `models/guards.py`) refuse UPDATE, DELETE and TRUNCATE.
    """

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EditionKind])
    subject = models.CharField(max_length=120)
    organisation = models.CharField(max_length=80, blank=True)
    municipality = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=16, blank=True)
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in EditionState])
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField()
    cancels = models.PositiveIntegerField(null=True, blank=True)
    published_by = models.CharField(max_length=150, blank=True)
    revision = models.BigIntegerField(null=True, blank=True)
    page = models.BigIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=[*Series._fields, "number"], name="edition_number_in_series"),
            models.CheckConstraint(condition=Q(valid_from__gte=F("recorded_at")), name="edition_not_dated_back"),
        ]
        indexes = [
            models.Index(fields=["kind", "subject", "valid_from"], name="edition_by_subject"),
            models.Index(fields=["kind", "slug"], name="edition_by_slug"),
            models.Index(fields=["page", "revision"], name="edition_by_revision"),
            models.Index(fields=["kind", "recorded_at"], name="edition_by_recorded"),
            models.Index(fields=["valid_from"], name="edition_by_begin"),
            models.Index(fields=[*Series._fields, "valid_from", "number"], name="edition_by_series"),
            models.Index(fields=["kind", "subject"], condition=Q(number=1), name="edition_first"),
            models.Index(
                fields=[*Series._fields, "cancels"], condition=Q(cancels__isnull=False), name="edition_cancelling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.number}"

    @property
    def series(self) -> Series:
        return Series(EditionKind(self.kind), self.subject, self.organisation, self.municipality, self.language)

    def row(self) -> EditionRow:
        return EditionRow(
            id=self.pk,
            series=self.series,
            number=self.number,
            state=EditionState(self.state),
            content=decode(self.kind, self.content, self.state),
            content_hash=self.content_hash,
            valid_from=self.valid_from,
            recorded_at=self.recorded_at,
            cancels=self.cancels,
        )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("editions are never deleted: append an end or a withdrawal")


class StoredAnswer(models.Model):
    """A neutral answer that was served, or a personal one that left in a letter: content-addressed, written once."""

    reference = models.CharField(max_length=14, primary_key=True)
    item = models.CharField(max_length=80)
    municipality = models.CharField(max_length=10)
    personal = models.BooleanField(default=False)
    payload = models.TextField()
    stored_at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("stored answer")
        verbose_name_plural = _("stored answers")


def decode(kind: str, content: Any, state: str = EditionState.PUBLISHED) -> Any:
    """Typed content from stored JSON; rows without content (ends, cancellations) give None."""
    if state in (EditionState.ENDED, EditionState.CANCELLED):
        return None
    local = kind in _LOCAL_SHAPES and content.get("type") == "local"
    return msgspec.convert(content, _LOCAL_SHAPES[kind] if local else _SHAPES[kind], strict=False)


def _columns(where: WhereNode) -> set[str]:
    """The names of the columns that these conditions look at; that of its class for a condition without one."""
    found: set[str] = set()
    for condition in where.children:
        if isinstance(condition, WhereNode):
            found |= _columns(condition)
        elif not isinstance(condition, NothingNode):
            column = getattr(getattr(condition, "lhs", None), "target", None)
            found.add(column.name if column else type(condition).__name__)
    return found
