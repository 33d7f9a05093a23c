"""Municipalities: how one reaches them, in which languages they speak, how their letters look, and how they end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from contenthub.access.roles import GENERIC, may_publish, publishable
from contenthub.actions.append import By
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.editorial.nouns.locations import LocationCreateView, LocationEditView, RemoveView
from contenthub.editorial.nouns.logo import LogoField, as_image
from contenthub.editorial.nouns.parts import NounForm, RowForm, rows
from contenthub.editorial.nouns.views import NounEditView, NounIndexView, NounViewSet, column
from contenthub.editorial.nouns.widgets import Checklist, checklist, day
from contenthub.models import Municipality

IDENTITY = ("name", "slug", "begins_on", "ends_on", "successors")


class FormerRow(RowForm):
    main = "until"
    code = forms.RegexField(
        r"^GM\d{4}$", label=_("Code"), error_messages={"invalid": _("A municipality code looks like GM0344.")}
    )
    until = day(label=_("Own texts until"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not Municipality.objects.filter(pk=code).exists():
            raise forms.ValidationError(_("There is no municipality %(code)s.") % {"code": code})
        return code

    def place(self) -> str:
        return str(self.cleaned_data.get("code", ""))

    def value(self) -> dict[str, Any]:
        return {self.cleaned_data["code"]: self.cleaned_data["until"].isoformat()}


class MunicipalityForm(NounForm, forms.ModelForm):
    groups = (
        (_("Municipality"), ("code", "name", "slug")),
        (_("Contact"), ("phone", "email", "website", "street", "house_number", "postcode", "city", "postal_address")),
        (_("Language"), ("languages", "default_language", "form_of_address")),
        (
            _("Letterhead"),
            (
                "logo",
                "remove_logo",
                "logo_alt",
                "colour",
                "sender_lines",
                "return_address",
                "signatory",
                "signatory_role",
            ),
        ),
        (_("Questions asked"), ("keeps_questions",)),
        (_("Beginning and end"), ("begins_on", "ends_on", "successors", "former")),
    )
    tables = {
        "former": rows(
            FormerRow,
            _("Merged municipalities that keep their own texts for a while"),
            help_text=_("After a merger old local rules stay valid up to two years."),
        )
    }
    main = "code"

    class Meta:
        model = Municipality
        fields = (
            "code",
            "name",
            "slug",
            "phone",
            "email",
            "website",
            "street",
            "house_number",
            "postcode",
            "city",
            "postal_address",
            "default_language",
            "form_of_address",
            "keeps_questions",
            "logo_alt",
            "colour",
            "sender_lines",
            "return_address",
            "signatory",
            "signatory_role",
            "begins_on",
            "ends_on",
            "successors",
        )
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "sender_lines": forms.Textarea(attrs={"rows": 4}),
            "form_of_address": forms.RadioSelect,
        }

    logo = LogoField(
        label=_("Logo (SVG)"), required=False, help_text=_("An SVG file of at most 200 kB, without scripts.")
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    begins_on = day(label=_("Begins on"), required=False)
    ends_on = day(label=_("Ends on"), required=False)

    def prepare(self) -> None:
        new = self.instance._state.adding
        self.fields["code"].disabled = not new
        self.fields["code"].help_text = _("For example GM0344. It never changes.")
        self.fields["website"].assume_scheme = "https"
        self.fields["keeps_questions"].label = _("Keep the questions that are asked")
        self.fields["keeps_questions"].help_text = _(
            "For 30 days, so that editors see what nobody could find. What looks like personal data is taken out first."
        )
        self.fields["colour"] = forms.RegexField(
            r"^#[0-9A-Fa-f]{6}$",
            label=_("Colour"),
            widget=forms.TextInput(attrs={"type": "color"}),
            initial=self.instance.colour,
        )
        self.fields["sender_lines"].help_text = _("As it stands on top of a letter, line by line.")
        self.fields["slug"].label = _("Short name in addresses")
        self.fields["languages"] = checklist(
            settings.LANGUAGES, label=_("Languages offered"), required=True, initial=self.instance.languages or ["nl"]
        )
        self.fields["default_language"] = forms.ChoiceField(
            label=_("Default language"), choices=settings.LANGUAGES, initial=self.instance.default_language
        )
        self.fields["successors"] = forms.ModelMultipleChoiceField(
            Municipality.objects.exclude(pk=self.instance.pk),
            required=False,
            label=_("Successors"),
            widget=Checklist(),
            initial=[] if new else list(self.instance.successors.values_list("pk", flat=True)),
        )
        if new or not self.instance.logo_svg:
            del self.fields["remove_logo"]
        else:
            self.fields["logo"].help_text = as_image(self.instance.logo_svg, self.instance.logo_alt)
        if not may_publish(self.user, GENERIC):
            for name in IDENTITY:
                self.fields[name].disabled = True

    def rows_before(self, name: str) -> list[dict[str, Any]]:
        return [
            {"code": code, "until": dt.date.fromisoformat(str(until))}
            for code, until in self.instance.keeps_old_texts.items()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.instance.languages = given.get("languages", [])
        if given.get("logo"):
            self.instance.logo_svg = given["logo"]
        elif given.get("remove_logo"):
            self.instance.logo_svg = ""
        if self.instance.logo_svg and not given.get("logo_alt"):
            self.add_error("logo_alt", _("Say in words what the logo shows."))
        return given

    def save(self, commit: bool = True) -> Municipality:
        if may_publish(self.user, GENERIC):
            self.instance.keeps_old_texts = {
                code: until for row in self.rows["former"].values() for code, until in row.items()
            }
        return super().save(commit)  # type: ignore[no-any-return]

    def publish(self, who: By) -> None:
        publish_municipality(self.instance, by=who)


class MunicipalityFilters(WagtailFilterSet):
    ended = ChoiceFilter(label=_("State"), method="by_end", choices=[("no", _("Exists")), ("yes", _("Ended"))])

    class Meta:
        model = Municipality
        fields: list[str] = []

    def by_end(self, towns: QuerySet[Municipality], name: str, value: str) -> QuerySet[Municipality]:
        today = dt.date.today()
        return towns.filter(ends_on__lt=today) if value == "yes" else towns.exclude(ends_on__lt=today)


class MunicipalityIndexView(NounIndexView):
    def get_base_queryset(self) -> QuerySet[Municipality]:
        return super().get_base_queryset().prefetch_related("organisations", "locations").defer("logo_svg")

    def get_edit_url(self, instance: Municipality) -> str | None:
        """Judged by what is loaded already: one query for the page and not one for each row."""
        if not hasattr(self, "_may"):
            self._may = publishable(self.request.user)
        writers = {organisation.pk for organisation in instance.organisations.all()} | {GENERIC}
        return reverse("municipalities:edit", args=[instance.pk]) if writers & self._may else None


class MunicipalityEditView(NounEditView):
    template_name = "contenthub/nouns/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "locations": list(self.object.locations.all())}


class MunicipalityViewSet(NounViewSet):
    model = Municipality
    name = "municipalities"
    icon = "home"
    menu_label = _("Municipalities")
    index_view_class = MunicipalityIndexView
    edit_view_class = MunicipalityEditView
    edit_template_name = MunicipalityEditView.template_name
    form_class = MunicipalityForm
    filterset_class = MunicipalityFilters
    search_fields = ["name", "code"]
    ordering = "name"

    list_display = [
        column("name", _("Name"), "name", sort_key="name"),
        column("code", _("Code"), "code", sort_key="code"),
        column(
            "organisations", _("Organisations"), lambda town: ", ".join(one.name for one in town.organisations.all())
        ),
        column("locations", _("Locations"), lambda town: len(town.locations.all()) or ""),
        column("ends_on", _("Ended on"), "ends_on", sort_key="ends_on"),
    ]

    def more_urls(self, key: str) -> list[URLPattern]:
        return [
            path(f"{key}/locations/new/", LocationCreateView.as_view(), name="add_location"),
            path(f"{key}/locations/<int:location>/", LocationEditView.as_view(), name="edit_location"),
            path(f"{key}/locations/<int:location>/remove/", RemoveView.as_view(), name="remove_location"),
        ]
