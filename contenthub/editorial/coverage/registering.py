"""The report among Wagtail's own reports."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from contenthub.editorial.coverage.views import CoverageView
from contenthub.editorial.for_roles import ForReaders


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("contenthub/coverage/", CoverageView.as_view(), name="contenthub_coverage")]


@hooks.register("register_reports_menu_item")
def report() -> MenuItem:
    return ForReaders(_("Coverage"), reverse("contenthub_coverage"), name="coverage", icon_name="table", order=100)
