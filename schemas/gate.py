"""The door of the API: who calls, how often, and the account of it, the same for every view behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from contenthub.access import limits
from contenthub.access.callers import ANYBODY, AccessRefused, Caller, caller_of
from contenthub.access.visits import PERSPECTIVE, Visit
from schemas import http

View = Callable[..., HttpResponse]


def admitted(view: View) -> View:
    """Gives the view `request.visit`, and sees to it that no answer leaves without its account.

    A token that does not hold is answered here, before the view has read anything; it counts for its address, so that
    tokens cannot be tried out. What a token of more than the scope public is told is kept by no cache, and no cache
    may give anybody's answer to a caller with a token.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        caller, refused = _caller(request)
        allowance = limits.count(caller, request.META)
        if allowance is not None and not allowance.allowed:
            refused = _too_many(allowance)
        if refused is None:
            try:
                visit = request.visit = Visit(caller, request.headers, limits.address(request.META))  # type: ignore[attr-defined]
                response = view(request, *args, **kwargs)
                visit.account()
            except AccessRefused as failed:
                refused = failed
        if refused is not None:
            response = http.refused(refused.status, refused)
            response["Cache-Control"] = "no-store"
        if response.status_code == 401:
            told = ', error="invalid_token"' if "Authorization" in request.headers else ""
            response["WWW-Authenticate"] = f'Bearer realm="contenthub"{told}'
        if caller.privileged:
            response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization", PERSPECTIVE])
        for name, value in (allowance.headers if allowance is not None else {}).items():
            response[name] = value
        return response

    return guarded


def _caller(request: HttpRequest) -> tuple[Caller, AccessRefused | None]:
    try:
        return caller_of(request.headers.get("Authorization")), None
    except AccessRefused as refused:
        return ANYBODY, refused


def _too_many(allowance: limits.Allowance) -> AccessRefused:
    return AccessRefused(
        429,
        "RATE_LIMITED",
        "request",
        "%(field)s: more than %(quota)s in %(window)s seconds; come back in %(reset)s seconds",
        quota=allowance.quota,
        window=allowance.window,
        reset=allowance.reset,
    )
