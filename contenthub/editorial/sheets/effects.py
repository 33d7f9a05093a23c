"""What published texts will say otherwise once new values hold: by the resolver and the voice, in memory alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

import msgspec
from django.utils import timezone
from msgspec import Struct

from channels.voice.plain import lines
from channels.voice.sentence import split_sentences
from contenthub.access.roles import GENERIC, editable
from contenthub.actions.publish_fact import NewValue
from contenthub.answering.answers import load, resolved
from contenthub.answering.asking import Asking, ask
from contenthub.editorial.nouns.layers import Layer
from contenthub.editorial.sheets.readers import Alike, texts_saying
from contenthub.models import Edition
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import FactValueContent, ItemContent
from contenthub.resolving.editions import EditionRow, Series, content_hash
from contenthub.resolving.facts import Fact, parse_value
from contenthub.resolving.factual import facts_in_force
from contenthub.resolving.journey import LifeEventAnswer, resolve_life_event
from contenthub.resolving.material import Material, supposing
from contenthub.resolving.resolve import speaking
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.vocabulary import INTERNAL_KINDS, EditionKind, EditionState, FactType

# Above whatever number a row of the same moment has, as the next one published would be.
_LAST = 2**31


class Change(Struct, frozen=True):
    """One sentence of a text, before and after; `place` as `COSTS` or `COSTS.PHONE`, `codes` the municipalities."""

    moment: dt.datetime
    place: str
    before: str
    after: str
    codes: tuple[str, ...]


class TextChange(Struct, frozen=True):
    subject: str
    title: str
    language: str
    changes: tuple[Change, ...]


def supposed(values: Iterable[NewValue], types: dict[str, FactType], layer: Layer, now: dt.datetime) -> list[EditionRow]:
    """The rows that publishing these values would add."""
    rows = []
    for new in values:
        content = FactValueContent(value=parse_value(types[new.key], new.value, new.key))
        rows.append(
            EditionRow(
                id=0,
                series=Series(EditionKind.FACT_VALUE, new.key, layer.organisation, layer.municipality),
                number=_LAST,
                state=EditionState.PUBLISHED,
                content=content,
                content_hash=content_hash(content),
                valid_from=new.valid_from,
                recorded_at=now,
                draft=True,
            )
        )
    return rows


def effects(values: Iterable[NewValue], layer: Layer, user: Any, now: dt.datetime | None = None) -> list[TextChange]:
    """Per text and language every sentence that will differ. Nothing that this user may not see is told.

    Asked once for each group of municipalities that hear the same; the queries grow with those groups, not with texts.
    """
    now = now or timezone.now()
    wanted = list(values)
    facts = Edition.objects.filter(kind=EditionKind.FACT, subject__in={new.key for new in wanted}).in_force(now).rows()
    types = {row.series.subject: FactType(row.content.type) for row in facts}
    rows = supposed(wanted, types, layer, now)
    found: dict[tuple[str, str], dict[tuple[dt.datetime, str, str, str], list[str]]] = {}
    titles: dict[tuple[str, str], str] = {}
    for moment in sorted({row.valid_from for row in rows}):
        keys = {row.series.subject for row in rows if row.valid_from == moment}
        for said in _said(texts_saying(keys, layer, moment), rows, moment, _may_see(user, now), _may_hear(user)):
            where = (said.alike.subject, said.language)
            titles[where] = said.title
            for place, before, after in said.changes:
                found.setdefault(where, {}).setdefault((moment, place, before, after), []).extend(said.alike.codes)
    made = [
        TextChange(
            subject,
            titles[subject, language],
            language,
            tuple(Change(*what, codes=tuple(dict.fromkeys(codes))) for what, codes in changes.items()),
        )
        for (subject, language), changes in found.items()
    ]
    # By the Dutch title, with the translations of a text right behind it.
    dutch = {subject: title for (subject, language), title in titles.items() if language == "nl"}
    return sorted(
        made,
        key=lambda text: (
            dutch.get(text.subject, text.title).casefold(), text.subject, text.language != "nl", text.language
        ),
    )


class _Said(Struct, frozen=True):
    alike: Alike
    title: str
    language: str
    changes: tuple[tuple[str, str, str], ...]


def _said(
    texts: list[Alike],
    rows: list[EditionRow],
    moment: dt.datetime,
    may_see: Callable[[EditionRow], bool],
    may_hear: Callable[[str], bool],
) -> Iterator[_Said]:
    by_town: dict[tuple[str, EditionKind], list[Alike]] = {}
    for alike in texts:
        by_town.setdefault((alike.codes[0], alike.kind), []).append(alike)
    before = [row for row in rows if row.valid_from < moment]
    after = [row for row in rows if row.valid_from <= moment]
    for (code, kind), here in by_town.items():
        asking = ask(code, moment=moment, may_see_future=True, for_agents=True)
        material = load(kind, [alike.subject for alike in here], asking)
        then, later = supposing(material, before, may_see), supposing(material, after, may_see)
        for alike in here:
            for language in alike.languages:
                asked = msgspec.structs.replace(asking, language=language)
                told = _told(alike, then, asked, may_hear), _told(alike, later, asked, may_hear)
                if told[0] is None or told[1] is None:
                    continue
                title, old = told[0]
                new = told[1][1]
                changes = tuple(
                    (place, *pair) for place in {**old, **new} for pair in differing(old.get(place, []), new.get(place, []))
                )
                if changes:
                    yield _Said(alike, title, language, changes)


def _told(
    alike: Alike, material: Material, asking: Asking, may_hear: Callable[[str], bool]
) -> tuple[str, dict[str, list[str]]] | None:
    """Title and sentences by place; None where this text is not said in this language."""
    if alike.kind == EditionKind.LIFE_EVENT:
        event = resolve_life_event(alike.subject, material, moment=asking.moment, language=asking.language)
        return None if event is None or event.language_fell_back else (event.title, _of_journey(event))
    answer = resolved(alike.subject, material, asking)
    if answer is None or answer.language_fell_back:
        return None
    return answer.title, {**_of_answer(answer, may_hear), **_beside(alike.subject, material, asking)}


def _of_answer(answer: Answer, may_hear: Callable[[str], bool]) -> dict[str, list[str]]:
    facts = {fact.key: fact for fact in answer.facts}
    found: dict[str, list[str]] = {}
    for section in answer.sections:
        if section.kind in INTERNAL_KINDS and not all(may_hear(origin.organisation) for origin in section.origins):
            continue
        found[section.kind.value] = _sentences(section.blocks, facts, answer.language)
        for channel, blocks in section.wordings.items():
            found[f"{section.kind.value}.{channel.value}"] = _sentences(blocks, facts, answer.language)
    return found


def _beside(subject: str, material: Material, asking: Asking) -> dict[str, list[str]]:
    """What a person hears once a rule applies or a case has a state: no answer to nobody shows it."""
    layers = speaking(subject, material, asking.moment, asking.language)
    if layers is None or layers.content.withdrawn or layers.not_offered:
        return {}
    texts: list[tuple[str, Blocks]] = []
    for row in layers.rows:
        # What a rule says in a section for agents is theirs too.
        texts += [("rules", rule.blocks) for rule in row.content.rules if rule.section not in INTERNAL_KINDS]
        if isinstance(row.content, ItemContent):
            texts += [("status_texts", blocks) for blocks in row.content.status_texts.values()]
    facts = facts_in_force({key for _, blocks in texts for key in fact_keys(blocks)}, material, asking.moment).facts
    found: dict[str, list[str]] = {}
    for place, blocks in texts:
        found.setdefault(place, []).extend(_sentences(blocks, facts, layers.language))
    return found


def _of_journey(event: LifeEventAnswer) -> dict[str, list[str]]:
    facts = {fact.key: fact for fact in event.facts}
    steps = [sentence for step in event.steps for sentence in _sentences(step.blocks, facts, event.language)]
    return {"introduction": _sentences(event.introduction, facts, event.language), "steps": steps}


def _sentences(blocks: Blocks, facts: dict[str, Fact], language: str) -> list[str]:
    return [said for line in lines(blocks, facts, language, links=False) for said in split_sentences(line)]


def differing(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """The sentences that differ, each with the one that comes in its place."""
    for tag, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if j - i == m - k:
            yield from zip(before[i:j], after[k:m], strict=True)
        else:
            yield " ".join(before[i:j]), " ".join(after[k:m])


def _may_see(user: Any, now: dt.datetime) -> Callable[[EditionRow], bool]:
    """What waits for its moment is seen by who writes for its organisation; the library's by every editor."""
    own = {GENERIC, *editable(user)}
    return lambda row: user.is_superuser or row.valid_from <= now or row.series.organisation in own


def _may_hear(user: Any) -> Callable[[str], bool]:
    own = {GENERIC, *editable(user)}
    return lambda organisation: user.is_superuser or organisation in own


__all__ = ["Change", "TextChange", "differing", "effects"]
