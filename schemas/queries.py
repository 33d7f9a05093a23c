"""The queries of the contract."""

from __future__ import annotations

import datetime as dt
from typing import Any

import graphene

from contenthub import answering
from contenthub.answering import Asking, Entry
from contenthub.answering.asking import checked_language
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind
from schemas.finding import Finding
from schemas.paging import ProductConnection, QuestionConnection, connection
from schemas.reading import ItemView
from schemas.scalars import JSON, Audience, DateTime
from schemas.types import parts, places
from schemas.types.items import Item, Product, Question
from schemas.types.life_events import LifeEvent, LifeEventView


class PersonFact(graphene.InputObjectType):
    """Used for this request, never kept."""

    name = graphene.String(required=True)
    value = JSON(required=True)


def _person() -> graphene.List:
    return graphene.List(graphene.NonNull(PersonFact))


def _one(of: Any) -> graphene.Field:
    return graphene.Field(
        of,
        id=graphene.ID(),
        slug=graphene.String(),
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        moment=DateTime(),
        person=_person(),
    )


class Query(Finding, graphene.ObjectType):
    municipality = graphene.Field(places.Municipality, code=graphene.ID(required=True), language=graphene.String())
    municipalities = graphene.List(
        graphene.NonNull(places.Municipality), required=True, search=graphene.String(), language=graphene.String()
    )
    life_events = graphene.List(
        graphene.NonNull(LifeEvent),
        required=True,
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        audience=Audience(),
        moment=DateTime(),
    )
    life_event = graphene.Field(
        LifeEvent,
        slug=graphene.String(required=True),
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        moment=DateTime(),
        person=_person(),
    )
    topics = graphene.List(
        graphene.NonNull(parts.Topic),
        required=True,
        municipality=graphene.ID(required=True),
        language=graphene.String(),
    )
    product = _one(Product)
    products = graphene.Field(
        ProductConnection,
        required=True,
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        audience=Audience(),
        life_event=graphene.String(),
        topic=graphene.String(),
        upl=graphene.String(),
        changed_since=DateTime(),
        moment=DateTime(),
        first=graphene.Int(default_value=20),
        after=graphene.String(),
    )
    question = _one(Question)
    questions = graphene.Field(
        QuestionConnection,
        required=True,
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        product=graphene.ID(),
        changed_since=DateTime(),
        moment=DateTime(),
        first=graphene.Int(default_value=20),
        after=graphene.String(),
    )
    said = graphene.Field(Item, reference=graphene.String(required=True))

    def resolve_municipality(root: None, info: Any, code: str, language: str | None = None) -> Any:
        try:
            asking = info.context.reading.asking(code, language)
            return places.PlaceView(asking.town.asked, asking.language)
        except Refused as refusal:
            if refusal.code == "UNKNOWN_MUNICIPALITY":
                return None
            raise

    def resolve_municipalities(
        root: None, info: Any, search: str | None = None, language: str | None = None
    ) -> list[places.PlaceView]:
        found = answering.municipalities(info.context.reading.now, search or "")
        return [places.PlaceView.of(details, checked_language(language)) for details in found]

    def resolve_life_events(
        root: None,
        info: Any,
        municipality: str,
        language: str | None = None,
        audience: Any = None,
        moment: dt.datetime | None = None,
    ) -> list[LifeEventView]:
        asking = info.context.reading.asking(municipality, language, moment)
        return [
            LifeEventView(event, info.context.reading, asking)
            for event in info.context.reading.life_events(asking)
            if audience is None or audience in event.audience
        ]

    def resolve_life_event(
        root: None,
        info: Any,
        slug: str,
        municipality: str,
        language: str | None = None,
        moment: dt.datetime | None = None,
        person: Any = None,
    ) -> LifeEventView | None:
        asking = info.context.reading.asking(municipality, language, moment, person)
        subject = answering.item_id(EditionKind.LIFE_EVENT, slug, asking)
        event = info.context.reading.life_event(subject, asking) if subject else None
        return LifeEventView(event, info.context.reading, asking) if event else None

    def resolve_topics(root: None, info: Any, municipality: str, language: str | None = None) -> Any:
        return info.context.reading.topics(info.context.reading.asking(municipality, language))

    def resolve_product(root: None, info: Any, municipality: str, **arguments: Any) -> ItemView | None:
        return _item(info, "product", municipality, **arguments)

    def resolve_question(root: None, info: Any, municipality: str, **arguments: Any) -> ItemView | None:
        return _item(info, "question", municipality, **arguments)

    def resolve_products(
        root: None,
        info: Any,
        municipality: str,
        language: str | None = None,
        audience: Any = None,
        life_event: str | None = None,
        topic: str | None = None,
        upl: str | None = None,
        changed_since: dt.datetime | None = None,
        moment: dt.datetime | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Any:
        asking = info.context.reading.asking(municipality, language, moment)
        changed_since = _since(changed_since)
        event = answering.item_id(EditionKind.LIFE_EVENT, life_event, asking) or life_event if life_event else None
        entries = info.context.reading.catalogue(asking).of(
            "product", audience=audience, life_event=event, topic=topic, upl=upl, changed_since=changed_since
        )
        return _page(info, asking, "product", entries, first, after, changed_since)

    def resolve_questions(
        root: None,
        info: Any,
        municipality: str,
        language: str | None = None,
        product: str | None = None,
        changed_since: dt.datetime | None = None,
        moment: dt.datetime | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Any:
        asking = info.context.reading.asking(municipality, language, moment)
        changed_since = _since(changed_since)
        entries = info.context.reading.catalogue(asking).of("question", product=product, changed_since=changed_since)
        return _page(info, asking, "question", entries, first, after, changed_since)

    def resolve_said(root: None, info: Any, reference: str) -> ItemView | None:
        return info.context.reading.kept(reference)


def _since(changed_since: dt.datetime | None) -> dt.datetime | None:
    return answering.checked_offset(changed_since, "changedSince") if changed_since else None


def _item(
    info: Any,
    item_type: str,
    municipality: str,
    id: str | None = None,
    slug: str | None = None,
    language: str | None = None,
    moment: dt.datetime | None = None,
    person: Any = None,
) -> ItemView | None:
    if (id is None) == (slug is None):
        raise Refused("ID_OR_SLUG", "id", "%(field)s: give either id or slug, not both or neither")
    asking = info.context.reading.asking(municipality, language, moment, person)
    subject = id or answering.item_id(EditionKind.ITEM, slug or "", asking)
    view = info.context.reading.item(subject, asking) if subject else None
    return view if view is not None and view.answer.type == item_type else None


def _page(
    info: Any,
    asking: Asking,
    item_type: str,
    entries: list[Entry],
    first: int | None,
    after: str | None,
    changed_since: dt.datetime | None,
) -> Any:
    removed = info.context.reading.catalogue(asking).removed(item_type, changed_since) if changed_since else []
    return connection(entries, first, after, removed, lambda page: info.context.reading.items(page, asking))
