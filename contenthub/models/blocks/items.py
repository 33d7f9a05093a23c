"""What stands on an item beside its sections: routes, personal rules, status texts, and what it belongs to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.rich_text import RichText

from contenthub.models.blocks.choosing import ItemChooserBlock
from contenthub.models.blocks.sections import KIND_LABELS, ChannelBlock
from contenthub.models.blocks.text import (
    RICH,
    NotTranslated,
    PlainBlock,
    PlainTextBlock,
    PlainUrlBlock,
)
from contenthub.vocabulary import CaseStatus, Purpose, RuleEffect

PURPOSE_LABELS = {
    Purpose.APPLY: _("Apply"),
    Purpose.CHANGE: _("Change"),
    Purpose.CANCEL: pgettext_lazy("route", "Cancel"),
    Purpose.OBJECT: _("Object"),
    Purpose.COMPLAIN: _("Complain"),
    Purpose.ASK: _("Ask"),
}
EFFECT_LABELS = {
    RuleEffect.ADD: _("Add a text to a section"),
    RuleEffect.REPLACE: _("Replace a section"),
    RuleEffect.HIDE: _("Hide a section"),
    RuleEffect.TARIFF: _("Pick a row of a tariff"),
    RuleEffect.SUGGEST: _("Suggest another item"),
    RuleEffect.ALERT: _("Put an alert on top"),
}
STATUS_LABELS = {
    CaseStatus.RECEIVED: _("Received"),
    CaseStatus.IN_PROGRESS: _("In progress"),
    CaseStatus.WAITING_FOR_YOU: _("Waiting for you"),
    CaseStatus.DECIDED: _("Decided"),
    CaseStatus.CLOSED: _("Closed"),
}


class PlainChoiceBlock(NotTranslated, blocks.ChoiceBlock):
    pass


class RouteBlock(blocks.StructBlock):
    """Where one applies, objects or complains; the order on the page is the order of preference."""

    purpose = PlainChoiceBlock(choices=[(p.value, label) for p, label in PURPOSE_LABELS.items()], label=_("For"))
    channel = ChannelBlock(label=_("Channel"))
    text = blocks.CharBlock(required=False, max_length=300, label=_("Text"))
    url = PlainUrlBlock(required=False, label=_("Address on the web"))
    path = PlainBlock(required=False, max_length=300, label=_("Path within the website of the municipality"))
    address = PlainBlock(required=False, max_length=300, label=_("Postal address"))
    phone = PlainBlock(required=False, max_length=30, label=_("Telephone"))
    login = blocks.StreamBlock([("means", PlainBlock(max_length=40, label=_("Means")))], required=False, label=_("Login means"))
    login_level = PlainBlock(required=False, max_length=40, label=_("Login level"))
    designated = blocks.BooleanBlock(
        required=False,
        label=_("Designated digital route"),
        help_text=_(
            "The digital route that the municipality has designated (Wmebv); at most one for each purpose. What can be "
            "applied for or objected to digitally needs a route by post or at the counter too."
        ),
    )

    class Meta:
        icon = "site"
        label = _("Route")


class RuleBlock(blocks.StructBlock):
    """A personal rule: a condition over person facts, and what it does when it holds."""

    rule_id = PlainBlock(max_length=60, label=_("Name of the rule"))
    when = PlainTextBlock(
        rows=4, label=_("Condition"), help_text=_('As JSON: {"all": [{"fact": "leeftijd", "op": "<", "value": 18}]}')
    )
    do = PlainChoiceBlock(choices=[(e.value, label) for e, label in EFFECT_LABELS.items()], label=_("What it does"))
    section = PlainChoiceBlock(
        choices=[(k.value, label) for k, label in KIND_LABELS.items()], required=False, label=_("Section")
    )
    text = blocks.RichTextBlock(features=RICH, required=False, label=_("Text"))
    because = blocks.CharBlock(
        required=False, max_length=300, label=_("Explanation"), help_text=_("U bent jonger dan 18, daarom …")
    )
    fact = PlainBlock(required=False, max_length=100, label=_("Tariff"))
    row = PlainBlock(required=False, max_length=60, label=_("Row of the tariff"))
    item = ItemChooserBlock(
        "contenthub.ProductPage", "contenthub.QuestionPage", required=False, label=_("Suggested item")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not strip_tags(cleaned["text"].source).strip():
            # Once it has drawn itself, the editor sends an empty paragraph for a text that nobody wrote.
            cleaned["text"] = RichText("")
        return cleaned

    class Meta:
        icon = "user"
        label = _("Personal rule")


class StatusTextBlock(blocks.StructBlock):
    status = PlainChoiceBlock(
        choices=[(s.value, label) for s, label in STATUS_LABELS.items()], label=_("State of the case")
    )
    text = blocks.RichTextBlock(features=RICH, label=_("Text"))

    class Meta:
        icon = "time"
        label = _("Status text")


class TopicBlock(PlainChoiceBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_topics, **kwargs)

    class Meta:
        icon = "tag"
        label = _("Topic")


class UplBlock(PlainBlock):
    """A UPL name by its URI; who types the name itself gets the URI."""

    def clean(self, value: Any) -> Any:
        from contenthub.models.knowledge import UplName

        typed = super().clean(value)
        found = UplName.objects.filter(pk=typed).first() or UplName.objects.filter(name__iexact=typed).first()
        if typed and found is None:
            raise ValidationError(
                _("%(value)s is no name or URI of the Uniforme Productnamenlijst."), params={"value": typed}
            )
        return found.uri if found else typed

    class Meta:
        icon = "list-ul"
        label = _("UPL name or URI")


class MunicipalityBlock(PlainChoiceBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_municipalities, **kwargs)

    class Meta:
        icon = "home"
        label = _("Municipality")


def _topics() -> list[tuple[str, str]]:
    from contenthub.models.knowledge import Topic

    return [(topic.slug, str(topic)) for topic in Topic.objects.all()]


def _municipalities() -> list[tuple[str, str]]:
    from contenthub.models.place import Municipality

    return [(m.code, str(m)) for m in Municipality.objects.filter(organisations__isnull=False).distinct()]
