"""Where Wagtail asks before it saves, and how its history tells what was kept aside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from contenthub.editorial.overtaken.noticing import before_edit


@hooks.register("before_edit_page", order=-1)
def show_both(request: HttpRequest, page: Page) -> HttpResponse | None:
    return before_edit(request, page)


@hooks.register("register_log_actions")
def line_of_history(actions: Any) -> None:
    actions.register_action("contenthub.keep_aside", _("Keep aside"), _("Kept aside, because a newer version had been saved"))
