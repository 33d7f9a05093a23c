"""What an item consists of: sections, facts, notices, routes, the personal outcome."""

from __future__ import annotations

from typing import Any, NamedTuple

import graphene

from channels.phrases import section_title
from channels.voice.facts import spoken, written
from channels.voice.frame import with_exceptions
from channels.voice.html import html
from channels.voice.markdown import markdown
from channels.voice.plain import plain
from channels.voice.speech import sentences
from contenthub.resolving.answer import Answer, NoticeAnswer, PersonQuestion, SectionAnswer
from contenthub.resolving.answer import Origin as OriginAnswer
from contenthub.resolving.content import Route as RouteContent
from contenthub.resolving.facts import Fact as FactAnswer
from contenthub.resolving.languages import label
from contenthub.resolving.text import Blocks, fact_keys
from schemas.scalars import JSON, DateTime, FactType, Layer, PersonFactProvenance, Purpose, SectionKind, Severity
from schemas.scalars import Channel as ChannelEnum


class Said(NamedTuple):
    """A section within its answer: its words depend on the answer's facts and language."""

    section: SectionAnswer
    answer: Answer

    @property
    def facts(self) -> dict[str, FactAnswer]:
        return {fact.key: fact for fact in self.answer.facts}

    @property
    def blocks(self) -> Blocks:
        """The text as channels say it: with the days on which opening hours differ."""
        return with_exceptions(self.section.blocks, self.answer)


class Spoken(NamedTuple):
    fact: FactAnswer
    language: str


class Origin(graphene.ObjectType):
    layer = Layer(required=True)
    edition = graphene.ID(required=True)
    number = graphene.Int(required=True)
    published_at = DateTime(required=True, description="Of a draft: when it was last saved.")
    draft = graphene.Boolean(required=True)
    owner = graphene.String()
    legal_source = graphene.String()

    def resolve_owner(root: OriginAnswer, info: Any) -> str | None:
        return root.owner or None

    def resolve_legal_source(root: OriginAnswer, info: Any) -> str | None:
        return str(root.legal_source) if root.legal_source else None


class Section(graphene.ObjectType):
    id = graphene.ID(required=True)
    kind = SectionKind(required=True)
    title = graphene.String(required=True)
    html = graphene.String(required=True)
    markdown = graphene.String(required=True)
    text = graphene.String(required=True)
    speech = graphene.String(required=True)
    layer = Layer(required=True)
    origins = graphene.List(graphene.NonNull(Origin), required=True)
    fact_keys = graphene.List(graphene.NonNull(graphene.String), required=True)

    def resolve_id(root: Said, info: Any) -> str:
        return root.section.id

    def resolve_kind(root: Said, info: Any) -> str:
        return root.section.kind

    def resolve_title(root: Said, info: Any) -> str:
        return section_title(root.section.kind, root.answer.language)

    def resolve_html(root: Said, info: Any) -> str:
        return html(root.blocks, root.facts, root.answer.language)

    def resolve_markdown(root: Said, info: Any) -> str:
        return markdown(root.blocks, root.facts, root.answer.language)

    def resolve_text(root: Said, info: Any) -> str:
        return plain(root.blocks, root.facts, root.answer.language)

    def resolve_speech(root: Said, info: Any) -> str:
        return " ".join(sentences(root.blocks, root.facts, root.answer.language))

    def resolve_layer(root: Said, info: Any) -> str:
        return root.section.layer

    def resolve_origins(root: Said, info: Any) -> tuple[OriginAnswer, ...]:
        return root.section.origins

    def resolve_fact_keys(root: Said, info: Any) -> tuple[str, ...]:
        return fact_keys(root.section.blocks)


class Fact(graphene.ObjectType):
    key = graphene.String(required=True)
    label = graphene.String(required=True)
    type = FactType(required=True)
    role = graphene.String()
    value = JSON(required=True)
    text = graphene.String(required=True)
    speech = graphene.String(required=True)
    layer = Layer(required=True)
    valid_from = DateTime()
    valid_until = DateTime()

    def resolve_key(root: Spoken, info: Any) -> str:
        return root.fact.key

    def resolve_label(root: Spoken, info: Any) -> str:
        return label(root.fact.label, root.language)

    def resolve_type(root: Spoken, info: Any) -> str:
        return root.fact.type

    def resolve_role(root: Spoken, info: Any) -> str | None:
        return root.fact.role

    def resolve_value(root: Spoken, info: Any) -> Any:
        return root.fact.value

    def resolve_text(root: Spoken, info: Any) -> str:
        return written(root.fact, root.language)

    def resolve_speech(root: Spoken, info: Any) -> str:
        return spoken(root.fact, root.language)

    def resolve_layer(root: Spoken, info: Any) -> str:
        return root.fact.layer

    def resolve_valid_from(root: Spoken, info: Any) -> Any:
        return root.fact.valid_from

    def resolve_valid_until(root: Spoken, info: Any) -> Any:
        return root.fact.valid_until


class Notice(graphene.ObjectType):
    id = graphene.ID(required=True)
    title = graphene.String(required=True)
    text = graphene.String(required=True)
    severity = Severity(required=True)
    from_ = DateTime(required=True, name="from")
    until = DateTime()

    def resolve_from_(root: NoticeAnswer, info: Any) -> Any:
        return root.since


class UplName(graphene.ObjectType):
    uri = graphene.String(required=True)
    name = graphene.String(required=True)


class Topic(graphene.ObjectType):
    slug = graphene.String(required=True)
    name = graphene.String(required=True)


class Organisation(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)


class Route(graphene.ObjectType):
    purpose = Purpose(required=True)
    channel = ChannelEnum(required=True)
    url = graphene.String()
    address = graphene.String()
    phone = graphene.String()
    login = graphene.List(graphene.NonNull(graphene.String), required=True)
    login_level = graphene.String()
    designated = graphene.Boolean(required=True)
    text = graphene.String(required=True)

    def resolve_url(root: RouteContent, info: Any) -> str | None:
        return root.url or None

    def resolve_address(root: RouteContent, info: Any) -> str | None:
        return root.address or None

    def resolve_phone(root: RouteContent, info: Any) -> str | None:
        return root.phone or None

    def resolve_login_level(root: RouteContent, info: Any) -> str | None:
        return root.login_level or None


class RuleOutcome(graphene.ObjectType):
    rule = graphene.ID(required=True)
    holds = graphene.Boolean(required=True)
    because = graphene.String(required=True)


class PersonQuestionType(graphene.ObjectType):
    class Meta:
        name = "PersonQuestion"

    name = graphene.String(required=True)
    question = graphene.String(required=True)
    type = graphene.String(required=True)
    choices = graphene.List(graphene.NonNull(graphene.String))
    provenance = graphene.Field(
        PersonFactProvenance, required=True, description="Who can answer it: the person, or a register."
    )

    def resolve_choices(root: PersonQuestion, info: Any) -> tuple[str, ...] | None:
        return root.choices or None


class Personal(graphene.ObjectType):
    applied = graphene.List(graphene.NonNull(RuleOutcome), required=True)
    undecided = graphene.List(graphene.NonNull(PersonQuestionType), required=True)
    withheld = graphene.Boolean(required=True)
