"""The form by which an item is withdrawn, with a reason for citizens and where to go instead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.messages import success
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from contenthub.actions.append import By
from contenthub.actions.withdraw import withdraw_item
from contenthub.editorial.page_heading import PageHeading
from contenthub.models.blocks.choosing import ItemChooser
from contenthub.models.pages.local import LocalPage
from contenthub.models.pages.published import PublishedPage
from contenthub.models.pages.speaking import beside_its_field, in_own_language
from contenthub.resolving.refusal import Refused


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        help_text=_("Citizens read this where the text was."))
    replacement = forms.CharField(label=_("Where to go instead"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"].widget = ItemChooser(
            target_models=["contenthub.ProductPage", "contenthub.QuestionPage", "contenthub.LifeEventPage"])


class WithdrawView(PageHeading, WagtailAdminTemplateMixin, FormView):
    template_name = "wagtailadmin/generic/form.html"
    form_class = WithdrawalForm
    page_title = _("Withdraw")
    header_icon = "cross"

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not may_withdraw(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "action_url": self.request.path, "submit_button_label": _("Withdraw"),
                "media": context["form"].media,
                "submit_button_active_label": _("Withdrawing…")}

    def form_valid(self, form: WithdrawalForm) -> HttpResponse:
        try:
            with transaction.atomic():
                withdraw_item(self.page, reason=form.cleaned_data["reason"],
                              replacement=form.cleaned_data["replacement"] or "",
                              by=By(actor=self.request.user.get_username()))
        except Refused as refused:
            if refused.field in form.fields:
                form.add_error(refused.field, beside_its_field(refused))
            else:
                form.add_error(None, in_own_language(refused))
            return self.form_invalid(form)
        success(self.request, gettext("%(title)s has been withdrawn.") % {"title": self.page.title})
        return redirect(reverse("wagtailadmin_explore", args=[self.page.get_parent().pk]))


def may_withdraw(user: Any, page: Page) -> bool:
    return (isinstance(page, PublishedPage) and not isinstance(page, LocalPage) and page.live
            and page.permissions_for_user(user).can_unpublish())
