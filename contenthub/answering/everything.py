"""Every answer that can be given at a moment, for the commands that look at them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from contenthub.answering.answers import answer_items, load, resolved
from contenthub.answering.asking import Asking, ask
from contenthub.answering.catalogue import catalogue
from contenthub.models import Municipality
from contenthub.resolving.answer import Answer
from contenthub.resolving.conditions import PersonValue
from contenthub.resolving.material import Material, today
from contenthub.resolving.personal import CASE_STATUS
from contenthub.resolving.resolve import Layers, speaking
from contenthub.resolving.witness import facts_for
from contenthub.vocabulary import EditionKind

_BATCH = 50


class Tried(Struct, frozen=True):
    """One rule of an item and the answer in which it holds; None where no person facts were found that make it so."""

    municipality: str
    slug: str
    language: str
    rule: str
    answer: Answer | None


def spoken_for() -> list[str]:
    """Codes of the municipalities that some organisation writes for: the others all read the same generic texts."""
    return list(
        Municipality.objects.filter(organisations__isnull=False)
        .distinct()
        .order_by("code")
        .values_list("code", flat=True)
    )


def everything(codes: list[str], moment: dt.datetime | None = None, *, for_agents: bool = False) -> Iterator[Answer]:
    """Answers of all items in every language that they have, municipality by municipality."""
    for _, answers in _batches(codes, moment, for_agents):
        yield from answers.values()


def outcomes(codes: list[str], moment: dt.datetime | None = None, *, for_agents: bool = False) -> Iterator[Tried]:
    """The same items once per personal rule and status text, for made-up persons for whom it holds."""
    for asking, answers in _batches(codes, moment, for_agents):
        material = load(EditionKind.ITEM, list(answers), asking)
        for item in answers:
            yield from _outcomes(item, material, asking)


def _batches(
    codes: list[str], moment: dt.datetime | None, for_agents: bool
) -> Iterator[tuple[Asking, dict[str, Answer]]]:
    for code in codes:
        first = ask(code, moment=moment, may_see_future=True, for_agents=for_agents)
        ids = [entry.item for entry in catalogue(first).entries]
        for start in range(0, len(ids), _BATCH):
            yield from _of(ids[start : start + _BATCH], first)


def _of(ids: list[str], first: Asking) -> Iterator[tuple[Asking, dict[str, Answer]]]:
    served = answer_items(ids, first)
    yield first, served
    further = sorted({language for answer in served.values() for language in answer.languages} - {first.language})
    for language in further:
        asking = Asking(town=first.town, moment=first.moment, language=language, for_agents=first.for_agents)
        having = [item for item, answer in served.items() if language in answer.languages]
        yield asking, answer_items(having, asking)


def _outcomes(item: str, material: Material, asking: Asking) -> Iterator[Tried]:
    layers = speaking(item, material, asking.moment, asking.language)
    for rule, person in _persons(layers, material, today(asking.moment)) if layers else ():
        answer = resolved(item, material, msgspec.structs.replace(asking, person=person)) if person else None
        yield Tried(
            municipality=asking.town.asked.code,
            slug=layers.content.slug if layers else "",
            language=asking.language,
            rule=rule,
            answer=answer,
        )


def _persons(layers: Layers, material: Material, day: dt.date) -> Iterator[tuple[str, dict[str, PersonValue] | None]]:
    for row in layers.rows:
        for rule in row.content.rules:
            yield rule.id, facts_for(rule.when, material.declared, day)
    for status in layers.content.status_texts:
        yield f"{CASE_STATUS}.{status}", {CASE_STATUS: status}
