"""Both executors beside each other: graphql-core says what is right, byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute

from schemas.errors import told
from schemas.projection import Plan


def sent(result: ExecutionResult) -> bytes:
    """The response, and of each error also what callers are not told."""
    errors = result.errors or []
    inner = [
        (e.message, e.path, [(p.line, p.column) for p in e.locations or ()], repr(e.original_error)) for e in errors
    ]
    return orjson.dumps({"data": result.data, "errors": [told(error) for error in errors], "inner": inner})


def both(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any], context: Callable[[], Any]
) -> tuple[bytes, bytes]:
    """What graphql-core answers and what the compiled document answers, each with a context of its own."""
    expected = execute(schema, document, context_value=context(), variable_values=dict(variables))
    assert isinstance(expected, ExecutionResult)
    return sent(expected), sent(Plan(schema, document).execute(context(), variables))
