"""API clients: who may read what, and their tokens, each of which is shown once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from contenthub.actions.give_token import (
    LONGEST,
    LONGEST_OVERLAP,
    USUAL,
    USUAL_OVERLAP,
    Issued,
    issue_token,
    revoke_token,
    rotate_token,
)
from contenthub.actions.keep_client import MOST_A_MINUTE, alter_client, create_client
from contenthub.editorial.nouns.parts import NounForm
from contenthub.editorial.nouns.views import NounCreateView, NounEditView, NounIndexView, NounViewSet, column
from contenthub.editorial.nouns.widgets import checklist, day
from contenthub.editorial.nouns.words import choices, word
from contenthub.models import ApiClient, ApiToken, Municipality
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Scope


class ClientForm(NounForm, forms.ModelForm):
    groups = (
        (_("API client"), ("name", "contact")),
        (_("What it may"), ("scopes", "municipalities", "requests_per_minute")),
    )
    main = "name"

    class Meta:
        model = ApiClient
        fields = ("name", "contact", "requests_per_minute")

    def prepare(self) -> None:
        self.fields["name"].help_text = _("For example Website Waterrijk. It stands in the ledger.")
        self.fields["scopes"] = checklist(
            choices(Scope),
            label=_("Scopes"),
            initial=self.instance.scopes or [Scope.PUBLIC.value],
            help_text=_("Give no more than the client needs. What is public it may always read."),
        )
        self.fields["municipalities"] = checklist(
            [(town.pk, str(town)) for town in Municipality.objects.only("pk", "name")],
            label=_("Municipalities"),
            initial=self.instance.municipalities,
            help_text=_("Leave empty for a client of all municipalities; otherwise every other one is refused."),
        )
        self.fields["requests_per_minute"] = forms.IntegerField(
            label=_("Requests a minute"),
            required=False,
            min_value=1,
            max_value=MOST_A_MINUTE,
            initial=self.instance.requests_per_minute,
            help_text=_("Leave empty for the limit of this installation. It is counted per server process."),
        )

    def save(self, commit: bool = True) -> ApiClient:
        """The verb writes; the row that the form filled in is only what it was told."""
        told = {name: self.cleaned_data[name] for name in ("name", "contact", "scopes", "municipalities")}
        told["requests_per_minute"] = self.cleaned_data["requests_per_minute"]
        if self.instance._state.adding:
            return create_client(**told, user=self.user)
        return alter_client(self.instance, **told, user=self.user)

    def publish(self, who: Any) -> None:
        """There is no edition of a client."""


class ClientCreateView(NounCreateView):
    submit_button_label = _("Save")
    submit_button_active_label = _("Saving…")

    def get_success_url(self) -> str:
        return reverse("api_clients:show", args=[self.object.pk])


class ClientEditView(NounEditView):
    submit_button_label = _("Save")
    submit_button_active_label = _("Saving…")

    def get_success_url(self) -> str:
        return reverse("api_clients:show", args=[self.object.pk])


class ClientIndexView(NounIndexView):
    def get_base_queryset(self) -> QuerySet[ApiClient]:
        now = timezone.now()
        holds = Q(tokens__revoked_at=None, tokens__expires_at__gt=now)
        return super().get_base_queryset().annotate(
            holding=Count("tokens", filter=holds), used_on=Max("tokens__last_used_on")
        )


class OfClient(WagtailAdminTemplateMixin):
    """A page that is about one client, for those who may see or change API clients."""

    header_icon = "key"
    needs = ("change",)

    def dispatch(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(request.user.has_perm(f"contenthub.{action}_apiclient") for action in self.needs):
            raise PermissionDenied
        self.client = get_object_or_404(ApiClient, pk=pk)
        if token := kwargs.pop("token", None):
            self.token = get_object_or_404(self.client.tokens, pk=token)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.client.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        up = [{"url": reverse("api_clients:index"), "label": gettext("API clients")}]
        here = reverse("api_clients:show", args=[self.client.pk])
        if self.request.path == here:
            return [*self.breadcrumbs_items, *up, {"url": "", "label": self.client.name}]
        return [*self.breadcrumbs_items, *up, {"url": here, "label": self.client.name}, {"url": "", "label": self.page_title}]


class ClientPage(OfClient, TemplateView):
    """One client: what it may, and its tokens."""

    template_name = "contenthub/nouns/client.html"
    page_title = _("API client")
    needs = ("change", "add", "view")

    @cached_property
    def may_change(self) -> bool:
        return self.request.user.has_perm("contenthub.change_apiclient")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.may_change:
            return []
        here = [self.client.pk]
        return [
            HeaderButton(_("Issue a token"), url=reverse("api_clients:issue", args=here), icon_name="plus"),
            HeaderButton(_("Edit"), url=reverse("api_clients:edit", args=here), icon_name="edit"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = dict(Municipality.objects.filter(pk__in=self.client.municipalities).values_list("pk", "name"))
        return {
            **super().get_context_data(**kwargs),
            "client": self.client,
            "scopes": [word(Scope, scope) for scope in self.client.scopes],
            "municipalities": [f"{names.get(code, '')} ({code})".strip() for code in self.client.municipalities],
            "tokens": [_line(token) for token in self.client.tokens.select_related("replaced_by")],
            "may_change": self.may_change,
        }


def _line(token: ApiToken) -> dict[str, Any]:
    """A token as the list shows it: what it is now, and what can be done with it."""
    now = timezone.now()
    if token.revoked_at is not None:
        state = "revoked"
    elif token.expires_at <= now:
        state = "expired"
    elif token.replaced_by is not None:
        state = "replaced"
    else:
        state = "soon" if token.expires_at < now + dt.timedelta(days=30) else "holds"
    return {
        "token": token,
        "state": state,
        "may_rotate": state in ("holds", "soon"),
        "may_revoke": state in ("holds", "soon", "replaced"),
    }


class TokenForm(forms.Form):
    """`seen` is how many tokens there were: a page that is sent twice issues one token, not two."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class IssueForm(TokenForm):
    until = day(label=_("Valid through"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].help_text = _("The last day on which it holds; at most two years ahead.")
        self.fields["until"].widget.attrs.update(
            {"min": today.isoformat(), "max": (today + LONGEST - dt.timedelta(days=1)).isoformat()}
        )


class RotateForm(TokenForm):
    overlap = forms.IntegerField(
        label=_("Days that the old token still holds"),
        min_value=0,
        max_value=LONGEST_OVERLAP.days,
        help_text=_("In these days the client is given the new token. 0 stops the old one at once."),
    )


class GivingView(OfClient, FormView):
    """Gives a token. It is shown in the answer to this very request and nowhere after it."""

    template_name = "contenthub/nouns/token_form.html"
    shown_template = "contenthub/nouns/token.html"

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.client.tokens.count()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action_url": self.request.path,
            "submit_button_label": self.page_title,
            "back_url": reverse("api_clients:show", args=[self.client.pk]),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if form.cleaned_data["seen"] != self.client.tokens.count():
            said = gettext("A token was issued meanwhile. It is shown only once; issue another if you did not copy it.")
            messages.warning(self.request, said)
            return redirect("api_clients:show", self.client.pk)
        try:
            issued = self.give(form)
        except Refused as refused:
            form.add_error(None, in_own_language(refused))
            return self.form_invalid(form)
        self.template_name, self.page_title = self.shown_template, gettext("New token")
        return self.render_to_response({**self.get_context_data(form=form), "issued": issued})

    def give(self, form: Any) -> Issued:
        raise NotImplementedError


class IssueView(GivingView):
    page_title = _("Issue a token")
    form_class = IssueForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "until": timezone.localdate() + USUAL}

    def give(self, form: Any) -> Issued:
        last = form.cleaned_data["until"]
        end = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time()))
        return issue_token(self.client, expires_at=end, user=self.request.user)


