"""Who still has to look at a generic text that has changed: for its own editors, by organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from msgspec import Struct
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from contenthub.actions.drift import drifting
from contenthub.editorial.page_heading import PageHeading
from contenthub.models import Edition, Municipality, Organisation
from contenthub.models.blocks.sections import KIND_LABELS
from contenthub.models.pages.items import ItemPage
from contenthub.vocabulary import EditionKind, EditionState, SectionKind


class Looking(Struct, frozen=True):
    """One local version of which the source has changed: whose it is, for which municipality (empty for all), in which
    sections, and the moment from which its text has been as it is."""

    organisation: str
    municipality: str
    sections: tuple[SectionKind, ...]
    since: dt.datetime

    @property
    def titles(self) -> list[Any]:
        return [KIND_LABELS[kind] for kind in self.sections]


class Looked(Struct, frozen=True):
    """`adapted` is how many local versions there are; `open` are those that nobody has looked at since the change."""

    adapted: int
    open: tuple[Looking, ...]


def looked(item: str, language: str, moment: dt.datetime) -> Looked:
    """For one generic item in one language; a number of queries that does not grow with the number of organisations."""
    local = Edition.objects.filter(kind=EditionKind.ITEM, subject=item, language=language).exclude(organisation="")
    rows = [row for row in local.in_force(moment).rows() if row.state == EditionState.PUBLISHED]
    rows = [row for row in rows if getattr(row.content, "sections", None)]
    changed = drifting(rows, moment)
    names, towns = dict(_names(Organisation.objects.all())), dict(_names(Municipality.objects.all()))
    open_ = [
        Looking(names.get(row.series.organisation, row.series.organisation),
                towns.get(row.series.municipality, row.series.municipality), changed[row.id], row.valid_from)
        for row in rows if row.id in changed
    ]
    return Looked(len(rows), tuple(sorted(open_, key=lambda each: (each.organisation, each.municipality))))


def _names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values_list("pk", "name")


class LookingView(PageHeading, WagtailAdminTemplateMixin, TemplateView):
    """For whoever may edit the generic item. It tells of published texts alone."""

    template_name = "contenthub/adapting/looking.html"
    page_title = _("Who still has to look")
    header_icon = "view"
    page: ItemPage

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not has_lookers(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = looked(self.page.item_id, self.page.locale.language_code, timezone.now())
        return {**super().get_context_data(**kwargs), "looked": found, "page": self.page}


def has_lookers(page: Page, user: Any) -> bool:
    """Whether others may have adapted this page, and whether this user may know."""
    generic = isinstance(page, ItemPage) and not page.branch().organisation_slug
    return generic and page.permissions_for_user(user).can_edit()
