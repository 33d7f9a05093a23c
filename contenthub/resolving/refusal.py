"""How bad input is refused: one exception that names the place, the value and what would be right."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Bad input. Nothing has been written when this is raised.

    `code` is stable and upper case (`UNKNOWN_FACT`); `field` names the place in the user's words; `value` is what was
    given, or None where it must not be repeated (person facts); `template` and `params` are kept apart so that the
    admin can translate the sentence.
    """

    def __init__(self, code: str, field: str, template: str, *, value: Any = None, **params: Any) -> None:
        self.code = code
        self.field = field
        self.value = value
        self.template = template
        self.params = {"field": field, "value": shorten(value), **params}
        super().__init__(template % self.params)

    @property
    def message(self) -> str:
        return str(self)


def shorten(value: Any, limit: int = 80) -> str:
    try:
        text = str(value)
    except RecursionError:
        text = "what stands in itself too deep"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
