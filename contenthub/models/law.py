"""What is about to change in the law, and who has looked what it means for their texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LawChange(models.Model):
    """A regulation, or one article of it, that changes on a day. `regulation` is its BWB or CVDR identifier, the latter
    without the number of a version: every version of a regulation is the same regulation."""

    regulation = models.CharField(
        _("law or regulation"), max_length=20, help_text=_("The BWB or CVDR identifier, such as BWBR0005537 or CVDR123456.")
    )
    article = models.CharField(
        _("article"), max_length=80, blank=True, help_text=_("Leave empty where the whole regulation changes.")
    )
    in_force_on = models.DateField(_("in force on"))
    title = models.CharField(_("what changes"), max_length=200)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.CharField(_("entered by"), max_length=150, blank=True)

    class Meta:
        app_label = "contenthub"
        ordering = ["in_force_on", "pk"]
        verbose_name = _("change of the law")
        verbose_name_plural = _("changes of the law")
        constraints = [
            models.UniqueConstraint(fields=["regulation", "article", "in_force_on"], name="law_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.article}".strip()


class LawLook(models.Model):
    """That somebody has looked what a change means for one section of one text; `organisation` is "" for the library."""

    change = models.ForeignKey(LawChange, models.CASCADE, related_name="looks", verbose_name=_("change of the law"))
    subject = models.CharField(_("item"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    section = models.CharField(_("section"), max_length=20)
    looked_at = models.DateTimeField(_("moment"))
    looked_by = models.CharField(_("by"), max_length=150)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("look at a change of the law")
        verbose_name_plural = _("looks at changes of the law")
        constraints = [
            models.UniqueConstraint(fields=["change", "subject", "organisation", "section"], name="law_look_once"),
        ]
