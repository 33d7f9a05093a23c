"""The page of the report, for whoever has a role: it shows only what is published."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct
from wagtail.permissions import page_permission_policy

from channels.desk.choices import Group as Choices
from channels.desk.choices import municipality_groups, option_list
from contenthub.access.roles import readable
from contenthub.answering import Asking, ask, snapshot
from contenthub.editorial.coverage.columns import Columns, Mark, columns, language_name, marks, totals
from contenthub.editorial.coverage.counting import Coverage, Group, Row, coverage
from contenthub.editorial.coverage.sheet import download, kind
from contenthub.editorial.for_roles import ForReadersView
from contenthub.models import Municipality

_EDITING = {"add", "change", "publish"}


class Line(Struct, frozen=True):
    """`page` is the page in which this user may change the item; 0 where they may not."""

    row: Row
    kind: str
    marks: list[Mark]
    page: int


class Part(Struct, frozen=True):
    group: Group
    title: str
    totals: list[str]
    lines: list[Line]
    numbers: list[int]


class CoverageView(ForReadersView):
    """`municipality` chooses the place, `gaps=1` only what lacks something, `export=csv` the file of everything."""

    template_name = "contenthub/coverage/coverage.html"
    page_title = gettext_lazy("Coverage")
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "csv" and (asking := self.asking):
            found = self.found(asking)
            return download(found, columns(found.languages), _titles(found), f"dekking-{self.code.lower()}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted, asking = self.request.GET.get("municipality", ""), self.asking
        context = {
            **super().get_context_data(**kwargs),
            "options": option_list(self.choices, self.code or wanted), "none": not self.choices,
            "unknown": bool(wanted and not self.code), "gaps": self.request.GET.get("gaps") == "1",
        }
        return {**context, **self._report(asking, gaps=context["gaps"])} if asking else context

    @cached_property
    def choices(self) -> tuple[Choices, ...]:
        return municipality_groups(timezone.now())

    @cached_property
    def code(self) -> str:
        """The municipality asked for, or else one's own; empty where it is no choice."""
        known = [option.value for group in self.choices for option in group.options]
        if wanted := self.request.GET.get("municipality", ""):
            return wanted if wanted in known else ""
        own = Municipality.objects.filter(organisations__in=readable(self.request.user)).values_list("pk", flat=True)
        mine = {str(code) for code in own}
        return next((code for code in known if code in mine), next(iter(known), ""))

    @cached_property
    def asking(self) -> Asking | None:
        return ask(self.code) if self.code else None

    @staticmethod
    def found(asking: Asking) -> Coverage:
        with snapshot():
            return coverage(asking)

    def _report(self, asking: Asking, *, gaps: bool) -> dict[str, Any]:
        found, name = self.found(asking), asking.town.asked.name
        groups, titles = columns(found.languages), _titles(found)
        pages = self._pages({row.item for group in found.groups for row in group.rows}, asking.language)
        shown = [_part(group, titles[group.key], found.languages, groups, pages, gaps) for group in found.groups]
        return {
            "coverage": found, "columns": groups, "name": name, "parts": shown,
            "languages": [language_name(code) for code in found.languages], "language": asking.language,
            "language_name": language_name(asking.language), "moment": asking.moment,
            "summary": [(group, [group.spoken(code) for code in found.languages]) for group in found.events],
            "export_url": f"?{urlencode({'municipality': self.code, 'export': 'csv'})}", "code": self.code,
        }

    def _pages(self, items: set[str], language: str) -> dict[str, int]:
        pages = page_permission_policy.instances_user_has_any_permission_for(self.request.user, _EDITING)
        rows = pages.filter(translation_key__in=items, locale__language_code=language)
        return {str(key): pk for key, pk in rows.values_list("translation_key", "pk")}


def _part(group: Group, title: str, languages: tuple[str, ...], groups: tuple[Columns, ...], pages: dict[str, int],
          gaps: bool) -> Part:
    rows = [row for row in group.rows if not gaps or not row.complete(languages)]
    return Part(
        group=group, title=title, totals=totals(group, languages),
        lines=[Line(row, kind(row), marks(row, groups), pages.get(row.item, 0)) for row in rows],
        numbers=[column.number(group.rows) for each in groups for column in each.columns],
    )


def _titles(found: Coverage) -> dict[str, str]:
    return {
        **{event.key: event.title for event in found.events},
        found.topical.key: _("With a topic, without a life event"),
        found.hidden.key: _("Without a life event or a topic"),
    }


__all__ = ["CoverageView"]
