"""Locked out after failures: counted by django-axes in the database, so over all workers.

Three counts, with limits of their own: one account from one address (`CONTENTHUB_LOCKOUT_FAILURES`), one account from
all addresses (four times as many), and one address for all accounts (ten times as many: a town hall is one address).
Wrong passwords and wrong one-time codes count alike.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

_TIMES = (1, 4, 10)


class Lockout(AxesDatabaseHandler):
    """Each of the three counts against its own limit; the order is that of AXES_LOCKOUT_PARAMETERS."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The limit itself where any of the counts has reached its own, otherwise 0."""
        return settings.PEOPLE.failures if self.ends(request, credentials) else 0

    def ends(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> dt.datetime | None:
        """When the lock-out ends; None where there is none."""
        counts = zip(self.get_user_attempts(request, credentials), _TIMES, strict=True)
        found = [_ends(attempts, settings.PEOPLE.failures * times) for attempts, times in counts]
        return max((each for each in found if each), default=None)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """A good sign-in forgives this account at this address, never others that are tried from there."""
        return self.filter_user_attempts(request, credentials)[0].delete()[0]


def _ends(attempts: QuerySet[AccessAttempt], limit: int) -> dt.datetime | None:
    """Rows stop counting one by one, the oldest first; the lock ends with the row that brings the sum below the limit."""
    rows = list(attempts.order_by("attempt_time").values_list("failures_since_start", "attempt_time"))
    total = sum(failures for failures, _at in rows)
    if total < limit:
        return None
    for failures, at in rows:
        total -= failures
        if total < limit:
            return at + settings.AXES_COOLOFF_TIME
    raise AssertionError("limits are at least 1")


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether this account or this address is locked out; then the answer becomes the page that says so."""
    credentials = {"username": username}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = credentials  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong one-time code counts as a wrong password does: Django's own signal tells django-axes."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page that says until when; the same for an account that exists and for one that does not."""
    ends = AxesProxyHandler.get_implementation().ends(request, credentials) or timezone.now()
    wait = max(1, int((ends - timezone.now()).total_seconds()) + 1)
    page = render(request, "contenthub/people/locked.html", {"ends": ends, "minutes": -(-wait // 60)}, status=429)
    page["Retry-After"] = str(wait)
    page["Cache-Control"] = "no-store"
    return page


def nobody(*_known: Any) -> str:
    """What the log says instead of a name and an address."""
    return "a client"
