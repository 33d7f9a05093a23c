"""Choosing a fact for a text: Wagtail's chooser modal over published facts, and what the chips in a text say."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.forms.widgets import Media, Script
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, URLPattern, path, resolve, reverse
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.views.generic import chooser
from wagtail.models import Page

from contenthub.access.roles import GENERIC
from contenthub.editorial.fact_values import Choice, chips, choices, keys_found
from contenthub.models import Fact
from contenthub.models.pages.library import OrganisationPage

MOST_KEYS = 1000
LOOSE_TEXTS = {
    "heading": _("Loose values in this text"),
    "why": _("A loose value stays as it is when it changes elsewhere. A fact changes everywhere at once."),
    "use": _("Use %(label)s"),
    "make": _("Make a fact of this"),
    "leave": _("Leave it"),
    "all": _("Show all %(count)s"),
    "mark": _("Loose value. Alt and arrow down leads to what you can do with it."),
    "found": _("%(text)s is a loose value. Alt and arrow down leads to what you can do with it."),
}


# Wagtail keeps a field's scripts for as long as the process lives; these words are of whoever asks.
_loose_texts = lazy(lambda: json.dumps({name: str(text) for name, text in LOOSE_TEXTS.items()}), str)


class FactFeature(EntityFeature):
    """The button in Draftail, the chooser behind two braces, and what is offered for values that stand loose.

    The scripts learn from their own tags where to ask, and in which words to say it.
    """

    def __init__(self, entity: str) -> None:
        super().__init__(
            {
                "type": entity,
                "icon": "tag",
                "description": _("Fact"),
                "attributes": ["key"],
                "allowlist": {"key": True},
            },
            js=["wagtailadmin/js/chooser-modal.js"],
            css={"all": ["contenthub/editorial/fact.css"]},
        )

    def construct_options(self, options: dict[str, Any]) -> None:
        super().construct_options(options)
        for part, kind in (("plugins", "fact-braces"), ("plugins", "loose-values"), ("controls", "loose-values")):
            options.setdefault(part, []).append({"type": kind})

    @property
    def media(self) -> Media:
        asked = {"data-values-url": reverse("contenthub_fact_values"), "data-chooser-url": reverse("contenthub_fact_chooser")}
        loose = {"data-url": reverse("contenthub_loose_values"), "data-make-url": reverse("contenthub_make_fact")}
        own = [
            Script("contenthub/editorial/fact.js", **asked),
            Script("contenthub/editorial/fact_braces.js"),
            Script("contenthub/editorial/loose.js", **loose, **{"data-texts": _loose_texts()}),
        ]
        return super().media + Media(js=own)  # type: ignore[no-any-return]


class FactSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search by key, name or row of a tariff"),
        required=False,
        help_text=_("Enter chooses the first fact that is found. With the arrows you go through the list."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        return objects


class _Choosing(chooser.BaseChooseView):
    model = Fact
    icon = "tag"
    page_title = _("Choose a fact")
    filter_form_class = FactSearchForm
    results_template_name = "contenthub/editorial/fact_choices.html"
    chosen_url_name = "contenthub_fact_chosen"
    results_url_name = "contenthub_fact_results"
    preserve_url_parameters = ["place"]

    @cached_property
    def organisation(self) -> str:
        return organisation_at(self.request.GET.get("place", ""))

    def get_object_list(self) -> list[str]:
        return []

    def apply_object_list_ordering(self, objects: list[str]) -> list[str]:
        return objects

    def filter_object_list(self, objects: list[str]) -> list[str]:
        if self.filter_form.is_valid():
            self.filter_form.filter(objects)
        return keys_found(self.filter_form.search_query or "", self.request.user)

    def get_results_page(self, request: HttpRequest) -> Any:
        page = super().get_results_page(request)
        page.object_list = [
            (choice, self.chosen_url(choice.key), [(row, self.chosen_url(row.key)) for row in choice.rows])
            for choice in self.described(page.object_list)
        ]
        return page

    def described(self, keys: list[str]) -> list[Choice]:
        return choices(keys, self.request.user, self.organisation)

    def chosen_url(self, key: str) -> str:
        return self.append_preserved_url_parameters(reverse(self.chosen_url_name, args=[key]))  # type: ignore[no-any-return]

    def can_create(self) -> bool:
        return False


class ChooseFactView(chooser.ChooseViewMixin, _Choosing):
    creation_tab_label = ""
    create_action_label = ""


class FactResultsView(chooser.ChooseResultsViewMixin, _Choosing):
    pass


def chosen_fact(request: HttpRequest, key: str) -> HttpResponse:
    """The modal's answer: the key, and what its chip says."""
    chip = chips([key], organisation_at(request.GET.get("place", "")))[key]
    if chip.state == "unknown":
        raise Http404
    return JsonResponse({"step": "chosen", "result": {"key": key, **chip._asdict()}})


@require_POST
def fact_values(request: HttpRequest) -> HttpResponse:
    """What the chips of a whole page say, in one request. It reads; it is a POST because a page may hold many keys."""
    keys = request.POST.getlist("key")[:MOST_KEYS]
    told = chips(keys, organisation_at(request.POST.get("place", "")))
    return JsonResponse({key: chip._asdict() for key, chip in told.items()})


def page_at(place: str) -> Page | None:
    """The page that is edited at this address of the admin, or under which one is made."""
    try:
        given = resolve(urlsplit(place).path).kwargs
    except (Resolver404, ValueError):
        return None
    pk = given.get("page_id", given.get("parent_page_id"))
    return Page.objects.filter(pk=pk).first() if pk else None


def organisation_of(page: Page | None) -> str:
    """Whose text a page is; '' for the library and for what is no page."""
    branch = OrganisationPage.objects.ancestor_of(page, inclusive=True).first() if page else None
    return branch.organisation_slug if branch else GENERIC


def organisation_at(place: str) -> str:
    """Whose text is edited at this address of the admin; '' for the library and for anything else."""
    return organisation_of(page_at(place))


def urls() -> list[URLPattern]:
    return [
        path("contenthub/choose-fact/", ChooseFactView.as_view(), name="contenthub_fact_chooser"),
        path("contenthub/choose-fact/results/", FactResultsView.as_view(), name="contenthub_fact_results"),
        path("contenthub/choose-fact/chosen/<str:key>/", chosen_fact, name="contenthub_fact_chosen"),
        path("contenthub/choose-fact/values/", fact_values, name="contenthub_fact_values"),
    ]
