"""How a GraphQL request is answered: from memory where that is sure to be right, otherwise by executing it.

Only a trusted document without person facts, asked by nobody in particular, is remembered: its key is its hash and its
variables (municipality, language and moment are among them); the process holds one schema. See `memory.py` for how
long an entry holds.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionContext,
    ExecutionResult,
    GraphQLError,
    OperationType,
    execute,
    get_operation_ast,
)
from msgspec import Struct

from contenthub import metrics
from contenthub.answering import keep, snapshot, standing
from contenthub.models.epoch import epoch_of
from contenthub.resolving.refusal import Refused
from schemas import prepared
from schemas.documents import Document
from schemas.errors import told
from schemas.limits import limits
from schemas.memory import Entry, Key, etag_of, fresh, memory
from schemas.projection import NotProjected, plan_of
from schemas.reading import Reading
from schemas.schema import schema

# No known change: ask again within a day all the same.
LONGEST = dt.timedelta(days=1)
# More tags than this is a list of nearly everything: a shared cache drops it with its municipality.
_MOST_TAGS = 120


class Executed(Struct, frozen=True):
    """An executed document. `early`: it failed before anything was read, so it is no answer but a refusal. `whole`:
    each of its root fields has a value."""

    body: bytes
    errors: list[GraphQLError]
    early: bool
    whole: bool = False


class Context:
    """What every resolver sees. `deadline` is monotonic seconds, None for our own documents."""

    def __init__(self, reading: Reading, deadline: float | None = None) -> None:
        self.reading, self.deadline = reading, deadline


class Timed(ExecutionContext):
    """Stops a free-form document that takes too long, between two fields."""

    def execute_field(self, parent_type: Any, source: Any, field_nodes: Any, path: Any) -> Any:
        if self.context_value.deadline is not None and time.monotonic() > self.context_value.deadline:
            raise GraphQLError(
                "this document takes too long; ask for less at a time",
                original_error=Refused(
                    "DOCUMENT_TOO_SLOW", "query", "%(field)s: takes too long; ask for less at a time"
                ),
            )
        return super().execute_field(parent_type, source, field_nodes, path)


def key_of(document: Document, variables: Mapping[str, Any]) -> Key:
    """Under what an answer is remembered: the document's hash, its variables in one canonical form, and whether every
    process may have it.

    What the document does not declare changes nothing, and is left out.
    """
    known = {name: variables[name] for name in document.variables if name in variables}
    text = orjson.dumps(known, option=orjson.OPT_SORT_KEYS).decode()
    return document.id, text, prepared.SHARED if prepared.nameable(known) else ""


def remembered(key: Key, now: dt.datetime) -> tuple[Entry, str] | None:
    """An answer that was made before and holds now, with where it was found: `hit` is this process, `stored` any.

    Raises DatabaseError where the epoch cannot be read: then nothing is sure.
    """
    entry = memory.get(key)
    if entry is not None:
        if entry.epoch == epoch_of(entry.scopes) and now < entry.until:
            return entry, "hit"
        memory.drop(key)
    found = prepared.fetched(key)
    if found is not None and fresh(*found, now):
        memory.put(key, found[0])
        return found[0], "stored"
    return None


def answer(document: Document, variables: Mapping[str, Any], reading: Reading) -> tuple[Executed, Entry | None]:
    """Execute a trusted document, and remember it where it holds without errors."""
    with snapshot():
        executed = run(document.ast, variables, None, reading)
        # Within the same view of the database as the answer itself.
        stands = standing(reading.traces.scopes, reading.now)
    _afterwards(reading)
    if executed.errors or not reading.traces.lasting:
        return executed, None
    until = _holds_until([stands.turn, *reading.traces.changes], reading.now)
    entry = Entry(
        body=executed.body,
        etag=etag_of(executed.body),
        document=document.name,
        scopes=tuple(sorted(reading.traces.scopes)),
        epoch=stands.epoch,
        until=until,
        tags=" ".join(list(reading.traces.tags)[:_MOST_TAGS]),
    )
    key = key_of(document, variables)
    memory.put(key, entry)
    if executed.whole and reading.traces.in_its_languages:
        prepared.put(key, entry)
    return executed, entry


def _holds_until(changes: list[dt.datetime | None], now: dt.datetime) -> dt.datetime:
    """The first of these that is still to come: what was asked as of a past moment does not change at a past change."""
    return min([now + LONGEST, *(change for change in changes if change is not None and change > now)])


def answer_freely(
    document: DocumentNode, variables: Mapping[str, Any], operation: str | None, reading: Reading, *, timed: bool
) -> Executed:
    """Execute any other document; nothing of it is remembered."""
    deadline = time.monotonic() + limits().seconds if timed else None
    # A verb has a transaction of its own.
    with nullcontext() if writes(document, operation) else snapshot():
        executed = run(document, variables, operation, reading, deadline)
    _afterwards(reading)
    return executed


def writes(document: DocumentNode, operation: str | None) -> bool:
    chosen = get_operation_ast(document, operation)
    return chosen is not None and chosen.operation is OperationType.MUTATION


def _afterwards(reading: Reading) -> None:
    """What is kept of a read, once its view of the database is closed."""
    keep(reading.keepable())
    for asked in reading.asked:
        asked()


def run(
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation: str | None,
    reading: Reading,
    deadline: float | None = None,
) -> Executed:
    begun = time.perf_counter()
    result = _executed(document, variables, operation, Context(reading, deadline))
    metrics.resolved(time.perf_counter() - begun)
    errors = result.errors or []
    early = result.data is None and bool(errors) and errors[0].path is None
    errors = [*errors, *(GraphQLError(refused.message, original_error=refused) for refused in reading.refusals())]
    payload: dict[str, Any] = {} if early else {"data": result.data}
    if errors:
        payload["errors"] = [told(error) for error in errors]
    whole = result.data is not None and all(value is not None for value in result.data.values())
    return Executed(body=orjson.dumps(payload), errors=errors, early=early, whole=whole)


def _executed(
    document: DocumentNode, variables: Mapping[str, Any], operation: str | None, context: Context
) -> ExecutionResult:
    """Our own documents by their compiled plan, all else by graphql-core."""
    timed = context.deadline is not None
    try:
        if timed:
            raise NotProjected("free-form")
        result = plan_of(schema.graphql_schema, document, operation).execute(context, variables)
        metrics.executed("projection")
        return result
    except NotProjected as left:
        metrics.executed("graphql-core", left.reason)
    result = execute(
        schema.graphql_schema,
        document,
        context_value=context,
        variable_values=dict(variables),
        operation_name=operation,
        execution_context_class=Timed if timed else None,
    )
    assert isinstance(result, ExecutionResult)
    return result
