"""A refused act in the admin becomes a message beside the work, never an error page.

Some paths go round the editors' form: approval in a workflow, bulk actions, publishing a translation. What the verb
refuses there has been rolled back with the request; this says so, and why.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from wagtail.admin import messages

from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        with override(_language_of(request)):
            said = in_own_language(exception)
        if "/api/" in request.path or request.accepts("text/html") is False:
            return JsonResponse({"code": exception.code, "field": exception.field,
                                 "detail": said}, status=422)
        messages.error(request, said)
        return redirect(_where_from(request))


def _language_of(request: HttpRequest) -> str | None:
    """The admin speaks the language of the user's profile, but only within its own views."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else get_language()


def _where_from(request: HttpRequest) -> str:
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else reverse("wagtailadmin_home")
