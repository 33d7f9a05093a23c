"""What a shared cache is told: how long an answer holds, under which tags it is dropped, and its tag for asking again.

Nothing outlives the next known change. Source: RFC 9111 (HTTP caching), RFC 5861 (stale-while-revalidate), RFC 9110
(conditional requests); `Surrogate-Key` as CDNs read it.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from contenthub.access.visits import PERSPECTIVE
from schemas.memory import Entry

# Seconds. Somebody may publish before the next known change: a cache that is not told of it may be this late, no more.
MAX_AGE = 10
SHARED_MAX_AGE = 30
STALE = 30
VARY = f"Accept, Authorization, {PERSPECTIVE}"


def cache_control(until: dt.datetime, now: dt.datetime) -> str:
    return _control(max(0, min(SHARED_MAX_AGE + STALE, int((until - now).total_seconds()))))


def near(entry: Entry) -> dt.datetime:
    """From when on the next known change shortens what a cache is told."""
    return entry.until - dt.timedelta(seconds=SHARED_MAX_AGE + STALE)


@cache
def _control(left: int) -> str:
    shared = min(SHARED_MAX_AGE, left)
    return (
        f"public, max-age={min(MAX_AGE, left)}, s-maxage={shared}, "
        f"stale-while-revalidate={max(0, min(STALE, left - shared))}"
    )


def headers(entry: Entry, now: dt.datetime) -> list[tuple[str, str]]:
    return [
        ("Cache-Control", cache_control(entry.until, now)),
        ("ETag", entry.etag),
        ("Surrogate-Key", entry.tags),
        ("Vary", VARY),
    ]


def unchanged(entry: Entry, if_none_match: str) -> bool:
    """Whether the caller has these very bytes; compared weakly, as RFC 9110 asks for If-None-Match."""
    if not if_none_match:
        return False
    given = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in given or entry.etag.removeprefix("W/") in given
