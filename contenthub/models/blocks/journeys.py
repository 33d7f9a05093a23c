"""The steps of a journey: one kind of block per phase, so that a journey reads in the order of its phases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from contenthub.models.blocks.choosing import ItemChooserBlock
from contenthub.models.blocks.items import PlainChoiceBlock
from contenthub.models.blocks.sections import MODE_LABELS
from contenthub.models.blocks.text import BodyBlock, PlainBlock
from contenthub.vocabulary import Arrangement, DurationUnit, Phase, SectionMode

PHASE_LABELS = {
    Phase.LIFE_EVENT: _("Life event"),
    Phase.ORIENT: _("Orient"),
    Phase.APPLY: _("Apply"),
    Phase.WAIT: _("Wait"),
    Phase.USE: _("Use"),
    Phase.HELPED: _("Helped"),
}
ARRANGEMENT_LABELS = {
    Arrangement.AUTOMATIC: _("Arranged by itself"),
    Arrangement.MUST: _("Must be done"),
    Arrangement.DEFERRABLE: _("May be deferred"),
}
UNIT_LABELS = {
    DurationUnit.MINUTE: _("minutes"),
    DurationUnit.HOUR: _("hours"),
    DurationUnit.DAY: _("days"),
    DurationUnit.WORKDAY: _("working days"),
    DurationUnit.WEEK: _("weeks"),
    DurationUnit.MONTH: _("months"),
    DurationUnit.YEAR: _("years"),
}


class StepBlock(blocks.StructBlock):
    """One step; `term_amount` and `term_unit` count from the life event."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    step_id = PlainBlock(
        required=False,
        max_length=60,
        label=_("Key of the step"),
        help_text=_("Local versions refer to it; leave empty for one that is made for you."),
    )
    body = BodyBlock()
    items = blocks.StreamBlock(
        [("item", ItemChooserBlock("contenthub.ProductPage", "contenthub.QuestionPage"))],
        required=False,
        label=_("Items"),
    )
    organisation_id = PlainBlock(required=False, max_length=80, label=_("Who acts (key)"))
    organisation_name = PlainBlock(required=False, max_length=150, label=_("Who acts (name)"))
    term_amount = blocks.IntegerBlock(required=False, min_value=1, label=_("Within"))
    term_unit = PlainChoiceBlock(
        choices=[(u.value, label) for u, label in UNIT_LABELS.items()], required=False, label=_("Unit")
    )
    arrangement = PlainChoiceBlock(
        choices=[(a.value, label) for a, label in ARRANGEMENT_LABELS.items()],
        default=Arrangement.MUST.value,
        label=_("How it is arranged"),
    )

    class Meta:
        icon = "order"
        label = _("Step")


class LocalStepBlock(StepBlock):
    """A local step: replaces, hides or follows the generic step that it names; without one it comes at the end."""

    title = blocks.CharBlock(max_length=200, label=_("Title"), required=False)
    mode = PlainChoiceBlock(
        choices=[
            (mode.value, MODE_LABELS[mode]) for mode in (SectionMode.APPEND, SectionMode.REPLACE, SectionMode.HIDE)
        ],
        default=SectionMode.APPEND.value,
        label=_("What happens"),
    )
    generic_step = PlainBlock(required=False, max_length=60, label=_("Key of the generic step"))


STEPS = [(phase.value.lower(), StepBlock(label=label)) for phase, label in PHASE_LABELS.items()]
LOCAL_STEPS = [(phase.value.lower(), LocalStepBlock(label=label)) for phase, label in PHASE_LABELS.items()]
