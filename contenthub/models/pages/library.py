"""Branches: one library of generic texts per language, and one branch per organisation and language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from contenthub.models.place import Organisation

ITEM_TYPES = ["contenthub.ProductPage", "contenthub.QuestionPage", "contenthub.LifeEventPage"]


class BranchPage(Page):
    """A root of texts that one group of editors writes in one language. Abstract."""

    parent_page_types = ["wagtailcore.Page"]
    settings_panels: list[Any] = []
    promote_panels: list[Any] = []
    search_fields: list[Any] = []
    preview_modes: list[Any] = []

    class Meta:
        abstract = True

    @property
    def organisation_slug(self) -> str:
        """Whose texts these are; empty for the generic library."""
        return ""


class LibraryPage(BranchPage):
    """Made by `prepare_library`, not by hand."""

    is_creatable = False
    subpage_types = ITEM_TYPES

    class Meta:
        app_label = "contenthub"
        verbose_name = _("library of generic texts")
        verbose_name_plural = _("libraries of generic texts")


class OrganisationPage(BranchPage):
    """Made by `onboard_organisation`, with its rights and workflow, not by hand."""

    is_creatable = False
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="branches", verbose_name=_("organisation")
    )

    subpage_types = [*ITEM_TYPES, "contenthub.LocalVersionPage", "contenthub.LocalLifeEventPage"]
    content_panels = [*Page.content_panels, FieldPanel("organisation", read_only=True)]

    class Meta:
        app_label = "contenthub"
        verbose_name = _("branch of an organisation")
        verbose_name_plural = _("branches of organisations")

    @property
    def organisation_slug(self) -> str:
        return str(self.organisation_id)
