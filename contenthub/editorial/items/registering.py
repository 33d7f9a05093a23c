"""The list of items in the menu, and every search box of the admin that led nowhere leading to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem

from contenthub.access.roles import has_role
from contenthub.editorial.items.listing import ItemViewSet
from contenthub.editorial.items.seeing import seen


@hooks.register("register_admin_viewset")
def items() -> ItemViewSet:
    return ItemViewSet()


class ItemSearchArea(SearchArea):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user)


@hooks.register("register_admin_search_area")
def search_items() -> ItemSearchArea:
    # The first of all: the box in the menu leads to the first.
    return ItemSearchArea(
        _("Products and questions"), reverse("items:index"), name="items", icon_name="list-ul", order=10
    )


@hooks.register("construct_search")
def no_search_of_pages(request: HttpRequest, areas: list[SearchArea]) -> None:
    areas[:] = [area for area in areas if area.name != "pages"]


class ItemsSummary(SummaryItem):
    """How many rows the list of items has for this reader; Wagtail itself counts branches and pages of others too."""

    order = 100
    template_name = "contenthub/items/summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"count": seen(self.request.user).count()}

    def is_shown(self) -> bool:
        return has_role(self.request.user)


@hooks.register("construct_homepage_summary_items", order=1000)
def count_items(request: HttpRequest, items: list[SummaryItem]) -> None:
    items[:] = [ItemsSummary(request), *(item for item in items if not isinstance(item, PagesSummaryItem))]


@hooks.register("construct_help_menu")
def no_news_of_wagtail(request: HttpRequest, entries: list[MenuItem]) -> None:
    """Its news and its manual are about websites; the badge that counts them asks for attention that nobody owes."""
    entries[:] = [entry for entry in entries if entry.name == "keyboard-shortcuts-trigger"]
