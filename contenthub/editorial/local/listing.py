"""The page "Onze invulling" in the menu: one row for each generic item, and how many are in which state."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.viewsets.base import ViewSet

from contenthub.access.branches import ADDS, WRITES, Branch, own
from contenthub.access.roles import GENERIC, editable
from contenthub.editorial.items.states import Tag
from contenthub.editorial.local.adding import AddLocalView
from contenthub.editorial.local.filling import Row, State, filling
from contenthub.editorial.local.filters import LABELS, TODO, FillingFilters
from contenthub.editorial.nouns.parts import MAIN
from contenthub.models import Municipality, Organisation


class TagsColumn(Column):
    cell_template_name = "contenthub/items/states_cell.html"


class GenericColumn(Column):
    cell_template_name = "contenthub/local/generic_cell.html"


class FillingView(BaseListingView):
    """Every row leads to the organisation's version of the item, or to where one makes it."""

    page_title = _("Our version")
    header_icon = "edit"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "contenthub/local/results.html"
    index_url_name = "local:index"
    index_results_url_name = "local:index_results"
    is_searchable = True
    paginate_by = 50
    verbose_name_plural = _("products and questions")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self._branches:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def _branches(self) -> dict[str, Branch]:
        """Those in which this reader writes, by organisation."""
        found = [branch for branch in own(self.request.user, WRITES) if branch.organisation and branch.language == MAIN]
        return {branch.organisation: branch for branch in sorted(found, key=lambda each: each.name.casefold())}

    @cached_property
    def branch(self) -> Branch:
        return self._branches.get(self.request.GET.get("organisation", "")) or next(iter(self._branches.values()))

    @cached_property
    def _municipalities(self) -> dict[str, str]:
        return dict(Municipality.objects.filter(organisations=self.branch.organisation).order_by("name").values_list("code", "name"))

    @cached_property
    def municipality(self) -> str:
        """The one that was chosen, or the only one."""
        if len(self._municipalities) == 1:
            return next(iter(self._municipalities))
        asked = self.request.GET.get("municipality", "")
        return asked if asked in self._municipalities else ""

    @cached_property
    def page_subtitle(self) -> str:
        place = self._municipalities.get(self.municipality, "") if len(self._municipalities) > 1 else ""
        return f"{self.branch.name}, {place}" if place else self.branch.name

    @cached_property
    def rows(self) -> list[Row]:
        others: list[str] = []
        if self.municipality:
            writers = Organisation.objects.filter(municipalities=self.municipality).values_list("pk", flat=True)
            others = [slug for slug in writers if slug != self.branch.organisation]
        return filling(self.branch.organisation, self.branch.path, MAIN, self.municipality, others)

    def get_base_queryset(self) -> Any:
        return self.rows

    def order_queryset(self, queryset: Any) -> Any:
        return queryset

    def search_queryset(self, queryset: Any) -> Any:
        words = self.search_query.casefold().split()
        return [row for row in queryset if all(word in row.words for word in words)]

    @cached_property
    def filters(self) -> FillingFilters:
        organisations = [(slug, branch.name) for slug, branch in self._branches.items()]
        return FillingFilters(self.request.GET, request=self.request, organisations=organisations,
                              municipalities=list(self._municipalities.items()))

    @cached_property
    def is_filtering(self) -> bool:
        """Choosing the organisation is no narrowing down."""
        return self.filters.is_valid() and bool({"state", "kind"} & set(self.filters.form.changed_data))

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("title", label=_("Title"), accessor="title", width="45%", get_url=self._address),
            Column("kind", label=_("Kind"), accessor=_kind),
            TagsColumn("tags", label=_("State"), accessor=_tags),
            GenericColumn("generic", label=_("Generic text"), accessor=lambda row: row),
        ]

    def _address(self, row: Row) -> str | None:
        if row.own is not None:
            return reverse("wagtailadmin_pages:edit", args=[row.own.page])
        if not self._may_add:
            return None
        return f"{reverse('local:add', args=[self.branch.page])}?{urlencode({'item': row.item})}"

    @cached_property
    def _may_add(self) -> bool:
        return self.branch in own(self.request.user, ADDS)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "counters": self._counters()}

    def _counters(self) -> list[dict[str, Any]]:
        """How many rows are in each state before anything is narrowed down, each with the address of those."""
        kept = {name: value for name in ("organisation", "municipality") if (value := self.request.GET.get(name))}
        chosen = self.request.GET.get("state", "")
        counted = [(TODO, gettext("What we still have to do"), sum(row.to_do for row in self.rows))]
        counted += [(state.value, str(label), sum(state in row.states for row in self.rows)) for state, label in LABELS.items()]
        return [
            {"label": label, "number": number, "chosen": state == chosen,
             "url": f"{self.index_url}?{urlencode({**kept, 'state': state})}"}
            for state, label, number in counted
        ]


def _kind(row: Row) -> str:
    return gettext("Product") if row.type == "product" else gettext("Question")


def _tags(row: Row) -> list[Tag]:
    tags = [Tag(str(label), strong=state == State.ADAPTED) for state, label in LABELS.items()
            if state in row.states and state != State.REVIEW]
    if State.REVIEW in row.states and row.review_by is not None:
        tags.append(Tag(gettext("Review by %(day)s") % {"day": date_format(row.review_by, "j F Y")}))
    if row.own is not None and row.own.draft:
        tags.append(Tag(pgettext("state of a text", "Draft")))
    return tags


class LocalMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(editable(request.user) - {GENERIC})


class LocalViewSet(ViewSet):
    name = "local"
    icon = "edit"
    menu_label = _("Our version")
    menu_name = "local"
    menu_order = 95
    menu_item_class = LocalMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", FillingView.as_view(), name="index"),
            path("results/", FillingView.as_view(results_only=True), name="index_results"),
            path("add/<int:branch>/", AddLocalView.as_view(), name="add"),
        ]
