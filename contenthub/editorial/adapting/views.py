"""The page "Beside the generic text" of a local version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.coreutils import safe_snake_case

from contenthub.actions.at_once import at_once
from contenthub.actions.settle_drift import settle
from contenthub.editorial.adapting.decisions import DecisionForm
from contenthub.editorial.adapting.looking import LookingView
from contenthub.editorial.adapting.sides import Sides, sides, towns_of
from contenthub.editorial.page_heading import PageHeading
from contenthub.models import Municipality
from contenthub.models.pages.local import LocalVersionPage
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused


class SidesView(PageHeading, WagtailAdminTemplateMixin, FormView):
    """GET shows and lets choose, POST writes a draft or publishes; nobody without the right to edit the page sees it."""

    template_name = "contenthub/adapting/sides.html"
    form_class = DecisionForm
    page_title = _("Beside the generic text")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        saved = get_object_or_404(LocalVersionPage, pk=page_id)
        self.may = saved.permissions_for_user(request.user)
        if not self.may.can_edit():
            raise PermissionDenied
        self.seen = saved.latest_revision_id
        self.page: LocalVersionPage = saved.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def towns(self) -> list[Municipality]:
        return towns_of(self.page)

    @cached_property
    def town(self) -> Municipality | None:
        asked = self.request.GET.get("municipality", "")
        return next((town for town in self.towns if town.pk == asked), next(iter(self.towns), None))

    @cached_property
    def shown(self) -> Sides:
        language = self.page.locale.language_code
        return sides(self.page, self.town, timezone.now()) if self.town else Sides(language)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "shown": self.shown, "initial": {"revision": self.seen, "number": self.shown.number}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "page": self.page,
            "shown": self.shown,
            "towns": self.towns,
            "town": self.town,
            "rows": list(context["form"].rows()),
            "locked": self.may.page_locked(),
            # Wagtail names the panels of a tab after its heading, in the reader's language.
            "tab": safe_snake_case(gettext("Sections")),
            "may_publish": self.may.can_publish(),
            "other_changes": self.page.has_unpublished_changes,
        }

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        decisions = form.decisions()
        publish = self.request.POST.get("action") == "publish"
        before = self.seen
        try:
            with at_once():
                settle(self.page, decisions, user=self.request.user, seen=form.cleaned_data["revision"],
                       note=form.cleaned_data["note"], publish=publish)
        except Refused as refused:
            form.add_error(None, in_own_language(refused))
            return self.form_invalid(form)
        done = ngettext("%(number)s section has been decided and published.", "%(number)s sections have been decided and published.",
                        len(decisions)) if publish else ngettext(
            "%(number)s section has been decided; it stands in the draft.",
            "%(number)s sections have been decided; they stand in the draft.", len(decisions))
        messages.success(self.request, done % {"number": len(decisions)}, buttons=self._undo(before))
        return redirect(self.request.get_full_path())

    def _undo(self, before: int | None) -> list[Any]:
        if before is None:
            return []
        return [messages.button(reverse("wagtailadmin_pages:revisions_revert", args=[self.page.pk, before]),
                                gettext("Look at the version of before"))]


def urls() -> list[URLPattern]:
    return [
        path("contenthub/side-by-side/<int:page_id>/", SidesView.as_view(), name="contenthub_side_by_side"),
        path("contenthub/looking/<int:page_id>/", LookingView.as_view(), name="contenthub_looking"),
    ]
