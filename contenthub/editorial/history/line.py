"""The line of time: each moment at which something else was said, who made it so, and the code before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from msgspec import Struct

from contenthub.answering.past import Past
from contenthub.editorial.history.changes import Change, changes
from contenthub.models import Edition
from contenthub.resolving.answer import Answer
from contenthub.resolving.editions import EditionRow, Series
from contenthub.resolving.facts import candidate_keys
from contenthub.vocabulary import EditionKind


class Turn(Struct, frozen=True):
    """One moment; `editions` took effect then and had a part in the answer, `until` is the next turn, if there is one.

    Without `changes` nothing is said otherwise: a new edition says the same, or differs in what no reader sees.
    """

    moment: dt.datetime
    changes: tuple[Change, ...]
    editions: tuple[Edition, ...]
    code_before: str
    code: str


def turns(past: Past) -> list[Turn]:
    """Every turn of the answer, the last one first; also those in which it stayed the same to a reader."""
    made: list[Turn] = []
    before: Answer | None = None
    spoke: set[Series] = set()
    for moment in past.moments:
        after = past.answer(moment)
        speak = speaking_series(past, after, moment)
        differs = changes(before, after)
        begun = past.begun_at(moment)
        part = [row for row in begun if row.series in spoke | speak or _is_declared(row)]
        codes = before.reference if before else "", after.reference if after else ""
        if differs or codes[0] != codes[1] or any(row.series in spoke | speak for row in begun):
            shown = part or (begun if differs else [])
            made.append(Turn(moment, differs, tuple(past.editions[row.id] for row in shown), *codes))
        before, spoke = after, speak
    return made[::-1]


def at(moment: dt.datetime, told: Iterable[Turn]) -> tuple[Turn | None, Turn | None]:
    """Of turns in which something changed, the one from which on was said what held at this moment, and the next."""
    since: Turn | None = None
    following: Turn | None = None
    for turn in told:
        if turn.moment > moment:
            following = turn
        elif since is None:
            since = turn
    return since, following


def rows_of(past: Past, answer: Answer | None, moment: dt.datetime) -> list[EditionRow]:
    """The rows that this answer was made of: texts, then facts, notices, names and the municipality."""
    layers = past.layers(moment)
    if answer is None or layers is None:
        return []
    rows = list(layers.rows)
    for key in sorted(candidate_keys({fact.key for fact in answer.facts})):
        # The most specific value has the last word; the definition says what it means.
        rows += [*past.holding(EditionKind.FACT, key, moment)[-1:], *past.holding(EditionKind.FACT_VALUE, key, moment)[-1:]]
    for notice in answer.notices:
        rows += past.holding(EditionKind.NOTICE, notice.id, moment)[-1:]
    for named in answer.named:
        rows += past.holding(EditionKind.ITEM, named.item, moment)
    for code in dict.fromkeys((answer.municipality.code, answer.contact.code)):
        rows += past.holding(EditionKind.MUNICIPALITY, code, moment)
    return list({row.id: row for row in rows}.values())


def speaking_series(past: Past, answer: Answer | None, moment: dt.datetime) -> set[Series]:
    return {row.series for row in rows_of(past, answer, moment)}


def waits_for(readable: frozenset[str]) -> Callable[[Edition], bool]:
    """Which editions that wait for their moment may be seen by who writes for these organisations; "" is the library."""

    def sees(edition: Edition) -> bool:
        written_for = {edition.organisation}
        if edition.kind == EditionKind.MUNICIPALITY:
            written_for |= set(edition.content.get("organisations", ()))
        return bool(written_for & readable)

    return sees


def _is_declared(row: EditionRow) -> bool:
    return row.series.kind == EditionKind.PERSON_FACT
