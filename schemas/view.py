"""The GraphQL view: one request, one snapshot, no cookie."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from graphene_django.views import GraphQLView
from graphql import DocumentNode, GraphQLError, OperationType, get_operation_ast, parse, validate

from contenthub import metrics
from contenthub.access.visits import Visit
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Scope
from schemas import freshness, http, limits, serving
from schemas.documents import Document, trusted
from schemas.front import REMEMBERED_AS
from schemas.gate import admitted
from schemas.http import HttpRefused, Parameters
from schemas.memory import Entry
from schemas.personal import asks_personal
from schemas.reading import Reading
from schemas.schema import schema

MAX_TOKENS = 5_000


@csrf_exempt
@transaction.non_atomic_requests
@admitted
def graphql(request: HttpRequest) -> HttpResponse:
    if settings.DEBUG and request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return GraphQLView.as_view(graphiql=True, schema=schema)(request)
    try:
        kind = http.media_type(request)
        given = http.parameters(request)
        visit: Visit = request.visit  # type: ignore[attr-defined]
        if not given.document_id:
            return _free(given, kind, visit)
        document = _known(given.document_id)
        if document.writes:
            _writing_by_post(given)
        if document.writes or document.personal or visit.drafts or not visit.caller.like_anybody:
            return _anew(document, given, kind, visit)
        return _remembered(request, document, given, kind)
    except HttpRefused as refused:
        return http.refused(refused.status, refused.refusal)
    except GraphQLError as error:
        return http.errors([error], kind)


def _remembered(request: HttpRequest, document: Document, given: Parameters, kind: str) -> HttpResponse:
    """What everybody is told: from memory, or into it."""
    begun = time.perf_counter()
    key = serving.key_of(document, given.variables)
    entry, state = serving.remembered(key, timezone.now()) or (None, "")
    if entry is None:
        state = "miss"
        executed, entry = serving.answer(document, given.variables, Reading())
        if entry is None:
            metrics.served(document.name, "uncached", time.perf_counter() - begun)
            return _said(executed, kind)
    request.META[REMEMBERED_AS] = key
    response = _fresh(entry, kind, request.headers.get("If-None-Match", ""))
    metrics.served(document.name, "unchanged" if response.status_code == 304 else state, time.perf_counter() - begun)
    return response


def _anew(document: Document, given: Parameters, kind: str, visit: Visit) -> HttpResponse:
    """What is told to one caller, or may be of one person: nothing of it is remembered."""
    if document.personal:
        _by_post(given)
    begun = time.perf_counter()
    executed = serving.answer_freely(document.ast, given.variables, None, Reading(visit), timed=False)
    metrics.served(document.name, "uncached", time.perf_counter() - begun)
    return _personal(executed, kind)


def _free(given: Parameters, kind: str, visit: Visit) -> HttpResponse:
    may_explore = settings.FREE_FORM_DOCUMENTS or visit.caller.may(Scope.EXPLORE)
    if not may_explore:
        raise HttpRefused(
            403,
            Refused(
                "ONLY_TRUSTED_DOCUMENTS",
                "query",
                "%(field)s: here only known documents are answered; send the documentId of one, or a token with the "
                "scope explore",
            ),
        )
    document = parse(given.query, max_tokens=MAX_TOKENS)
    _check_get(document, given)
    personal = asks_personal(document)
    try:
        limits.check(document, given.variables, introspection=may_explore)
    except Refused as refusal:
        return http.errors([GraphQLError(refusal.message, original_error=refusal)], kind)
    if found := validate(schema.graphql_schema, document, max_errors=5):
        return http.errors(found, kind)
    begun = time.perf_counter()
    executed = serving.answer_freely(document, given.variables, given.operation, Reading(visit), timed=True)
    metrics.served(metrics.OTHER, "uncached", time.perf_counter() - begun)
    return _personal(executed, kind) if personal or serving.writes(document, given.operation) else _said(executed, kind)


def _known(document_id: str) -> Document:
    documents = trusted(schema.graphql_schema)
    if document_id not in documents:
        raise HttpRefused(
            400,
            Refused(
                "UNKNOWN_DOCUMENT",
                "documentId",
                "%(field)s: %(value)s is not known here; those that are stand in schemas/documents/manifest.json",
                value=document_id[:80],
            ),
        )
    return documents[document_id]


def _said(executed: serving.Executed, kind: str) -> HttpResponse:
    """An answer that no cache may keep: something failed in it, or it was asked in the caller's own words."""
    response = http.response(executed.body, kind, 400 if executed.early and kind == http.GRAPHQL_JSON else 200)
    response["Cache-Control"] = "no-cache"
    return response


def _personal(executed: serving.Executed, kind: str) -> HttpResponse:
    response = _said(executed, kind)
    response["Cache-Control"] = "no-store"
    return response


def _fresh(entry: Entry, kind: str, if_none_match: str) -> HttpResponse:
    if freshness.unchanged(entry, if_none_match):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = http.response(entry.body, kind)
    for name, value in freshness.headers(entry, timezone.now()):
        response[name] = value
    return response


def _check_get(document: DocumentNode, given: Parameters) -> None:
    """A URL is kept in logs and histories: it may read, and carries nothing personal."""
    if not given.by_get:
        return
    chosen = get_operation_ast(document, given.operation)
    if chosen is not None and chosen.operation != OperationType.QUERY:
        _writing_by_post(given)
    if asks_personal(document):
        _by_post(given)


def _writing_by_post(given: Parameters) -> None:
    if given.by_get:
        raise HttpRefused(405, Refused("MUTATION_OVER_GET", "method", "%(field)s: send mutations by POST"))


def _by_post(given: Parameters) -> None:
    if given.by_get:
        raise HttpRefused(
            400,
            Refused(
                "PERSON_OVER_GET", "person", "%(field)s: send person facts by POST; nothing personal stands in a URL"
            ),
        )
