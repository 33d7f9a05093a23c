"""Items: an answer, already resolved. Product and Question share everything of Item."""

from __future__ import annotations

from typing import Any

import graphene
import msgspec

from channels.registry import CHANNELS
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel, SectionKind
from schemas.reading import ItemView
from schemas.scalars import Audience, DateTime, Layer, Purpose
from schemas.scalars import SectionKind as SectionKindEnum
from schemas.types import parts, places, renderings


def _list(of: Any, **arguments: Any) -> graphene.List:
    return graphene.List(graphene.NonNull(of), required=True, **arguments)


class WithdrawalView:
    def __init__(self, view: ItemView) -> None:
        self.view = view


class Withdrawal(graphene.ObjectType):
    since = DateTime(required=True)
    reason = graphene.String(required=True)
    replacement = graphene.Field(lambda: Item)

    def resolve_since(root: WithdrawalView, info: Any) -> Any:
        return _withdrawal(root).since

    def resolve_reason(root: WithdrawalView, info: Any) -> str:
        return _withdrawal(root).reason

    def resolve_replacement(root: WithdrawalView, info: Any) -> ItemView | None:
        return _first(
            root.view.follow(lambda a: [a.withdrawal.replacement] if a.withdrawal and a.withdrawal.replacement else [])
        )


class Item(graphene.Interface):
    """What you read is the answer: layers, facts and personal rules have been applied."""

    id = graphene.ID(required=True)
    slug = graphene.String(required=True)
    title = graphene.String(required=True)
    summary = graphene.String(required=True)
    keywords = _list(graphene.String)
    reference = graphene.String(required=True)
    language = graphene.String(required=True)
    language_fell_back = graphene.Boolean(required=True)
    languages = _list(graphene.String)
    layers = _list(Layer)
    municipality = graphene.Field(places.Municipality, required=True)
    answered_by = graphene.Field(
        places.Municipality,
        required=True,
        description="Who answers now: another than `municipality` where that has ended and its successor answers.",
    )
    texts_of = graphene.ID(
        required=True,
        description="Code of the municipality whose local texts were used; after a merger they may be the old ones.",
    )
    life_events = _list(lambda: LifeEvent)
    topics = _list(parts.Topic)
    notices = _list(parts.Notice)
    sections = _list(parts.Section, kinds=graphene.List(graphene.NonNull(SectionKindEnum)))
    facts = _list(parts.Fact)
    personal = graphene.Field(parts.Personal, required=True)
    withdrawn = graphene.Field(Withdrawal)
    valid_from = DateTime(required=True)
    next_change = DateTime()
    updated_at = DateTime(required=True)
    owner = graphene.String()
    review_by = DateTime()
    draft = graphene.Boolean(
        required=True, description="Whether something that is not published speaks here; see the perspective draft."
    )
    related = _list(lambda: Item)

    website = graphene.Field(renderings.WebsitePage)
    app = graphene.Field(renderings.AppScreen)
    phone = graphene.Field(renderings.PhoneScript)
    chat = graphene.Field(renderings.ChatReply)
    letter = graphene.Field(renderings.Letter)
    email = graphene.Field(renderings.Email)
    counter = graphene.Field(renderings.CounterCard)
    kiosk = graphene.Field(renderings.KioskCard)

    @classmethod
    def resolve_type(cls, instance: ItemView, info: Any) -> Any:
        return Product if instance.answer.type == "product" else Question

    def resolve_id(root: ItemView, info: Any) -> str:
        return root.answer.item

    def resolve_municipality(root: ItemView, info: Any) -> places.PlaceView:
        return places.PlaceView(root.answer.municipality, root.answer.language)

    def resolve_answered_by(root: ItemView, info: Any) -> places.PlaceView:
        return places.PlaceView(root.answer.contact, root.answer.language)

    def resolve_life_events(root: ItemView, info: Any) -> list[Any]:
        return [
            LifeEventView(event, root.reading, root.asking)
            for event in root.reading.life_events(root.asking)
            if event.id in root.answer.life_events
        ]

    def resolve_topics(root: ItemView, info: Any) -> list[Any]:
        return [topic for topic in root.reading.topics(root.asking) if topic.slug in root.answer.topics]

    def resolve_sections(root: ItemView, info: Any, kinds: list[SectionKind] | None = None) -> list[parts.Said]:
        return [
            parts.Said(section, root.answer)
            for section in root.answer.sections
            if kinds is None or section.kind in kinds
        ]

    def resolve_facts(root: ItemView, info: Any) -> list[parts.Spoken]:
        return [parts.Spoken(fact, root.answer.language) for fact in root.answer.facts]

    def resolve_withdrawn(root: ItemView, info: Any) -> WithdrawalView | None:
        return WithdrawalView(root) if root.answer.withdrawal else None

    def resolve_owner(root: ItemView, info: Any) -> str | None:
        return root.answer.owner or None

    def resolve_related(root: ItemView, info: Any) -> list[ItemView]:
        return root.follow(lambda answer: answer.related)


