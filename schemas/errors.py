"""What a caller is told when something is wrong: a stable code, the argument, what would be right; never a value that
may be personal, never a stack trace."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from django.conf import settings
from graphql import GraphQLError

from contenthub.answering.perspective import DraftRefused
from contenthub.resolving.refusal import Refused

log = logging.getLogger("contenthub.graphql")

_VARIABLE = re.compile(r"Variable '(\$\w+)' got invalid value")
_VALUE = re.compile(r"(,? found| value:| got invalid value).*", re.DOTALL)
_QUOTED = re.compile(r"(Unexpected \w+) ['\"].*", re.DOTALL)


def told(error: GraphQLError) -> dict[str, Any]:
    """The error as it is sent."""
    formatted: dict[str, Any] = {"message": _message(error)}
    if error.locations:
        formatted["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        formatted["path"] = error.path
    formatted["extensions"] = _extensions(error)
    return formatted


def _message(error: GraphQLError) -> str:
    cause = error.original_error
    if isinstance(cause, Refused):
        return cause.message
    if cause is not None and not isinstance(cause, GraphQLError):
        _report(error, cause)
        return "something went wrong here; the other fields stand"
    if variable := _VARIABLE.match(error.message):
        return f"variable {variable[1]} does not fit its type"
    message = _QUOTED.sub(r"\1", _VALUE.sub("", error.message))
    # Where the schema is not told, it is not to be guessed either.
    return message if settings.DEBUG else message.partition(" Did you mean")[0]


def _extensions(error: GraphQLError) -> dict[str, Any]:
    cause = error.original_error
    if isinstance(cause, Refused):
        more = cause.extensions if isinstance(cause, DraftRefused) else {}
        return {"code": cause.code, "argument": cause.field, "remedy": cause.message, **more}
    if isinstance(cause, GraphQLError) and cause.extensions:
        return dict(cause.extensions)
    if error.extensions:
        return dict(error.extensions)
    if cause is not None and not isinstance(cause, GraphQLError):
        return {"code": "INTERNAL"}
    if variable := _VARIABLE.match(error.message):
        remedy = "give a value of the type that the document declares for this variable"
        return {"code": "BAD_VARIABLE", "argument": variable[1], "remedy": remedy}
    return {"code": "BAD_REQUEST", "remedy": "the message says what the document or its variables should be"}


def _report(error: GraphQLError, cause: BaseException) -> None:
    """Where it broke, without the message: that could repeat what a person told us."""
    places = traceback.extract_tb(cause.__traceback__)[-6:]
    trail = " < ".join(f"{place.filename.rsplit('/', 1)[-1]}:{place.lineno}" for place in reversed(places))
    log.error("%s at %s: %s", type(cause).__name__, "/".join(map(str, error.path or ())), trail)
