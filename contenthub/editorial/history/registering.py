"""The addresses of the history of an answer, and the ways to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from contenthub.access.roles import has_role
from contenthub.editorial.for_roles import ForReaders
from contenthub.editorial.history.address import history_url
from contenthub.editorial.history.stating import SaidView, StatementView
from contenthub.editorial.history.views import CompareView, HistoryView
from contenthub.models import Edition
from contenthub.models.pages.items import ProductPage, QuestionPage
from contenthub.models.pages.local import LocalVersionPage
from contenthub.vocabulary import EditionKind

_OF_ITEMS = (ProductPage, QuestionPage, LocalVersionPage)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("contenthub/said/", SaidView.as_view(), name="contenthub_said"),
        path("contenthub/history/<str:item>/", HistoryView.as_view(), name="contenthub_history"),
        path("contenthub/history/<str:item>/compare/", CompareView.as_view(), name="contenthub_compare"),
        path("contenthub/history/<str:item>/statement/", StatementView.as_view(), name="contenthub_statement"),
    ]


@hooks.register("register_admin_menu_item")
def what_we_said() -> MenuItem:
    return ForReaders(
        gettext_lazy("What did we say?"), reverse("contenthub_said"), name="said", icon_name="history", order=250)


@hooks.register("register_page_header_buttons")
def history_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not issubclass(page.specific_class or Page, _OF_ITEMS) or not has_role(user):
        return
    page = page.specific
    if Edition.objects.filter(kind=EditionKind.ITEM, subject=page.item_id).exists():
        url = history_url(page.item_id, page.locale.language_code, page.branch().organisation_slug)
        yield Button(_("History of the answer"), url, icon_name="history", priority=60)
