"""Fields of the browser itself: they need no script, so they work in rows that are added and with a keyboard."""

from __future__ import annotations

from typing import Any

from django import forms


def day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def moment(**options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, **options)


def clock(**options: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class Decimals(forms.DecimalField):
    """Reads 86,85 and 86.85 alike, whatever language the admin speaks; shows it as that language writes it."""

    def __init__(self, **options: Any) -> None:
        text = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**{"localize": True, "widget": text, **options})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("€", "").strip()
            if "." not in value:
                value = value.replace(",", ".", 1)
        return super().to_python(value)


def amount(**options: Any) -> Decimals:
    return Decimals(min_value=0, max_digits=12, decimal_places=2, **options)


class Checklist(forms.CheckboxSelectMultiple):
    """Boxes to tick, with a field that narrows a long list down."""

    template_name = "contenthub/nouns/checklist.html"
    LONG = 10

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["long"] = len(list(self.choices)) > self.LONG
        return context


def checklist(choices: Any = (), **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, widget=Checklist(), **{"required": False, **options})