def _plain(name: str) -> Any:
    def resolve(root: ItemView, info: Any) -> Any:
        return getattr(root.answer, name)

    return resolve


def _rendering(channel: Channel) -> Any:
    def resolve(root: ItemView, info: Any) -> Any:
        return CHANNELS[channel].render(root.answer)

    return resolve


def _letter(root: ItemView, info: Any) -> Any:
    """A letter's PDF has an address only where nothing personal and no draft is in it; see POST /letters."""
    letter = CHANNELS[Channel.LETTER].render(root.answer)
    if root.answer.personal.given or root.answer.personal.withheld or root.asking.drafts is not None:
        return letter
    return msgspec.structs.replace(letter, pdf_url=f"/letters/{root.answer.reference}.pdf")


for _name in (
    "slug",
    "title",
    "summary",
    "keywords",
    "reference",
    "language",
    "language_fell_back",
    "languages",
    "layers",
    "texts_of",
    "notices",
    "personal",
    "valid_from",
    "next_change",
    "updated_at",
    "review_by",
    "draft",
):
    setattr(Item, f"resolve_{_name}", _plain(_name))
for _channel in Channel:
    setattr(Item, f"resolve_{_channel.lower()}", _letter if _channel is Channel.LETTER else _rendering(_channel))


class Product(graphene.ObjectType):
    class Meta:
        interfaces = (Item,)

    upls = _list(parts.UplName)
    audience = _list(Audience)
    offered = graphene.Boolean(required=True)
    not_offered_because = graphene.String()
    falls_under = graphene.Field(lambda: Product)
    responsible = graphene.Field(parts.Organisation, required=True)
    competent = graphene.Field(parts.Organisation)
    routes = _list(parts.Route, purpose=Purpose())
    locations = _list(places.Location)
    questions = _list(lambda: Question)

    resolve_upls = _plain("upls")
    resolve_audience = _plain("audience")
    resolve_offered = _plain("offered")
    resolve_competent = _plain("competent")

    def resolve_not_offered_because(root: ItemView, info: Any) -> str | None:
        return root.answer.not_offered_because or None

    def resolve_falls_under(root: ItemView, info: Any) -> ItemView | None:
        return _first(root.follow(lambda answer: [answer.falls_under] if answer.falls_under else []))

    def resolve_responsible(root: ItemView, info: Any) -> Any:
        return root.answer.responsible or {"id": root.answer.contact.code, "name": root.answer.contact.name}

    def resolve_routes(root: ItemView, info: Any, purpose: Any = None) -> list[Any]:
        return [route for route in root.answer.routes if purpose is None or route.purpose == purpose]

    def resolve_locations(root: ItemView, info: Any) -> Any:
        return places.locations(root.answer.contact, root.answer.language)

    def resolve_questions(root: ItemView, info: Any) -> list[ItemView]:
        listed = root.reading.catalogue(root.asking)
        return root.follow(lambda answer: [e.item for e in listed.of("question", product=answer.item)])


class Question(graphene.ObjectType):
    class Meta:
        interfaces = (Item,)

    question = graphene.String(required=True)
    phrasings = _list(graphene.String)
    product = graphene.Field(Product)

    resolve_question = _plain("question")
    resolve_phrasings = _plain("phrasings")

    def resolve_product(root: ItemView, info: Any) -> ItemView | None:
        return _first(root.follow(lambda answer: [answer.product] if answer.product else []))


def _first(views: list[ItemView]) -> ItemView | None:
    return views[0] if views else None


def _withdrawal(root: WithdrawalView) -> Any:
    answer: Answer = root.view.answer
    assert answer.withdrawal is not None
    return answer.withdrawal


from schemas.types.life_events import LifeEvent, LifeEventView
