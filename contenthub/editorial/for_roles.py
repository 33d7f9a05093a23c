"""Pages and entries of the menu for who has a role: for whoever writes, and for whoever may look."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.access.roles import editable, has_role


class ForReadersView(WagtailAdminTemplateMixin, TemplateView):
    """For whoever has a role for the library or an organisation; its own name ends the breadcrumbs."""

    _show_breadcrumbs = True

    def admits(self, user: Any) -> bool:
        return has_role(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.admits(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ForEditorsView(ForReadersView):
    """For whoever writes for one of them in the main language."""

    def admits(self, user: Any) -> bool:
        return bool(editable(user))


class ForReaders(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user)


class ForEditors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(editable(request.user))
