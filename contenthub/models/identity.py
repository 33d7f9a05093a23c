"""Who an administrator or editor is at the organisation's own sign-in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Identity(models.Model):
    """One user as one OpenID provider knows them.

    Only issuer and subject together say who it is: a name or an e-mail address may pass to another person
    (OpenID Connect Core 1.0, 5.7).
    """

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identity")

    class Meta:
        app_label = "contenthub"
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_user_per_subject")]

    def __str__(self) -> str:
        return f"{self.issuer} {self.subject}"
