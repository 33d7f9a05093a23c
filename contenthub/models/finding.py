"""What finding keeps in the database: how far each consumer of the outbox is, and the editors' synonyms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consumer(models.Model):
    """One reader of the outbox. `position` is the last row it has processed; `missing` are numbers before it that were
    not there (their transactions may still commit), each with the moment at which that was seen."""

    name = models.CharField(max_length=120, primary_key=True)
    position = models.BigIntegerField(_("position"), default=0)
    missing = models.JSONField(_("missing"), default=dict)
    at = models.DateTimeField(_("looked at"))

    class Meta:
        app_label = "contenthub"
        verbose_name = _("consumer of the outbox")
        verbose_name_plural = _("consumers of the outbox")

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class SynonymGroup(models.Model):
    """Who says one of `words` also finds what says one of `meanings`; two-way, and `meanings` is empty, where all of
    `words` are the same thing."""

    words = models.JSONField(_("words"), default=list)
    meanings = models.JSONField(_("also find"), default=list, blank=True)
    two_way = models.BooleanField(_("two-way"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        app_label = "contenthub"
        ordering = ["pk"]
        indexes = [models.Index(fields=["changed_at"], name="synonym_by_change")]
        verbose_name = _("synonym group")
        verbose_name_plural = _("synonym groups")

    def __str__(self) -> str:
        return ", ".join(self.words)
