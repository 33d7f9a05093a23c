"""How much one caller may ask: counted per client, and per address for who has no token.

Each server process counts for itself, in memory; what is allowed in all is the limit times the number of processes.
An address is held for one minute and written nowhere. The header fields are those of
draft-ietf-httpapi-ratelimit-headers-11 (structured fields: `q` quota, `w` window, `r` remaining, `t` seconds).
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from msgspec import Struct

from contenthub.access.callers import AccessRefused, Caller

_storage = MemoryStorage()
_limiter = FixedWindowRateLimiter(_storage)


class Allowance(Struct, frozen=True):
    """What is left to one caller after this request."""

    policy: str
    quota: int
    window: int
    remaining: int
    reset: int
    allowed: bool

    @property
    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }
        return told if self.allowed else {**told, "Retry-After": str(self.reset)}


def count(caller: Caller, meta: Mapping[str, str]) -> Allowance | None:
    """Count one request of this caller; None where no limit is set.

    `meta` is the WSGI environment. A client's own limit goes before the setting.
    """
    if caller.anonymous:
        policy, quota = "anonymous", settings.RATE_LIMIT_ANONYMOUS
    else:
        policy, quota = "client", caller.requests_per_minute or settings.RATE_LIMIT_CLIENT
    if not quota:
        return None
    who = address(meta) if caller.anonymous else caller.name
    item = _per_minute(quota)
    allowed = _limiter.hit(item, policy, who)
    key = item.key_for(policy, who)
    reset = max(1, math.ceil(_storage.get_expiry(key) - time.time()))
    return Allowance(
        policy=policy,
        quota=quota,
        window=item.get_expiry(),
        remaining=max(0, quota - _storage.get(key)),
        reset=reset,
        allowed=allowed,
    )


class Act(Struct, frozen=True):
    """Something that one caller may do only so often: `most` times in `minutes`."""

    name: str
    most: int
    minutes: int

    @property
    def item(self) -> RateLimitItem:
        return RateLimitItemPerMinute(self.most, self.minutes)


def check_act(act: Act, who: str) -> None:
    """Refused (429, TOO_OFTEN) where this caller has done it as often as is allowed; counts nothing."""
    if not _limiter.test(act.item, act.name, who):
        raise AccessRefused(
            429,
            "TOO_OFTEN",
            act.name,
            "%(field)s: more than %(most)s times in %(minutes)s minutes; try again later",
            most=act.most,
            minutes=act.minutes,
        )


def count_act(act: Act, who: str) -> None:
    """Count one; refused as `check_act`."""
    check_act(act, who)
    _limiter.hit(act.item, act.name, who)


def address(meta: Mapping[str, str]) -> str:
    """The network address to count by: what the trusted proxies say, else who is connected.

    Behind `TRUSTED_PROXIES` proxies, each of which appends the address that it was called from, the caller stands as
    many places from the end of X-Forwarded-For; what stands before that, anybody can write. Of IPv6 the first 64 bits
    count: a household has them all.
    """
    connected = meta.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    chain = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return _network(chain[-proxies]) if 0 < proxies <= len(chain) else _network(connected)


@lru_cache(maxsize=10_000)
def _network(text: str) -> str:
    bare = text.partition("]")[0].lstrip("[") if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


@lru_cache(maxsize=1_000)
def _per_minute(quota: int) -> RateLimitItem:
    return RateLimitItemPerMinute(quota)


def forget() -> None:
    """Begin to count anew: for tests."""
    _storage.reset()
