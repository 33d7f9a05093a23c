"""What contenthub adds to the Wagtail admin, and what it takes out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, CharField, F, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry

from contenthub.editorial import fact_chooser, rich_text, translating
from contenthub.editorial.adapting import views as adapting
from contenthub.editorial.adapting.looking import has_lookers
from contenthub.editorial.checks.of_page import check_publishing
from contenthub.editorial.loose import making
from contenthub.editorial.waiting import CancelWaitingView, WaitingView, waiting_editions
from contenthub.editorial.withdrawals import WithdrawView, may_withdraw
from contenthub.models.pages.forms import PublishedPageForm
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.local import LocalPage, LocalVersionPage
from contenthub.models.pages.published import PublishedPage

PublishedPageForm.publishing_check = staticmethod(check_publishing)


@hooks.register("register_rich_text_features")
def register_fact_feature(features: FeatureRegistry) -> None:
    rich_text.register(features)


@hooks.register("register_admin_urls", order=-1)
def register_urls() -> list[URLPattern]:
    return [
        path("contenthub/withdraw/<int:page_id>/", WithdrawView.as_view(), name="contenthub_withdraw"),
        path("contenthub/waiting/<int:page_id>/", WaitingView.as_view(), name="contenthub_waiting"),
        path("contenthub/waiting/<int:page_id>/<int:edition>/", CancelWaitingView.as_view(),
             name="contenthub_cancel_waiting"),
        *fact_chooser.urls(),
        *making.urls(),
        *translating.urls(),
        *adapting.urls(),
    ]


@hooks.register("register_page_header_buttons")
def page_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    page = page.specific
    if may_withdraw(user, page):
        yield Button(_("Withdraw with a reason"), reverse("contenthub_withdraw", args=[page.pk]), icon_name="cross",
                     priority=70)
    if isinstance(page, LocalVersionPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Beside the generic text"), reverse("contenthub_side_by_side", args=[page.pk]), icon_name="copy",
                     priority=60)
    if page.live and has_lookers(page, user):
        yield Button(_("Who still has to look"), reverse("contenthub_looking", args=[page.pk]), icon_name="view",
                     priority=60)
    may_publish = isinstance(page, PublishedPage) and page.permissions_for_user(user).can_publish()
    if may_publish and waiting_editions(page).exists():
        yield Button(_("Waiting versions"), reverse("contenthub_waiting", args=[page.pk]), icon_name="time",
                     priority=65)


@hooks.register("before_copy_page")
def refuse_copies_without_sense(request: HttpRequest, page: Page) -> HttpResponse | None:
    specific = page.specific
    if not isinstance(specific, (LocalPage, BranchPage)):
        return None
    messages.error(request,
                   _("%(title)s cannot be copied: there is one per item and organisation.") % {"title": page.title})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_branches(request: HttpRequest, page: Page) -> HttpResponse | None:
    """All that a branch holds goes with it; that is for who looks after the installation."""
    if request.user.is_superuser or not issubclass(page.specific_class or Page, BranchPage):
        return None
    messages.error(request,
                   _("%(title)s is a branch: an administrator alone may delete or unpublish it.") % {"title": page})
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_branches_in_bulk(
        request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    if action not in ("delete", "unpublish", "move"):
        return None
    pages = (found for found in objects if isinstance(found, Page))
    return next((refused for page in pages if (refused := keep_branches(request, page))), None)


@hooks.register("construct_page_chooser_queryset")
def published_titles_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Of branches where one has no role, what is published may be chosen, under the title that everybody knows."""
    own = page_permission_policy.instances_user_has_any_permission_for(request.user, {"add", "change", "publish"})
    own = Q(pk__in=own.values("pk"))
    titled = Case(When(own, then=F("draft_title")), default=F("title"), output_field=CharField())
    return pages.filter(own | Q(live=True)).annotate(shown_title=titled)


@hooks.register("construct_page_action_menu")
def no_alias_in_menu(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("insert_global_admin_css")
def narrow_screens() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("contenthub/editorial/admin.css"))
