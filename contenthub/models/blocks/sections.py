"""One section of an item as editors write it, generic and local."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from contenthub.models.blocks.text import RICH, BodyBlock, NotTranslated, PlainBlock, PlainUrlBlock
from contenthub.vocabulary import Channel, SectionKind, SectionMode

KIND_LABELS = {
    SectionKind.INTRODUCTION: _("Introduction"),
    SectionKind.APPLICATION: _("Application and procedure"),
    SectionKind.EVIDENCE: _("What to bring or send"),
    SectionKind.CONDITIONS: _("Conditions"),
    SectionKind.COSTS: _("Costs and payment"),
    SectionKind.TERM: _("Term"),
    SectionKind.OBJECTION: _("Objection and appeal"),
    SectionKind.NO_RESPONSE: _("What to do when there is no response"),
    SectionKind.PARTICULARS: _("Particulars"),
    SectionKind.CONTACT: _("Contact"),
    SectionKind.DESK_MEMO: _("Desk memo (agents only, never public)"),
}
CHANNEL_LABELS = {
    Channel.WEBSITE: _("Website"),
    Channel.APP: _("App"),
    Channel.PHONE: _("Phone"),
    Channel.CHAT: _("Chat"),
    Channel.LETTER: _("Letter"),
    Channel.EMAIL: _("E-mail"),
    Channel.COUNTER: _("Counter"),
    Channel.KIOSK: _("Kiosk"),
}
MODE_LABELS = {
    SectionMode.INHERIT: _("Use the generic text"),
    SectionMode.REPLACE: _("Replace the generic text"),
    SectionMode.APPEND: _("Add after the generic text"),
    SectionMode.PREPEND: _("Add before the generic text"),
    SectionMode.HIDE: _("Hide this section"),
}


class ChannelBlock(NotTranslated, blocks.ChoiceBlock):
    choices = [(channel.value, label) for channel, label in CHANNEL_LABELS.items()]


class WordingBlock(blocks.StructBlock):
    """How one channel words this section: a shorter chat text, a spoken text, a formal letter text."""

    channel = ChannelBlock(label=_("Channel"))
    text = blocks.RichTextBlock(features=RICH, label=_("Text"))

    class Meta:
        icon = "comment"
        label = _("Wording for a channel")


class _Provenance(blocks.StructBlock):
    owner = PlainBlock(required=False, max_length=120, label=_("Owner (a team)"))
    legal_id = PlainBlock(required=False, max_length=80, label=_("Legal source: BWB or CVDR identifier"))
    legal_article = PlainBlock(required=False, max_length=80, label=_("Article"))
    legal_url = PlainUrlBlock(required=False, label=_("Address of the article"))


class SectionBlock(_Provenance):
    """A section of a generic item, or of an item of an organisation's own."""

    body = BodyBlock()
    wordings = blocks.StreamBlock([("wording", WordingBlock())], required=False, label=_("Wordings per channel"))
    law = blocks.BooleanBlock(
        required=False,
        label=_("Law: municipalities may only add"),
        help_text=_("Without this the text is a model text, which a municipality may replace."),
    )
    local_required = blocks.BooleanBlock(
        required=False,
        label=_("A local text is needed"),
        help_text=_("Until a municipality gives its own text, this text is shown."),
    )
    review_by = blocks.DateBlock(required=False, label=_("Review by"))

    class Meta:
        icon = "doc-full"
        label = _("Section")
        form_layout = [
            "body",
            "wordings",
            "law",
            "local_required",
            "owner",
            "legal_id",
            "legal_article",
            "legal_url",
            "review_by",
        ]


class LocalSectionBlock(_Provenance):
    """What an organisation does with one generic section."""

    mode = blocks.ChoiceBlock(
        choices=[(mode.value, label) for mode, label in MODE_LABELS.items()],
        default=SectionMode.INHERIT.value,
        label=_("What happens with the generic text"),
    )
    body = BodyBlock()
    wordings = blocks.StreamBlock([("wording", WordingBlock())], required=False, label=_("Wordings per channel"))
    based_on = blocks.IntegerBlock(
        required=False,
        min_value=0,
        default=0,
        label=_("Looked at generic version"),
        help_text=_("Number of the generic version that you had before you. Leave 0 for the version of now."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Section")
        form_layout = ["mode", "body", "wordings", "owner", "legal_id", "legal_article", "legal_url", "based_on"]


def section_field_name(kind: SectionKind) -> str:
    return f"section_{kind.value.lower()}"
