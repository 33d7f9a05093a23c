"""What an edition holds, by kind. Decoding is checking: a row that does not fit its shape cannot be published."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from contenthub.resolving.conditions import Condition
from contenthub.resolving.facts import Address, FactValue, OpeningHours
from contenthub.resolving.text import Block, Blocks
from contenthub.vocabulary import (
    Arrangement,
    Audience,
    Channel,
    Offered,
    Phase,
    Purpose,
    RuleEffect,
    SectionKind,
    SectionMode,
    Severity,
)


class LegalSource(Struct, frozen=True, omit_defaults=True):
    """BWB or CVDR identifier, article and address. Source: Juriconnect jci 1.3."""

    id: str
    article: str = ""
    url: str = ""

    def __str__(self) -> str:
        return f"{self.id}, art. {self.article}" if self.article else self.id


class Organisation(Struct, frozen=True):
    id: str
    name: str


class Upl(Struct, frozen=True):
    uri: str
    name: str


class Route(Struct, frozen=True, omit_defaults=True):
    """Where one applies, objects or complains. `designated` is the digital route named under the Wmebv."""

    purpose: Purpose
    channel: Channel
    text: str = ""
    url: str = ""
    path: str = ""
    address: str = ""
    phone: str = ""
    login: tuple[str, ...] = ()
    login_level: str = ""
    designated: bool = False


class Section(Struct, frozen=True, omit_defaults=True):
    """One section as an editor wrote it. `law` sections may only be added to; `local_required` asks for a local text."""

    blocks: tuple[Block, ...]
    wordings: dict[Channel, tuple[Block, ...]] = {}
    law: bool = False
    local_required: bool = False
    owner: str = ""
    legal_source: LegalSource | None = None
    review_by: dt.date | None = None


class Rule(Struct, frozen=True, omit_defaults=True):
    """A personal rule: a condition, and what it does to the answer when it holds."""

    id: str
    when: Condition
    do: RuleEffect
    section: SectionKind | None = None
    blocks: tuple[Block, ...] = ()
    because: str = ""
    fact: str = ""
    row: str = ""
    item: str = ""


class Withdrawn(Struct, frozen=True, omit_defaults=True):
    reason: str
    replacement: str = ""


class ItemContent(Struct, frozen=True, omit_defaults=True):
    """A product or a question in one language, generic or of one organisation's own."""

    type: str
    slug: str
    title: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    owner: str = ""
    review_by: dt.date | None = None
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sections: dict[SectionKind, Section] = {}
    rules: tuple[Rule, ...] = ()
    status_texts: dict[str, tuple[Block, ...]] = {}
    upls: tuple[Upl, ...] = ()
    audience: tuple[Audience, ...] = (Audience.RESIDENT,)
    responsible: Organisation | None = None
    competent: Organisation | None = None
    routes: tuple[Route, ...] = ()
    question: str = ""
    phrasings: tuple[str, ...] = ()
    product: str = ""
    withdrawn: Withdrawn | None = None


class LocalSection(Struct, frozen=True, omit_defaults=True):
    """What an organisation does with one generic section; `based_on` is the generic edition number it looked at."""

    mode: SectionMode
    blocks: tuple[Block, ...] = ()
    wordings: dict[Channel, tuple[Block, ...]] = {}
    owner: str = ""
    legal_source: LegalSource | None = None
    based_on: int = 0


class LocalContent(Struct, frozen=True, omit_defaults=True, tag="local", tag_field="type"):
    """An organisation's version of a generic item in one language."""

    sections: dict[SectionKind, LocalSection] = {}
    offered: Offered = Offered.INHERIT
    explanation: str = ""
    falls_under: str = ""
    owner: str = ""
    rules: tuple[Rule, ...] = ()
    routes: tuple[Route, ...] = ()

    @property
    def has_text(self) -> bool:
        return bool(
            self.explanation or self.rules or self.routes or any(s.blocks or s.wordings for s in self.sections.values())
        )


class FactValueContent(Struct, frozen=True):
    value: FactValue


class Term(Struct, frozen=True):
    amount: int
    unit: str


