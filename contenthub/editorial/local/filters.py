"""What the page is narrowed down by; its rows are made in Python, so the filters pick from a list."""

from __future__ import annotations

from typing import Any

from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from contenthub.editorial.local.filling import Row, State
from contenthub.models import Edition

TODO = "todo"
LABELS = {
    State.INHERITS: _("Uses the generic text"),
    State.ADAPTED: _("Adapted"),
    State.MISSING: _("Local text is missing"),
    State.CHANGED: _("Source has changed"),
    State.REVIEW: _("Review is due"),
    State.NOT_OFFERED: _("Not offered"),
}
_KINDS = [("product", _("Product")), ("question", _("Question"))]


class FillingFilters(WagtailFilterSet):
    """`organisations` and `municipalities` are (value, label) of what can be chosen; a choice of one is none."""

    state = ChoiceFilter(
        label=_("State"),
        widget=RadioSelect,
        empty_label=_("All"),
        choices=[(TODO, _("What we still have to do")), *((state.value, label) for state, label in LABELS.items())],
    )
    kind = ChoiceFilter(label=_("Kind"), widget=RadioSelect, empty_label=_("All"), choices=_KINDS)
    organisation = ChoiceFilter(label=_("Organisation"), empty_label=None)
    municipality = ChoiceFilter(label=_("Municipality"), empty_label=_("The whole organisation"))

    class Meta:
        model = Edition
        fields: list[str] = []

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], municipalities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("organisation", organisations), ("municipality", municipalities)):
            if len(choices) > 1:
                self.filters[name].extra["choices"] = choices
            else:
                del self.filters[name]

    def filter_queryset(self, rows: list[Row]) -> list[Row]:  # type: ignore[override]
        state, kind = (self.form.cleaned_data.get(name) for name in ("state", "kind"))
        return [
            row for row in rows
            if (not state or (row.to_do if state == TODO else state in row.states)) and (not kind or row.type == kind)
        ]
