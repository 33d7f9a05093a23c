"""The two pages of the desk: what one starts a call with, and one item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from msgspec import Struct

from channels.desk import choices
from channels.desk.agent import calls
from channels.desk.agent.door import agents_only, asking_of
from channels.desk.agent.reading import Told, told
from contenthub.access.agents import served_by
from contenthub.answering import Asking, catalogue, notices_here, snapshot
from contenthub.insight.feedback import given_by


class Place(Struct, frozen=True):
    """A municipality to switch to; `key` is the digit that does so in the list."""

    code: str
    name: str
    address: str
    key: str
    here: bool


def frame(request: HttpRequest, municipality: str, item: str = "") -> dict[str, Any]:
    """What every page of the desk shows around its matter."""
    served = served_by(request.user)

    def address(code: str) -> str:
        return reverse("desk-item", args=[code, item]) if item else reverse("desk-home", args=[code])

    places = tuple(
        Place(code, name, address(code), str(at) if at < 10 else "", code == municipality)
        for at, (code, name) in enumerate(served.items(), start=1)
    )
    return {
        "municipality": municipality,
        "place_name": served.get(municipality, ""),
        "places": places,
        "looked_at": calls.looked_at(request, served),
    }


@require_safe
@agents_only
def start(request: HttpRequest) -> HttpResponseBase:
    return redirect("desk-home", calls.place(request, served_by(request.user)))


@require_safe
@agents_only
def home(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """Running notices, the life events with their items, and what was looked at before."""
    with snapshot():
        asking = asking_of(request, municipality)
        groups = choices.item_groups(catalogue(asking), asking)
        notices = notices_here(asking).notices
    calls.stay(request, municipality)
    return render(
        request,
        "desk/agent/home.html",
        {
            **frame(request, municipality),
            "groups": groups,
            "notices": notices,
            "language": asking.language,
            "remarks": given_by(request.user.get_username()),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def item(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """The page, or for htmx the answer alone. Facts about the caller come by POST and go with the response."""
    found = told(request, municipality, item)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/agent/answered.html", {"told": found, "municipality": municipality})
    calls.remember(request, municipality, item, found.answer.question or found.answer.title)
    return page(request, municipality, found)


def page(
    request: HttpRequest, municipality: str, found: Told, taken_over: dict[str, str] | None = None
) -> HttpResponse:
    """The item's page; `taken_over` says where another channel left off."""
    return render(
        request,
        "desk/agent/item.html",
        {
            **frame(request, municipality, found.answer.item),
            "told": found,
            "languages": _languages(found.asking, found),
            "taken_over": taken_over,
        },
    )


def _languages(asking: Asking, found: Told) -> tuple[choices.Option, ...]:
    """The other languages in which this can be said."""
    return tuple(
        each
        for each in choices.languages(found.answer.language, refused=False)
        if each.value in found.answer.languages and each.value != found.answer.language
    )
