"""All fact checks of one page: what came of each, a form for a new one, and the end of one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from contenthub.actions.fact_checks import ask_fact_check, close_fact_check, withdraw_fact_check
from contenthub.editorial.confirming import ConfirmView
from contenthub.editorial.fact_checks.form import AskForm
from contenthub.editorial.page_heading import PageHeading
from contenthub.models import FactCheck
from contenthub.models.pages.published import PublishedPage
from contenthub.models.pages.speaking import beside_its_field, in_own_language
from contenthub.resolving.refusal import Refused

_ON_A_PAGE = 20


# The e-mail leaves between two transactions: a mail server may be slow, and nobody else may wait for it.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class FactChecksView(PageHeading, WagtailAdminTemplateMixin, FormView):
    """`?again=` fills in the form as it was for an earlier check."""

    template_name = "contenthub/fact_checks/page.html"
    form_class = AskForm
    page_title = _("Fact check by an expert")
    header_icon = "clipboard-list"
    page: PublishedPage

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = edited_by(request, page_id)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        again = self.request.GET.get("again", "")
        found = self.page.fact_checks.filter(pk=again).first() if again.isascii() and again.isdigit() and len(again) < 15 else None
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return {**kwargs, "page": self.page, "again": found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        checks = Paginator(self.page.fact_checks.select_related("revision"), _ON_A_PAGE).get_page(self.request.GET.get("p"))
        places = dict(form.fields["municipality"].choices)
        return {**context, "page": self.page, "checks": checks, "media": form.media,
                "rows": [(check, places.get(check.municipality, check.municipality)) for check in checks]}

    def form_valid(self, form: AskForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            check = ask_fact_check(
                self.page, name=given["expert_name"], email=given["expert_email"], question=given["question"],
                until=given["until"], municipality=given["municipality"], user=self.request.user)
        except Refused as refused:
            if refused.field in form.fields:
                form.add_error(refused.field, beside_its_field(refused))
            else:
                form.add_error(None, in_own_language(refused))
            return self.form_invalid(form)
        if check.sent_at is None:
            form.add_error(None, gettext(
                "The e-mail could not be sent, so nobody has a link. Try again later, or ask your administrator."))
            return self.form_invalid(form)
        messages.success(self.request, gettext("%(name)s has been sent a link to this text.") % {"name": check.expert_name})
        return redirect("contenthub_fact_checks", self.page.pk)


class EndView(ConfirmView):
    """Asks before a link stops opening."""

    def dispatch(self, request: HttpRequest, page_id: int, check: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = edited_by(request, page_id)
        self.check = get_object_or_404(FactCheck, page=self.page, pk=check)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def back(self) -> str:
        return reverse("contenthub_fact_checks", args=[self.page.pk])

    def too_late(self) -> str:
        return "" if self.check.is_open else gettext("This link does not open any more.")


class WithdrawView(EndView):
    page_title = _("Withdraw the link")
    yes = _("Yes, withdraw it")

    def consequences(self) -> list[str]:
        who = {"name": self.check.expert_name or "–"}
        return [gettext("The link that was sent to %(name)s does not open any more.") % who,
                gettext("What the expert has answered already stays. You can send a new link later.")]

    def act(self) -> str:
        withdraw_fact_check(self.check, user=self.request.user)
        return gettext("The link has been withdrawn.")


class CloseView(EndView):
    page_title = _("Close the check")
    yes = _("Yes, close it")

    def consequences(self) -> list[str]:
        return [gettext("The expert can no longer change the answer, and the link does not open any more.")]

    def too_late(self) -> str:
        return super().too_late() or ("" if self.check.outcome else gettext("There is no answer yet."))

    def act(self) -> str:
        close_fact_check(self.check, user=self.request.user)
        return gettext("The check has been closed.")


def edited_by(request: HttpRequest, page_id: int) -> PublishedPage:
    """The page, for a user who may edit it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, PublishedPage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page
