"""The GraphQL view: one request, one snapshot, no cookie."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from graphene_django.views import GraphQLView
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    OperationType,
    execute,
    get_operation_ast,
    parse,
    validate,
)
from graphql.language import Visitor, visit

from contenthub.access.visits import Visit
from contenthub.answering import keep, snapshot
from contenthub.resolving.refusal import Refused
from schemas import http
from schemas.errors import told
from schemas.gate import admitted
from schemas.http import HttpRefused, Parameters
from schemas.reading import Reading
from schemas.schema import schema

MAX_TOKENS = 5_000


class Context:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading


@csrf_exempt
@transaction.non_atomic_requests
@admitted
def graphql(request: HttpRequest) -> HttpResponse:
    if settings.DEBUG and request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return GraphQLView.as_view(graphiql=True, schema=schema)(request)
    try:
        kind = http.media_type(request)
        given = http.parameters(request)
        document = parse(given.query, max_tokens=MAX_TOKENS)
        _check_get(document, given)
    except HttpRefused as refused:
        return http.refused(refused.status, refused.refusal)
    except GraphQLError as error:
        return http.errors([error], kind)
    if found := validate(schema.graphql_schema, document, max_errors=20):
        return http.errors(found, kind)
    return _executed(document, given, kind, request.visit)  # type: ignore[attr-defined]


def _executed(document: DocumentNode, given: Parameters, kind: str, visit: Visit) -> HttpResponse:
    reading = Reading(visit)
    with snapshot():
        result = execute(
            schema.graphql_schema,
            document,
            context_value=Context(reading),
            variable_values=given.variables,
            operation_name=given.operation,
        )
    assert isinstance(result, ExecutionResult)
    keep(reading.keepable())
    if result.data is None and result.errors and result.errors[0].path is None:
        answer = http.errors(result.errors, kind)
    else:
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            payload["errors"] = [told(error) for error in result.errors]
        answer = http.response(payload, kind)
    if _personal(document):
        answer["Cache-Control"] = "no-store"
    return answer


def _check_get(document: DocumentNode, given: Parameters) -> None:
    """A URL is kept in logs and histories: it may read, and carries nothing personal."""
    if not given.by_get:
        return
    chosen = get_operation_ast(document, given.operation)
    if chosen is not None and chosen.operation != OperationType.QUERY:
        raise HttpRefused(405, Refused("MUTATION_OVER_GET", "method", "%(field)s: send mutations by POST"))
    if _personal(document):
        raise HttpRefused(
            400,
            Refused(
                "PERSON_OVER_GET", "person", "%(field)s: send person facts by POST; nothing personal stands in a URL"
            ),
        )


def _personal(document: DocumentNode) -> bool:
    """Whether this document could carry something personal, whatever its variables are."""
    finder = _PersonFinder()
    visit(document, finder)
    return finder.found


class _PersonFinder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value == "ask" or any(argument.name.value == "person" for argument in node.arguments):
            self.found = True
