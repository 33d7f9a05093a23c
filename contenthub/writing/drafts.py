"""What one hands over to have an item written: an editor's form, without the form.

Importers fill these; `actions.write_page` makes or changes the Wagtail page of them and publishes it, along the same
path as an editor's click. Texts are rich text as editors' fields hold it: HTML in which a fact stands as
`<a linktype="fact" id="paspoort.kosten">…</a>`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct, field

from contenthub.resolving.content import LegalSource, Organisation, Route, Term
from contenthub.vocabulary import Arrangement, Audience, Channel, Offered, Phase, RuleEffect, SectionKind, SectionMode


class SectionDraft(Struct, kw_only=True):
    """`mode` is read only in a local version."""

    html: str = ""
    wordings: dict[Channel, str] = {}
    mode: SectionMode = SectionMode.INHERIT
    law: bool = False
    local_required: bool = False
    owner: str = ""
    legal_source: LegalSource | None = None
    review_by: dt.date | None = None


class RuleDraft(Struct, kw_only=True):
    """`when` in the form that people write; see `resolving.conditions.parse_condition`."""

    id: str
    when: dict[str, Any]
    do: RuleEffect
    section: SectionKind | None = None
    html: str = ""
    because: str = ""
    fact: str = ""
    row: str = ""
    item: str = ""


class ItemDraft(Struct, kw_only=True):
    """A product or question in one language. `related`, `life_events`, `product` are item ids; `topics` are slugs."""

    type: str
    slug: str
    title: str
    summary: str = ""
    keywords: list[str] = []
    owner: str = ""
    review_by: dt.date | None = None
    life_events: list[str] = []
    topics: list[str] = []
    related: list[str] = []
    sections: dict[SectionKind, SectionDraft] = {}
    rules: list[RuleDraft] = []
    status_texts: dict[str, str] = {}
    upls: list[str] = []
    audience: list[Audience] = field(default_factory=lambda: [Audience.RESIDENT])
    responsible: Organisation | None = None
    competent: Organisation | None = None
    routes: list[Route] = []
    question: str = ""
    phrasings: list[str] = []
    product: str = ""


class LocalDraft(Struct, kw_only=True):
    """An organisation's version of a generic item in one language; `municipalities` empty means all it serves."""

    sections: dict[SectionKind, SectionDraft] = {}
    municipalities: list[str] = []
    offered: Offered = Offered.INHERIT
    explanation: str = ""
    falls_under: str = ""
    owner: str = ""
    rules: list[RuleDraft] = []
    routes: list[Route] = []


class StepDraft(Struct, kw_only=True):
    id: str
    phase: Phase
    title: str
    html: str = ""
    items: list[str] = []
    organisation: Organisation | None = None
    term: Term | None = None
    arrangement: Arrangement = Arrangement.MUST


class LifeEventDraft(Struct, kw_only=True):
    slug: str
    title: str
    introduction: str = ""
    icon: str = ""
    order: int = 0
    audience: list[Audience] = field(default_factory=lambda: [Audience.RESIDENT])
    steps: list[StepDraft] = []
