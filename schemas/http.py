"""GraphQL over HTTP: what comes in and what goes out. Source: the GraphQL-over-HTTP specification (2025)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from graphql import GraphQLError
from msgspec import Struct

from contenthub.resolving.refusal import Refused, to_translate
from schemas.errors import told

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
MAX_BYTES = 200_000


class HttpRefused(Exception):
    """A request that is no GraphQL request; `status` says why in HTTP's words."""

    def __init__(self, status: int, refusal: Refused) -> None:
        super().__init__(refusal.message)
        self.status, self.refusal = status, refusal


class Parameters(Struct, frozen=True):
    """What was sent: a document in full (`query`) or by its id (`document_id`), never both."""

    query: str
    document_id: str
    variables: dict[str, Any]
    operation: str | None
    by_get: bool


def media_type(request: HttpRequest) -> str:
    """What the caller wants back: the newer type where it says so, plain JSON where it does not care."""
    accept = request.headers.get("Accept", "")
    wanted = [part.split(";")[0].strip().lower() for part in accept.split(",") if part.strip()]
    for kind in wanted:
        if kind == GRAPHQL_JSON:
            return GRAPHQL_JSON
        if kind in (JSON, "*/*", "application/*"):
            return JSON
    if not wanted:
        return JSON
    raise HttpRefused(
        406, Refused("NOT_ACCEPTABLE", "Accept", "%(field)s: %(value)s; ask for application/json", value=accept)
    )


def parameters(request: HttpRequest) -> Parameters:
    """The request's parameters. Raises HttpRefused with the status that the specification names."""
    if request.method == "GET":
        given: Any = {
            name: request.GET[name] for name in ("query", "documentId", "operationName") if name in request.GET
        }
        for name in ("variables", "extensions"):
            if name in request.GET:
                given[name] = _json(request.GET[name], name)
    elif request.method == "POST":
        given = _json(_body(request), "body")
    else:
        raise HttpRefused(
            405, Refused("BAD_METHOD", "method", "%(field)s: %(value)s; use GET or POST", value=request.method)
        )
    return _checked(given, by_get=request.method == "GET")


def response(body: bytes, kind: str, status: int = 200) -> HttpResponse:
    return HttpResponse(body, status=status, content_type=f"{kind}; charset=utf-8")


def errors(found: Sequence[GraphQLError], kind: str) -> HttpResponse:
    """A document that is not executed: 400 for those who read the newer type, 200 for older clients, as specified."""
    body = orjson.dumps({"errors": [told(error) for error in found]})
    return response(body, kind, 400 if kind == GRAPHQL_JSON else 200)


def refused(status: int, refusal: Refused, kind: str = JSON) -> HttpResponse:
    answer = response(
        orjson.dumps({"errors": [told(GraphQLError(refusal.message, original_error=refusal))]}), kind, status
    )
    if status == 405:
        answer["Allow"] = "GET, POST"
    return answer


def _body(request: HttpRequest) -> bytes:
    if request.content_type != JSON:
        raise HttpRefused(
            415,
            Refused(
                "BAD_CONTENT_TYPE",
                "Content-Type",
                "%(field)s: %(value)s; send application/json",
                value=request.content_type,
            ),
        )
    if (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        raise HttpRefused(415, Refused("BAD_CHARSET", "Content-Type", "%(field)s: send UTF-8"))
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES or len(request.body) > MAX_BYTES:
        raise HttpRefused(413, Refused("TOO_LARGE", "body", "%(field)s: at most %(most)s bytes", most=MAX_BYTES))
    return request.body


def _checked(given: Any, *, by_get: bool) -> Parameters:
    if not isinstance(given, dict):
        raise _bad("NO_QUERY", "body", "%(field)s: give a JSON object with a query")
    query, document_id = given.get("query") or "", given.get("documentId") or ""
    if not isinstance(query, str) or not isinstance(document_id, str) or not (query.strip() or document_id):
        raise _bad(
            "NO_QUERY", "query", "%(field)s: give a GraphQL document, or the documentId of one that is known here"
        )
    if query and document_id:
        raise _bad("QUERY_OR_DOCUMENT", "documentId", "%(field)s: give either a query or a documentId, not both")
    for name, wanted in (("operationName", str), ("variables", dict), ("extensions", dict)):
        if given.get(name) is not None and not isinstance(given[name], wanted):
            raise _bad(
                "BAD_PARAMETER",
                name,
                "%(field)s: give %(wanted)s",
                wanted=to_translate("a string") if wanted is str else to_translate("a JSON object"),
            )
    return Parameters(
        query=query,
        document_id=document_id,
        variables=given.get("variables") or {},
        operation=given.get("operationName") or None,
        by_get=by_get,
    )


def _json(raw: str | bytes, field: str) -> Any:
    try:
        return orjson.loads(raw)
    except (ValueError, RecursionError):
        raise _bad("BAD_JSON", field, "%(field)s: is not JSON") from None


def _bad(code: str, field: str, template: str, **params: Any) -> HttpRefused:
    return HttpRefused(400, Refused(code, field, template, **params))
