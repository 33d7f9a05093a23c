"""Around everything that answers: an id for each request, and one line of log without anything personal.

It stands outside Django, so that what is answered before Django (see `contenthub/wsgi.py`) is seen as well.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from contenthub import metrics
from contenthub.operating.logs import REQUEST_ID

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

HEADER = "X-Request-ID"
# A UUID or a trace id. Free text could be a name, and nine digits a burgerservicenummer.
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*[a-f])[0-9a-f]{16,64}", re.IGNORECASE)
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
access = logging.getLogger("contenthub.access")


class Requests:
    """WSGI around WSGI. `log` says whether each request brings a line; refusals are counted either way."""

    def __init__(self, application: Application, *, log: bool) -> None:
        self.application, self.log = application, log

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun = time.perf_counter()
        request_id = request_id_of(environ.get("HTTP_X_REQUEST_ID", ""))
        status = 500

        def started(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, (HEADER, request_id)], *more)

        token = REQUEST_ID.set(request_id)
        try:
            return self.application(environ, started)
        finally:
            if status >= 400:
                metrics.refused(status)
            if self.log and not (status == 200 and environ.get("PATH_INFO") in _QUIET):
                _write(environ, status, time.perf_counter() - begun)
            REQUEST_ID.reset(token)


def request_id_of(given: str) -> str:
    """The caller's id where it has the form of one, or a new one."""
    return given.lower() if _ID.fullmatch(given) else os.urandom(16).hex()


def _write(environ: Environ, status: int, seconds: float) -> None:
    # Made by hand: the logger would look for the line of code that logs, which costs more than all the rest.
    record = logging.LogRecord(access.name, logging.INFO, "", 0, "request", None, None)
    method = environ.get("REQUEST_METHOD", "")
    record.method = method if method in _METHODS else "OTHER"
    record.path = environ.get("PATH_INFO", "")[:200].encode("latin-1", "replace").decode("utf-8", "replace")
    record.status = status
    record.duration_ms = round(seconds * 1_000, 2)
    if access.isEnabledFor(logging.INFO):
        access.handle(record)
