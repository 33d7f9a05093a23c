"""Everything that the side-by-side page shows for one asking, read in one snapshot."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from msgspec import Struct

from channels.desk import choices
from channels.desk.asked import Asked, before_records, checked, moment_of
from channels.desk.cards import Card, Maker
from channels.desk.origins import FactShown, LayerName, channel_name, facts_shown, layer_name
from channels.letter.render import document
from channels.registry import CHANNELS
from channels.sameness import Difference, compare
from contenthub.answering import Asking, answer_item, catalogue
from contenthub.answering.asking import checked_moment, declared
from contenthub.resolving.answer import Answer, NoticeAnswer
from contenthub.resolving.conditions import PersonFactDefinition
from contenthub.resolving.material import today
from contenthub.resolving.refusal import Refused


class Problem(Struct, frozen=True):
    """What is wrong with one field, under the label that the visitor sees."""

    field: str
    label: str
    message: str


class Form(Struct, frozen=True):
    """What can be chosen, what was, and what is wrong with it; `missing` names what the database has none of."""

    asked: Asked
    errors: dict[str, str] = {}
    municipalities: tuple[choices.Group, ...] = ()
    items: tuple[choices.Group, ...] = ()
    languages: tuple[choices.Option, ...] = ()
    moments: tuple[choices.Quick, ...] = ()
    controls: tuple[choices.Control, ...] = ()
    missing: str = ""

    @property
    def municipality_options(self) -> SafeString:
        return choices.option_list(self.municipalities, self.asked.municipality)

    @property
    def item_options(self) -> SafeString:
        return choices.option_list(self.items, self.asked.item)

    @property
    def problems(self) -> tuple[Problem, ...]:
        labels = {"municipality": _("Municipality"), "item": _("Subject"), "language": _("Language"), "moment": _("Moment"),
                  **{f"person.{control.name}": control.question for control in self.controls}}
        return tuple(Problem(field, labels.get(field, ""), message) for field, message in self.errors.items())


class NoticeShown(Struct, frozen=True):
    notice: NoticeAnswer
    channels: tuple[str, ...]


class Shown(Struct, frozen=True):
    """One answer in all its channels; `same` says that every channel gives the one reference and no other value."""

    answer: Answer
    cards: tuple[Card, ...]
    differences: tuple[Difference, ...]
    layers: tuple[LayerName, ...]
    facts: tuple[FactShown, ...]
    notices: tuple[NoticeShown, ...]
    later: str

    @property
    def channels(self) -> int:
        return len(self.cards)

    @property
    def coded(self) -> int:
        return sum(card.has_reference for card in self.cards)

    @property
    def same(self) -> bool:
        return not self.differences and self.coded == self.channels


class Read(Struct, frozen=True):
    """The answers behind the page: `neutral` may be kept, `answer` may be somebody's and is only shown."""

    form: Form
    answer: Answer | None = None
    neutral: Answer | None = None


def read(asked: Asked, errors: dict[str, str]) -> Read:
    """Look up the choices and, where nothing is wrong, the answer. An answer to something else is never shown instead."""
    now = timezone.now()
    municipalities = choices.municipality_groups(now)
    form = Form(asked=asked, errors=errors, municipalities=municipalities, moments=choices.quick_moments(),
                languages=choices.languages(asked.language, refused="language" in errors))
    if not municipalities:
        return Read(msgspec.structs.replace(form, missing="municipalities"))
    if not asked.municipality and "municipality" not in errors:
        asked = msgspec.structs.replace(asked, municipality=municipalities[0].options[0].value)
    facts = declared(moment_asked(asked, now))
    asking, found = checked(asked, facts)
    errors = {**found, **errors}
    form = msgspec.structs.replace(form, asked=asked, errors=errors,
                                   languages=choices.languages(asked.language, refused="language" in errors))
    if asking is None:
        return Read(form)
    here = catalogue(asking)
    known = {entry.item for entry in (*here.entries, *here.withdrawn)}
    if not asked.item and "item" not in errors:
        asked = msgspec.structs.replace(asked, item=choices.first_item(here))
    begun = None if asked.item in known else choices.records_begin(asked.item, asking)
    if begun is not None:
        errors["moment"] = before_records(begun)
    elif not known:
        return Read(msgspec.structs.replace(form, missing="items"))
    elif asked.item not in known and "item" not in errors:
        errors["item"] = _("%(municipality)s does not have this item. Choose another one.") % {
            "municipality": asking.town.contact.name}
    form = msgspec.structs.replace(form, asked=asked, errors=errors, items=choices.item_groups(here, asking))
    return answered(form, asking, facts) if asked.item in known else Read(form)


def answered(form: Form, asking: Asking, facts: dict[str, PersonFactDefinition]) -> Read:
    """The answer that the form asks for, and the questions that could change it."""
    answer = answer_item(form.asked.item, asking)
    if answer is None:
        return Read(form)
    neutral = answer if asking.neutral else answer_item(form.asked.item, msgspec.structs.replace(asking, person={}))
    form = msgspec.structs.replace(
        form, controls=choices.controls(neutral or answer, answer, facts, form.asked, form.errors))
    if form.errors:
        return Read(form)
    return Read(form, answer, neutral)


def shown(answer: Answer) -> Shown:
    """Render in every channel and compare; the slow and pure half, which needs no database."""
    renderings = {channel: spec.render(answer) for channel, spec in CHANNELS.items()}
    letter = document(answer, addressee=None, date=today(answer.moment))
    make = Maker(answer)
    return Shown(
        answer=answer, cards=tuple(make.card(channel, rendering) for channel, rendering in renderings.items()),
        differences=compare(answer, renderings, letter), layers=tuple(map(layer_name, answer.layers)),
        facts=facts_shown(answer), later=choices.later_moment(answer),
        notices=tuple(NoticeShown(notice, tuple(map(channel_name, notice.channels))) for notice in answer.notices
                      if not notice.agents_only))


def context(form: Form, answer: Answer | None) -> dict[str, Any]:
    return {"form": form, "shown": shown(answer) if answer else None}


def moment_asked(asked: Asked, now: dt.datetime) -> dt.datetime:
    """The moment asked for, to know which person facts were declared then; now, where it is refused a step later."""
    try:
        return checked_moment(moment_of(asked.moment)) if asked.moment else now
    except (Refused, ValueError):
        return now
