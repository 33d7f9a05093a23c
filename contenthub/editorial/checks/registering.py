"""The levels of checks under the settings in Wagtail's menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from contenthub.editorial.checks.choosing import CheckLevelsView
from contenthub.editorial.checks.of_page import check_publishing
from contenthub.editorial.for_roles import ForEditors
from contenthub.models.pages.published import PublishedPage


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("contenthub/check-levels/", CheckLevelsView.as_view(), name="contenthub_check_levels")]


@hooks.register("register_settings_menu_item")
def levels() -> MenuItem:
    return ForEditors(_("Checks of texts"), reverse("contenthub_check_levels"), name="check-levels", icon_name="glasses", order=90)


@hooks.register("before_bulk_action")
def check_in_bulk(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    """Many pages that are published at once are held to what one is in its form; none is published where one is not right."""
    if action != "publish":
        return None
    wrong = False
    for page in _to_publish(request, objects):
        try:
            check_publishing(page, page.branch())
        except ValidationError as wanted:
            wrong = True
            for said in wanted.messages:
                messages.error(request, f"{page.title}. {said}")
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore_root")) if wrong else None


def _to_publish(request: HttpRequest, objects: Iterable[Any]) -> Iterator[PublishedPage]:
    """The drafts that would be published, with those below them where that was ticked."""
    below = bool(request.POST.get("include_descendants"))
    for page in (each for each in objects if isinstance(each, Page)):
        for each in (page, *(page.get_descendants().not_live() if below else ())):
            latest = each.get_latest_revision_as_object()
            if isinstance(latest, PublishedPage) and latest.permissions_for_user(request.user).can_publish():
                yield latest
