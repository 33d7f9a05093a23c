"""The form in which an editor decides what happens with each of our texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contenthub.actions.settle_drift import Decision, Settlement
from contenthub.editorial.adapting.sides import Choice, Side, Sides, State
from contenthub.resolving.text import Blocks
from contenthub.resolving.threeway import Change
from contenthub.vocabulary import SectionKind, SectionMode

_OURS, _SOURCE, _BOTH = "ours", "source", "both"
# Where one side alone has changed a piece, that side's is what one would take.
_FIRST = {Change.OURS: _OURS, Change.SOURCE: _SOURCE, Change.BOTH: ""}


class DecisionForm(forms.Form):
    """`revision` and `number` are the draft and the generic edition that stood on the page when it was decided."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why"), required=False, max_length=500, help_text=_("Colleagues read this beside the version.")
    )

    def __init__(self, shown: Sides, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        for side in shown.sections:
            if side.mode == SectionMode.INHERIT:
                continue
            self.fields[side.kind.value] = forms.ChoiceField(
                label=_("What happens with our text?"), required=False, widget=forms.RadioSelect,
                choices=list(_ways(side)), initial="")
            for n, choice in enumerate(side.choices):
                if choice.open:
                    self.fields[f"{side.kind.value}-{n}"] = forms.ChoiceField(
                        label=_("Which text?"), required=False, widget=forms.RadioSelect,
                        choices=list(_parts(choice)), initial=_FIRST[choice.piece.change])

    def rows(self) -> Iterator[tuple[Side, Any, list[tuple[Choice, Any]]]]:
        """Each section with its field, and the pieces of a merge with theirs; None where there is nothing to choose."""
        for side in self.shown.sections:
            name = side.kind.value
            pieces = [(choice, self[f"{name}-{n}"] if choice.open else None) for n, choice in enumerate(side.choices)]
            yield side, self[name] if name in self.fields else None, pieces

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        decided = {side.kind: side for side in self.shown.sections if data.get(side.kind.value)}
        if not decided and not self.errors:
            self.add_error(None, _("Nothing has been chosen yet. Choose for at least one section what happens with our text."))
        for kind, side in decided.items():
            if data[kind.value] == Settlement.MERGE:
                self._check_chosen(side, data)
        return data

    def _check_chosen(self, side: Side, data: dict[str, Any]) -> None:
        for n, choice in enumerate(side.choices):
            if choice.open and not data.get(f"{side.kind.value}-{n}"):
                self.add_error(f"{side.kind.value}-{n}", _("Both texts have changed here. Choose one, or both."))

    def decisions(self) -> dict[SectionKind, Decision]:
        data = self.cleaned_data
        return {
            side.kind: Decision(Settlement(how), data["number"], self._merged(side) if how == Settlement.MERGE else ())
            for side in self.shown.sections
            if (how := data.get(side.kind.value))
        }

    def _merged(self, side: Side) -> Blocks:
        blocks: Blocks = ()
        for n, choice in enumerate(side.choices):
            chosen = self.cleaned_data[f"{side.kind.value}-{n}"] if choice.open else _OURS
            blocks += {_OURS: choice.piece.ours, _SOURCE: choice.piece.source,
                       _BOTH: choice.piece.ours + choice.piece.source}[chosen]
        return blocks


def _ways(side: Side) -> Iterator[tuple[str, Any]]:
    yield "", _("Decide later") if side.state is State.CHANGED else _("It stays as it is")
    if side.state is State.CHANGED:
        yield Settlement.KEEP.value, _("Our text is still right")
    if side.choices:
        yield Settlement.MERGE.value, _("Merge both texts, part by part")
    yield Settlement.TAKE.value, _("Use the generic text, and drop ours")


def _parts(choice: Choice) -> Iterator[tuple[str, Any]]:
    """An empty side is a choice too: then nothing stands here."""
    yield _OURS, _("Our text") if choice.piece.ours else _("Nothing, as in our text")
    yield _SOURCE, _("The generic text") if choice.piece.source else _("Nothing, as in the generic text")
    if choice.piece.ours and choice.piece.source:
        yield _BOTH, _("Both, ours first")
