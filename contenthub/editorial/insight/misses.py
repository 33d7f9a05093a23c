"""What was asked and not answered, with one click to a synonym, a phrasing or a new question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from contenthub.access.roles import GENERIC, editable, publishable
from contenthub.actions.draft_from_question import add_phrasing, draft_question
from contenthub.editorial.for_roles import ForEditorsView
from contenthub.insight.questions import misses, municipalities_of, never_found, not_covered
from contenthub.models import Edition
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind

PARTS = (
    ("searches", gettext_lazy("Without a good hit")),
    ("contacts", gettext_lazy("Not covered")),
    ("unfound", gettext_lazy("Never found")),
)


class MissesView(ForEditorsView):
    """The report; `part` chooses the list and `municipality` one municipality. A post makes a draft."""

    template_name = "contenthub/insight/misses.html"
    page_title = gettext_lazy("Questions without an answer")
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = self.request.GET.get("part", "")
        part = part if part in dict(PARTS) else PARTS[0][0]
        wanted = self.request.GET.get("municipality", "")
        towns = list(municipalities_of(self.request.user))
        chosen = [town for town in towns if town.pk == wanted] or towns
        codes = [town.pk for town in chosen]
        context = {
            **super().get_context_data(**kwargs),
            "part": part,
            "parts": PARTS,
            "towns": towns,
            "chosen": wanted if len(chosen) == 1 and chosen[0].pk == wanted else "",
            "keeping": [town.name for town in chosen if town.keeps_questions],
            "may_synonyms": GENERIC in publishable(self.request.user),
        }
        if part == "searches":
            rows = misses(codes)
            titles = _titles(item for row in rows for item in row.items)
            context["rows"] = [(row, _named(row.items, titles)) for row in rows]
        elif part == "contacts":
            found = not_covered(codes)
            titles = _titles(item for row in found for item in row.items)
            context["rows"] = [(row, _named(row.items, titles)) for row in found]
        else:
            context["unfound"] = [(town, rows) for town in chosen if (rows := never_found(town.pk))]
        return context

    def post(self, request: HttpRequest) -> HttpResponse:
        text, item = request.POST.get("text", ""), request.POST.get("item", "")
        try:
            if item:
                page = add_phrasing(item, text, user=request.user)
                messages.success(
                    request, _("“%(text)s” was added to the draft of %(title)s.") % {"text": text, "title": page}
                )
            else:
                page = draft_question(text, organisation=_own(request.user), user=request.user)
                messages.success(request, _("A draft of a new question was made; write its answer."))
        except Refused as refused:
            messages.error(request, in_own_language(refused))
            return redirect(request.get_full_path())
        return redirect("wagtailadmin_pages:edit", page.pk)


def _own(user: Any) -> str:
    """For whom a new question is: the organisation for which this user writes, the library where they write that."""
    own = editable(user)
    return GENERIC if GENERIC in own else min(own)


def _titles(items: Iterable[str]) -> dict[str, str]:
    wanted = set(items)
    rows = Edition.objects.filter(
        kind=EditionKind.ITEM, subject__in=wanted, organisation="", municipality="", language=settings.LANGUAGE_CODE
    ).order_by("recorded_at")
    found = dict(rows.values_list("subject", "content__title"))
    return {item: title for item, title in found.items() if title}


def _named(items: Iterable[str], titles: dict[str, str]) -> list[tuple[str, str]]:
    return [(item, titles[item]) for item in items if item in titles]
