"""Broken links among the reports in Wagtail's menu."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from contenthub.editorial.for_roles import ForEditors
from contenthub.editorial.links.views import BrokenLinksView


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("contenthub/broken-links/", BrokenLinksView.as_view(), name="contenthub_broken_links")]


@hooks.register("register_reports_menu_item")
def broken_links() -> MenuItem:
    return ForEditors(_("Broken links"), reverse("contenthub_broken_links"), name="broken-links", icon_name="link", order=100)
