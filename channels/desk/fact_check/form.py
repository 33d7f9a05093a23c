"""What an expert fills in: correct or not, a remark at each section, one in general, and their name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.desk.fact_check.changes import Piece
from contenthub.actions.fact_checks import GENERAL, MOST_CHARACTERS, MOST_IN_A_NAME
from contenthub.models import FactCheck
from contenthub.vocabulary import FactCheckOutcome

_REMARK = "remark-"
OUTCOMES = [
    (FactCheckOutcome.APPROVED.value, gettext_lazy("It is correct")),
    (FactCheckOutcome.REMARKS.value, gettext_lazy("I have remarks")),
]


class AnswerForm(forms.Form):
    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=gettext_lazy("Is this text correct?"), choices=OUTCOMES, widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the two.")))
    general = forms.CharField(
        label=gettext_lazy("Remark on the whole text"), required=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 4}))
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=MOST_IN_A_NAME, widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Fill in your name, so that the editors know who checked it.")})

    def __init__(self, pieces: Iterable[Piece], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for piece in pieces:
            self.fields[_REMARK + piece.key] = forms.CharField(
                label=_("Remark on “%(section)s”") % {"section": piece.title}, required=False, max_length=MOST_CHARACTERS,
                widget=forms.Textarea({"rows": 2}))

    @staticmethod
    def kept(check: FactCheck) -> dict[str, Any]:
        """What was answered before, to be changed; at first the name by which the expert was asked."""
        return {
            "outcome": check.outcome,
            "general": check.general,
            "name": check.answered_name or check.expert_name,
            **{_REMARK + remark["section"]: remark["text"] for remark in check.remarks},
        }

    def beside(self, pieces: Iterable[Piece]) -> list[tuple[Piece, BoundField]]:
        return [(piece, self[_REMARK + piece.key]) for piece in pieces]

    def remarks(self) -> dict[str, str]:
        """By section, with that on the whole under GENERAL."""
        given = {name.removeprefix(_REMARK): text for name, text in self.cleaned_data.items() if name.startswith(_REMARK)}
        return {GENERAL: self.cleaned_data.get("general", ""), **given}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        written = any(text.strip() for text in self.remarks().values())
        if data.get("outcome") == FactCheckOutcome.REMARKS and not written and not self.errors:
            self.add_error("outcome", _("Write at least one remark, or choose that it is correct."))
        if data.get("outcome") == FactCheckOutcome.APPROVED and written:
            self.add_error("outcome", _("You wrote remarks. Choose “I have remarks”, or make them empty."))
        return data
