"""Life events and the journeys through them."""

from __future__ import annotations

from typing import Any

import graphene

from channels.phrases import duration_unit
from channels.voice.plain import plain
from contenthub.answering import Asking
from contenthub.resolving.journey import LifeEventAnswer, StepAnswer
from schemas.reading import ItemView, Reading
from schemas.scalars import Arrangement, DateTime, Phase
from schemas.types import parts


class LifeEventView:
    def __init__(self, event: LifeEventAnswer, reading: Reading, asking: Asking) -> None:
        self.event, self.reading, self.asking = event, reading, asking


class StepView:
    def __init__(self, step: StepAnswer, life_event: LifeEventView) -> None:
        self.step, self.life_event = step, life_event


class JourneyStep(graphene.ObjectType):
    phase = Phase(required=True)
    title = graphene.String(required=True)
    text = graphene.String(required=True)
    items = graphene.List(graphene.NonNull(lambda: _item()), required=True)
    organisation = graphene.Field(parts.Organisation)
    term = graphene.String()
    arrangement = Arrangement(required=True)

    def resolve_phase(root: StepView, info: Any) -> str:
        return root.step.phase

    def resolve_title(root: StepView, info: Any) -> str:
        return root.step.title

    def resolve_text(root: StepView, info: Any) -> str:
        event = root.life_event.event
        return plain(root.step.blocks, {fact.key: fact for fact in event.facts}, event.language)

    def resolve_items(root: StepView, info: Any) -> list[ItemView]:
        view = root.life_event
        view.reading.items([item for step in view.event.steps for item in step.items], view.asking)
        return view.reading.items(root.step.items, view.asking)

    def resolve_organisation(root: StepView, info: Any) -> Any:
        return root.step.organisation

    def resolve_term(root: StepView, info: Any) -> str | None:
        term = root.step.term
        return (
            f"{term.amount} {duration_unit(term.unit, term.amount, root.life_event.event.language)}" if term else None
        )

    def resolve_arrangement(root: StepView, info: Any) -> str:
        return root.step.arrangement


class LifeEvent(graphene.ObjectType):
    id = graphene.ID(required=True)
    slug = graphene.String(required=True)
    title = graphene.String(required=True)
    introduction = graphene.String(required=True)
    icon = graphene.String()
    language = graphene.String(required=True)
    language_fell_back = graphene.Boolean(required=True)
    next_change = DateTime()
    draft = graphene.Boolean(required=True)
    journey = graphene.List(graphene.NonNull(JourneyStep), required=True)
    products = graphene.List(graphene.NonNull(lambda: _product()), required=True)
    notices = graphene.List(graphene.NonNull(parts.Notice), required=True)

    def resolve_introduction(root: LifeEventView, info: Any) -> str:
        return plain(root.event.introduction, {fact.key: fact for fact in root.event.facts}, root.event.language)

    def resolve_icon(root: LifeEventView, info: Any) -> str | None:
        return root.event.icon or None

    def resolve_journey(root: LifeEventView, info: Any) -> list[StepView]:
        return [StepView(step, root) for step in root.event.steps]

    def resolve_products(root: LifeEventView, info: Any) -> list[ItemView]:
        listed = root.reading.catalogue(root.asking).of("product", life_event=root.event.id)
        return root.reading.items([entry.item for entry in listed], root.asking)


def _plain(name: str) -> Any:
    def resolve(root: LifeEventView, info: Any) -> Any:
        return getattr(root.event, name)

    return resolve


for _name in ("id", "slug", "title", "language", "language_fell_back", "next_change", "draft", "notices"):
    setattr(LifeEvent, f"resolve_{_name}", _plain(_name))


def _item() -> Any:
    from schemas.types.items import Item

    return Item


def _product() -> Any:
    from schemas.types.items import Product

    return Product
