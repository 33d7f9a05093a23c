"""Who calls: a client with a token, or anybody. A token that does not hold is an error, never an anonymous caller."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from msgspec import Struct

from contenthub.access import tokens
from contenthub.models import ApiToken
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Scope

log = logging.getLogger(__name__)


class AccessRefused(Refused):
    """A caller who is not let in; `status` says why in HTTP's words."""

    def __init__(self, status: int, code: str, field: str, template: str, **params: Any) -> None:
        super().__init__(code, field, template, **params)
        self.status = status


class Caller(Struct, frozen=True):
    """Who asks, and what they may. Without municipalities a client is not bound to any."""

    name: str = ""
    scopes: frozenset[Scope] = frozenset({Scope.PUBLIC})
    municipalities: frozenset[str] = frozenset()
    requests_per_minute: int | None = None

    @property
    def anonymous(self) -> bool:
        return not self.name

    @property
    def privileged(self) -> bool:
        """Whether this caller may be told what others may not, so that no cache may keep what it is told."""
        return bool(self.scopes - {Scope.PUBLIC})

    @property
    def like_anybody(self) -> bool:
        """Whether this caller is told just what everybody is told, of every municipality."""
        return not self.privileged and not self.municipalities

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes

    def check_municipality(self, code: str) -> None:
        """Refused (WRONG_MUNICIPALITY) where the client is bound to others."""
        if self.municipalities and code not in self.municipalities:
            raise AccessRefused(
                403,
                "WRONG_MUNICIPALITY",
                "municipality",
                "%(field)s: this token is not for %(value)s; it is for %(known)s",
                value=code,
                known=", ".join(sorted(self.municipalities)),
            )

    def need(self, scope: Scope, field: str) -> None:
        """Refused (NEEDS_SCOPE) where the caller does not have this scope."""
        if not self.may(scope):
            raise AccessRefused(
                401 if self.anonymous else 403,
                "NEEDS_SCOPE",
                field,
                "%(field)s: this needs a token with the scope %(scope)s",
                scope=scope.value,
            )


ANYBODY = Caller()


def caller_of(authorization: str | None) -> Caller:
    """The caller behind an Authorization header; anybody where there is none.

    Raises AccessRefused (401): BAD_TOKEN for what is no token of ours, UNKNOWN_TOKEN, REVOKED_TOKEN, EXPIRED_TOKEN.
    """
    if authorization is None:
        return ANYBODY
    scheme, _space, given = authorization.strip().partition(" ")
    try:
        token = tokens.check(given.strip() if scheme.lower() == "bearer" else "")
    except Refused as refused:
        raise AccessRefused(401, refused.code, refused.field, refused.template) from None
    known = ApiToken.objects.select_related("client").filter(digest=tokens.digest(token)).first()
    if known is None:
        raise _turned_away("UNKNOWN_TOKEN", "this token is unknown here")
    now = timezone.now()
    if known.revoked_at is not None and known.revoked_at <= now:
        raise _turned_away("REVOKED_TOKEN", "this token was revoked; ask for another")
    if known.expires_at <= now:
        raise _turned_away("EXPIRED_TOKEN", "this token has expired; ask for another")
    _note_use(known, timezone.localdate(now))
    return Caller(
        name=known.client.name,
        scopes=known.client.scope_set | {Scope.PUBLIC},
        municipalities=frozenset(known.client.municipalities),
        requests_per_minute=known.client.requests_per_minute,
    )


def _turned_away(code: str, why: str) -> AccessRefused:
    return AccessRefused(401, code, "Authorization", f"%(field)s: {why}")


# What this process noted: a database that cannot be written is asked once a day and not with every request.
_noted: dict[str, dt.date] = {}


def _note_use(token: ApiToken, today: dt.date) -> None:
    """The day of last use, so that one sees which tokens are idle. Reading goes on where it cannot be written."""
    if token.last_used_on == today or _noted.get(token.digest) == today:
        return
    _noted[token.digest] = today
    try:
        with transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    except DatabaseError:
        log.warning("the last use of a token of %s could not be noted: the database refuses to be written", token.client)
