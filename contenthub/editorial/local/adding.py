"""A new local version, with the item that it is about already filled in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView

from contenthub.models import LibraryPage
from contenthub.models.blocks.choosing import page_of
from contenthub.models.pages.items import ProductPage, QuestionPage


class AddLocalView(CreateView):
    """Wagtail's own form for a new page, which it then saves itself; `?item=` names the generic item by its id."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, branch: int) -> HttpResponseBase:
        return super().dispatch(request, "contenthub", "localversionpage", branch)

    def get(self, request: HttpRequest) -> HttpResponse:
        item = request.GET.get("item", "")
        generic: Any = page_of(item, ProductPage, QuestionPage)
        if generic is not None and generic.live and LibraryPage.objects.parent_of(generic).exists():
            self.page.item, self.page.title = str(generic.translation_key), generic.title
        else:
            messages.error(request, _("Generic item: %(value)s is no item of the library; choose one below.") % {"value": item})
        return super().get(request)


