"""The work panel on the first page of the admin, for whoever writes for anyone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from contenthub.access.roles import editable
from contenthub.editorial.work import account as account
from contenthub.editorial.work.panel import WorkPanel


@hooks.register("construct_homepage_panels")
def what_there_is_to_do(request: HttpRequest, panels: list[Any]) -> None:
    if editable(request.user):
        panels.append(WorkPanel(request.user))
