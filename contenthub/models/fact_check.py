"""An expert without an account looks at one saved version of one page, by a link that ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from contenthub.resolving.material import AMSTERDAM
from contenthub.vocabulary import FactCheckOutcome, FactCheckState

STATE_LABELS = {
    FactCheckState.UNSENT: _("The e-mail was not sent"),
    FactCheckState.SENT: _("Sent, not opened yet"),
    FactCheckState.OPENED: _("Opened, no answer yet"),
    FactCheckState.APPROVED: _("The expert says: correct"),
    FactCheckState.REMARKS: _("The expert has remarks"),
    FactCheckState.EXPIRED: _("Expired without an answer"),
    FactCheckState.WITHDRAWN: _("Withdrawn"),
}


class FactCheckQuerySet(models.QuerySet["FactCheck"]):
    def answerable(self, now: dt.datetime) -> FactCheckQuerySet:
        """Those whose link still opens."""
        return self.filter(withdrawn_at=None, closed_at=None, expires_at__gt=now, revision__isnull=False)


class FactCheck(models.Model):
    """One question to one expert. The token of the link is not here, only its hash.

    `expert_name`, `expert_email` and `answered_name` are emptied some time after it has ended (see
    `insight/tidying.py`). `remarks` is a list of {section, title, text}.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="fact_checks", verbose_name=_("page"))
    # A version that was purged is no longer to be seen, but what was said of it stays.
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+", verbose_name=_("version"))
    digest = models.CharField(_("hash of the token"), max_length=64, unique=True)
    municipality = models.CharField(_("municipality"), max_length=10)
    expert_name = models.CharField(_("name of the expert"), max_length=120, blank=True)
    expert_email = models.EmailField(_("e-mail address of the expert"), blank=True)
    question = models.CharField(_("question to the expert"), max_length=2000)
    asked_at = models.DateTimeField(_("asked on"))
    asked_by = models.CharField(_("asked by"), max_length=150)
    expires_at = models.DateTimeField(_("valid until"), db_index=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, blank=True, choices=[(each.value, each.value) for each in FactCheckOutcome]
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_name = models.CharField(_("answered by"), max_length=120, blank=True)
    general = models.TextField(_("general remark"), blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=150, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=150, blank=True)

    objects = FactCheckQuerySet.as_manager()
    # Not a text that uses a page.
    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "contenthub"
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("fact check")
        verbose_name_plural = _("fact checks")
        constraints = [
            models.CheckConstraint(condition=Q(outcome="") | Q(answered_at__isnull=False), name="fact_check_answered_at")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which the link opens."""
        return (self.expires_at - dt.timedelta(seconds=1)).astimezone(AMSTERDAM).date()

    @property
    def state(self) -> FactCheckState:
        """What an answer said goes before whether the link still opens."""
        if self.outcome:
            return FactCheckState(self.outcome)
        if self.sent_at is None:
            return FactCheckState.UNSENT
        if self.withdrawn_at is not None:
            return FactCheckState.WITHDRAWN
        if self.expires_at <= timezone.now():
            return FactCheckState.EXPIRED
        return FactCheckState.OPENED if self.opened_at else FactCheckState.SENT

    @property
    def state_label(self) -> Any:
        return STATE_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether its link still opens."""
        over = self.withdrawn_at or self.closed_at or self.expires_at <= timezone.now()
        return not over and self.revision_id is not None

    @property
    def is_outdated(self) -> bool:
        """Whether the page says something else since the version that the expert sees; publishing saves it anew too."""
        latest = self.page.latest_revision
        if latest is None or latest.pk == self.revision_id:
            return False
        return self.revision is None or _words(latest) != _words(self.revision)


def _words(revision: Revision) -> dict[str, Any]:
    """What an editor wrote in it, without what Wagtail notes of the page."""
    kept = {field.name for field in Page._meta.get_fields()} - {"title"}
    return {name: value for name, value in revision.content.items() if name not in kept}
