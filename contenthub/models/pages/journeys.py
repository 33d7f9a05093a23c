"""Life events and their journeys, generic and local."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail_localize.fields import SynchronizedField, TranslatableField

from contenthub.models.blocks.fields import BlocksField
from contenthub.models.blocks.journeys import LOCAL_STEPS, STEPS
from contenthub.models.blocks.sections import LocalSectionBlock
from contenthub.models.blocks.text import BodyBlock
from contenthub.models.pages.forms import PublishedPageForm
from contenthub.models.pages.items import SlugPage
from contenthub.models.pages.local import LocalPage
from contenthub.models.pages.published import TITLE_PANELS


class LifeEventPage(SlugPage):
    """What happens to a person, with the journey in six phases."""

    slug_prefix = "life-event"
    introduction = BlocksField(BodyBlock(), verbose_name=_("introduction"))
    icon = models.CharField(_("icon"), max_length=60, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    for_residents = models.BooleanField(_("for residents"), default=True)
    for_businesses = models.BooleanField(_("for businesses"), default=False)
    steps = BlocksField(STEPS, verbose_name=_("journey"))

    parent_page_types = ["contenthub.LibraryPage", "contenthub.OrganisationPage"]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("steps"),
        *[
            SynchronizedField(name, overridable=False)
            for name in ("public_slug", "icon", "order", "for_residents", "for_businesses")
        ],
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *TITLE_PANELS,
                    FieldPanel("introduction"),
                    MultiFieldPanel([FieldPanel("for_residents"), FieldPanel("for_businesses")], heading=_("Audience")),
                ],
                heading=_("Life event"),
            ),
            ObjectList([FieldPanel("steps")], heading=_("Journey")),
            ObjectList(
                [FieldPanel("icon"), FieldPanel("order"), FieldPanel("public_slug"), FieldPanel("valid_from")],
                heading=_("Place and moment"),
            ),
        ]
    )

    class Meta:
        app_label = "contenthub"
        verbose_name = _("life event")
        verbose_name_plural = _("life events")


class LocalLifeEventForm(PublishedPageForm):
    choosers = {"item": ["contenthub.LifeEventPage"]}


class LocalLifeEventPage(LocalPage):
    """What an organisation changes in a journey."""

    base_form_class = LocalLifeEventForm
    introduction = BlocksField([("section", LocalSectionBlock())], max_num=1, verbose_name=_("introduction"))
    steps = BlocksField(LOCAL_STEPS, verbose_name=_("steps"))
    based_on = models.PositiveIntegerField(
        _("looked at generic version"),
        default=0,
        help_text=_("Number of the generic version that you had before you. Leave 0 for the version of now."),
    )

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("steps"),
        *[SynchronizedField(name, overridable=False) for name in ("item", "municipalities", "based_on")],
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *TITLE_PANELS,
                    FieldPanel("item"),
                    FieldPanel("municipalities"),
                    FieldPanel("introduction"),
                    FieldPanel("valid_from"),
                ],
                heading=_("Local version"),
            ),
            ObjectList([FieldPanel("steps"), FieldPanel("based_on")], heading=_("Journey")),
        ]
    )

    class Meta:
        app_label = "contenthub"
        verbose_name = _("local life event")
        verbose_name_plural = _("local life events")
