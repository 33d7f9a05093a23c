"""An answer: an item resolved for a municipality, a language, a moment and a person. Channels read nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
from msgspec import Struct

from contenthub.resolving.content import (
    LegalSource,
    MunicipalityContent,
    Organisation,
    Route,
    Upl,
    Withdrawn,
)
from contenthub.resolving.facts import Fact
from contenthub.resolving.text import Block, Blocks
from contenthub.vocabulary import Audience, Channel, Layer, PersonFactProvenance, SectionKind, Severity


class Origin(Struct, frozen=True, omit_defaults=True):
    """Which edition (or personal rule) a section was made from."""

    layer: Layer
    edition: str
    number: int
    published_at: dt.datetime
    owner: str = ""
    legal_source: LegalSource | None = None
    organisation: str = ""
    draft: bool = False


class SectionAnswer(Struct, frozen=True, omit_defaults=True):
    """A section with its last word said; `wordings` hold what a channel says instead of `blocks`."""

    id: str
    kind: SectionKind
    blocks: tuple[Block, ...]
    origins: tuple[Origin, ...]
    wordings: dict[Channel, tuple[Block, ...]] = {}

    @property
    def layer(self) -> Layer:
        return self.origins[-1].layer

    def said(self, channel: Channel) -> Blocks:
        return self.wordings.get(channel, self.blocks)


class NoticeAnswer(Struct, frozen=True, omit_defaults=True):
    id: str
    title: str
    text: str
    severity: Severity
    since: dt.datetime
    channels: tuple[Channel, ...]
    until: dt.datetime | None = None
    agents_only: bool = False
    content_hash: str = ""


class Outcome(Struct, frozen=True):
    rule: str
    holds: bool
    because: str


class PersonQuestion(Struct, frozen=True):
    name: str
    question: str
    type: str
    choices: tuple[str, ...] = ()
    provenance: PersonFactProvenance = PersonFactProvenance.SELF_DECLARED


class Alert(Struct, frozen=True):
    """What a personal rule or the state of a case puts on top of the answer."""

    rule: str
    blocks: tuple[Block, ...]


class Personal(Struct, frozen=True, omit_defaults=True):
    applied: tuple[Outcome, ...] = ()
    undecided: tuple[PersonQuestion, ...] = ()
    alerts: tuple[Alert, ...] = ()
    given: bool = False
    withheld: bool = False

    @property
    def to_ask(self) -> tuple[PersonQuestion, ...]:
        """The undecided questions that a person answers; what a register tells is not asked of anyone."""
        return tuple(q for q in self.undecided if q.provenance == PersonFactProvenance.SELF_DECLARED)


class Withdrawal(Struct, frozen=True, omit_defaults=True):
    since: dt.datetime
    reason: str
    replacement: str = ""


class Hidden(Struct, frozen=True):
    """A section that a layer hides: it is not said, but where it came from and who hid it is kept."""

    kind: SectionKind
    origins: tuple[Origin, ...]


class Named(Struct, frozen=True):
    """An item that the answer points to, as it is called here: what replaces it, or what it falls under."""

    item: str
    type: str
    slug: str
    title: str


class Gap(Struct, frozen=True):
    """A reference in a section without a value in force: the section asks the reader to contact the municipality."""

    section: SectionKind
    key: str


class Answer(Struct, frozen=True, omit_defaults=True):
    """The whole answer; `type` is `product` or `question`, and what belongs to the other kind is empty.

    `municipality` is the one asked for; `contact` whose details the channels give and `texts_of` whose local texts
    were used: both differ from it only where a code has ended and a successor answers. `draft`: something that is not
    published speaks in it.
    """

    item: str
    type: Literal["product", "question"]
    slug: str
    title: str
    summary: str
    reference: str
    moment: dt.datetime
    valid_from: dt.datetime
    updated_at: dt.datetime
    language: str
    asked_language: str
    language_fell_back: bool
    languages: tuple[str, ...]
    layers: tuple[Layer, ...]
    municipality: MunicipalityContent
    contact: MunicipalityContent
    texts_of: str
    sections: tuple[SectionAnswer, ...] = ()
    facts: tuple[Fact, ...] = ()
    keywords: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    notices: tuple[NoticeAnswer, ...] = ()
    personal: Personal = Personal()
    withdrawal: Withdrawal | None = None
    next_change: dt.datetime | None = None
    owner: str = ""
    review_by: dt.date | None = None
    gaps: tuple[Gap, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    named: tuple[Named, ...] = ()
    upls: tuple[Upl, ...] = ()
    audience: tuple[Audience, ...] = ()
    offered: bool = True
    not_offered_because: str = ""
    falls_under: str = ""
    responsible: Organisation | None = None
    competent: Organisation | None = None
    routes: tuple[Route, ...] = ()
    question: str = ""
    phrasings: tuple[str, ...] = ()
    product: str = ""
    draft: bool = False

    def section(self, kind: SectionKind) -> SectionAnswer | None:
        return next((section for section in self.sections if section.kind == kind), None)

    def name_of(self, item: str) -> Named | None:
        return next((named for named in self.named if named.item == item), None)

    def fact(self, key: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.key == key), None)

    def notices_for(self, channel: Channel) -> tuple[NoticeAnswer, ...]:
        return tuple(notice for notice in self.notices if channel in notice.channels)


def encode(answer: Answer) -> bytes:
    return msgspec.json.encode(answer)


def decode(payload: bytes | str) -> Answer:
    return msgspec.json.decode(payload, type=Answer)


__all__ = [
    "Alert",
    "Answer",
    "Gap",
    "Hidden",
    "Named",
    "NoticeAnswer",
    "Origin",
    "Outcome",
    "PersonQuestion",
    "Personal",
    "SectionAnswer",
    "Withdrawal",
    "Withdrawn",
    "decode",
    "encode",
]
