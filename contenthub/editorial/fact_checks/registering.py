"""The button above a page, the addresses behind it, and how the history of the page tells of fact checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from contenthub.editorial.fact_checks.views import CloseView, FactChecksView, WithdrawView
from contenthub.models.pages.published import PublishedPage
from contenthub.vocabulary import FactCheckOutcome


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    here = "contenthub/fact-checks/<int:page_id>/"
    return [
        path(here, FactChecksView.as_view(), name="contenthub_fact_checks"),
        path(f"{here}<int:check>/withdraw/", WithdrawView.as_view(), name="contenthub_withdraw_fact_check"),
        path(f"{here}<int:check>/close/", CloseView.as_view(), name="contenthub_close_fact_check"),
    ]


@hooks.register("register_page_header_buttons")
def button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if issubclass(page.specific_class or Page, PublishedPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Have it checked by an expert"), reverse("contenthub_fact_checks", args=[page.pk]),
                     icon_name="clipboard-list", priority=60)


@hooks.register("register_log_actions")
def lines_of_history(actions: Any) -> None:
    actions.register_action("contenthub.ask_fact_check", _("Ask an expert"), _("Asked an expert to check this text"))
    actions.register_action("contenthub.withdraw_fact_check", _("Withdraw a fact check"), _("Withdrew the link of an expert"))
    actions.register_action("contenthub.close_fact_check", _("Close a fact check"), _("Closed the check of an expert"))

    actions.register_action("contenthub.answer_fact_check")(Answered)


class Answered(LogFormatter):
    label = _("Answer of an expert")

    def format_message(self, log_entry: Any) -> Any:
        approved = log_entry.data.get("outcome") == FactCheckOutcome.APPROVED
        return _("An expert says that this text is correct") if approved else _("An expert has remarks on this text")
