"""How often each writer has published: one number that every worker compares before it trusts what it remembers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Epoch(models.Model):
    """The number of editions that one writer has added; `scope` is an organisation, "" the generic library.

    Raised in the transaction of the edition itself, so whoever sees the new edition sees the new number. Numbers only
    grow, so the sum over the writers who speak for a municipality names a state of all its texts.
    """

    scope = models.CharField(max_length=80, primary_key=True)
    number = models.BigIntegerField(_("number"), default=0)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("epoch")
        verbose_name_plural = _("epochs")


def epoch_of(scopes: Iterable[str]) -> int:
    """The state of everything that these writers have published. One query by primary key."""
    wanted = tuple(scopes)
    marks = ", ".join(["%s"] * len(wanted))
    # Plain SQL: this is asked before every answer from memory, and the ORM would be most of its cost.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(number) FROM contenthub_epoch WHERE scope IN ({marks})", wanted)
        return int(cursor.fetchone()[0] or 0)


def claim(scope: str) -> None:
    """Take this writer's turn until the transaction ends: two publishers of one scope wait for each other."""
    Epoch.objects.bulk_create([Epoch(scope=scope)], ignore_conflicts=True)
    # SQLite has one writer anyway, and no row locks.
    Epoch.objects.select_for_update().get(pk=scope)


def advance(scope: str, editions: int = 1) -> None:
    Epoch.objects.filter(pk=scope).update(number=F("number") + editions)