class Step(Struct, frozen=True, omit_defaults=True):
    """One step of a journey; `term` is counted from the life event."""

    id: str
    phase: Phase
    title: str
    blocks: tuple[Block, ...] = ()
    items: tuple[str, ...] = ()
    organisation: Organisation | None = None
    term: Term | None = None
    arrangement: Arrangement = Arrangement.MUST


class LifeEventContent(Struct, frozen=True, omit_defaults=True):
    slug: str
    title: str
    introduction: tuple[Block, ...] = ()
    icon: str = ""
    order: int = 0
    audience: tuple[Audience, ...] = (Audience.RESIDENT,)
    steps: tuple[Step, ...] = ()
    withdrawn: Withdrawn | None = None


class LocalStep(Struct, frozen=True, omit_defaults=True):
    """Replaces, hides, or adds after (`mode` append) the generic step `step_id`; an empty `step_id` adds at the end."""

    mode: SectionMode
    step_id: str = ""
    step: Step | None = None


class LocalLifeEventContent(Struct, frozen=True, omit_defaults=True, tag="local", tag_field="type"):
    introduction: LocalSection | None = None
    steps: tuple[LocalStep, ...] = ()
    based_on: int = 0

    @property
    def has_text(self) -> bool:
        """Whether it says something; hiding a step needs no words, and holds in every language."""
        told = self.introduction and (self.introduction.blocks or self.introduction.wordings)
        return bool(told or any(local.step for local in self.steps))


class TopicContent(Struct, frozen=True, omit_defaults=True):
    slug: str
    name: str
    withdrawn: Withdrawn | None = None


class NoticeScope(Struct, frozen=True, omit_defaults=True):
    """All empty means everywhere; otherwise each given one must match."""

    municipalities: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class NoticeContent(Struct, frozen=True, omit_defaults=True):
    title: dict[str, str]
    text: dict[str, str]
    severity: Severity = Severity.INFO
    scope: NoticeScope = NoticeScope()
    channels: tuple[Channel, ...] = tuple(Channel)
    until: dt.datetime | None = None
    agents_only: bool = False


class Letterhead(Struct, frozen=True, omit_defaults=True):
    colour: str = "#154273"
    sender_lines: tuple[str, ...] = ()
    return_address: str = ""
    logo_svg: str = ""
    logo_alt: str = ""
    signatory: str = ""
    signatory_role: str = ""


class Location(Struct, frozen=True, omit_defaults=True):
    id: str
    name: str
    address: Address
    opening_hours: OpeningHours
    phone: str = ""
    services: tuple[ServiceHours, ...] = ()


class ServiceHours(Struct, frozen=True, omit_defaults=True):
    """Opening hours of one service at a location, where they differ from the location's own."""

    service: str
    opening_hours: OpeningHours


class MunicipalityContent(Struct, frozen=True, omit_defaults=True):
    """A municipality's details. `organisations` write for it, least specific first.

    `keeps_old_texts` says until when the local texts of a code that merged into this one stay valid
    (Wet algemene regels herindeling art. 28 ff.: up to two years).
    """

    code: str
    name: str
    slug: str
    languages: tuple[str, ...] = ("nl",)
    default_language: str = "nl"
    form_of_address: str = "u"
    phone: str = ""
    email: str = ""
    website: str = ""
    address: Address | None = None
    postal_address: str = ""
    letterhead: Letterhead = Letterhead()
    locations: tuple[Location, ...] = ()
    organisations: tuple[str, ...] = ()
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None
    successors: tuple[str, ...] = ()
    keeps_old_texts: dict[str, dt.date] = {}


__all__ = [
    "Block",
    "Blocks",
    "FactValueContent",
    "ItemContent",
    "LegalSource",
    "Letterhead",
    "LifeEventContent",
    "LocalContent",
    "LocalLifeEventContent",
    "LocalSection",
    "LocalStep",
    "Location",
    "MunicipalityContent",
    "NoticeContent",
    "NoticeScope",
    "Organisation",
    "Route",
    "Rule",
    "Section",
    "ServiceHours",
    "Step",
    "Term",
    "TopicContent",
    "Upl",
    "Withdrawn",
]
