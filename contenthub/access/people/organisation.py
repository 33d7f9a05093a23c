"""Signing in at the organisation: to its provider, and back."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from contenthub.access.people import provider, sessions
from contenthub.access.people.backends import ORGANISATION
from contenthub.access.people.roles import roles_of
from contenthub.access.people.sign_in import Safe
from contenthub.actions.people import admit, note_sign_in

log = logging.getLogger(__name__)
_NEXT = "people_next"


@require_GET
@never_cache
@transaction.non_atomic_requests
def to_organisation(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. Where one was going waits in the session, never in the address."""
    if settings.PEOPLE.provider is None:
        raise Http404("no provider is set")
    request.session[_NEXT] = Safe(request).address()
    try:
        return provider.redirect_to_provider(request, request.build_absolute_uri(reverse("people_back")))
    except provider.Unavailable as error:
        return _failed(request, "unavailable", 503, error)


@require_GET
@never_cache
@transaction.non_atomic_requests
def from_organisation(request: HttpRequest) -> HttpResponse:
    """Back from the provider: who is proven and has a role gets in, with the rights of this moment's groups."""
    if settings.PEOPLE.provider is None:
        raise Http404("no provider is set")
    going = request.session.pop(_NEXT, settings.LOGIN_REDIRECT_URL)
    try:
        who = provider.proven(request)
    except provider.NotProven as error:
        return _failed(request, "not_proven", 403, error)
    except provider.Unavailable as error:
        return _failed(request, "unavailable", 503, error)
    user = admit(who.issuer, who.subject, roles_of(who.claims, settings.PEOPLE.provider), who.claims)
    if user is None:
        log.warning("a sign-in by the organisation was refused: no group of it has a role here, or no active account")
        further = provider.sign_out_address(who.id_token, request.build_absolute_uri(reverse("people_sign_in")))
        return _failed(request, "no_role", 403, further=further)
    sessions.begin(request, user, ORGANISATION, id_token=who.id_token)
    note_sign_in(user, "organisation")
    return redirect(going)


def _failed(
    request: HttpRequest, why: str, status: int, error: Exception | None = None, further: str = ""
) -> HttpResponse:
    if error is not None:
        # The kind of error only: what a provider writes beside it may name a person.
        log.warning("a sign-in by the organisation failed (%s): %s", why, error)
    told = {"why": why, "people": settings.PEOPLE, "further": further}
    return render(request, "contenthub/people/failed.html", told, status=status)
