"""Remarks on sections as tasks: those of this editor's organisations, answered where they stand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from channels.phrases import section_title
from contenthub.editorial.for_roles import ForEditorsView
from contenthub.insight.feedback import answer_feedback, tasks
from contenthub.models import Feedback
from contenthub.models.pages.items import ProductPage, QuestionPage
from contenthub.models.pages.local import LocalVersionPage
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind

_ON_A_PAGE = 25


class TasksView(ForEditorsView):
    template_name = "contenthub/insight/tasks.html"
    page_title = gettext_lazy("Remarks")
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answered = self.request.GET.get("answered") == "1"
        found = tasks(self.request.user).filter(answered_at__isnull=not answered)
        found = found.order_by("-answered_at") if answered else found
        page = Paginator(found, _ON_A_PAGE).get_page(self.request.GET.get("p"))
        pages = _pages([row for row in page if row.item])
        return {
            **super().get_context_data(**kwargs),
            "answered": answered,
            "page": page,
            "rows": [(row, pages.get((row.item, row.organisation)), _section(row)) for row in page],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        task = get_object_or_404(tasks(request.user), pk=request.POST.get("task") or 0)
        try:
            answer_feedback(task, request.POST.get("reply", ""), user=request.user)
        except Refused as refused:
            messages.error(request, in_own_language(refused))
        else:
            messages.success(request, _("Your reply was kept; who made the remark sees it at the desk."))
        return redirect(request.get_full_path())


def _section(row: Feedback) -> str:
    """The title of the section, as it stands above it."""
    kind = row.section.rpartition(":")[2].upper()
    return section_title(SectionKind[kind], row.language) if kind in SectionKind.__members__ else ""


def _pages(rows: list[Feedback]) -> dict[tuple[str, str], Page]:
    """The page on which each is written: the local version of the organisation, or the item itself."""
    items = {row.item for row in rows}
    found: dict[tuple[str, str], Page] = {}
    for local in LocalVersionPage.objects.filter(item__in=items):
        parent = local.get_parent().specific
        found[local.item, getattr(parent, "organisation_id", "")] = local
    for model in (ProductPage, QuestionPage):
        for page in model.objects.filter(translation_key__in=items, locale__language_code="nl"):
            parent = page.get_parent().specific
            found[str(page.translation_key), getattr(parent, "organisation_id", None) or ""] = page
    return found
