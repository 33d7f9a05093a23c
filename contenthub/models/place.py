"""Municipalities, the organisations that write for them, and their locations, as editors keep them.

These rows are what one edits; an answer reads only the editions that `actions.publish_municipality` makes of them.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

code_shape = RegexValidator(r"^GM\d{4}$", _("A municipality code looks like GM0344."))


class Municipality(models.Model):
    code = models.CharField(_("code"), max_length=6, primary_key=True, validators=[code_shape])
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    street = models.CharField(_("street"), max_length=100, blank=True)
    house_number = models.CharField(_("house number"), max_length=12, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=200, blank=True)
    languages = models.JSONField(_("languages offered"), default=list, blank=True)
    default_language = models.CharField(_("default language"), max_length=16, default="nl")
    form_of_address = models.CharField(
        _("form of address"), max_length=2, default="u", choices=[("u", "u"), ("je", "je")]
    )
    colour = models.CharField(_("colour"), max_length=7, default="#154273")
    sender_lines = models.TextField(_("sender"), blank=True)
    return_address = models.CharField(_("return address"), max_length=200, blank=True)
    logo_svg = models.TextField(_("logo (SVG)"), blank=True)
    logo_alt = models.CharField(_("text alternative of the logo"), max_length=200, blank=True)
    signatory = models.CharField(_("signatory"), max_length=120, blank=True)
    signatory_role = models.CharField(_("role of the signatory"), max_length=120, blank=True)
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name=_("successors"))
    keeps_questions = models.BooleanField(_("keeps questions asked"), default=False)
    keeps_old_texts = models.JSONField(_("keeps old texts until"), default=dict, blank=True)

    class Meta:
        app_label = "contenthub"
        ordering = ["name"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Location(models.Model):
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="locations")
    slug = models.SlugField(_("slug"), max_length=80)
    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street"), max_length=100)
    house_number = models.CharField(_("house number"), max_length=12, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7)
    city = models.CharField(_("city"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    opening_hours = models.JSONField(_("opening hours"), default=dict)
    services = models.JSONField(_("opening hours per service"), default=list, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        app_label = "contenthub"
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "slug"], name="location_slug")]
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Writes texts for one or more municipalities; its branch of pages and its groups belong to it."""

    slug = models.SlugField(_("slug"), max_length=80, primary_key=True)
    name = models.CharField(_("name"), max_length=150)
    municipalities = models.ManyToManyField(
        Municipality, related_name="organisations", blank=True, verbose_name=_("municipalities")
    )
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Where two organisations write for a municipality, the higher order wins.")
    )

    class Meta:
        app_label = "contenthub"
        ordering = ["order", "slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name
