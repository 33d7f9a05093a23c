"""How often an editor is mailed of what there is to do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.vocabulary import DigestPace

PACE_LABELS = {
    DigestPace.NEVER: _("Not at all"),
    DigestPace.AT_ONCE: _("At once"),
    DigestPace.DAILY: _("Every day"),
    DigestPace.WEEKLY: _("Every week, on Monday"),
}


class Digest(models.Model):
    """`told` are the keys of the tasks that the last e-mail told of, or that were there when it had nothing to tell."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest", verbose_name=_("user"))
    pace = models.CharField(
        _("e-mail me what there is to do"), max_length=8, default=DigestPace.NEVER.value,
        choices=[(pace.value, label) for pace, label in PACE_LABELS.items()],
        help_text=_("Only what is new since the last e-mail. It goes to the e-mail address of your account."),
    )
    told = models.JSONField(default=list, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("e-mail of what there is to do")
        verbose_name_plural = _("e-mails of what there is to do")

    def __str__(self) -> str:
        return f"{self.user_id} {self.pace}"
