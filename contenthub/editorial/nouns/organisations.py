"""Organisations: who writes for which municipalities. A new one gets its branches, groups and workflow in one act."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.editorial.nouns.parts import NounForm
from contenthub.editorial.nouns.views import NounIndexView, NounViewSet, column
from contenthub.editorial.nouns.widgets import checklist
from contenthub.models import Municipality, Organisation, OrganisationPage


class OrganisationForm(NounForm, forms.ModelForm):
    groups = ((_("Organisation"), ("name", "slug", "order")), (_("Writes for"), ("municipalities", "languages")))
    main = "slug"

    class Meta:
        model = Organisation
        fields = ("name", "slug", "order")

    def prepare(self) -> None:
        new = self.instance._state.adding
        self.fields["slug"].label = _("Short name in addresses")
        self.fields["slug"].help_text = _(
            "For example buurgemeenten. Groups of editors are named after it; it never changes."
        )
        self.fields["slug"].disabled = not new
        self.fields["order"].required = False
        served = [] if new else list(self.instance.municipalities.values_list("pk", flat=True))
        self.fields["municipalities"] = checklist(
            [(town.pk, str(town)) for town in Municipality.objects.only("pk", "name")],
            label=_("Municipalities"),
            initial=served,
        )
        self.has = (
            []
            if new
            else list(
                OrganisationPage.objects.filter(organisation=self.instance).values_list(
                    "locale__language_code", flat=True
                )
            )
        )
        self.fields["languages"] = checklist(
            settings.LANGUAGES,
            label=_("Languages"),
            required=True,
            initial=self.has or [settings.LANGUAGE_CODE],
            help_text=_("Each language gets a branch of its own; a branch that is there stays."),
        )

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0

    def publish(self, who: By) -> None:
        """The row is saved before: its order is part of what the verb publishes."""
        given = self.cleaned_data
        onboard_organisation(
            self.instance.pk, given["name"], given["municipalities"], [*self.has, *given["languages"]], by=who
        )


class OrganisationIndexView(NounIndexView):
    def get_base_queryset(self) -> QuerySet[Organisation]:
        return super().get_base_queryset().prefetch_related("municipalities", "branches__locale")


class OrganisationViewSet(NounViewSet):
    model = Organisation
    name = "organisations"
    icon = "group"
    menu_label = _("Organisations")
    index_view_class = OrganisationIndexView
    form_class = OrganisationForm
    search_fields = ["name", "slug"]
    ordering = "name"

    list_display = [
        column("name", _("Name"), "name", sort_key="name"),
        column("slug", _("Short name in addresses"), "pk", sort_key="slug"),
        column(
            "municipalities", _("Municipalities"), lambda one: ", ".join(town.name for town in one.municipalities.all())
        ),
        column(
            "languages", _("Languages"), lambda one: ", ".join(page.locale.language_code for page in one.branches.all())
        ),
        column("order", _("Order"), "order", sort_key="order"),
    ]
