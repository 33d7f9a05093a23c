"""Products and questions: generic in the library, or an organisation's own in its branch."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail_localize.fields import SynchronizedField, TranslatableField

from contenthub.models.blocks.choosing import ItemChooserBlock
from contenthub.models.blocks.fields import BlocksField
from contenthub.models.blocks.items import RouteBlock, RuleBlock, StatusTextBlock, TopicBlock, UplBlock
from contenthub.models.blocks.sections import KIND_LABELS, SectionBlock, section_field_name
from contenthub.models.pages.published import TITLE_PANELS, PublishedPage
from contenthub.vocabulary import SectionKind


class SlugPage(PublishedPage):
    """A page with a public slug per type: a product and a question may share one. Abstract."""

    slug_prefix = ""
    public_slug = models.SlugField(
        _("slug"), max_length=120, blank=True, help_text=_("Part of the address; left empty, it is made of the title.")
    )

    class Meta:
        abstract = True

    slug_source = "public_slug"

    def make_slug(self) -> None:
        prefix = f"{self.slug_prefix}-"
        if self._state.adding and self.public_slug and self.slug not in ("", prefix + self.public_slug):
            # A copy is given a tree slug of its own, and so a public one.
            self.public_slug = self.slug.removeprefix(prefix)[:120]
        self.public_slug = self.public_slug or slugify(self.title)[:120]
        if self.public_slug:
            self.slug = prefix + self.public_slug


class ItemPage(SlugPage):
    """One product or question that can be answered. Abstract."""

    summary = models.TextField(_("summary"), blank=True, max_length=500)
    keywords = models.TextField(_("search words"), blank=True, help_text=_("One on a line."))
    owner_team = models.CharField(_("owner (a team)"), max_length=120, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    topics = BlocksField([("topic", TopicBlock())], verbose_name=_("topics"))
    life_events = BlocksField(
        [("life_event", ItemChooserBlock("contenthub.LifeEventPage", label=_("Life event")))],
        verbose_name=_("life events"),
    )
    related = BlocksField(
        [("item", ItemChooserBlock("contenthub.ProductPage", "contenthub.QuestionPage"))],
        verbose_name=_("related items"),
    )
    rules = BlocksField([("rule", RuleBlock())], verbose_name=_("personal rules"))
    status_texts = BlocksField([("status", StatusTextBlock())], verbose_name=_("status texts"))

    parent_page_types = ["contenthub.LibraryPage", "contenthub.OrganisationPage"]
    content_type_of_edition = ""
    about_panels: list[Any] = []

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("keywords"),
        *[TranslatableField(section_field_name(kind)) for kind in SectionKind],
        TranslatableField("rules"),
        TranslatableField("status_texts"),
        *[
            SynchronizedField(name, overridable=False)
            for name in ("public_slug", "owner_team", "review_by", "topics", "life_events", "related")
        ],
    ]

    class Meta:
        abstract = True


for _kind in SectionKind:
    BlocksField([("section", SectionBlock(label=KIND_LABELS[_kind]))], max_num=1, verbose_name=KIND_LABELS[_kind]).contribute_to_class(
        ItemPage, section_field_name(_kind)
    )

SECTION_PANELS = [FieldPanel(section_field_name(kind)) for kind in SectionKind]
RELATION_PANELS = [
    FieldPanel("life_events"),
    FieldPanel("topics"),
    FieldPanel("related"),
    FieldPanel("owner_team"),
    FieldPanel("review_by"),
    FieldPanel("public_slug"),
    FieldPanel("valid_from"),
]


def item_tabs(about: list[Any]) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList([*TITLE_PANELS, *about], heading=_("Answer")),
            ObjectList(SECTION_PANELS, heading=_("Sections")),
            ObjectList([FieldPanel("rules"), FieldPanel("status_texts")], heading=_("For this person")),
            ObjectList(RELATION_PANELS, heading=_("Place and owner")),
        ]
    )


class ProductPage(ItemPage):
    """A product or service (PDC)."""

    slug_prefix = "product"
    content_type_of_edition = "product"
    upls = BlocksField([("upl", UplBlock())], verbose_name=_("UPL names"))
    for_residents = models.BooleanField(_("for residents"), default=True)
    for_businesses = models.BooleanField(_("for businesses"), default=False)
    responsible_key = models.CharField(_("responsible organisation (key)"), max_length=80, blank=True)
    responsible_name = models.CharField(_("responsible organisation"), max_length=150, blank=True)
    competent_key = models.CharField(_("competent organisation (key)"), max_length=80, blank=True)
    competent_name = models.CharField(_("competent organisation"), max_length=150, blank=True)
    routes = BlocksField([("route", RouteBlock())], verbose_name=_("routes"))

    translatable_fields = [
        *ItemPage.translatable_fields,
        TranslatableField("routes"),
        *[
            SynchronizedField(name, overridable=False)
            for name in (
                "upls",
                "for_residents",
                "for_businesses",
                "responsible_key",
                "responsible_name",
                "competent_key",
                "competent_name",
            )
        ],
    ]
    edit_handler = item_tabs(
        [
            FieldPanel("summary"),
            FieldPanel("keywords"),
            FieldPanel("upls"),
            MultiFieldPanel([FieldPanel("for_residents"), FieldPanel("for_businesses")], heading=_("Audience")),
            MultiFieldPanel(
                [
                    FieldPanel("responsible_name"),
                    FieldPanel("responsible_key"),
                    FieldPanel("competent_name"),
                    FieldPanel("competent_key"),
                ],
                heading=_("Organisations"),
            ),
            FieldPanel("routes"),
        ]
    )

    class Meta:
        app_label = "contenthub"
        verbose_name = _("product")
        verbose_name_plural = _("products")


class QuestionPage(ItemPage):
    """A question and its answer (VAC)."""

    slug_prefix = "question"
    content_type_of_edition = "question"
    question = models.CharField(
        _("question"),
        max_length=300,
        blank=True,
        help_text=_("As a citizen asks it; left empty, the title is the question."),
    )
    phrasings = models.TextField(_("other phrasings"), blank=True, help_text=_("One on a line."))
    product = BlocksField(
        [("item", ItemChooserBlock("contenthub.ProductPage", label=_("Product")))], max_num=1, verbose_name=_("product")
    )

    translatable_fields = [
        *ItemPage.translatable_fields,
        TranslatableField("question"),
        TranslatableField("phrasings"),
        SynchronizedField("product", overridable=False),
    ]
    edit_handler = item_tabs(
        [
            FieldPanel("question"),
            FieldPanel("phrasings"),
            FieldPanel("product"),
            FieldPanel("summary"),
            FieldPanel("keywords"),
        ]
    )

    class Meta:
        app_label = "contenthub"
        verbose_name = _("question")
        verbose_name_plural = _("questions")
