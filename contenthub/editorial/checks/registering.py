"""The levels of checks under the settings in Wagtail's menu."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from contenthub.editorial.checks.choosing import CheckLevelsView
from contenthub.editorial.insight.registering import ForEditors


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("contenthub/check-levels/", CheckLevelsView.as_view(), name="contenthub_check_levels")]


@hooks.register("register_settings_menu_item")
def levels() -> MenuItem:
    return ForEditors(_("Checks of texts"), reverse("contenthub_check_levels"), name="check-levels", icon_name="glasses", order=90)
