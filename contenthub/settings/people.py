"""Settings about people who sign in, read from the environment and checked at start.

Each reader names the variable, what it holds and what would be right. See the table in docs/operations.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Provider:
    """The organisation's own sign-in, by OpenID Connect.

    `roles` pairs a group of the provider with names of groups here (`waterrijk-editors`), or `administrators`.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    scopes: str
    claim: str
    roles: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class People:
    """How people sign in, and for how long. Times are in seconds."""

    provider: Provider | None
    local: bool
    totp: bool
    longest: int
    idle: int
    failures: int
    locked: int
    proxies: int


def read(environment: Mapping[str, str], *, production: bool) -> People:
    """Read the variables; ImproperlyConfigured names the first one that is wrong."""
    people = People(
        provider=_provider(environment, production),
        local=_yes(environment, "CONTENTHUB_LOCAL_SIGN_IN", True),
        totp=_yes(environment, "CONTENTHUB_TOTP", production),
        longest=_number(environment, "CONTENTHUB_SESSION_HOURS", 10, 1, 168) * 3600,
        idle=_number(environment, "CONTENTHUB_SESSION_IDLE_MINUTES", 60, 1, 10_080) * 60,
        failures=_number(environment, "CONTENTHUB_LOCKOUT_FAILURES", 5, 1, 100),
        locked=_number(environment, "CONTENTHUB_LOCKOUT_MINUTES", 15, 1, 1_440) * 60,
        proxies=_number(environment, "CONTENTHUB_TRUSTED_PROXIES", 0, 0, 10),
    )
    if people.provider is None and not people.local:
        raise ImproperlyConfigured(
            "CONTENTHUB_LOCAL_SIGN_IN is 0 and CONTENTHUB_OIDC_ISSUER is not set, so nobody could sign in; "
            "set the issuer, or leave CONTENTHUB_LOCAL_SIGN_IN out"
        )
    return people


def problems(environment: Mapping[str, str], *, production: bool) -> tuple[str, ...]:
    """What `read` would refuse, to be told together with what else is wrong."""
    try:
        read(environment, production=production)
    except ImproperlyConfigured as error:
        return (str(error),)
    return ()


def _provider(environment: Mapping[str, str], production: bool) -> Provider | None:
    issuer = environment.get("CONTENTHUB_OIDC_ISSUER", "")
    if not issuer:
        for name in sorted(environment):
            if name.startswith("CONTENTHUB_OIDC_") and environment[name]:
                raise ImproperlyConfigured(f"{name} is set but CONTENTHUB_OIDC_ISSUER is not; give both or neither")
        return None
    parts = urlsplit(issuer)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE and not production)
    if not secure or not parts.hostname or parts.query or parts.fragment or len(issuer) > 255:
        raise ImproperlyConfigured(
            f"CONTENTHUB_OIDC_ISSUER is {issuer!r}; give the address exactly as the provider names itself, "
            "such as https://login.example.nl/realms/gemeente"
        )
    scopes = environment.get("CONTENTHUB_OIDC_SCOPES", "openid profile email")
    if "openid" not in scopes.split():
        raise ImproperlyConfigured(f"CONTENTHUB_OIDC_SCOPES is {scopes!r}; openid must be one of them")
    return Provider(
        issuer=issuer,
        client_id=_required(environment, "CONTENTHUB_OIDC_CLIENT_ID"),
        client_secret=_required(environment, "CONTENTHUB_OIDC_CLIENT_SECRET"),
        name=environment.get("CONTENTHUB_OIDC_NAME", ""),
        scopes=scopes,
        claim=environment.get("CONTENTHUB_OIDC_GROUPS_CLAIM", "groups"),
        roles=_roles(_required(environment, "CONTENTHUB_OIDC_ROLES")),
    )


def _roles(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    right = 'give JSON such as {"redactie": ["waterrijk-editors"], "beheer": ["administrators"]}'
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"CONTENTHUB_OIDC_ROLES is no JSON ({error}); {right}") from None
    if not isinstance(given, dict) or not given:
        raise ImproperlyConfigured(f"CONTENTHUB_OIDC_ROLES must be an object with at least one group; {right}")
    pairs = []
    for group, names in given.items():
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
            raise ImproperlyConfigured(f"CONTENTHUB_OIDC_ROLES names no roles for {group!r}; {right}")
        pairs.append((group, tuple(names)))
    return tuple(pairs)


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; CONTENTHUB_OIDC_ISSUER needs it")
    return value


def _yes(environment: Mapping[str, str], name: str, default: bool) -> bool:
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} is {value!r}; give 1 (yes) or 0 (no)")
    return value == "1" if value else default


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = environment.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is {value!r}; give a whole number from {least} to {most}")
    return int(value)
