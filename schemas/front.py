"""The door before Django: repeats of what was answered are given from memory, the rest goes through.

It decides nothing: the view says under which key it has remembered an answer, and only a request that is equal to that
one in all that matters is answered here, with the same headers. Without this module everything works, but slower.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, connection
from msgspec import Struct

from contenthub import metrics
from contenthub.access.callers import ANYBODY
from contenthub.access.limits import count
from schemas import freshness
from schemas.memory import Entry, Key
from schemas.serving import remembered
from schemas.shelf import Shelf

# Where the view leaves the key under which it remembered the answer to this request.
REMEMBERED_AS = "contenthub.remembered_as"
MOST_BODY = 8_000
_PATH = "/graphql"
# Made anew for each answer; every other header is as Django gave it.
_MADE_HERE = frozenset(
    {"cache-control", "etag", "surrogate-key", "vary", "content-length", "date", "x-request-id"}
    | {"ratelimit", "ratelimit-policy"}
)
_OF_A_BODY = frozenset({"Content-Type", "Content-Length"})
# The language of an answer is an argument, whatever the browser wishes.
_NOT_SAID = frozenset({"content-language", "vary"})

# Where a request that was compared leaves what it was compared by.
_COMPARED = "contenthub.compared"

StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]
Repeat = tuple[str, Headers, bytes]


class Passed(Struct):
    """A request that has been answered before: under which key, and with which headers; `size` in bytes, about.

    `made` are all headers for an entry, made once, and until when they hold: while its next known change is far. One field,
    since several threads read and write it.
    """

    key: Key
    headers: Headers
    size: int
    made: tuple[Entry, dt.datetime, Headers] | None = None

    def headers_for(self, entry: Entry, now: dt.datetime) -> Headers:
        made = self.made
        if made is not None and made[0] is entry and now < made[1]:
            return [*made[2]]
        headers = [*self.headers, *freshness.headers(entry, now), ("Content-Length", str(len(entry.body)))]
        self.made = entry, freshness.near(entry), headers
        return [*headers]


class Front:
    """`most_bytes` bounds what is kept of requests; the least used goes first."""

    def __init__(
        self, application: Callable[[dict[str, Any], StartResponse], Iterable[bytes]], most_bytes: int = 16_000_000
    ) -> None:
        self.application = application
        self._passed: Shelf[tuple[Any, ...], Passed] = Shelf(most_bytes, lambda passed: passed.size)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        repeat = self.repeat(environ)
        if repeat is None:
            return self.through(environ, start_response)
        status, headers, body = repeat
        start_response(status, headers)
        return (body,)

    def repeat(self, environ: dict[str, Any]) -> Repeat | None:
        """What was answered before, as far as it holds now: status, headers and body."""
        if environ.get("PATH_INFO") != _PATH or (same := _same(environ)) is None:
            return None
        passed = self._passed.get(same)
        if passed is None:
            environ[_COMPARED] = same
            return None
        now = dt.datetime.now(dt.UTC)
        try:
            found = remembered(passed.key, now)
        except DatabaseError:
            # Django says it in its own way; a broken connection must not be met again.
            connection.close()
            found = None
        environ[_COMPARED] = same
        if found is None:
            return None
        entry, state = found
        allowance = count(ANYBODY, environ)
        if allowance is not None and not allowance.allowed:
            # Whoever asks too much is told so behind the door.
            return None
        headers = passed.headers_for(entry, now)
        if allowance is not None:
            headers += allowance.headers.items()
        if (known := environ.get("HTTP_IF_NONE_MATCH")) and freshness.unchanged(entry, known):
            metrics.served(entry.document, "unchanged", 0.0)
            return "304 Not Modified", [h for h in headers if h[0] not in _OF_A_BODY], b""
        metrics.served(entry.document, state, 0.0)
        return "200 OK", headers, entry.body

    def through(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Django's answer, remembered where the view says so."""
        same = environ.pop(_COMPARED, None)
        if same is None:
            return self.application(environ, start_response)

        def started(status: str, headers: Headers, *more: Any) -> Any:
            key = environ.get(REMEMBERED_AS)
            if key is not None:
                headers = [(name, value) for name, value in headers if name.lower() not in _NOT_SAID]
                headers.append(("Vary", freshness.VARY))
            if key is not None and status.startswith("200"):
                kept = [(name, value) for name, value in headers if name.lower() not in _MADE_HERE]
                if not any(name.lower() == "set-cookie" for name, _ in kept):
                    size = sum(len(part) for part in same if part) + 1_000
                    self._passed.put(same, Passed(key=key, headers=kept, size=size))
            return start_response(status, headers, *more)

        return self.application(environ, started)

    def clear(self) -> None:
        self._passed.clear()


def _same(environ: dict[str, Any]) -> tuple[Any, ...] | None:
    """What two requests must have in common to be given the same answer; None where this is not for us."""
    given = environ.get
    if given("HTTP_AUTHORIZATION") is not None or given("HTTP_CONTENTHUB_PERSPECTIVE") is not None:
        # Callers that are somebody, and whatever is asked in another perspective, are Django's.
        return None
    body = b""
    method = environ["REQUEST_METHOD"]
    if method == "POST":
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return None
        if not 0 < length <= MOST_BODY:
            return None
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
    elif method != "GET":
        return None
    return (
        given("QUERY_STRING"),
        given("HTTP_ACCEPT"),
        given("HTTP_HOST"),
        given("HTTP_X_FORWARDED_PROTO"),
        given("wsgi.url_scheme"),
        given("CONTENT_TYPE"),
        method,
        body,
    )
