"""Remarks and the report in the menu."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from contenthub.editorial.for_roles import ForEditors
from contenthub.editorial.insight.misses import MissesView
from contenthub.editorial.insight.tasks import TasksView


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("contenthub/remarks/", TasksView.as_view(), name="contenthub_remarks"),
        path("contenthub/misses/", MissesView.as_view(), name="contenthub_misses"),
    ]


@hooks.register("register_admin_menu_item")
def remarks() -> MenuItem:
    return ForEditors(_("Remarks"), reverse("contenthub_remarks"), name="remarks", icon_name="comment", order=230)


@hooks.register("register_admin_menu_item")
def report() -> MenuItem:
    return ForEditors(_("Unanswered"), reverse("contenthub_misses"), name="misses", icon_name="help", order=240)
