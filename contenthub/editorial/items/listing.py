"""The list "Producten en vragen" in the menu, made of Wagtail's own list view."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, LocaleColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from contenthub.access.branches import ADDS, Branch, branches, own
from contenthub.access.roles import has_role
from contenthub.editorial.history.address import history_url
from contenthub.editorial.items.filters import KINDS, ItemFilters
from contenthub.editorial.items.finding import found
from contenthub.editorial.items.seeing import seen
from contenthub.editorial.items.states import describe
from contenthub.editorial.nouns.parts import MAIN
from contenthub.vocabulary import EditionKind


class StatesColumn(Column):
    cell_template_name = "contenthub/items/states_cell.html"


def _kind(page: Page) -> Any:
    models = {ContentType.objects.get_for_model(model).pk: label for model, label in KINDS.values()}
    return models[page.content_type_id]


class ItemIndexView(generic.IndexView):
    """Every row leads to its page for those who may edit it, and to what is published for everybody else."""

    model = Page
    permission_policy = page_permission_policy
    any_permission_required = frozenset({"add", "change", "publish", "view"})
    page_title = _("Products and questions")
    header_icon = "list-ul"
    index_url_name = "items:index"
    index_results_url_name = "items:index_results"
    results_template_name = "contenthub/items/results.html"
    filterset_class = ItemFilters
    paginate_by = 50
    default_ordering = "sort_title"
    is_searchable = True
    verbose_name_plural = _("products and questions")

    @cached_property
    def columns(self) -> list[Any]:
        title = self._get_title_column_class(TitleColumn)(
            "known_title",
            label=_("Title"),
            accessor="known_title",
            sort_key="sort_title",
            width="38%",
            get_url=self.get_title_url,
        )
        return [
            title,
            Column("kind", label=_("Kind"), accessor=_kind, sort_key="content_type"),
            Column("organisation", label=_("Organisation"), accessor=self._organisation),
            LocaleColumn(label=_("Language"), classname=""),
            StatesColumn("tags", label=_("State"), accessor="tags"),
            DateColumn("changed", label=_("Changed"), accessor=_changed, sort_key="latest_revision_created_at"),
        ]

    def get_base_queryset(self) -> PageQuerySet:
        return seen(self.request.user).prefetch_workflow_states()

    def order_queryset(self, queryset: PageQuerySet) -> PageQuerySet:
        # By key last: of equal rows none may stand on two sheets, and none on neither.
        return queryset.order_by(self.ordering, "pk")

    def search_queryset(self, queryset: PageQuerySet) -> PageQuerySet:
        return found(queryset, self.search_query, self.request.user) if self.is_searching else queryset

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, pages, more = super().paginate_queryset(queryset, page_size)
        page.object_list = list(pages)
        describe(page.object_list)
        return paginator, page, page.object_list, more

    def get_edit_url(self, instance: Any) -> str | None:
        may = instance.mine and instance.permissions_for_user(self.request.user).can_edit()
        return reverse("wagtailadmin_pages:edit", args=[instance.pk]) if may else None

    def get_title_url(self, instance: Any) -> str | None:
        edition = instance.edition
        return self.get_edit_url(instance) or (edition and reverse("editions:show", args=[edition.pk]))

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons = []
        if edit := self.get_edit_url(instance):
            buttons.append(Button(_("Edit"), url=edit, icon_name="edit", priority=10))
        if edition := instance.edition or next(iter(instance.later), None):
            asked = {"kind": edition.kind, "subject": edition.subject, "language": edition.language}
            published = f"{reverse('editions:index')}?{urlencode(asked)}"
            buttons.append(Button(_("Published versions"), url=published, icon_name="history", priority=20))
            if edition.kind == EditionKind.ITEM:
                history = history_url(edition.subject, edition.language, edition.organisation)
                buttons.append(Button(_("History of the answer"), url=history, icon_name="history", priority=25))
        if instance.later and instance.permissions_for_user(self.request.user).can_publish():
            waiting = reverse("contenthub_waiting", args=[instance.pk])
            buttons.append(Button(_("Waiting versions"), url=waiting, icon_name="time", priority=30))
        return buttons

    def get_list_buttons(self, instance: Any) -> list[Any]:
        buttons = super().get_list_buttons(instance)
        for button in buttons:
            button.attrs["aria-label"] = gettext("More options for '%(title)s'") % {"title": instance.known_title}
        return buttons

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Where one writes in one branch in the main language, one begins there at once."""
        return [
            HeaderButton(_("Add"), url=reverse("wagtailadmin_pages:add_subpage", args=[branch.page]), icon_name="plus")
            for branch in self._writable_branches
            if len(self._writable_branches) == 1
        ]

    @cached_property
    def _writable_branches(self) -> list[Branch]:
        return [branch for branch in own(self.request.user, ADDS) if branch.language == MAIN]

    @cached_property
    def _organisations(self) -> dict[str, str]:
        return {branch.path: branch.name for branch in branches(self.request.user)}

    def _organisation(self, page: Page) -> str:
        return self._organisations.get(page.path[: 2 * Page.steplen]) or gettext("National")


def _changed(page: Page) -> Any:
    # When others changed a draft is not for this reader; when it was published is.
    return page.latest_revision_created_at if page.mine else page.edition and page.edition.recorded_at


class ItemsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user)


class ItemViewSet(ViewSet):
    name = "items"
    icon = "list-ul"
    menu_label = _("Products and questions")
    menu_name = "items"
    menu_order = 90
    menu_item_class = ItemsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ItemIndexView.as_view(), name="index"),
            path("results/", ItemIndexView.as_view(results_only=True), name="index_results"),
        ]
