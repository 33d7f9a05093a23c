"""The versions of a page that wait for their moment; each can be cancelled, and corrected by publishing another."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import success
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from contenthub.actions.append import By, cancel
from contenthub.editorial.page_heading import PageHeading
from contenthub.models import Edition
from contenthub.models.edition import EditionQuerySet
from contenthub.models.pages.published import PublishedPage


def waiting_editions(page: Page) -> EditionQuerySet:
    """What this page has published for later, the soonest first."""
    later = Edition.objects.filter(page=page.pk, valid_from__gt=timezone.now())
    return later.standing().order_by("valid_from", "number")


class WaitingView(PageHeading, WagtailAdminTemplateMixin, TemplateView):
    template_name = "contenthub/editorial/waiting.html"
    page_title = _("Waiting versions")
    header_icon = "time"

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not isinstance(self.page, PublishedPage) or not self.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "editions": waiting_editions(self.page), "page": self.page}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = get_object_or_404(Edition.objects.filter(page=self.page.pk), pk=request.POST.get("edition") or 0)
        cancel(edition, by=By(actor=request.user.get_username(), page=self.page.pk))
        success(request, gettext("Version %(number)s has been cancelled.") % {"number": edition.number})
        return redirect(reverse("contenthub_waiting", args=[self.page.pk]))
