"""A journey as editors look at it: the resident's timeline, and swimlanes of who acts in which phase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from msgspec import Struct

from channels.voice.facts import written_duration
from channels.voice.html import html
from contenthub.answering import Asking, catalogue
from contenthub.models.blocks.journeys import ARRANGEMENT_LABELS, PHASE_LABELS
from contenthub.models.pages.journeys import LifeEventPage, LocalLifeEventPage
from contenthub.resolving.content import MunicipalityContent, Organisation, Term
from contenthub.resolving.facts import Duration
from contenthub.resolving.journey import LifeEventAnswer, StepAnswer
from contenthub.vocabulary import Arrangement, DurationUnit, Phase

# How journeys name the municipality itself, whichever it is.
_MUNICIPALITY = "gemeente"


class ItemShown(Struct, frozen=True):
    """An item that a step names; `url` is empty where nobody can be answered about it here."""

    title: str
    question: bool = False
    url: str = ""


class StepShown(Struct, frozen=True):
    """`field` is the block of the editors' form in which the step is written; empty where it is written elsewhere."""

    title: str
    text: SafeString
    term: str
    arrangement: str
    must: bool
    actor: str
    items: tuple[ItemShown, ...]
    field: str


class PhaseShown(Struct, frozen=True):
    name: str
    steps: tuple[StepShown, ...]


class Lane(Struct, frozen=True):
    """What one actor does, a cell for every phase."""

    name: str
    cells: tuple[tuple[StepShown, ...], ...]


class Journey(Struct, frozen=True):
    answer: LifeEventAnswer
    introduction: SafeString
    phases: tuple[PhaseShown, ...]
    lanes: tuple[Lane, ...]

    @property
    def steps(self) -> int:
        return sum(len(phase.steps) for phase in self.phases)

    @property
    def told(self) -> list[PhaseShown]:
        """The phases in which something happens."""
        return [phase for phase in self.phases if phase.steps]


def journey(answer: LifeEventAnswer, asking: Asking, fields: Mapping[str, str]) -> Journey:
    """`fields` gives the block of the form by the id of a step. One query, for the titles of the items."""
    facts = {fact.key: fact for fact in answer.facts}
    items = _items(asking) if any(step.items for step in answer.steps) else {}
    municipality = asking.town.contact
    shown = [
        (step, StepShown(
            title=step.title,
            text=mark_safe(html(step.blocks, facts, answer.language)),
            term=_term(step.term, answer.language),
            arrangement=str(ARRANGEMENT_LABELS[step.arrangement]),
            must=step.arrangement == Arrangement.MUST,
            actor=_actor(step.organisation, municipality),
            items=tuple(items.get(item) or ItemShown(_("a product or question that is not published here"))
                        for item in step.items),
            field=fields.get(step.id, ""),
        ))
        for step in answer.steps
    ]
    phases = tuple(PhaseShown(str(PHASE_LABELS[phase]), _within(phase, shown)) for phase in Phase)
    return Journey(answer=answer, introduction=mark_safe(html(answer.introduction, facts, answer.language)),
                   phases=phases, lanes=_lanes(shown, municipality))


def step_fields(page: LifeEventPage | LocalLifeEventPage) -> dict[str, str]:
    """The steps that stand in the form of this page, by their id."""
    return {child.value["step_id"] or child.id: child.id for child in page.steps if child.id}


def _lanes(shown: list[tuple[StepAnswer, StepShown]], municipality: MunicipalityContent) -> tuple[Lane, ...]:
    """The resident first, then the municipality, then the others in the order in which they come in."""
    there = dict.fromkeys(step.actor for _step, step in shown)
    first = [name for name in (_("The resident"), _named(municipality)) if name in there]
    return tuple(
        Lane(actor, tuple(_within(phase, [pair for pair in shown if pair[1].actor == actor]) for phase in Phase))
        for actor in dict.fromkeys((*first, *there))
    )


def _within(phase: Phase, shown: Iterable[tuple[StepAnswer, StepShown]]) -> tuple[StepShown, ...]:
    return tuple(step for source, step in shown if source.phase == phase)


def _actor(organisation: Organisation | None, municipality: MunicipalityContent) -> str:
    if organisation is None:
        return _("The resident")
    own = {_MUNICIPALITY, municipality.code.casefold(), municipality.slug, municipality.name.casefold()}
    if own & {organisation.id.casefold(), organisation.name.casefold()}:
        return _named(municipality)
    return organisation.name or organisation.id


def _named(municipality: MunicipalityContent) -> str:
    return _("Municipality of %(name)s") % {"name": municipality.name}


def _term(term: Term | None, language: str) -> str:
    """As it is written in the language of the journey: 5 werkdagen."""
    if term is None:
        return ""
    return written_duration(Duration(amount=term.amount, unit=DurationUnit(term.unit)), language)


def _items(asking: Asking) -> dict[str, ItemShown]:
    """What can be answered here, and what was withdrawn. The link leads to what is published."""
    here, there = catalogue(asking), reverse("side-by-side")

    def address(item: str) -> str:
        query: dict[str, Any] = {"municipality": asking.town.asked.code, "item": item, "language": asking.language}
        return f"{there}?{urlencode(query)}"

    return {
        **{entry.item: ItemShown(_("%(title)s (withdrawn)") % {"title": entry.title}) for entry in here.withdrawn},
        **{entry.item: ItemShown(entry.title, entry.type == "question", address(entry.item)) for entry in here.entries},
    }


__all__ = ["Journey", "journey", "step_fields"]
