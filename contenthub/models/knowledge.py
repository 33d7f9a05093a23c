"""What texts refer to: facts, person facts, topics, UPL names; and notices. Editable rows; answers read editions."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.vocabulary import Channel, FactRole, FactType, PersonFactProvenance, PersonFactType, Severity

key_shape = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$", _("A key looks like paspoort.kosten: lower case, with a dot.")
)


class Fact(models.Model):
    """The definition of a fact; its values are editions (`actions.publish_fact_value`)."""

    key = models.CharField(_("key"), max_length=100, primary_key=True, validators=[key_shape])
    label = models.JSONField(_("label"), default=dict)
    type = models.CharField(_("type"), max_length=16, choices=[(t.value, t.value) for t in FactType])
    role = models.CharField(_("role"), max_length=20, blank=True, choices=[(r.value, r.value) for r in FactRole])
    maximum = models.BooleanField(_("the generic amount is a maximum"), default=False)

    class Meta:
        app_label = "contenthub"
        ordering = ["key"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return self.key


class PersonFact(models.Model):
    """What may be asked of a person. Values of it are never stored anywhere."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    type = models.CharField(_("type"), max_length=12, choices=[(t.value, t.value) for t in PersonFactType])
    question = models.JSONField(_("question"), default=dict)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    provenance = models.CharField(
        _("provenance"),
        max_length=16,
        choices=[(p.value, p.value) for p in PersonFactProvenance],
        default=PersonFactProvenance.SELF_DECLARED.value,
    )

    class Meta:
        app_label = "contenthub"
        ordering = ["name"]
        verbose_name = _("person fact")
        verbose_name_plural = _("person facts")

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    slug = models.SlugField(_("slug"), max_length=80, primary_key=True)
    names = models.JSONField(_("names"), default=dict)

    class Meta:
        app_label = "contenthub"
        ordering = ["slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return str(self.names.get("nl", self.slug))


class UplName(models.Model):
    """A name of the Uniforme Productnamenlijst; one that is gone from the list stays, marked."""

    uri = models.URLField(_("URI"), primary_key=True, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    municipal = models.BooleanField(_("for municipalities"), default=False)
    resident = models.BooleanField(_("for residents"), default=False)
    business = models.BooleanField(_("for businesses"), default=False)
    details = models.JSONField(_("details"), default=dict, blank=True)
    gone_since = models.DateTimeField(_("gone from the list since"), null=True, blank=True)

    class Meta:
        app_label = "contenthub"
        ordering = ["name"]
        verbose_name = _("UPL name")
        verbose_name_plural = _("UPL names")

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """A running message (actuele melding). `organisation` says whose it is; empty is the generic editors'."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "contenthub.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )
    title = models.JSONField(_("title"), default=dict)
    text = models.JSONField(_("text"), default=dict)
    severity = models.CharField(
        _("severity"), max_length=8, choices=[(s.value, s.value) for s in Severity], default=Severity.INFO.value
    )
    scope = models.JSONField(_("scope"), default=dict, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    begins_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    agents_only = models.BooleanField(_("for agents only"), default=False)

    class Meta:
        app_label = "contenthub"
        ordering = ["-begins_at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return str(self.title.get("nl", self.id))

    def shown_channels(self) -> list[str]:
        return self.channels or [channel.value for channel in Channel]
