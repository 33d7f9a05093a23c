"""A form for each type of fact: fields that fit the type, and the plain value that `publish_fact_value` takes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contenthub.actions.append import By
from contenthub.actions.publish_fact import publish_fact_value
from contenthub.editorial.nouns.hours import DayRows, ExceptionRows, day_rows, exception_rows
from contenthub.editorial.nouns.layers import Layer, layers_for
from contenthub.editorial.nouns.parts import NounForm, RowForm, Words, rows
from contenthub.editorial.nouns.widgets import Decimals, amount, day, moment
from contenthub.editorial.nouns.words import choices
from contenthub.models import Edition, Fact
from contenthub.vocabulary import DurationUnit, EditionKind, FactType

LAYER, VALUE, MOMENT = _("For whom"), _("Value"), _("From when")


class ValueForm(NounForm, forms.Form):
    """Common to all types: the layer and the moment. `simple` names the fields that are the value as they stand."""

    type: ClassVar[FactType]
    simple: ClassVar[tuple[str, ...]] = ()

    layer = forms.ChoiceField(
        label=_("Layer"), help_text=_("The most specific value counts: municipality above organisation above national.")
    )
    valid_from = moment(label=_("Valid from"), required=False, help_text=_("Empty is: from now on. Not before now."))

    def __init__(self, *args: Any, fact: Fact, layer: Layer | None = None, **kwargs: Any) -> None:
        self.fact = fact
        self.asked = layer
        super().__init__(*args, **kwargs)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.groups = ((LAYER, ("layer",)), (VALUE, (*cls.simple, *cls.words, *cls.tables)), (MOMENT, ("valid_from",)))

    def prepare(self) -> None:
        layers = layers_for(self.user)
        self.fields["layer"].choices = layers  # type: ignore[attr-defined]
        asked = self.asked or (Layer.read(layers[0][0]) if layers else None) or Layer()
        self.initial.setdefault("layer", asked.code)
        for name, given in self.shown(self.before).items():
            self.initial.setdefault(name, given)

    @property
    def before(self) -> Mapping[str, Any]:
        """The value to begin with: that of the layer, or else the national one, whose rows a tariff must keep."""
        if not hasattr(self, "_before"):
            asked = self.asked or Layer()
            found = {
                Layer(row.organisation, row.municipality): row.content["value"]
                for row in Edition.objects.filter(
                    kind=EditionKind.FACT_VALUE,
                    subject=self.fact.pk,
                    organisation__in={"", asked.organisation},
                    municipality__in={"", asked.municipality},
                ).in_force(timezone.now())
            }
            steps = (asked, Layer(asked.organisation), Layer())
            self._before: Mapping[str, Any] = next((found[step] for step in steps if step in found), {})
        return self._before

    def words_before(self, name: str) -> dict[str, str]:
        given = self.before.get(name)
        return given if isinstance(given, dict) else {}

    def shown(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value[name] for name in self.simple if name in value}

    def value(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in self.simple}
        return {**plain, **{name: self.words_of(name) for name in self.words}}

    def places(self, place: str) -> list[str]:
        inside = place.removeprefix(self.fact.pk).removeprefix(".") if place.startswith(self.fact.pk) else ""
        known = {"organisation": "layer", "municipality": "layer", "valid_from": "valid_from"}
        return [inside or known.get(place, self.main), self.main]

    def publish(self, who: By) -> Edition | None:
        layer = Layer.read(self.cleaned_data["layer"]) or Layer()
        return publish_fact_value(
            self.fact.pk,
            self.value(),
            organisation=layer.organisation,
            municipality=layer.municipality,
            valid_from=self.cleaned_data["valid_from"],
            by=who,
        )


class _WithCurrency(ValueForm):
    def value(self) -> dict[str, Any]:
        return {**super().value(), "currency": self.before.get("currency", "EUR")}


class MoneyForm(_WithCurrency):
    type = FactType.MONEY
    simple = ("amount",)
    main = "amount"
    amount = amount(label=_("Amount in euros"), help_text=_("For example 86,85"))

    def shown(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"amount": Decimal(value["amount"])} if value else {}


class TariffRowForm(RowForm):
    words = {"label": Words(_("What for"))}
    main = "amount"
    order = ("key", "label_nl", "label_en", "amount", "article")

    key = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]*$",
        label=_("Row key"),
        max_length=40,
        error_messages={"invalid": _("Lower case letters, digits and hyphens, for example 18plus.")},
    )
    amount = amount(label=_("Amount in euros"))
    article = forms.CharField(label=_("Article of the bylaw"), max_length=60, required=False)

    def place(self) -> str:
        return str(self.cleaned_data.get("key", ""))

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "key": given["key"],
            "label": self.words_of("label"),
            "amount": given["amount"],
            "article": given["article"],
        }


class TariffForm(_WithCurrency):
    type = FactType.TARIFF
    tables = {
        "rows": rows(
            TariffRowForm,
            _("Rows of the tariff"),
            help_text=_(
                "Texts refer to a row by its key, so a key does not change. A local tariff keeps all national rows."
            ),
        )
    }

    def rows_before(self, name: str) -> list[dict[str, Any]]:
        return [{**row, "amount": Decimal(row["amount"])} for row in self.before.get("rows", ())]

    def value(self) -> dict[str, Any]:
        return {**super().value(), "rows": self.rows["rows"].values()}


class DurationForm(ValueForm):
    type = FactType.DURATION
    simple = ("amount", "unit")
    main = "amount"
    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=10_000)
    unit = forms.ChoiceField(label=_("Unit"), choices=choices(DurationUnit))


class DateForm(ValueForm):
    type = FactType.DATE
    simple = ("date",)
    main = "date"
    date = day(label=_("Date"))

    def value(self) -> dict[str, Any]:
        return {"date": self.cleaned_data["date"].isoformat()}


class PhoneForm(ValueForm):
    type = FactType.PHONE
    simple = ("number",)
    main = "number"
    number = forms.CharField(
        label=_("Telephone number"),
        max_length=24,
        help_text=_("For example 14 0123 or 0800 1234"),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class EmailForm(ValueForm):
    type = FactType.EMAIL
    simple = ("address",)
    main = "address"
    address = forms.EmailField(label=_("E-mail address"), max_length=254)


class UrlForm(ValueForm):
    type = FactType.URL
    simple = ("url",)
    words = {"label": Words(_("Text of the link"), required=False)}
    main = "url"
    url = forms.URLField(
        label=_("Web address"), max_length=2000, assume_scheme="https", help_text=_("Starts with https://")
    )


class AddressForm(ValueForm):
    type = FactType.ADDRESS
    simple = ("street", "number", "postcode", "city")
    main = "street"
    street = forms.CharField(label=_("Street"), max_length=100)
    number = forms.CharField(label=_("House number"), max_length=12, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=7, help_text=_("For example 1234 AB"))
    city = forms.CharField(label=_("City"), max_length=80)


class OpeningHoursForm(ValueForm):
    type = FactType.OPENING_HOURS
    tables = {"days": DayRows, "exceptions": ExceptionRows}

    def rows_before(self, name: str) -> list[dict[str, Any]]:
        show = {"days": day_rows, "exceptions": exception_rows}[name]
        return show(self.before.get(name, ()))

    def value(self) -> dict[str, Any]:
        return {name: table.values() for name, table in self.rows.items()}


class NumberForm(ValueForm):
    type = FactType.NUMBER
    simple = ("value_",)
    words = {"unit": Words(_("Unit"), required=False)}
    main = "value_"
    value_ = Decimals(label=_("Number"), max_digits=16, decimal_places=6)

    def shown(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"value_": Decimal(value["value"])} if "value" in value else {}

    def value(self) -> dict[str, Any]:
        return {"value": self.cleaned_data["value_"], "unit": self.words_of("unit")}


class TextForm(ValueForm):
    type = FactType.TEXT
    words = {"text": Words(_("Text"), long=True, max_length=1000)}
    main = "text_nl"


VALUE_FORMS: dict[FactType, type[ValueForm]] = {
    form.type: form
    for form in (
        MoneyForm,
        TariffForm,
        DurationForm,
        DateForm,
        PhoneForm,
        EmailForm,
        UrlForm,
        AddressForm,
        OpeningHoursForm,
        NumberForm,
        TextForm,
    )
}
