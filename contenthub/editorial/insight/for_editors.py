"""What the two pages for editors on what was asked and remarked have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.access.roles import editable


class ForEditorsView(WagtailAdminTemplateMixin, TemplateView):
    """For whoever writes for the library or an organisation; its own name ends the breadcrumbs."""

    _show_breadcrumbs = True
    may_see: Callable[[Any], object] = staticmethod(editable)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
