"""Around everything that answers: an id for each request, and one line of log without anything personal.

It stands outside Django, so that what is answered before Django (see `contenthub/wsgi.py`) is seen as well.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from contenthub import metrics
from contenthub.operating.logs import ANSWERING, without_token

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

HEADER = "X-Request-ID"
# Whoever wants to name a request may; ours are this process's own beginning and a count, which asks the system nothing.
_BEGINNING = f"c{os.urandom(8).hex()[1:]}"
_NUMBERS = itertools.count(int.from_bytes(os.urandom(5)))
# A UUID or a trace id. Free text could be a name, and nine digits a burgerservicenummer.
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*[a-f])[0-9a-f]{16,64}", re.IGNORECASE)
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
access = logging.getLogger("contenthub.access")


class Requests:
    """WSGI around WSGI. `log` says whether each request brings a line; refusals are counted either way.

    `repeat` is asked first: it gives the status, headers and body of what was answered before, or None.
    """

    def __init__(self, application: Application, *, log: bool, repeat: Callable[[Environ], Any] = lambda environ: None) -> None:
        self.application, self.log, self.repeat = application, log, repeat

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun = time.perf_counter()
        request_id = request_id_of(environ.get("HTTP_X_REQUEST_ID", ""))
        if (repeat := self.repeat(environ)) is not None:
            line, headers, body = repeat
            headers.append((HEADER, request_id))
            start_response(line, headers)
            if self.log:
                ANSWERING.request_id = request_id
                _write(environ, int(line[:3]), time.perf_counter() - begun)
                ANSWERING.request_id = ""
            return (body,)
        said = "500"

        def started(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal said
            said = line
            headers.append((HEADER, request_id))
            return start_response(line, headers, *more)

        ANSWERING.request_id = request_id
        try:
            return self.application(environ, started)
        finally:
            if said >= "4":
                metrics.refused(int(said[:3]))
            if self.log and not (said.startswith("200") and environ.get("PATH_INFO") in _QUIET):
                _write(environ, int(said[:3]), time.perf_counter() - begun)
            ANSWERING.request_id = ""


def request_id_of(given: str) -> str:
    """The caller's id where it has the form of one, or a new one."""
    return given.lower() if given and _ID.fullmatch(given) else f"{_BEGINNING}{next(_NUMBERS):016x}"


def _write(environ: Environ, status: int, seconds: float) -> None:
    # Made by hand: the logger would look for the line of code that logs, which costs more than all the rest.
    record = logging.LogRecord(access.name, logging.INFO, "", 0, "request", None, None)
    method = environ.get("REQUEST_METHOD", "")
    record.method = method if method in _METHODS else "OTHER"
    record.path = without_token(environ.get("PATH_INFO", "")[:200].encode("latin-1", "replace").decode("utf-8", "replace"))
    record.status = status
    record.duration_ms = round(seconds * 1_000, 2)
    if access.isEnabledFor(logging.INFO):
        access.handle(record)