class RotateView(GivingView):
    page_title = _("Replace the token")
    form_class = RotateForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "overlap": USUAL_OVERLAP.days}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "token": self.token}

    def give(self, form: Any) -> Issued:
        overlap = dt.timedelta(days=form.cleaned_data["overlap"])
        return rotate_token(self.token, overlap=overlap, user=self.request.user)


class RevokeView(OfClient, TemplateView):
    """Asks once more, and then revokes."""

    template_name = "contenthub/nouns/token_revoke.html"
    page_title = _("Revoke the token")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "client": self.client, "token": self.token}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            revoke_token(self.token, user=request.user)
        except Refused as refused:
            messages.error(request, in_own_language(refused))
        else:
            messages.success(request, gettext("The token has been revoked; it is refused from now on."))
        return redirect("api_clients:show", self.client.pk)


class ClientViewSet(NounViewSet):
    model = ApiClient
    name = "api_clients"
    icon = "key"
    menu_label = _("API clients")
    add_to_settings_menu = True
    menu_order = 620
    index_view_class = ClientIndexView
    add_view_class = ClientCreateView
    edit_view_class = ClientEditView
    form_class = ClientForm
    search_fields = ["name", "contact"]
    ordering = "name"

    list_display = [
        column("name", _("Name"), "name", sort_key="name", width="24%"),
        column("scopes", _("Scopes"), lambda client: ", ".join(client.scopes)),
        column(
            "municipalities", _("Municipalities"), lambda client: ", ".join(client.municipalities) or gettext("all")
        ),
        column("tokens", _("Tokens that hold"), "holding", sort_key="holding"),
        column("used", _("Last used"), lambda client: client.used_on or gettext("never"), sort_key="used_on"),
    ]

    def register_permissions(self) -> None:
        """These rights are ticked for a group; they follow no page tree."""
        ModelViewSet.register_permissions(self)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(show_url_name="api_clients:show", **kwargs)

    def more_urls(self, key: str) -> list[URLPattern]:
        return [
            path(f"show/{key}/", ClientPage.as_view(), name="show"),
            path(f"show/{key}/issue/", IssueView.as_view(), name="issue"),
            path(f"show/{key}/rotate/<int:token>/", RotateView.as_view(), name="rotate"),
            path(f"show/{key}/revoke/<int:token>/", RevokeView.as_view(), name="revoke"),
        ]
