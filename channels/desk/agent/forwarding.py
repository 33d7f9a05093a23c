"""Putting a caller through, or having them called back: to whom, when those are there, and what to note."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from msgspec import Struct

from channels.desk.agent.door import agents_only
from channels.desk.agent.reading import Told, told
from channels.voice.facts import hours_rows


class Counter(Struct, frozen=True):
    name: str
    phone: str
    hours: tuple[tuple[str, str], ...]


@require_POST
@agents_only
def forward(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    found = told(request, municipality, item)
    contact = found.answer.contact
    counters = tuple(
        Counter(each.name, each.phone or contact.phone, tuple(hours_rows(each.opening_hours, found.answer.language)))
        for each in contact.locations
    )
    return render(
        request,
        "desk/agent/forward.html",
        {"told": found, "municipality": municipality, "teams": teams(found), "counters": counters, "note": note(found)},
    )


def teams(found: Told) -> tuple[str, ...]:
    """Who answers for this item: its owner first, then those of its sections."""
    owners = (found.answer.owner, *(owner for section in found.sections for owner in section.owner.split(", ")))
    return tuple(dict.fromkeys(owner for owner in owners if owner))


def note(found: Told) -> str:
    """A note to copy to one's own system; what is known of the caller is filled in there, by the agent."""
    answer = found.answer
    asked = [f"- {control.question} " for control in found.controls if control.open]
    return "\n".join(
        [
            _("Call back about: %(title)s") % {"title": answer.question or answer.title},
            _("Municipality: %(name)s") % {"name": answer.contact.name},
            _("Answer given: %(said)s") % {"said": found.script.answer},
            _("Answer code: %(code)s") % {"code": answer.reference},
            _("Name of the caller:"),
            _("Telephone number:"),
            _("Can be reached (day and time):"),
            _("What is still needed:"),
            *asked,
        ]
    )
