"""The side-by-side page: one answer in all eight channels, with where every part of it came from.

A request here may carry facts about a person, so whatever it is, nothing of it is kept: no session, no cookie, no
cache, no address with those facts in it. Only a neutral answer is stored under its reference, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from channels.desk.asked import asked
from channels.desk.paper import letter_response
from channels.desk.screen import context, read
from contenthub.answering import keep, snapshot
from contenthub.resolving.answer import Answer

UI_LANGUAGES = ("nl", "en")

View = Callable[[HttpRequest], HttpResponseBase]


def _private(view: View) -> View:
    """Nothing of the request is left behind, and the page is in the language that was asked for."""

    @wraps(view)
    def made(request: HttpRequest) -> HttpResponseBase:
        asked_for = (request.POST if request.method == "POST" else request.GET).get("ui", "")
        language = asked_for if asked_for in UI_LANGUAGES else translation.get_language() or "nl"
        with translation.override(language[:2] if language[:2] in UI_LANGUAGES else "nl"):
            response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    return made


@csrf_exempt  # A read by POST: it changes nothing, and a token would need a cookie.
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests
@_private
def side_by_side(request: HttpRequest) -> HttpResponseBase:
    """The page; in production, where it is not for the public, the way to the admin."""
    if not settings.SIDE_BY_SIDE:
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    wanted, errors = asked(request)
    with snapshot():
        found = read(wanted, errors)
    if found.neutral is not None:
        keep([found.neutral])
    language = translation.get_language() or "nl"
    other = next(code for code in UI_LANGUAGES if code != language)
    return render(request, "desk/side_by_side.html", {
        **context(found.form, found.answer), "ui": language, "other_ui": other, "allow_future": settings.ALLOW_FUTURE_MOMENTS,
        "address": urlencode({**found.form.asked.neutral_query, "ui": language}),
        "other_address": urlencode({**found.form.asked.neutral_query, "ui": other})})


@csrf_exempt
@require_POST
@transaction.non_atomic_requests
@_private
def letter_picture(request: HttpRequest) -> HttpResponseBase:
    """The first page of the letter as PNG, for the same form."""
    return letter_response(_answer(request), "png")


@csrf_exempt
@require_POST
@transaction.non_atomic_requests
@_private
def letter_file(request: HttpRequest) -> HttpResponseBase:
    """The letter as PDF, for the same form."""
    return letter_response(_answer(request), "pdf")


def _answer(request: HttpRequest) -> Answer:
    if not settings.SIDE_BY_SIDE:
        raise Http404
    wanted, errors = asked(request)
    with snapshot():
        found = read(wanted, errors)
    if found.answer is None:
        raise Http404
    if found.neutral is not None:
        keep([found.neutral])
    return found.answer
