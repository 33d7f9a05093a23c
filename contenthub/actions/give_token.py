"""Tokens of API clients: issued, replaced and revoked. What is shown once is kept nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from contenthub.access import tokens
from contenthub.access.clients import check_may_manage
from contenthub.actions.keep_client import audit
from contenthub.models import ApiClient, ApiToken
from contenthub.resolving.refusal import Refused

LONGEST = dt.timedelta(days=731)
USUAL = dt.timedelta(days=365)
LONGEST_OVERLAP = dt.timedelta(days=30)
USUAL_OVERLAP = dt.timedelta(days=7)


class Issued(Struct, frozen=True):
    """A token as it is shown, once, and the row that stays."""

    token: str
    row: ApiToken


def issue_token(client: ApiClient, *, expires_at: dt.datetime | None = None, user: Any) -> Issued:
    """A new token for this client, by default for a year. Refused: NOT_ALLOWED, BAD_EXPIRY."""
    check_may_manage(user)
    now = timezone.now()
    until = expires_at or now + USUAL
    if timezone.is_naive(until) or not now < until <= now + LONGEST:
        raise Refused(
            "BAD_EXPIRY",
            "expires_at",
            "%(field)s: %(value)s; give a moment ahead, at most %(most)s days",
            value=until.date().isoformat(),
            most=LONGEST.days,
        )
    with transaction.atomic():
        issued = _new(client, now, until, user)
        audit("issue_token", client, user, f"{issued.row} until {until.date()}")
        return issued


def rotate_token(token: ApiToken, *, overlap: dt.timedelta = USUAL_OVERLAP, user: Any) -> Issued:
    """A token in the place of this one, for as long as this one was given. Both hold until the overlap is over.

    Refused: NOT_ALLOWED, BAD_OVERLAP, TOKEN_OVER for a token that is revoked or has expired, ALREADY_REPLACED.
    """
    check_may_manage(user)
    if not dt.timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Refused(
            "BAD_OVERLAP",
            "overlap",
            "%(field)s: %(value)s days; give 0 to %(most)s",
            value=overlap.days,
            most=LONGEST_OVERLAP.days,
        )
    with transaction.atomic():
        old = ApiToken.objects.select_for_update().select_related("client").get(pk=token.pk)
        now = timezone.now()
        if old.revoked_at is not None or old.expires_at <= now:
            raise Refused("TOKEN_OVER", "token", "%(field)s: %(value)s holds no more; issue a new one", value=old)
        if old.replaced_by_id is not None:
            raise Refused("ALREADY_REPLACED", "token", "%(field)s: %(value)s was replaced already", value=old)
        issued = _new(old.client, now, now + (old.expires_at - old.issued_at), user)
        old.replaced_by = issued.row
        old.expires_at = min(old.expires_at, now + overlap)
        old.save(update_fields=["replaced_by", "expires_at"])
        audit("rotate_token", old.client, user, f"{old} by {issued.row}; the old one until {old.expires_at:%Y-%m-%d %H:%M}")
        return issued


def revoke_token(token: ApiToken, *, user: Any) -> ApiToken:
    """From the next request on this token is refused. Refused: NOT_ALLOWED, ALREADY_REVOKED."""
    check_may_manage(user)
    with transaction.atomic():
        kept = ApiToken.objects.select_for_update().select_related("client").get(pk=token.pk)
        if kept.revoked_at is not None:
            raise Refused("ALREADY_REVOKED", "token", "%(field)s: %(value)s was revoked already", value=kept)
        kept.revoked_at, kept.revoked_by = timezone.now(), user.get_username()
        kept.save(update_fields=["revoked_at", "revoked_by"])
        audit("revoke_token", kept.client, user, str(kept))
        return kept


def _new(client: ApiClient, now: dt.datetime, until: dt.datetime, user: Any) -> Issued:
    token = tokens.make()
    row = ApiToken.objects.create(
        client=client,
        digest=tokens.digest(token),
        hint=tokens.hint(token),
        issued_at=now,
        issued_by=user.get_username(),
        expires_at=until,
    )
    return Issued(token=token, row=row)
