"""Where a value of a fact stands: national, of an organisation, or of an organisation for one municipality."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext

from contenthub.access.roles import GENERIC, publishable
from contenthub.models import Edition, Municipality, Organisation


class Layer(NamedTuple):
    organisation: str = GENERIC
    municipality: str = ""

    @property
    def code(self) -> str:
        """As a form writes it; a national value is `national`, so that nothing chosen differs from it."""
        return f"{self.organisation or 'national'}|{self.municipality}".rstrip("|")

    @classmethod
    def read(cls, code: str) -> Layer | None:
        organisation, _bar, municipality = code.partition("|")
        if not organisation:
            return None
        return cls("" if organisation == "national" else organisation, municipality)


def layer_of(edition: Edition) -> Layer:
    return Layer(edition.organisation, edition.municipality)


def named_layers(editions: Iterable[Edition]) -> dict[Layer, str]:
    """What to call each layer that occurs; two queries, however many there are."""
    layers = {layer_of(edition) for edition in editions}
    organisations = dict(
        Organisation.objects.filter(pk__in={layer.organisation for layer in layers}).values_list("pk", "name")
    )
    towns = dict(Municipality.objects.filter(pk__in={layer.municipality for layer in layers}).values_list("pk", "name"))
    return {
        layer: _name(
            organisations.get(layer.organisation, layer.organisation), towns.get(layer.municipality, layer.municipality)
        )
        for layer in layers
    }


def name_of(layer: Layer) -> str:
    """What to call one layer, in the active language."""
    organisation = Organisation.objects.filter(pk=layer.organisation).values_list("name", flat=True).first()
    town = Municipality.objects.filter(pk=layer.municipality).values_list("name", flat=True).first()
    return _name(organisation or layer.organisation, town or layer.municipality)


def layers_for(user: Any) -> list[tuple[str, str]]:
    """The layers at which this user may publish, as choices."""
    may = publishable(user)
    made = [(Layer().code, _name("", ""))] if GENERIC in may else []
    for organisation in Organisation.objects.filter(pk__in=may).prefetch_related("municipalities").order_by("name"):
        made.append((Layer(organisation.pk).code, _name(organisation.name, "")))
        towns = list(organisation.municipalities.all())
        made += [
            (Layer(organisation.pk, town.pk).code, _name(organisation.name, town.name))
            for town in towns
            if len(towns) > 1
        ]
    return made


def _name(organisation: str, municipality: str) -> str:
    if not organisation:
        return gettext("National")
    return (
        gettext("%(organisation)s, only for %(municipality)s")
        % {"organisation": organisation, "municipality": municipality}
        if municipality
        else organisation
    )
