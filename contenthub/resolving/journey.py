"""A life event resolved: its journey with what this municipality changes in it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from contenthub.resolving.answer import NoticeAnswer
from contenthub.resolving.content import LifeEventContent, LocalLifeEventContent, Organisation, Step, Term
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.facts import Fact, find
from contenthub.resolving.factual import ask_instead, facts_in_force, said_facts
from contenthub.resolving.material import Material, earliest
from contenthub.resolving.merge import by_specificity
from contenthub.resolving.noticing import Place, notices_for
from contenthub.resolving.speaking import complete_languages, served
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.vocabulary import Arrangement, Audience, EditionKind, Phase, SectionMode


class StepAnswer(Struct, frozen=True):
    id: str
    phase: Phase
    title: str
    blocks: Blocks
    items: tuple[str, ...]
    organisation: Organisation | None
    term: Term | None
    arrangement: Arrangement


class LifeEventAnswer(Struct, frozen=True):
    id: str
    slug: str
    title: str
    introduction: Blocks
    icon: str
    order: int
    audience: tuple[Audience, ...]
    language: str
    language_fell_back: bool
    steps: tuple[StepAnswer, ...]
    facts: tuple[Fact, ...]
    notices: tuple[NoticeAnswer, ...]
    next_change: dt.datetime | None
    draft: bool = False


def fact_keys_of(content: LifeEventContent | LocalLifeEventContent) -> set[str]:
    """Every key that a life event's texts refer to, so that its facts can be loaded with it."""
    texts: list[Blocks] = []
    if isinstance(content, LifeEventContent):
        texts = [content.introduction, *(step.blocks for step in content.steps)]
    else:
        texts = [local.step.blocks for local in content.steps if local.step]
        if content.introduction:
            texts.append(content.introduction.blocks)
    return {key for blocks in texts for key in fact_keys(blocks)}


def resolve_life_event(
    subject: str, material: Material, *, moment: dt.datetime, language: str, for_agents: bool = False
) -> LifeEventAnswer | None:
    """The life event as this municipality tells it, or None where it is absent or withdrawn.

    Served is a language in which all of it can be told: where a municipality has written its changes in Dutch only,
    everybody reads Dutch, and `language_fell_back` says so.
    """
    every = material.of(EditionKind.LIFE_EVENT, subject)
    rows = [row for series in every if (row := material.row(series, moment))]
    gone = {row.series.language for row in rows if isinstance(row.content, LifeEventContent) and row.content.withdrawn}
    standing = {code: each for code, each in complete_languages(rows).items() if code not in gone}
    spoken = served(language, material.town.texts_of.default_language, standing)
    if spoken is None:
        return None
    base: LifeEventContent = spoken.base.content
    introduction, steps = base.introduction, list(base.steps)
    for row in by_specificity(spoken.locals, material.town.texts_of.organisations):
        introduction, steps = _overlay(row, introduction, steps)
    texts = [introduction, *(step.blocks for step in steps)]
    facts = facts_in_force({key for blocks in texts for key in fact_keys(blocks)}, material, moment)

    def filled(blocks: Blocks) -> Blocks:
        missing = frozenset(key for key in fact_keys(blocks) if find(key, facts.facts) is None)
        return ask_instead(blocks, missing, material.town.contact, spoken.language) if missing else blocks

    notices = notices_for(
        Place(municipality=material.town.contact.code, life_events=(subject,)),
        material,
        moment,
        spoken.language,
        for_agents=for_agents,
    )
    return LifeEventAnswer(
        id=subject,
        slug=base.slug,
        title=base.title,
        introduction=filled(introduction),
        icon=base.icon,
        order=base.order,
        audience=base.audience,
        language=spoken.language,
        language_fell_back=spoken.language != language,
        facts=said_facts(texts, facts.facts),
        notices=notices.notices,
        steps=tuple(
            StepAnswer(
                id=s.id,
                phase=s.phase,
                title=s.title,
                blocks=filled(s.blocks),
                items=s.items,
                organisation=s.organisation,
                term=s.term,
                arrangement=s.arrangement,
            )
            for s in steps
        ),
        next_change=earliest(
            [
                *(material.switch(series, moment) for series in every),
                facts.next_change,
                notices.next_change,
                material.town.next_change,
            ]
        ),
        draft=any(row.draft for row in (spoken.base, *spoken.locals)),
    )


def _overlay(row: EditionRow, introduction: Blocks, steps: list[Step]) -> tuple[Blocks, list[Step]]:
    content: LocalLifeEventContent = row.content
    local = content.introduction
    if local is not None:
        match local.mode:
            case SectionMode.REPLACE:
                introduction = local.blocks
            case SectionMode.APPEND:
                introduction = introduction + local.blocks
            case SectionMode.PREPEND:
                introduction = local.blocks + introduction
            case SectionMode.HIDE:
                introduction = ()
    for change in content.steps:
        position = next((i for i, step in enumerate(steps) if step.id == change.step_id), None)
        if change.mode == SectionMode.HIDE and position is not None:
            del steps[position]
        elif change.step is not None and change.mode == SectionMode.REPLACE and position is not None:
            steps[position] = change.step
        elif change.step is not None:
            steps.insert(len(steps) if position is None else position + 1, change.step)
    return introduction, steps
