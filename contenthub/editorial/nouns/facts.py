"""Facts: what a key means, its values in force per layer, and the values that wait for their moment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from contenthub.access.roles import GENERIC, has_role, publishable
from contenthub.actions.append import By
from contenthub.actions.publish_fact import publish_fact
from contenthub.editorial.nouns.fact_values import CancelValueView, EndValueView, in_words, values_of
from contenthub.editorial.nouns.layers import Layer, layer_of, named_layers
from contenthub.editorial.nouns.parts import NounForm, Words
from contenthub.editorial.nouns.permissions import seen_by
from contenthub.editorial.nouns.value_forms import VALUE_FORMS
from contenthub.editorial.nouns.views import NounIndexView, NounViewSet, SaysWhatIsWrong, by, column
from contenthub.editorial.nouns.words import choices, word
from contenthub.editorial.sheets.views import DiscardView, DownloadView, PreviewView, SheetView
from contenthub.models import Edition, Fact
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionState, FactRole, FactType


class FactForm(NounForm, forms.ModelForm):
    words = {"label": Words(_("Label"), help_text=_("How one would read it aloud: costs of a passport."))}
    groups = ((_("Fact"), ("key", "label", "type", "role", "maximum")),)
    main = "key"

    class Meta:
        model = Fact
        fields = ("key", "type", "role", "maximum")

    def prepare(self) -> None:
        self.fields["key"].help_text = _("What texts refer to, for example paspoort.kosten. It never changes.")
        self.fields["type"] = forms.ChoiceField(
            label=_("Type"),
            choices=choices(FactType),
            help_text=_("Fixed once the fact exists; for another type make a new key."),
        )
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            choices=choices(FactRole, empty=_("None")),
            required=False,
            help_text=_("For a term: which of the three terms of a product it is."),
        )
        self.fields["maximum"].help_text = _("Then no organisation can set a higher amount than the national one.")
        if not self.instance._state.adding:
            self.fields["key"].disabled = self.fields["type"].disabled = True

    def clean(self) -> dict[str, Any]:
        self.instance.label = self.words_of("label")
        return super().clean()  # type: ignore[no-any-return]

    def publish(self, who: By) -> None:
        publish_fact(self.instance, by=who)


class FactFilters(WagtailFilterSet):
    type = ChoiceFilter(label=_("Type"), choices=choices(FactType))
    role = ChoiceFilter(label=_("Role"), choices=choices(FactRole))

    class Meta:
        model = Fact
        fields = ["type", "role"]


class FactIndexView(NounIndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if publishable(self.request.user):
            from_sheet = HeaderButton(_("Values from a spreadsheet"), url=reverse("facts:sheet"), icon_name="table")
            return [*buttons, from_sheet]
        return buttons

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, facts, more = super().paginate_queryset(queryset, page_size)
        facts = list(facts)
        generic = values_of(*(fact.pk for fact in facts)).filter(organisation=GENERIC).in_force(timezone.now())
        now = {edition.subject: in_words(edition) for edition in generic}
        for fact in facts:
            fact.national = now.get(fact.pk, "")
        page.object_list = facts
        return paginator, page, facts, more


class FactPage(WagtailAdminTemplateMixin, TemplateView):
    """One fact with all its values: what holds now and what will."""

    template_name = "contenthub/nouns/fact.html"
    header_icon = "tag"
    page_title = _("Fact")

    def dispatch(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user):
            raise PermissionDenied
        self.fact = get_object_or_404(Fact, pk=unquote(pk))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.fact.pk

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        facts = {"url": reverse("facts:index"), "label": gettext("Facts")}
        return [*self.breadcrumbs_items, facts, {"url": "", "label": self.fact.pk}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        here = [quote(self.fact.pk)]
        buttons = []
        if publishable(self.request.user):
            buttons.append(HeaderButton(_("New value"), url=reverse("facts:value", args=here), icon_name="plus"))
        if GENERIC in publishable(self.request.user):
            buttons.append(HeaderButton(_("Edit definition"), url=reverse("facts:edit", args=here), icon_name="edit"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, may = timezone.now(), publishable(self.request.user)
        values = values_of(self.fact.pk)
        current = list(values.in_force(now).order_by("organisation", "municipality"))
        later = (
            values.standing().filter(seen_by(self.request.user), valid_from__gt=now).order_by("valid_from", "number")
        )
        layers = named_layers([*current, *later])
        return {
            **super().get_context_data(**kwargs),
            "fact": self.fact,
            "type": word(FactType, self.fact.type),
            "role": word(FactRole, self.fact.role),
            "current": [_line(edition, layers, may) for edition in current],
            "waiting": [_line(edition, layers, may) for edition in later],
            "has_generic": any(not edition.organisation for edition in current),
            "history_url": f"{reverse('editions:index')}?subject={self.fact.pk}",
        }


def _line(edition: Edition, layers: dict[Layer, str], may: frozenset[str]) -> dict[str, Any]:
    layer = layer_of(edition)
    here = [quote(edition.subject)]
    return {
        "edition": edition,
        "layer": layers[layer],
        "words": in_words(edition),
        "may": edition.organisation in may,
        "ended": edition.state == EditionState.ENDED,
        "change_url": f"{reverse('facts:value', args=here)}?layer={layer.code}",
        "end_url": f"{reverse('facts:end', args=here)}?layer={layer.code}",
    }


class ValueView(SaysWhatIsWrong, WagtailAdminTemplateMixin, FormView):
    """A new value of a fact, at a layer for which one may publish."""

    template_name = "contenthub/nouns/form.html"
    header_icon = "tag"
    page_title = _("New value")
    error_message = _("The value could not be published due to errors.")

    def dispatch(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self.fact = get_object_or_404(Fact, pk=unquote(pk))
        self.layer = Layer.read(request.GET.get("layer", ""))
        may = publishable(request.user)
        if not may or (self.layer and self.layer.organisation not in may):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.fact.pk

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("facts:index"), "label": gettext("Facts")},
            {"url": reverse("facts:show", args=[quote(self.fact.pk)]), "label": self.fact.pk},
            {"url": "", "label": self.page_title},
        ]

    def get_form_class(self) -> Any:
        return VALUE_FORMS[FactType(self.fact.type)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "fact": self.fact, "layer": self.layer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "action_url": self.request.get_full_path(),
            "submit_button_label": _("Publish"),
            "submit_button_active_label": _("Publishing…"),
            "media": context["form"].media,
            "explanation": _(
                "The value before stays on record: whoever asks about an earlier day gets what held then."
            ),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                made = form.publish(by(self.request))
        except Refused as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        if made is None:
            messages.info(self.request, gettext("This value held already; nothing was published."))
        else:
            messages.success(self.request, gettext("The value has been published."))
        return redirect("facts:show", quote(self.fact.pk))


class FactViewSet(NounViewSet):
    model = Fact
    name = "facts"
    icon = "tag"
    menu_label = _("Facts")
    index_view_class = FactIndexView
    form_class = FactForm
    filterset_class = FactFilters
    search_fields = ["key", "label"]
    ordering = "key"

    list_display = [
        column("key", _("Key"), "pk", sort_key="key", width="24%"),
        column("label", _("Label"), lambda fact: fact.label.get("nl", "")),
        column("type", _("Type"), lambda fact: word(FactType, fact.type), sort_key="type"),
        column("role", _("Role"), lambda fact: word(FactRole, fact.role)),
        column("national", _("National value now"), "national"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(show_url_name="facts:show", **kwargs)

    def more_urls(self, key: str) -> list[URLPattern]:
        return [
            path(f"show/{key}/", FactPage.as_view(), name="show"),
            path(f"value/{key}/", ValueView.as_view(), name="value"),
            path(f"cancel/{key}/<int:edition>/", CancelValueView.as_view(), name="cancel"),
            path(f"end/{key}/", EndValueView.as_view(), name="end"),
            path("sheet/", SheetView.as_view(), name="sheet"),
            path("sheet/template/", DownloadView.as_view(), name="sheet_template"),
            path("sheet/<uuid:pk>/", PreviewView.as_view(), name="sheet_preview"),
            path("sheet/<uuid:pk>/discard/", DiscardView.as_view(), name="sheet_discard"),
        ]
