"""API clients: who may read what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from contenthub.access.clients import check_may_manage
from contenthub.actions.check_known import check_municipalities
from contenthub.models import ApiClient, AuditRow
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Scope

AUDITED = "api-client"
MOST_A_MINUTE = 1_000_000


def create_client(
    name: str,
    *,
    scopes: Iterable[str] = (Scope.PUBLIC,),
    municipalities: Iterable[str] = (),
    contact: str = "",
    requests_per_minute: int | None = None,
    user: Any,
) -> ApiClient:
    """A new API client, without a token. No municipality named is all of them.

    Refused: NOT_ALLOWED, EMPTY_NAME, TOO_LONG, NAME_TWICE, UNKNOWN_SCOPE, UNKNOWN_MUNICIPALITY, BAD_RATE_LIMIT.
    """
    check_may_manage(user, "add")
    with transaction.atomic():
        client = ApiClient()
        _fill(client, name, scopes, municipalities, contact, requests_per_minute)
        client.save()
        audit("create_client", client, user, _said(client))
        return client


def alter_client(
    client: ApiClient,
    *,
    name: str,
    scopes: Iterable[str],
    municipalities: Iterable[str],
    contact: str = "",
    requests_per_minute: int | None = None,
    user: Any,
) -> ApiClient:
    """Change what a client may; it holds from its next request on, for every token it has. Refused as `create_client`."""
    check_may_manage(user)
    with transaction.atomic():
        kept = ApiClient.objects.select_for_update().get(pk=client.pk)
        before = _said(kept)
        _fill(kept, name, scopes, municipalities, contact, requests_per_minute)
        kept.save()
        audit("alter_client", kept, user, f"{before} → {_said(kept)}")
        return kept


def audit(verb: str, client: ApiClient, user: Any, note: str) -> None:
    AuditRow.objects.create(
        at=timezone.now(), actor=user.get_username(), verb=verb, kind=AUDITED, subject=str(client.pk), note=note
    )


def _fill(
    client: ApiClient,
    name: str,
    scopes: Iterable[str],
    municipalities: Iterable[str],
    contact: str,
    requests_per_minute: int | None,
) -> None:
    client.name = _named(name, client)
    client.contact = _short("contact", contact)
    client.scopes = _scopes(scopes)
    client.municipalities = _municipalities(municipalities)
    if requests_per_minute is not None and not 1 <= requests_per_minute <= MOST_A_MINUTE:
        raise Refused(
            "BAD_RATE_LIMIT",
            "requests_per_minute",
            "%(field)s: %(value)s; give 1 to %(most)s, or nothing for the limit of the installation",
            value=requests_per_minute,
            most=MOST_A_MINUTE,
        )
    client.requests_per_minute = requests_per_minute


def _named(name: str, client: ApiClient) -> str:
    given = _short("name", name)
    if not given:
        raise Refused("EMPTY_NAME", "name", "%(field)s: must not be empty", value="")
    if ApiClient.objects.filter(name=given).exclude(pk=client.pk).exists():
        raise Refused("NAME_TWICE", "name", "%(field)s: there is a client %(value)s already", value=given)
    return given


def _short(field: str, text: str) -> str:
    most = ApiClient._meta.get_field(field).max_length or 0
    given = text.strip()
    if len(given) > most:
        raise Refused("TOO_LONG", field, "%(field)s: %(value)s; at most %(most)s characters", value=given, most=most)
    return given


def _scopes(scopes: Iterable[str]) -> list[str]:
    wanted = {str(scope) for scope in scopes}
    for scope in sorted(wanted - set(Scope)):
        raise Refused(
            "UNKNOWN_SCOPE",
            "scopes",
            "%(field)s: there is no scope %(value)s; choose from %(known)s",
            value=scope,
            known=", ".join(Scope),
        )
    return [scope.value for scope in Scope if scope in wanted | {Scope.PUBLIC}]


def _municipalities(codes: Iterable[str]) -> list[str]:
    wanted = sorted(set(codes))
    check_municipalities(wanted)
    return wanted


def _said(client: ApiClient) -> str:
    """What a client may, in one line of the audit trail."""
    where = ", ".join(client.municipalities) or "all municipalities"
    rate = f", {client.requests_per_minute} a minute" if client.requests_per_minute else ""
    return f"{client.name}: {', '.join(client.scopes)}; {where}{rate}"
