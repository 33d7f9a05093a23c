"""What this agent looked at in earlier calls: items by name, in the session alone, and nothing about who called."""

from __future__ import annotations

from django.http import HttpRequest
from msgspec import Struct

MOST = 12
_LOOKED_AT, _PLACE = "desk_looked_at", "desk_place"


class LookedAt(Struct, frozen=True):
    municipality: str
    item: str
    title: str


def looked_at(request: HttpRequest, places: dict[str, str]) -> tuple[LookedAt, ...]:
    """The latest first, of municipalities for which the agent still answers."""
    found = (LookedAt(*row) for row in request.session.get(_LOOKED_AT, []))
    return tuple(each for each in found if each.municipality in places)


def remember(request: HttpRequest, municipality: str, item: str, title: str) -> None:
    """Writes the session only where something changes."""
    before = [list(row) for row in request.session.get(_LOOKED_AT, [])]
    row = [municipality, item, title]
    after = [row, *(each for each in before if each[:2] != row[:2])][:MOST]
    if after != before:
        request.session[_LOOKED_AT] = after
    stay(request, municipality)


def stay(request: HttpRequest, municipality: str) -> None:
    """At the next visit the desk opens with this municipality."""
    if request.session.get(_PLACE) != municipality:
        request.session[_PLACE] = municipality


def place(request: HttpRequest, places: dict[str, str]) -> str:
    """The municipality to open with."""
    last = request.session.get(_PLACE, "")
    return last if last in places else next(iter(places))
