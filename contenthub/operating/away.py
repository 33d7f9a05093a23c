"""When the database is away: a clean 503 that says when to come back, instead of an error page.

Django gives up a connection that broke as soon as the request is over, and makes another one for the next request;
nothing has to be started again. Source for the states: PostgreSQL's manual, appendix A (error codes).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import orjson
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader
from django.utils import translation

from contenthub.resolving.refusal import Refused

RETRY_AFTER = 5  # seconds
AWAY, BUSY = "DATABASE_AWAY", "DATABASE_BUSY"
GRAPHQL_JSON = "application/graphql-response+json"
_API = ("/graphql", "/letters")
# Connection lost or refused (08), going down or coming up (57P01 to 57P03), too many connections (53300).
_GONE = ("08", "57P01", "57P02", "57P03", "53300")
# Serialisation failure, deadlock (40), statement cancelled or timed out (57014), a lock that was not given (55P03).
_LATER = ("40", "57014", "55P03")
_SQLITE_GONE = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL")
_SQLITE_LATER = ("SQLITE_BUSY", "SQLITE_LOCKED")
_REMEDY = {AWAY: "the database cannot be reached just now; send the same request again after %(seconds)s seconds",
           BUSY: "the database was too busy for this; send the same request again after %(seconds)s seconds"}
log = logging.getLogger(__name__)


class DatabaseAwayMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody caught, also in middleware: a plain page in Dutch, without details."""
    error = sys.exc_info()[1]
    response = answer(request, error) if error is not None else None
    return response or _page(request, "500.html", HttpResponseServerError)


def answer(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The 503 for an error that means that the database is away or busy, or None where it is something else."""
    code = code_of(error)
    if code is None:
        return None
    log.warning("%s: %s", code, type(error.__cause__ or error).__name__)
    if request.path.startswith(_API) or not request.accepts("text/html"):
        # The same form as every refusal of the API; see schemas/http.py.
        refusal = Refused(code, "database", "%(field)s: " + _REMEDY[code], seconds=RETRY_AFTER)
        extensions = {"code": refusal.code, "argument": refusal.field, "remedy": refusal.message}
        body = orjson.dumps({"errors": [{"message": refusal.message, "extensions": extensions}]})
        kind = GRAPHQL_JSON if GRAPHQL_JSON in request.headers.get("Accept", "") else "application/json"
        response = HttpResponse(body, status=503, content_type=f"{kind}; charset=utf-8")
    else:
        response = _page(request, "503.html", HttpResponse)
        response.status_code = 503
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def code_of(error: BaseException) -> str | None:
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    cause = error.__cause__
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return _among(getattr(cause, "sqlite_errorname", None) or "", _SQLITE_GONE, _SQLITE_LATER)
    state = getattr(cause, "sqlstate", None)
    # Without a state nothing was heard from the server: it was not there, or left in the middle.
    return AWAY if state is None else _among(state, _GONE, _LATER)


def _among(state: str, gone: tuple[str, ...], later: tuple[str, ...]) -> str | None:
    if state.startswith(gone):
        return AWAY
    return BUSY if state.startswith(later) else None


def _page(request: HttpRequest, template: str, kind: Callable[[str], HttpResponse]) -> HttpResponse:
    with translation.override("nl"):
        return kind(loader.render_to_string(template))
