"""Locations of a municipality: address, opening hours in the week and per service, and days that are different."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from contenthub.actions.append import By
from contenthub.actions.fact_needs import TextUse, texts_naming
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.editorial.confirming import ConfirmView
from contenthub.editorial.nouns.hours import EXCEPTIONS, WEEK, DayRow, DaysOnce, ExceptionRow, day_rows, exception_rows
from contenthub.editorial.nouns.parts import NounForm, rows
from contenthub.editorial.nouns.views import SaysWhatIsWrong, by
from contenthub.models import Location, Municipality
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused

Raw = Mapping[str, Any]
HOURS_KEY = "gemeente.openingstijden"


class ForService(forms.Form):
    service = forms.CharField(label=_("Only for"), max_length=80, required=False)


class ServiceDayRow(DayRow, ForService):
    def place(self) -> str:
        return f"{self.cleaned_data.get('service') or 'opening_hours'}.{super().place()}"


class ServiceExceptionRow(ExceptionRow, ForService):
    def place(self) -> str:
        return f"{self.cleaned_data.get('service') or 'opening_hours'}.{super().place()}"


class LocationForm(NounForm, forms.ModelForm):
    groups = (
        (_("Location"), ("name", "slug", "street", "house_number", "postcode", "city", "phone", "order")),
        (WEEK, ("days",)),
        (EXCEPTIONS, ("exceptions",)),
        (_("Services here"), ("services",)),
    )
    tables = {
        "days": rows(
            ServiceDayRow,
            WEEK,
            help_text=_("A service under “only for” has these hours instead."),
        ),
        "exceptions": rows(ServiceExceptionRow, EXCEPTIONS, base=DaysOnce),
    }
    main = "name"

    class Meta:
        model = Location
        fields = ("name", "slug", "street", "house_number", "postcode", "city", "phone", "order")

    services = forms.CharField(
        label=_("Services at this location"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on a line. They have the hours above, unless a row is only for them."),
    )

    def prepare(self) -> None:
        self.fields["slug"].label = _("Short name in addresses")
        self.fields["slug"].disabled = not self.instance._state.adding
        self.fields["order"].required = False
        self.initial["services"] = "\n".join(one["service"] for one in self.instance.services)

    def rows_before(self, name: str) -> list[dict[str, Any]]:
        show = {"days": day_rows, "exceptions": exception_rows}[name]
        own = self.instance.opening_hours or {}
        made: list[dict[str, Any]] = show(own.get(name, ()))
        for one in self.instance.services:
            if _plain(one["opening_hours"]) != _plain(own):
                made += [{**row, "service": one["service"]} for row in show(one["opening_hours"].get(name, ()))]
        return made

    def clean_order(self) -> int:
        given = self.cleaned_data["order"]
        return self.instance.order if given is None else given

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if (
            Location.objects.filter(municipality=self.instance.municipality, slug=slug)
            .exclude(pk=self.instance.pk)
            .exists()
        ):
            raise forms.ValidationError(_("There is a location with this short name already."))
        return slug

    def save(self, commit: bool = True) -> Location:
        hours: dict[str, dict[str, list[Raw]]] = {"": {"days": [], "exceptions": []}}
        for name, table in self.rows.items():
            for row in table.kept():
                service = row.cleaned_data["service"].strip()
                hours.setdefault(service, {"days": [], "exceptions": []})[name].append(row.value())
        listed = [line.strip() for line in self.cleaned_data["services"].splitlines() if line.strip()]
        services = dict.fromkeys([*listed, *(service for service in hours if service)])
        self.instance.opening_hours = hours[""]
        self.instance.services = [{"service": one, "opening_hours": hours.get(one, hours[""])} for one in services]
        return super().save(commit)  # type: ignore[no-any-return]

    def publish(self, who: By) -> None:
        publish_municipality(Municipality.objects.get(pk=self.instance.municipality_id), by=who)

    def refuse(self, refused: Refused) -> None:
        """A refusal of the address ends in the field's name; one of the municipality's own details stands above."""
        here = f"{self.instance.municipality_id}.{self.instance.slug}"
        if refused.field.startswith(here):
            super().refuse(refused)
        else:
            self.add_error(None, in_own_language(refused))


def _plain(hours: Raw) -> dict[str, list[dict[str, Any]]]:
    """Hours without what stands for nothing, so that equal hours are equal however they were written down."""
    shown = {"days": day_rows(hours.get("days", ())), "exceptions": exception_rows(hours.get("exceptions", ()))}
    return {name: [{key: value for key, value in row.items() if value} for row in made] for name, made in shown.items()}


class _LocationView(SaysWhatIsWrong, WagtailAdminTemplateMixin, FormView):
    template_name = "contenthub/nouns/location.html"
    header_icon = "home"
    form_class = LocationForm
    error_message = _("The location could not be published due to errors.")
    location: Location

    def dispatch(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self.municipality = _own(request, pk)
        self.location = self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> Location:
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        town = self.municipality
        return [
            *self.breadcrumbs_items,
            {"url": reverse("municipalities:index"), "label": gettext("Municipalities")},
            {"url": reverse("municipalities:edit", args=[town.pk]), "label": str(town)},
            {"url": "", "label": self.location.name or self.page_title},
        ]

    def get_page_subtitle(self) -> str:
        return self.location.name

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "instance": self.location}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "action_url": self.request.path,
            "submit_button_label": _("Publish"),
            "location": self.location,
            "municipality": self.municipality,
            "submit_button_active_label": _("Publishing…"),
            "media": context["form"].media,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                form.save()
                form.publish(by(self.request))
        except Refused as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        messages.success(self.request, gettext("%(name)s has been published.") % {"name": self.location.name})
        return redirect("municipalities:edit", self.municipality.pk)


class LocationCreateView(_LocationView):
    page_title = _("New location")

    def find(self, **kwargs: Any) -> Location:
        last = self.municipality.locations.aggregate(last=Max("order"))["last"]
        return Location(municipality=self.municipality, order=0 if last is None else last + 1, opening_hours={})


class LocationEditView(_LocationView):
    page_title = _("Location")

    def find(self, **kwargs: Any) -> Location:
        return get_object_or_404(self.municipality.locations, pk=kwargs["location"])


class RemoveView(ConfirmView):
    """Take a location off a municipality; editions of before keep it."""

    page_title = _("Remove this location")
    yes = _("Yes, remove it")

    def dispatch(self, request: HttpRequest, pk: str, location: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.municipality = _own(request, pk)
        self.location = get_object_or_404(self.municipality.locations, pk=location)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.location.name

    def back(self) -> str:
        return reverse("municipalities:edit", args=[self.municipality.pk])

    @cached_property
    def _others(self) -> list[Location]:
        return list(self.municipality.locations.exclude(pk=self.location.pk))

    @cached_property
    def _first(self) -> bool:
        """Whether it is its hours that texts say as those of the municipality."""
        first = self.municipality.locations.first()
        return first is not None and first.pk == self.location.pk

    def consequences(self) -> list[str]:
        said = {"location": self.location.name, "municipality": str(self.municipality)}
        lines = [gettext("%(location)s is no longer named as a location of %(municipality)s, in any channel.") % said]
        services = ", ".join(one["service"] for one in self.location.services)
        if services:
            lines.append(gettext("Its opening hours go too, and those of: %(services)s.") % {"services": services})
        if self._first and self._others:
            given = {"key": HOURS_KEY, "location": self._others[0].name}
            lines.append(gettext("Texts that say %(key)s then say the hours of %(location)s.") % given)
        elif self._first:
            given = {"key": HOURS_KEY}
            lines.append(gettext("It is the last one: texts that say %(key)s then say whom to ask.") % given)
        lines.append(gettext("What was published before stays on record."))
        return lines

    def uses(self) -> list[TextUse]:
        return texts_naming(HOURS_KEY, self.municipality.pk, timezone.now()) if self._first else []

    def act(self) -> str:
        name = self.location.name
        self.location.delete()
        publish_municipality(self.municipality, by=self.by())
        return gettext("%(name)s has been removed.") % {"name": name}


def _own(request: HttpRequest, pk: str) -> Municipality:
    municipality = get_object_or_404(Municipality, pk=unquote(pk))
    if not policy_registry.get_by_type(Municipality).user_has_permission_for_instance(
        request.user, "change", municipality
    ):
        raise PermissionDenied
    return municipality
