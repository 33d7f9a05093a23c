"""Refusals that more than one check makes."""

from __future__ import annotations

from collections.abc import Iterable

from contenthub.resolving.refusal import Refused


def unique(keys: Iterable[str], field: str, what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Refused(
                "NOT_UNIQUE",
                field,
                "%(field)s: there is more than one %(what)s %(value)s; give each its own key",
                value=key,
                what=what,
            )
        seen.add(key)


def empty(place: str) -> Refused:
    return Refused("EMPTY_TEXT", place, "%(field)s: there is no text; write one or remove this part", value="")


def only_added_to(place: str, what: str) -> Refused:
    return Refused(
        "LAW_ONLY_ADDED_TO",
        place,
        "%(field)s is law and cannot be changed by %(value)s; add before or after it",
        value=what,
    )
