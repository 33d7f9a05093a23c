"""The organisation's OpenID provider: authorization code flow with PKCE, state and nonce, by Authlib.

Source: OpenID Connect Core 1.0 and RP-Initiated Logout 1.0; RFC 9700 (OAuth 2.0 security best current practice).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from msgspec import Struct
from requests import RequestException

from contenthub.settings.people import Provider

# What only the provider can have signed: no "none", and no HS256 with a secret that both sides know.
_SIGNED_BY_PROVIDER = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
_TIMEOUT = 10
_FRESH = 3600


class Unavailable(Exception):
    """The provider does not answer, or not as a provider."""


class NotProven(Exception):
    """The answer does not prove who it is: another state, nonce, issuer, audience or signature, or too late."""


class Proven(Struct, frozen=True):
    """Who it is, according to the provider. `claims` is for this request only and is never stored."""

    issuer: str
    subject: str
    claims: dict[str, Any]
    id_token: str


def redirect_to_provider(request: HttpRequest, back: str) -> HttpResponse:
    """Send the browser to the provider, to return at `back`; Unavailable where there is none."""
    try:
        return _client().authorize_redirect(request, back)
    except (RequestException, ValueError, RuntimeError) as error:
        raise Unavailable(type(error).__name__) from error


def proven(request: HttpRequest) -> Proven:
    """Who came back from the provider; NotProven or Unavailable otherwise. The state in the session is used up."""
    client = _client()
    provider = settings.PEOPLE.provider
    only = {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": client.client_id}}
    try:
        token = client.authorize_access_token(request, claims_options=only)
    except (OAuthError, JoseError) as error:
        raise NotProven(type(error).__name__) from error
    except (RequestException, ValueError, RuntimeError) as error:
        raise Unavailable(type(error).__name__) from error
    claims = token.get("userinfo")
    if not claims:
        raise NotProven("no ID token")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        # OpenID Connect Core 1.0, 2: at most 255 ASCII characters.
        raise NotProven("no subject")
    return Proven(
        issuer=provider.issuer,
        subject=claims["sub"],
        claims=_complete(client, token, dict(claims), provider.claim),
        id_token=token["id_token"],
    )


def sign_out_address(id_token: str, back: str) -> str:
    """Where the browser signs out at the provider as well; "" where the provider has no such place."""
    try:
        return _client().create_logout_url(post_logout_redirect_uri=back, id_token_hint=id_token)["url"]
    except (Unavailable, RequestException, ValueError, RuntimeError):
        return ""


def _complete(client: Any, token: Mapping[str, Any], claims: dict[str, Any], wanted: str) -> dict[str, Any]:
    """Many providers give groups only in the UserInfo response; its subject must be the same (Core, 5.3.2)."""
    if found(claims, wanted) is not None or not client.server_metadata.get("userinfo_endpoint"):
        return claims
    try:
        more = client.userinfo(token=token)
    except (OAuthError, JoseError) as error:
        raise NotProven(type(error).__name__) from error
    except (RequestException, ValueError, RuntimeError) as error:
        raise Unavailable(type(error).__name__) from error
    if more.get("sub") != claims["sub"]:
        raise NotProven("another subject in UserInfo")
    return {**more, **claims}


def found(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by a path such as `realm_access.roles`; None where there is none."""
    if name in claims:
        return claims[name]
    value: Any = claims
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def _client() -> Any:
    provider = settings.PEOPLE.provider
    try:
        return _discovered(provider, int(time.time() // _FRESH))
    except (RequestException, ValueError) as error:
        raise Unavailable(type(error).__name__) from error


@lru_cache(maxsize=2)
def _discovered(provider: Provider, hour: int) -> Any:
    """A client with the provider's own metadata and keys, asked anew every hour; a failure is not remembered."""
    client = OAuth().register(
        "organisation",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": provider.scopes, "code_challenge_method": "S256", "default_timeout": _TIMEOUT},
    )
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != provider.issuer:
        raise ValueError(f"the provider calls itself {metadata.get('issuer')!r}, not {provider.issuer!r}")
    offered = set(metadata.get("id_token_signing_alg_values_supported", ["RS256"]))
    metadata["id_token_signing_alg_values_supported"] = sorted(offered & _SIGNED_BY_PROVIDER)
    return client
