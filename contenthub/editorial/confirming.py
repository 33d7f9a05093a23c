"""A page that asks before something ends: what will happen, and where it is used. Only its button acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.fact_needs import TextUse
from contenthub.editorial.nouns.reading import NAMES
from contenthub.models import Municipality
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused


class ConfirmView(WagtailAdminTemplateMixin, TemplateView):
    """GET asks, POST acts. What a subclass says is plain text; the template escapes it."""

    template_name = "contenthub/editorial/confirm.html"
    header_icon = "warning"
    yes: Any = _("Yes")
    no: Any = _("No, go back")

    def consequences(self) -> list[str]:
        """What will happen, a sentence each."""
        return []

    def uses(self) -> list[TextUse]:
        """The published texts that will say something else."""
        return []

    def uses_heading(self) -> str:
        return gettext("Texts that will say something else")

    def too_late(self) -> str:
        """Why there is nothing left to ask: what a stale link names has begun, ended or gone already; else empty."""
        return ""

    def back(self) -> str:
        raise NotImplementedError

    def act(self) -> str:
        """Do it, and say that it is done. Raises Refused."""
        raise NotImplementedError

    def by(self) -> By:
        return By(actor=self.request.user.get_username())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        before = {"url": self.back(), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, before, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "consequences": self.consequences(),
            "uses": listed(self.uses()),
            "uses_heading": self.uses_heading(),
            "yes": self.yes,
            "no": self.no,
            "back_url": self.back(),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if late := self.too_late():
            messages.info(request, late)
            return redirect(self.back())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = self.back()
        try:
            with at_once():
                done = self.act()
        except Refused as refused:
            messages.error(request, in_own_language(refused))
        else:
            messages.success(request, done)
        return redirect(back)


def listed(uses: list[TextUse]) -> list[dict[str, Any]]:
    """One line a text: its title, where in it, and for which municipalities; one query for their names."""
    places: dict[tuple[str, str, str], tuple[list[str], list[str]]] = {}
    for use in uses:
        where, towns = places.setdefault((use.subject, use.title, use.language), ([], []))
        where.append(_place(use.place))
        towns += use.municipalities
    codes = {code for use in uses for code in use.municipalities}
    names = dict(Municipality.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}
    return [
        {
            "title": title,
            "language": language,
            "places": ", ".join(dict.fromkeys(where)),
            "municipalities": ", ".join(names.get(code, code) for code in dict.fromkeys(towns)),
            "url": f"{reverse('editions:index')}?{urlencode({'subject': subject})}",
        }
        for (subject, title, language), (where, towns) in places.items()
    ]


def _place(place: str) -> str:
    return str(NAMES.get(place.partition(".")[0], place))


__all__ = ["ConfirmView", "listed"]
