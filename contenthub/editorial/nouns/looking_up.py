"""Lists to look things up in, where nothing changes: the Uniforme Productnamenlijst, and every edition there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import BooleanFilter, CharFilter, ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.coreutils import get_content_languages

from contenthub.access.roles import GENERIC, has_role
from contenthub.editorial.history.address import history_url
from contenthub.editorial.nouns.layers import layer_of, named_layers
from contenthub.editorial.nouns.parts import MAIN
from contenthub.editorial.nouns.permissions import seen_by
from contenthub.editorial.nouns.reading import readable
from contenthub.editorial.nouns.views import NounIndexView, NounViewSet, column
from contenthub.editorial.nouns.words import choices, word
from contenthub.models import Edition, UplName
from contenthub.vocabulary import EditionKind, EditionState


class UplFilters(WagtailFilterSet):
    gone = ChoiceFilter(
        label=_("On the list"), method="by_gone", choices=[("no", _("Still on it")), ("yes", _("Gone from it"))]
    )

    class Meta:
        model = UplName
        fields = ["municipal", "resident", "business"]

    def by_gone(self, names: QuerySet[UplName], name: str, value: str) -> QuerySet[UplName]:
        return names.filter(gone_since__isnull=value == "no")


def _short_uri(name: UplName) -> str:
    """Its own part of the address; the whole would push the name aside."""
    return format_html('<a href="{}" rel="noreferrer">{}</a>', name.uri, name.uri.rpartition("/")[2])


def _for_whom(name: UplName) -> str:
    marks = (
        (name.resident, gettext("residents")),
        (name.business, gettext("businesses")),
        (name.municipal, gettext("municipalities")),
    )
    return ", ".join(text for given, text in marks if given)


class UplViewSet(NounViewSet):
    model = UplName
    name = "upl_names"
    icon = "list-ol"
    menu_label = _("UPL names")
    writable = False
    filterset_class = UplFilters
    search_fields = ["name", "uri"]
    ordering = "name"

    list_display = [
        column("name", _("Name"), "name", sort_key="name"),
        column("uri", _("URI"), _short_uri, width="34%"),
        column("for", _("For"), _for_whom),
        column("gone_since", _("Gone from the list since"), "gone_since", sort_key="gone_since"),
    ]


def _languages() -> list[tuple[str, Any]]:
    return list(get_content_languages().items())


class EditionFilters(WagtailFilterSet):
    kind = ChoiceFilter(label=_("Kind"), choices=choices(EditionKind))
    state = ChoiceFilter(label=_("State"), choices=choices(EditionState))
    language = ChoiceFilter(label=_("Language"), choices=_languages)
    subject = CharFilter(label=_("Subject"), lookup_expr="iexact")
    organisation = CharFilter(label=_("Organisation"), lookup_expr="iexact")
    waiting = BooleanFilter(label=_("Waits for its moment"), method="by_waiting")

    class Meta:
        model = Edition
        fields = ["kind", "state", "language", "subject", "organisation", "waiting"]

    def by_waiting(self, editions: Any, name: str, value: bool) -> Any:
        now = timezone.now()
        return editions.standing().filter(valid_from__gt=now) if value else editions.filter(valid_from__lte=now)


_TITLE = Coalesce(
    KT("content__title__nl"),
    KT("content__title"),
    KT("content__name"),
    KT("content__label__nl"),
    KT("content__question__nl"),
    "subject",
    output_field=CharField(),
)


def _named(editions: Iterable[Edition]) -> list[Edition]:
    """Annotated with `title`; a local version or a value has none of its own: it is called after what it is of."""
    named = list(editions)
    nameless = [row.subject for row in named if row.title == row.subject]
    generic = Edition.objects.filter(subject__in=nameless, organisation=GENERIC, language__in=("", MAIN))
    generic = generic.exclude(kind=EditionKind.FACT_VALUE).annotate(title=_TITLE).order_by("pk")
    titles = dict(generic.exclude(title=F("subject")).values_list("subject", "title")) if nameless else {}
    for row in named:
        row.title = titles.get(row.subject) or row.title
    return named


class EditionIndexView(NounIndexView):
    def get_base_queryset(self) -> QuerySet[Edition]:
        return Edition.objects.filter(seen_by(self.request.user)).annotate(title=_TITLE).defer("content")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, editions, more = super().paginate_queryset(queryset, page_size)
        page.object_list = _named(editions)
        return paginator, page, page.object_list, more


class EditionPage(WagtailAdminTemplateMixin, TemplateView):
    """One edition as it was published."""

    template_name = "contenthub/nouns/edition.html"
    page_title = _("Edition")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user):
            raise PermissionDenied
        seen = Edition.objects.filter(seen_by(request.user)).annotate(title=_TITLE)
        self.edition = _named([get_object_or_404(seen, pk=pk)])[0]
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return gettext("%(title)s, version %(number)s") % {"title": self.edition.title, "number": self.edition.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("editions:index"), "label": gettext("Editions")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.edition
        return {
            **super().get_context_data(**kwargs),
            "edition": edition,
            "kind": word(EditionKind, edition.kind),
            "state": word(EditionState, edition.state),
            "layer": named_layers([edition])[layer_of(edition)],
            "content": readable(edition.content) if edition.content else "",
            "language": get_content_languages().get(edition.language, edition.language),
            "history": history_url(edition.subject, edition.language, edition.organisation)
            if edition.kind == EditionKind.ITEM
            else "",
        }


def _short(name: str) -> Callable[[Edition], str]:
    return lambda row: date_format(localtime(getattr(row, name)), "SHORT_DATETIME_FORMAT")


class EditionViewSet(NounViewSet):
    model = Edition
    name = "editions"
    icon = "history"
    menu_label = _("Editions")
    writable = False
    index_view_class = EditionIndexView
    filterset_class = EditionFilters
    search_fields = ["subject", "slug"]
    ordering = "-recorded_at"

    list_display = [
        column("title", _("Title"), "title", width="28%"),
        column("kind", _("Kind"), lambda row: word(EditionKind, row.kind), sort_key="kind"),
        column("number", _("Edition number"), "number"),
        column(
            "organisation", _("Organisation"), lambda row: row.organisation or _("National"), sort_key="organisation"
        ),
        column("language", _("Language"), "language", sort_key="language"),
        column("state", _("State"), lambda row: word(EditionState, row.state), sort_key="state"),
        column("valid_from", _("Valid from"), _short("valid_from"), sort_key="valid_from"),
        column("recorded_at", _("Recorded"), _short("recorded_at"), sort_key="recorded_at"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(show_url_name="editions:show", **kwargs)

    def more_urls(self, key: str) -> list[URLPattern]:
        return [path(f"show/{key}/", EditionPage.as_view(), name="show")]
