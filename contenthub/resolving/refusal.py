"""How bad input is refused: one exception that names the place, the value and what would be right."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any


class Refused(Exception):
    """Bad input. Nothing has been written when this is raised.

    `code` is stable and upper case (`UNKNOWN_FACT`); `field` names the place in the user's words; `value` is what was
    given, or None where it must not be repeated (person facts); `template` and `params` are kept apart so that the
    admin can translate the sentence. Moments, days and words of the vocabulary stay what they are in `params`, so that
    each language can write them its own way; the English sentence has moments in ISO 8601.
    """

    def __init__(self, code: str, field: str, template: str, *, value: Any = None, **params: Any) -> None:
        self.code = code
        self.field = field
        self.value = value
        self.template = template
        kept = value if isinstance(value, dt.date | Enum) else shorten(value)
        self.params = {"field": field, "value": kept, **params}
        super().__init__(template % {name: _english(param) for name, param in self.params.items()})

    @property
    def message(self) -> str:
        return str(self)


def to_translate(text: str) -> str:
    """The text itself: marks what a refusal says for the catalogue, as gettext's own markers need Django."""
    return text


def _english(param: Any) -> Any:
    return param.isoformat() if isinstance(param, dt.date) else param


def shorten(value: Any, limit: int = 80) -> str:
    try:
        text = str(value)
    except RecursionError:
        text = "what stands in itself too deep"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
