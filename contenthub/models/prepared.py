"""Answers as bytes, beside the state of the texts for which they hold: what one process has made, all can give."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PreparedAnswer(models.Model):
    """One answered document. Nothing depends on it: every row can be made again, and may be thrown away at any moment.

    `key` names the document, its variables and the release that made it; `meta` says for how long it holds; `scopes` is
    a JSON list of the writers on whom that depends.
    """

    key = models.CharField(max_length=64, primary_key=True)
    body = models.BinaryField()
    meta = models.TextField()
    scopes = models.TextField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("prepared answer")
        verbose_name_plural = _("prepared answers")
