"""What organisations have chosen of the checks of texts, and what is known of the links in texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.vocabulary import AIMS, Level, TextCheck

# On so many days in a row a link has to fail before anybody hears of it.
FAILS_UNTIL_BROKEN = 3
LONGEST_ADDRESS = 2_000

LEVEL_LABELS = {
    Level.BLOCK: _("Must be right before publishing"),
    Level.WARNING: _("Warning"),
    Level.ADVICE: _("Advice"),
    Level.OFF: _("Off"),
}


class CheckLevel(models.Model):
    """How much one check matters to one organisation ("" is the library), where that is not what the check says of itself.

    `aim` is the reading level that is written for; only the row of the check of the reading level has it.
    """

    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    # "check" is a method of every model.
    check_id = models.CharField(_("check"), max_length=30, db_column="check", choices=[(each.value, each.value) for each in TextCheck])
    level = models.CharField(_("level"), max_length=10, blank=True, choices=[(level.value, label) for level, label in LEVEL_LABELS.items()])
    aim = models.CharField(_("reading level aimed at"), max_length=2, blank=True, choices=[(aim.value, aim.value) for aim in AIMS])

    class Meta:
        app_label = "contenthub"
        verbose_name = _("level of a check")
        verbose_name_plural = _("levels of checks")
        constraints = [models.UniqueConstraint(fields=["organisation", "check_id"], name="check_level_of_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.check_id} {self.level}"


class LinkStateQuerySet(models.QuerySet["LinkState"]):
    def broken(self) -> LinkStateQuerySet:
        """Those that failed without doubt on enough days in a row."""
        return self.filter(failures__gte=FAILS_UNTIL_BROKEN)


class LinkState(models.Model):
    """What came of asking for one address that stands in a text. `subjects` are the items and life events in which it stood.

    `status` is that of HTTP, 0 where there is no host of that name, None where nothing came. `failures` counts days in a
    row on which it failed without doubt.
    """

    address = models.CharField(_("web address"), max_length=LONGEST_ADDRESS, unique=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    last_tried_at = models.DateTimeField(_("last tried"))
    first_failed_at = models.DateTimeField(_("broken since"), null=True)
    last_failed_at = models.DateTimeField(_("last failed"), null=True)
    failures = models.PositiveIntegerField(_("times failed"), default=0)
    subjects = models.JSONField(default=list, editable=False)

    objects = LinkStateQuerySet.as_manager()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("link in texts")
        verbose_name_plural = _("links in texts")
        indexes = [models.Index(fields=["failures"], name="link_state_failures")]

    def __str__(self) -> str:
        return self.address
