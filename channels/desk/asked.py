"""What a visitor of the side-by-side page asks: read from the form as typed, then checked field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from msgspec import Struct

from contenthub.answering import Asking, ask
from contenthub.models.pages.speaking import beside_its_field
from contenthub.resolving.conditions import PersonFactDefinition
from contenthub.resolving.material import AMSTERDAM
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PersonFactType

PERSON = "person."
_BOOLEANS = {"true": True, "false": False}


class Asked(Struct, frozen=True):
    """The form as it was sent; `person` holds only what was filled in, by the name of the person fact."""

    municipality: str = ""
    item: str = ""
    language: str = "nl"
    moment: str = ""
    person: dict[str, str] = {}

    @property
    def neutral_query(self) -> dict[str, str]:
        """What may stand in an address; empty where it says nothing."""
        given = {"municipality": self.municipality, "item": self.item, "language": self.language, "moment": self.moment}
        return {name: value for name, value in given.items() if value}


def asked(request: HttpRequest) -> tuple[Asked, dict[str, str]]:
    """The form, and what is wrong with the way in which it came: person facts in an address are not read at all."""
    sent = request.POST if request.method == "POST" else request.GET
    errors: dict[str, str] = {}
    person = {name.removeprefix(PERSON): value.strip() for name, value in sent.items()
              if name.startswith(PERSON) and value.strip()}
    if person and request.method != "POST":
        person = {}
        errors["person"] = _("Facts about a person may not stand in a web address. Fill them in below.")
    moment = sent.get("moment", "").strip()
    go = sent.get("go")
    if go is not None:
        moment = "" if go == "now" else go.strip()
    if request.method == "POST":
        # The form sends these empty only where it showed that what was chosen is refused: then nothing is guessed.
        refused = {"municipality": _("Choose a municipality from the list."), "item": _("Choose a subject from the list."),
                   "language": _("Choose a language from the list.")}
        errors |= {name: message for name, message in refused.items() if not sent.get(name, name).strip()}
    wanted = Asked(municipality=sent.get("municipality", "").strip(), item=sent.get("item", "").strip(),
                   language=sent.get("language", "").strip() or "nl", moment=moment, person=person)
    return wanted, errors


def checked(
    wanted: Asked, declared: Mapping[str, PersonFactDefinition], *, may_see_future: bool = False
) -> tuple[Asking | None, dict[str, str]]:
    """The asking without what is refused, and a message for each field; no asking where the municipality is refused."""
    errors: dict[str, str] = {}
    arguments: dict[str, Any] = {"language": wanted.language, "moment": _moment(wanted.moment, errors),
                                 "person": _person(wanted.person, declared, errors)}
    while True:
        try:
            return ask(wanted.municipality, **arguments, may_see_future=may_see_future), errors
        except Refused as refusal:
            errors[refusal.field] = told(refusal)
            if refusal.field == "municipality":
                return None, errors
            if refusal.field.startswith(PERSON):
                del arguments["person"][refusal.field.removeprefix(PERSON)]
            else:
                arguments[refusal.field] = None


def told(refusal: Refused) -> str:
    """A refusal in the visitor's language; a moment as its control can take it."""
    if refusal.code == "MOMENT_BEFORE_RECORDS":
        return before_records(refusal.params["begun"])
    if refusal.code == "NEEDS_SCOPE" and refusal.field.startswith(PERSON):
        return _("This comes from a register. It cannot be filled in on this page.")
    return beside_its_field(refusal)


def before_records(begun: dt.datetime) -> str:
    """What is told at the moment field where nothing was recorded yet; `begun` is when the first row came."""
    at = date_format(timezone.localtime(next_minute(begun), AMSTERDAM), "j F Y, H.i")
    return _("Nothing of this is recorded before %(begun)s. Choose that moment or a later one.") % {"begun": at}


def next_minute(moment: dt.datetime) -> dt.datetime:
    """The first whole minute that is not before this moment: a control for minutes must not stay short of a change."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + dt.timedelta(minutes=1)


def local_text(moment: dt.datetime) -> str:
    """A moment as a `datetime-local` control holds it: Dutch wall clock."""
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


def moment_of(text: str) -> dt.datetime:
    """A moment as typed; without an offset it is Dutch wall clock. Raises ValueError where it is no moment at all."""
    moment = dt.datetime.fromisoformat(text)
    return timezone.make_aware(moment, AMSTERDAM) if timezone.is_naive(moment) else moment


def _moment(text: str, errors: dict[str, str]) -> dt.datetime | None:
    try:
        return moment_of(text) if text else None
    except ValueError:
        errors["moment"] = _("This is no date and time. Write it like 2026-12-31T23:59.")
        return None


def _person(given: Mapping[str, str], declared: Mapping[str, PersonFactDefinition], errors: dict[str, str]) -> dict[str, Any]:
    person: dict[str, Any] = {}
    for name, value in given.items():
        definition = declared.get(name)
        if definition is None:
            errors["person"] = _("This form does not know one of the facts about the person. Fill them in again.")
        elif definition.type == PersonFactType.BOOLEAN:
            person[name] = _BOOLEANS.get(value, value)
        elif definition.type == PersonFactType.NUMBER:
            person[name] = value.replace(",", ".")
        elif definition.type == PersonFactType.POSTCODE:
            person[name] = value.upper()
        else:
            person[name] = value
    return person
