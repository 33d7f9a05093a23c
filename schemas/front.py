"""The door before Django: repeats of what was answered are given from memory, the rest goes through.

It decides nothing: the view says under which key it has remembered an answer, and only a request that is equal to that
one in all that matters is answered here, with the same headers. Without this module everything works, but slower.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from cachetools import LRUCache
from django.db import DatabaseError, connection
from django.utils import timezone
from msgspec import Struct

from contenthub import metrics
from contenthub.access.callers import ANYBODY
from contenthub.access.limits import count
from schemas import freshness
from schemas.memory import Key
from schemas.serving import remembered

# Where the view leaves the key under which it remembered the answer to this request.
REMEMBERED_AS = "contenthub.remembered_as"
MOST_BODY = 8_000
_PATH = "/graphql"
# Callers that are somebody, and whatever is asked in another perspective, are Django's.
_NOT_HERE = ("HTTP_AUTHORIZATION", "HTTP_CONTENTHUB_PERSPECTIVE")
_SAME = (
    "REQUEST_METHOD",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "wsgi.url_scheme",
    "CONTENT_TYPE",
)
# Made anew for each answer; every other header is as Django gave it.
_MADE_HERE = frozenset(
    {"cache-control", "etag", "surrogate-key", "vary", "content-length", "date", "x-request-id"}
    | {"ratelimit", "ratelimit-policy"}
)
# The language of an answer is an argument, whatever the browser wishes.
_NOT_SAID = frozenset({"content-language", "vary"})

StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]


class Passed(Struct, frozen=True):
    """A request that has been answered before: under which key, and with which headers; `size` in bytes, about."""

    key: Key
    headers: Headers
    size: int


class Front:
    """`most_bytes` bounds what is kept of requests; the least used goes first."""

    def __init__(
        self, application: Callable[[dict[str, Any], StartResponse], Iterable[bytes]], most_bytes: int = 16_000_000
    ) -> None:
        self.application = application
        self._passed: LRUCache[tuple[Any, ...], Passed] = LRUCache(most_bytes, getsizeof=lambda passed: passed.size)
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        if environ.get("PATH_INFO") != _PATH or (same := _same(environ)) is None:
            return self.application(environ, start_response)
        with self._lock:
            passed = self._passed.get(same)
        if passed is not None:
            try:
                found = remembered(passed.key)
            except DatabaseError:
                # Django says it in its own way; a broken connection must not be met again.
                connection.close()
                found = None
            entry, state = found or (None, "")
            allowance = count(ANYBODY, environ) if entry is not None else None
            # Whoever asks too much is told so behind the door.
            if entry is not None and (allowance is None or allowance.allowed):
                headers = [*passed.headers, *freshness.headers(entry, timezone.now())]
                headers += allowance.headers.items() if allowance is not None else ()
                if freshness.unchanged(entry, environ.get("HTTP_IF_NONE_MATCH", "")):
                    metrics.served(entry.document, "unchanged", time.perf_counter() - begun)
                    start_response("304 Not Modified", [h for h in headers if h[0] != "Content-Type"])
                    return (b"",)
                metrics.served(entry.document, state, time.perf_counter() - begun)
                headers.append(("Content-Length", str(len(entry.body))))
                start_response("200 OK", headers)
                return (entry.body,)
        return self._through(same, environ, start_response)

    def _through(
        self, same: tuple[Any, ...], environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        def started(status: str, headers: Headers, *more: Any) -> Any:
            key = environ.get(REMEMBERED_AS)
            if key is not None:
                headers = [(name, value) for name, value in headers if name.lower() not in _NOT_SAID]
                headers.append(("Vary", freshness.VARY))
            if key is not None and status.startswith("200"):
                kept = [(name, value) for name, value in headers if name.lower() not in _MADE_HERE]
                if not any(name.lower() == "set-cookie" for name, _ in kept):
                    size = sum(len(part) for part in same if part) + 1_000
                    with self._lock:
                        self._passed[same] = Passed(key=key, headers=kept, size=size)
            return start_response(status, headers, *more)

        return self.application(environ, started)

    def clear(self) -> None:
        with self._lock:
            self._passed.clear()


def _same(environ: dict[str, Any]) -> tuple[Any, ...] | None:
    """What two requests must have in common to be given the same answer; None where this is not for us."""
    if any(name in environ for name in _NOT_HERE):
        return None
    body = b""
    if environ["REQUEST_METHOD"] == "POST":
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return None
        if not 0 < length <= MOST_BODY:
            return None
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
    elif environ["REQUEST_METHOD"] != "GET":
        return None
    return (*(environ.get(name) for name in _SAME), body)
