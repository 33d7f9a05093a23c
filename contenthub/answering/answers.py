"""Answers for one item or many, in a number of queries that does not grow with how many."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from contenthub.answering.asking import Asking
from contenthub.models import Edition
from contenthub.models.edition import can_be_stored
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import ItemContent, LocalContent
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.facts import candidate_keys
from contenthub.resolving.journey import fact_keys_of
from contenthub.resolving.material import Material, Town, gather
from contenthub.resolving.resolve import referred, resolve
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import EditionKind


def answer_items(items: Iterable[str], asking: Asking) -> dict[str, Answer]:
    """Answers by item id; ids that have no answer here are absent."""
    wanted = list(dict.fromkeys(items))
    if not wanted:
        return {}
    material = load(EditionKind.ITEM, wanted, asking)
    answers = {item: resolved(item, material, asking) for item in wanted}
    return {item: answer for item, answer in answers.items() if answer is not None}


def resolved(item: str, material: Material, asking: Asking) -> Answer | None:
    """The answer of one item from material that was loaded for this municipality, or None where there is none."""
    return resolve(
        item,
        material,
        moment=asking.moment,
        language=asking.language,
        key=settings.REFERENCE_KEY,
        person=asking.person,
        for_agents=asking.for_agents,
    )


def answer_item(item: str, asking: Asking) -> Answer | None:
    return answer_items([item], asking).get(item)


def item_id(kind: EditionKind, slug: str, asking: Asking) -> str | None:
    """Which subject has this slug here, now or last; an organisation's own goes before the generic one."""
    if not can_be_stored(slug):
        return None
    rows = (
        Edition.objects.filter(kind=kind, slug=slug)
        .filter(spoken_here(asking.town))
        .filter(valid_from__lte=asking.moment)
        .order_by("-organisation", "-valid_from", "-number")
        .values_list("organisation", "valid_from", "number", "subject")
    )
    named = rows[:1]
    if asking.drafts:
        named = [*named, *asking.drafts.named(kind, slug, asking.moment)]
    return max(named)[-1] if named else None


def load(kind: EditionKind, subjects: list[str], asking: Asking) -> Material:
    """Two queries: these subjects with all notices and person facts, then the facts and names that they refer to."""
    here, known = spoken_here(asking.town), [subject for subject in subjects if can_be_stored(subject)]
    everywhere = Q(kind__in=[EditionKind.NOTICE, EditionKind.PERSON_FACT])
    rows = (
        Edition.objects.filter(Q(kind=kind, subject__in=known) | everywhere)
        .filter(here)
        .around(asking.moment)
        .rows()
    )
    if asking.drafts:
        rows = asking.drafts.over(rows, kind, subjects)
    keys = candidate_keys({key for row in rows for key in keys_of(row)})
    names = set(referred(*(row.content for row in rows if isinstance(row.content, (ItemContent, LocalContent))))) - set(
        subjects
    )
    further: list[EditionRow] = []
    if keys or names:
        facts = Q(kind__in=[EditionKind.FACT, EditionKind.FACT_VALUE], subject__in=sorted(keys))
        items = Q(kind=EditionKind.ITEM, subject__in=sorted(names))
        further = Edition.objects.filter(facts | items if names else facts).filter(here).around(asking.moment).rows()
        if asking.drafts:
            further = asking.drafts.over(further, EditionKind.ITEM, sorted(names))
    declared = {
        row.series.subject: row.content
        for row in rows
        if row.series.kind == EditionKind.PERSON_FACT and row.valid_from <= asking.moment and row.content
    }
    return gather(asking.town, [*rows, *further], declared)


def spoken_here(town: Town) -> Q:
    """Generic rows, and those of organisations that write for this municipality: the one rule of who speaks where."""
    texts = town.texts_of
    return Q(organisation="", municipality="") | Q(
        organisation__in=texts.organisations, municipality__in=["", texts.code]
    )


def keys_of(row: EditionRow) -> set[str]:
    """The keys of facts to which this edition refers."""
    content = row.content
    if content is None:
        return set()
    if row.series.kind == EditionKind.LIFE_EVENT:
        return fact_keys_of(content)
    if not isinstance(content, (ItemContent, LocalContent)):
        return set()
    keys: set[str] = set()
    for section in content.sections.values():
        for blocks in (section.blocks, *section.wordings.values()):
            keys.update(fact_keys(blocks))
    for rule in content.rules:
        keys.update(fact_keys(rule.blocks))
        if rule.fact:
            keys.add(rule.fact)
    if isinstance(content, ItemContent):
        for blocks in content.status_texts.values():
            keys.update(fact_keys(blocks))
    return keys
