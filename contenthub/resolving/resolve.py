"""How an answer is made. `resolve` reads as a table of contents; every step is a pure function in a module of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct

from contenthub.resolving import merge, personal
from contenthub.resolving.answer import Alert, Answer, Gap, Hidden, Named, Personal, SectionAnswer, Withdrawal
from contenthub.resolving.conditions import Person, turning_days
from contenthub.resolving.content import ItemContent, LocalContent, Route
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.facts import Fact, find
from contenthub.resolving.factual import FactsInForce, ask_instead, coming_days, facts_in_force, fill, said_facts
from contenthub.resolving.material import Material, earliest, midnight, today
from contenthub.resolving.noticing import NoticesShown, Place, notices_for
from contenthub.resolving.picking import picked
from contenthub.resolving.reference import reference
from contenthub.resolving.speaking import complete_languages, served
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.vocabulary import INTERNAL_KINDS, Channel, EditionKind, Layer, Offered, Purpose, SectionKind

NO_ONE: Person = {}
STAYS_WHERE_NOT_OFFERED = frozenset(
    {SectionKind.INTRODUCTION, SectionKind.PARTICULARS, SectionKind.CONTACT, SectionKind.DESK_MEMO}
)


class Layers(Struct, frozen=True):
    """The editions of one item that speak in one language: the base, and what is laid over it."""

    language: str
    base: EditionRow
    locals: tuple[EditionRow, ...]
    languages: tuple[str, ...]
    next_change: dt.datetime | None

    @property
    def content(self) -> ItemContent:
        content: ItemContent = self.base.content
        return content

    @property
    def not_offered(self) -> LocalContent | None:
        """The local version by which this is not offered here, or falls under something else."""
        said = merge.offering(row.content for row in self.locals)
        return said if said is not None and said.offered != Offered.YES else None

    @property
    def rows(self) -> tuple[EditionRow, ...]:
        return (self.base, *self.locals)


class Parts(Struct, frozen=True):
    """Everything an answer is put together from."""

    layers: Layers
    sections: tuple[merge.Merged, ...]
    gaps: tuple[Gap, ...]
    facts: FactsInForce
    personal: Personal
    suggested: tuple[str, ...]
    notices: NoticesShown
    named: tuple[Named, ...]

    @property
    def visible(self) -> tuple[merge.Merged, ...]:
        return tuple(section for section in self.sections if not section.hidden)

    @property
    def open_texts(self) -> list[Blocks]:
        """What everybody may read; a code must not depend on what only agents see."""
        texts = [
            blocks for s in self.visible if s.kind not in INTERNAL_KINDS for blocks in (s.blocks, *s.wordings.values())
        ]
        return [*texts, *(alert.blocks for alert in self.personal.alerts)]

    @property
    def all_texts(self) -> list[Blocks]:
        texts = [blocks for s in self.visible for blocks in (s.blocks, *s.wordings.values())]
        return [*texts, *(alert.blocks for alert in self.personal.alerts)]


def resolve(
    item: str,
    material: Material,
    *,
    moment: dt.datetime,
    language: str,
    key: bytes,
    person: Person = NO_ONE,
    for_agents: bool = False,
) -> Answer | None:
    """The answer of one item, or None where there is none in any language of the fallback chain.

    `moment` is aware; `person` is checked by `conditions.parse_person`; `key` is the secret of the references.
    Without `for_agents`, internal sections and notices for agents are absent.
    """
    layers = speaking(item, material, moment, language)
    if layers is None:
        return None
    sections = merge.base_sections(layers.base)
    for row in layers.locals:
        sections = merge.add_local(sections, row)
    made, person = _personal(sections, layers, material, moment, person)
    shown = _shown(made.sections, for_agents, layers)
    keys = _keys(shown, made.personal)
    facts = facts_in_force(keys, material, moment)
    facts = msgspec.structs.replace(facts, facts=picked(facts.facts, made.rows, keys))
    filled, gaps = _fill(shown, facts, material, layers.language)
    content = layers.content
    place = Place(
        municipality=material.town.contact.code, item=item, life_events=content.life_events, topics=content.topics
    )
    notices = notices_for(place, material, moment, layers.language, for_agents=for_agents)
    parts = Parts(
        layers=layers,
        sections=filled,
        gaps=gaps,
        facts=facts,
        notices=notices,
        named=_named(layers, material, moment),
        suggested=made.suggested,
        personal=_alerts_filled(made.personal, facts, material, layers.language),
    )
    return _answer(
        item, material, parts, moment, language, reference(_used(item, material, parts, language, moment), key), person
    )


def _personal(
    sections: merge.Sections, layers: Layers, material: Material, moment: dt.datetime, person: Person
) -> tuple[personal.PersonalResult, Person]:
    """What the rules make of it, and the person facts that had a part in that.

    Facts that settle nothing make no personal answer: it is the neutral one, under the neutral code.
    """

    def made_for(someone: Person) -> personal.PersonalResult:
        texts = layers.content.status_texts
        return personal.apply(
            sections, _rules(layers), texts, someone, material.declared, today(moment), layers.language
        )

    made = made_for(person)
    if person and not made.personal.applied:
        neutral = made_for(NO_ONE)
        if neutral.personal.undecided == made.personal.undecided:
            return neutral, NO_ONE
    return made, person


def speaking(item: str, material: Material, moment: dt.datetime, asked: str) -> Layers | None:
    """Which editions speak: only a language in which every layer with words has them is served under its name."""
    every = material.of(EditionKind.ITEM, item)
    complete = complete_languages(row for series in every if (row := material.row(series, moment)))
    texts = material.town.texts_of
    spoken = served(asked, texts.default_language, complete)
    if spoken is None:
        return None
    return Layers(
        language=spoken.language,
        base=spoken.base,
        languages=tuple(sorted(complete)),
        next_change=earliest(material.switch(series, moment) for series in every),
        locals=tuple(merge.by_specificity(spoken.locals, texts.organisations)),
    )


def shown_to_anybody(layers: Layers, *, for_agents: bool = False) -> list[merge.Merged]:
    """The sections of these layers where nothing is known of the person; facts stand in them as references still."""
    sections = merge.base_sections(layers.base)
    for row in layers.locals:
        sections = merge.add_local(sections, row)
    return [section for section in _shown(sections, for_agents, layers) if not section.hidden]


def _rules(layers: Layers) -> list[personal.SourcedRule]:
    sourced = []
    for row in layers.rows:
        source = merge.origin(row, row.content.owner, layer=Layer.PERSONAL)
        sourced += [personal.SourcedRule(rule=rule, origin=source) for rule in row.content.rules]
    return sourced


def _shown(sections: merge.Sections, for_agents: bool, layers: Layers) -> list[merge.Merged]:
    """Nothing of what was withdrawn; of what is not offered here only what it is and whom to ask."""
    if layers.content.withdrawn is not None:
        return []
    kinds = [kind for kind in SectionKind if kind in sections and (for_agents or kind not in INTERNAL_KINDS)]
    if layers.not_offered is not None:
        kinds = [kind for kind in kinds if kind in STAYS_WHERE_NOT_OFFERED]
    return [sections[kind] for kind in kinds]


def _named(layers: Layers, material: Material, moment: dt.datetime) -> tuple[Named, ...]:
    """What the items that this answer points to are called, in its language or else in any."""
    named = []
    for item in referred(layers.content, layers.not_offered):
        rows = [
            row
            for series in material.of(EditionKind.ITEM, item)
            if (row := material.row(series, moment)) and isinstance(row.content, ItemContent)
        ]
        rows.sort(key=lambda row: (row.series.language != layers.language, row.series.language))
        if rows:
            there = rows[0].content
            named.append(Named(item=item, type=there.type, slug=there.slug, title=there.title))
    return tuple(named)


def referred(*contents: ItemContent | LocalContent | None) -> list[str]:
    """Ids of the items that these contents point a reader to: their names have to be loaded too."""
    ids: list[str] = []
    for content in contents:
        if isinstance(content, ItemContent) and content.withdrawn:
            ids.append(content.withdrawn.replacement)
        elif isinstance(content, LocalContent):
            ids.append(content.falls_under)
    return [item for item in dict.fromkeys(ids) if item]


def _keys(sections: list[merge.Merged], made: Personal) -> set[str]:
    texts = [blocks for s in sections if not s.hidden for blocks in (s.blocks, *s.wordings.values())]
    return {key for blocks in (*texts, *(alert.blocks for alert in made.alerts)) for key in fact_keys(blocks)}


def _fill(
    sections: list[merge.Merged], facts: FactsInForce, material: Material, language: str
) -> tuple[tuple[merge.Merged, ...], tuple[Gap, ...]]:
    filled: list[merge.Merged] = []
    gaps: list[Gap] = []
    for section in sections:
        whole, missing = fill(section, facts.facts, material.town.contact, language)
        filled.append(whole)
        if not section.hidden:
            gaps += missing
    return tuple(filled), tuple(gaps)


def _alerts_filled(made: Personal, facts: FactsInForce, material: Material, language: str) -> Personal:
    """Alerts with missing facts filled in as sections have them."""
    alerts = []
    for alert in made.alerts:
        missing = frozenset(key for key in fact_keys(alert.blocks) if find(key, facts.facts) is None)
        blocks = ask_instead(alert.blocks, missing, material.town.contact, language)
        alerts.append(Alert(rule=alert.rule, blocks=blocks))
    return msgspec.structs.replace(made, alerts=tuple(alerts))


def _used(item: str, material: Material, parts: Parts, asked: str, moment: dt.datetime) -> dict[str, Any]:
    """What the reference is computed over: content, not when, not by which edition numbers, not for which channel."""
    town = material.town
    said = said_facts(parts.open_texts, parts.facts.facts)
    return {
        "item": item,
        "municipality": town.asked.code,
        "texts": town.texts_of.code,
        "language": parts.layers.language,
        "asked": asked if parts.layers.language != asked else "",
        "editions": sorted(row.content_hash for row in parts.layers.rows),
        "details": sorted(town.content_hashes),
        "facts": {fact.key: fact.content_hash for fact in said},
        # Days with other hours are told until they have passed: then the texts are others.
        "days": [str(day) for fact in said for day in coming_days(fact, moment)],
        "named": sorted((named.item, named.slug, named.title) for named in parts.named),
        "questions": sorted((asked.name, asked.question) for asked in parts.personal.undecided),
        "gaps": sorted(gap.key for gap in parts.gaps if gap.section not in INTERNAL_KINDS),
        "notices": sorted(notice.content_hash for notice in parts.notices.notices if not notice.agents_only),
        "personal": sorted((outcome.rule, outcome.holds) for outcome in parts.personal.applied),
    }


def _answer(
    item: str, material: Material, parts: Parts, moment: dt.datetime, asked: str, code: str, person: Person
) -> Answer:
    layers, content, town = parts.layers, parts.layers.content, material.town
    used = said_facts(parts.all_texts, parts.facts.facts)
    begun = [*(row.valid_from for row in layers.rows), *(fact.valid_from for fact in used if fact.valid_from)]
    offering = layers.not_offered
    return Answer(
        item=item,
        type="product" if content.type == "product" else "question",
        slug=content.slug,
        title=content.title,
        summary=content.summary,
        reference=code,
        moment=moment,
        valid_from=max(begun),
        updated_at=max(row.recorded_at for row in layers.rows),
        language=layers.language,
        asked_language=asked,
        language_fell_back=layers.language != asked,
        languages=layers.languages,
        named=parts.named,
        layers=_layers_used(parts, used),
        municipality=town.asked,
        contact=town.contact,
        texts_of=town.texts_of.code,
        sections=tuple(
            SectionAnswer(
                id=section_id(item, s.kind), kind=s.kind, blocks=s.blocks, origins=s.origins, wordings=s.wordings
            )
            for s in parts.visible
        ),
        hidden=tuple(Hidden(kind=s.kind, origins=s.origins) for s in parts.sections if s.hidden),
        facts=used,
        keywords=content.keywords,
        life_events=content.life_events,
        topics=content.topics,
        related=tuple(dict.fromkeys((*parts.suggested, *content.related))),
        notices=parts.notices.notices,
        personal=parts.personal,
        withdrawal=_withdrawal(layers),
        next_change=earliest(
            [
                layers.next_change,
                parts.facts.next_change,
                parts.notices.next_change,
                town.next_change,
                _next_turn(layers, person, moment),
            ]
        ),
        owner=content.owner,
        review_by=content.review_by,
        gaps=parts.gaps,
        upls=content.upls,
        audience=content.audience,
        offered=offering is None,
        not_offered_because=offering.explanation if offering else "",
        falls_under=offering.falls_under if offering else "",
        responsible=content.responsible,
        competent=content.competent,
        routes=_routes(layers, material),
        question=content.question or (content.title if content.type == "question" else ""),
        phrasings=content.phrasings,
        product=content.product,
    )


def _layers_used(parts: Parts, used: tuple[Fact, ...]) -> tuple[Layer, ...]:
    present = {row.series.layer for row in parts.layers.rows} | {fact.layer for fact in used}
    if any(outcome.holds for outcome in parts.personal.applied):
        present.add(Layer.PERSONAL)
    return tuple(layer for layer in Layer if layer in present)


def _withdrawal(layers: Layers) -> Withdrawal | None:
    gone = layers.content.withdrawn
    if gone is None:
        return None
    return Withdrawal(since=layers.base.valid_from, reason=gone.reason, replacement=gone.replacement)


def _next_turn(layers: Layers, person: Person, moment: dt.datetime) -> dt.datetime | None:
    if not person:
        return None
    day = today(moment)
    turns = [turn for row in layers.rows for rule in row.content.rules for turn in turning_days(rule.when, person, day)]
    return midnight(min(turns)) if turns else None


def _routes(layers: Layers, material: Material) -> tuple[Route, ...]:
    """Local routes first. The most specific layer that names a purpose and channel gives all its routes for them.

    A generic route stays where no local one takes its purpose and channel, so paper stays open. Of the digital routes
    of one purpose at most one is the designated one (Awb 2:13, Wmebv): that of the most specific layer that has one.
    """
    given: set[tuple[Purpose, Channel]] = set()
    designated: set[Purpose] = set()
    routes: list[Route] = []
    for row in (*reversed(layers.locals), layers.base):
        new = [route for route in row.content.routes if (route.purpose, route.channel) not in given]
        given |= {(route.purpose, route.channel) for route in new}
        for route in new:
            second = route.designated and route.purpose in designated
            routes.append(msgspec.structs.replace(route, designated=False) if second else route)
            designated |= {route.purpose} if route.designated else set()
    return tuple(_placed(route, material) for route in routes)


def _placed(route: Route, material: Material) -> Route:
    """The route with the municipality's own addresses filled in."""
    contact = material.town.contact
    url = route.url or (contact.website.rstrip("/") + route.path if route.path and contact.website else "")
    address = route.address or (contact.postal_address if route.channel == Channel.LETTER else "")
    phone = route.phone or (contact.phone if route.channel == Channel.PHONE else "")
    return Route(
        purpose=route.purpose,
        channel=route.channel,
        text=route.text,
        url=url,
        address=address,
        phone=phone,
        login=route.login,
        login_level=route.login_level,
        designated=route.designated,
    )


def section_id(item: str, kind: SectionKind) -> str:
    """Stable over editions, layers and languages: feedback and citations point at it."""
    return f"{item}:{kind.lower()}"
