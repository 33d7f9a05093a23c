"""What was done, and what others still have to hear of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditRow(models.Model):
    """Who did what to which subject; written in the transaction of the change itself."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)
    organisation = models.CharField(max_length=80, blank=True)
    municipality = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=16, blank=True)
    edition = models.BigIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("audit row")
        verbose_name_plural = _("audit rows")
        indexes = [models.Index(fields=["kind", "subject", "at"], name="audit_by_subject")]


class OutboxRow(models.Model):
    """One change that consumers (search, webhooks, caches) process in order, at least once."""

    at = models.DateTimeField()
    edition = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")
