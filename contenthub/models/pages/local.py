"""An organisation's version of a generic item: sparse, made only once something differs."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail_localize.fields import SynchronizedField, TranslatableField

from contenthub.models.blocks.fields import BlocksField
from contenthub.models.blocks.items import MunicipalityBlock, RouteBlock, RuleBlock
from contenthub.models.blocks.sections import KIND_LABELS, LocalSectionBlock, section_field_name
from contenthub.models.pages.forms import PublishedPageForm
from contenthub.models.pages.published import TITLE_PANELS, PublishedPage
from contenthub.vocabulary import Offered, SectionKind

OFFERED_LABELS = {
    Offered.INHERIT: _("Not filled in: as in the version for all municipalities"),
    Offered.YES: _("Yes, also where the version for all municipalities says no"),
    Offered.NO: _("No"),
    Offered.UNDER: _("Falls under another product"),
}
ITEM_MODELS = ["contenthub.ProductPage", "contenthub.QuestionPage"]


class LocalPage(PublishedPage):
    """A page about an item that lives in the library. Abstract."""

    item = models.CharField(_("generic item"), max_length=36, db_index=True)
    municipalities = BlocksField(
        [("municipality", MunicipalityBlock())],
        verbose_name=_("municipalities"),
        help_text=_("Leave empty for all municipalities of the organisation."),
    )

    parent_page_types = ["contenthub.OrganisationPage"]
    slug_source = "item"

    class Meta:
        abstract = True

    @property
    def item_id(self) -> str:
        return str(self.item)

    def make_slug(self) -> None:
        # The tree slug is of no use to anybody here, but it must be unique within the branch.
        if self.item:
            named = "-".join(sorted(block.value for block in self.municipalities))
            self.slug = slugify(f"local-{self.item}-{named}")[:250].rstrip("-")


class LocalVersionForm(PublishedPageForm):
    choosers = {"item": ITEM_MODELS, "falls_under": ["contenthub.ProductPage"]}


class LocalSectionsPage(LocalPage):
    """A local page with one field per section kind. Abstract."""

    class Meta:
        abstract = True


for _kind in SectionKind:
    BlocksField([("section", LocalSectionBlock(label=KIND_LABELS[_kind]))], max_num=1, verbose_name=KIND_LABELS[_kind]).contribute_to_class(
        LocalSectionsPage, section_field_name(_kind)
    )


class LocalVersionPage(LocalSectionsPage):
    """Per section a mode and a text; the municipalities it is for, or all; whether the product is offered."""

    base_form_class = LocalVersionForm

    offered = models.CharField(
        _("offered"),
        max_length=8,
        default=Offered.INHERIT.value,
        choices=[(offered.value, label) for offered, label in OFFERED_LABELS.items()],
        help_text=_(
            "The most specific version that fills this in has the last word: one for named municipalities goes before "
            "one for all municipalities of the organisation. Where no version fills it in, the product is offered."
        ),
    )
    explanation = models.TextField(_("explanation"), blank=True, max_length=1000)
    falls_under = models.CharField(_("falls under"), max_length=36, blank=True)
    owner_team = models.CharField(_("owner (a team)"), max_length=120, blank=True)
    rules = BlocksField([("rule", RuleBlock())], verbose_name=_("personal rules"))
    routes = BlocksField([("route", RouteBlock())], verbose_name=_("routes"))

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("explanation"),
        *[TranslatableField(section_field_name(kind)) for kind in SectionKind],
        TranslatableField("rules"),
        TranslatableField("routes"),
        *[
            SynchronizedField(name, overridable=False)
            for name in ("item", "municipalities", "offered", "falls_under", "owner_team")
        ],
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *TITLE_PANELS,
                    FieldPanel("item"),
                    FieldPanel("municipalities"),
                    FieldPanel("offered"),
                    FieldPanel("explanation"),
                    FieldPanel("falls_under"),
                    FieldPanel("routes"),
                    FieldPanel("owner_team"),
                    FieldPanel("valid_from"),
                ],
                heading=_("Local version"),
            ),
            ObjectList([FieldPanel(section_field_name(kind)) for kind in SectionKind], heading=_("Sections")),
            ObjectList([FieldPanel("rules")], heading=_("For this person")),
        ]
    )

    class Meta:
        app_label = "contenthub"
        verbose_name = _("local version")
        verbose_name_plural = _("local versions")
