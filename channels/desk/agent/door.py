"""Who comes in, and what is left behind: nothing. Pages here show internal text and may show what follows from a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from contenthub.access.agents import served_by
from contenthub.answering import Asking, ask

UI_LANGUAGES = ("nl", "en")
View = Callable[..., HttpResponseBase]


class Refusal(Exception):
    """What cannot be done, for the agent to read, with the status of the response."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.status = message, status


def agents_only(view: View) -> View:
    """Signed in, with the role, for a municipality of one's own; and no trace of the response in any cache."""

    @transaction.non_atomic_requests
    @wraps(view)
    def made(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
        language = (translation.get_language() or "nl")[:2]
        with translation.override(language if language in UI_LANGUAGES else "nl"):
            response = _let_in(view, request, kwargs)
        response["Cache-Control"] = "no-store"
        response["Vary"] = "HX-Request, Cookie"
        return response

    return made


def _let_in(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
    if not request.user.is_authenticated:
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(f"{reverse('people_sign_in')}?next={reverse('desk')}")
        # Only the path: what was asked is no part of an address.
        return redirect_to_login(request.path if request.method == "GET" else reverse("desk"))
    served = served_by(request.user)
    if not served:
        return render(
            request,
            "desk/agent/refused.html",
            {"message": _("Your account has no role at the desk. Ask your administrator for the role of KCC agent.")},
            status=403,
        )
    try:
        if "municipality" in kwargs:
            check_served(request, kwargs["municipality"])
        return view(request, **kwargs)
    except Refusal as refusal:
        page = "desk/agent/problem.html" if request.htmx else "desk/agent/refused.html"  # type: ignore[attr-defined]
        # htmx shows nothing of a refused request, so a part of a page is delivered as one that succeeded.
        status = 200 if request.htmx else refusal.status  # type: ignore[attr-defined]
        return render(request, page, {"message": refusal.message}, status=status)


def check_served(request: HttpRequest, *codes: str) -> None:
    """PermissionDenied where one of these municipalities is not one for which this agent answers."""
    if any(code not in served_by(request.user) for code in codes):
        raise PermissionDenied


def asking_of(request: HttpRequest, municipality: str) -> Asking:
    """An agent's asking; PermissionDenied also where another municipality has taken over and this agent has no role there."""
    asking = ask(municipality, for_agents=True)
    check_served(request, asking.town.texts_of.code)
    return asking


def plain_response(content: bytes, content_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition
    return response
