"""How long somebody stays signed in, and the moment between the first and the second step.

Between password and one-time code nobody is signed in: the session only remembers who is half-way (`Pending`).
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, get_user_model, login
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from msgspec import Struct

from contenthub.access.people.backends import LOCAL

SINCE, SEEN, BY_CODE, ID_TOKEN = "people_since", "people_seen", "people_by_code", "people_id_token"
_PENDING, _PROVED = "people_pending", "people_proved"
HALF_WAY = 600


class Pending(Struct, frozen=True):
    """Whose password was right, and where they were going."""

    user: Any
    next: str


class PeopleMiddleware(AuthenticationMiddleware):
    """Django's own, with limits. They are looked at when a view asks for the user, so public reads stay sessionless."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_within_limits, request))
        request.auser = partial(sync_to_async(_within_limits), request)


def _within_limits(request: HttpRequest) -> Any:
    user = get_user(request)
    if not user.is_authenticated:
        return user
    if _over(request):
        request.session.flush()
        request._cached_user = AnonymousUser()  # type: ignore[attr-defined]
        return request._cached_user  # type: ignore[attr-defined]
    now = time.time()
    session = request.session
    if SINCE not in session:
        session[SINCE] = session[SEEN] = now
    elif now - session[SEEN] > settings.SEEN_EVERY and "/editing-sessions/" not in request.path:
        # An open editor calls every ten seconds whether anybody sits there or not.
        session[SEEN] = now
    return user


def _over(request: HttpRequest) -> bool:
    session, now = request.session, time.time()
    if settings.PEOPLE.totp and session.get(BACKEND_SESSION_KEY) == LOCAL and not session.get(BY_CODE):
        return True
    longest = now - session.get(SINCE, now) > settings.PEOPLE.longest
    return longest or now - session.get(SEEN, now) > settings.PEOPLE.idle


def begin(request: HttpRequest, user: Any, backend: str, *, by_code: bool = False, id_token: str = "") -> None:
    """Sign this user in, with a session key that nobody knew before; what the old session held is gone."""
    request.session.flush()
    login(request, user, backend=backend)
    request.session[SINCE] = request.session[SEEN] = time.time()
    if by_code:
        request.session[BY_CODE] = True
    if id_token:
        request.session[ID_TOKEN] = id_token


def wait_for_code(request: HttpRequest, user: Any, next: str) -> None:
    """Remember for ten minutes whose password was right, under a new session key."""
    request.session.flush()
    request.session[_PENDING] = {
        "user": str(user.pk), "hash": user.get_session_auth_hash(), "until": time.time() + HALF_WAY, "next": next,
    }


def pending(request: HttpRequest) -> Pending | None:
    """Who is half-way; None once it took too long, or the account or its password has changed meanwhile."""
    found = request.session.get(_PENDING)
    if not found or found["until"] < time.time() or not settings.PEOPLE.local:
        return None
    user = get_user_model().objects.filter(pk=found["user"], is_active=True, identity=None).first()
    if user is None or not constant_time_compare(found["hash"], user.get_session_auth_hash()):
        return None
    return Pending(user=user, next=found["next"])


def prove(request: HttpRequest) -> None:
    """Remember that somebody who is signed in has just given a code once more."""
    request.session[_PROVED] = time.time()


def proved_lately(request: HttpRequest) -> bool:
    """Whether that was at most ten minutes ago."""
    return time.time() - request.session.get(_PROVED, 0) < HALF_WAY
