"""The versions of a page that wait for their moment; each can be cancelled, and corrected by publishing another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from contenthub.actions.append import By, cancel
from contenthub.editorial.confirming import ConfirmView
from contenthub.editorial.page_heading import PageHeading
from contenthub.models import Edition
from contenthub.models.edition import EditionQuerySet
from contenthub.models.pages.published import PublishedPage
from contenthub.vocabulary import EditionState


def waiting_editions(page: Page) -> EditionQuerySet:
    """What this page has published for later, the soonest first."""
    later = Edition.objects.filter(page=page.pk, valid_from__gt=timezone.now())
    return later.standing().order_by("valid_from", "number")


class WaitingView(PageHeading, WagtailAdminTemplateMixin, TemplateView):
    template_name = "contenthub/editorial/waiting.html"
    page_title = _("Waiting versions")
    header_icon = "time"

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = published_by(request, page_id)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "editions": waiting_editions(self.page), "page": self.page}


class CancelWaitingView(ConfirmView):
    """Void a version that waits for its moment, after asking."""

    page_title = _("Cancel a waiting version")
    yes = _("Yes, cancel it")

    def dispatch(self, request: HttpRequest, page_id: int, edition: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = published_by(request, page_id)
        self.edition = get_object_or_404(Edition.objects.filter(page=self.page.pk), pk=edition)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def back(self) -> str:
        return reverse("contenthub_waiting", args=[self.page.pk])

    def too_late(self) -> str:
        if waiting_editions(self.page).filter(pk=self.edition.pk).exists():
            return ""
        return gettext("Version %(number)s does not wait any more.") % {"number": self.edition.number}

    def consequences(self) -> list[str]:
        at = self.edition.valid_from
        given = {"number": self.edition.number, "moment": date_format(timezone.localtime(at), "DATETIME_FORMAT")}
        what = gettext("Version %(number)s, which would be valid from %(moment)s, will not take over.")
        if self.edition.state == EditionState.ENDED:
            what = gettext("Version %(number)s, which would end this text on %(moment)s, will not do so.")
        before = Edition.objects.holding(self.edition.series, at - dt.timedelta(microseconds=1))
        goes_on = gettext("Until then nothing is published, and that stays so.")
        if before is not None:
            goes_on = gettext("Version %(number)s goes on in all channels.") % {"number": before.number}
        return [what % given, goes_on, gettext("The page itself keeps what you wrote; you can publish it again.")]

    def act(self) -> str:
        cancel(self.edition, by=By(actor=self.request.user.get_username(), page=self.page.pk))
        return gettext("Version %(number)s has been cancelled.") % {"number": self.edition.number}


def published_by(request: HttpRequest, page_id: int) -> PublishedPage:
    """The page, for a user who may publish it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, PublishedPage) or not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page
