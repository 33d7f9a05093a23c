"""A spreadsheet with new values of facts, between its upload and the moment its editor says yes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadedSheet(models.Model):
    """What one editor has uploaded, as it was read: cells and no values. It goes when it is published, or after a week.

    `layer` is the code of a layer as forms write it; `lines` the rows with what stands in their cells; `shown` what the
    preview last told, so that what is confirmed is what was seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    layer = models.CharField(max_length=100, editable=False)
    name = models.CharField(max_length=200, editable=False)
    lines = models.JSONField(default=list, editable=False)
    shown = models.JSONField(default=dict, editable=False)
    made_at = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("uploaded spreadsheet")
        verbose_name_plural = _("uploaded spreadsheets")

    def __str__(self) -> str:
        return self.name
