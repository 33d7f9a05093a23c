"""Picking one row of a tariff for a person: the table stays where the texts have it, and shows that row only.

Nothing in a text changes, so no channel can keep another amount than the next; that holds only where no text
names a row by itself. Where one does, the tariff cannot be picked from, and its rules say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec

from contenthub.resolving.answer import Origin
from contenthub.resolving.content import LocalSection, Section
from contenthub.resolving.facts import Fact, Tariff, find
from contenthub.resolving.merge import Merged, Sections
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.vocabulary import INTERNAL_KINDS, Channel


def texts_of(section: Merged | Section | LocalSection) -> Iterator[tuple[Channel | None, Blocks]]:
    """The text of a section (for None), and what single channels say instead."""
    yield None, section.blocks
    yield from section.wordings.items()


def rows_named(tariff: str, blocks: Blocks) -> tuple[str, ...]:
    """The keys in a text that are single rows of this tariff (`paspoort.kosten.18plus`)."""
    return tuple(key for key in fact_keys(blocks) if key.rpartition(".")[0] == tariff)


def can_pick(tariff: str, sections: Sections) -> bool:
    """Whether one row can stand for this tariff in every channel: some text shows the table, and none a single row."""
    said = [section for section in sections.values() if not section.hidden and section.kind not in INTERNAL_KINDS]
    shown = any(tariff in fact_keys(section.blocks) for section in said)
    return shown and not any(rows_named(tariff, blocks) for section in said for _, blocks in texts_of(section))


def with_origin(sections: Sections, tariff: str, source: Origin) -> Sections:
    """The sections that show this table, marked as made by the rule that picked from it."""
    return {
        kind: msgspec.structs.replace(section, origins=(*section.origins, source))
        if any(tariff in fact_keys(blocks) for _, blocks in texts_of(section))
        else section
        for kind, section in sections.items()
    }


def picked(facts: Mapping[str, Fact], rows: Mapping[str, str], keys: Collection[str]) -> dict[str, Fact]:
    """The facts with each tariff of `rows` cut down to its row, label and all.

    A tariff without that row has no value for this person: it is left out, and the text asks to contact the
    municipality. `keys` are the references of all texts: a personal text may still name a row by itself.
    """
    left = dict(facts)
    for tariff, row_key in rows.items():
        fact = facts.get(tariff)
        if fact is None or not isinstance(fact.value, Tariff):
            continue
        named = (find(key, facts) for key in keys if key.rpartition(".")[0] == tariff)
        left |= {row.key: row for row in named if row}
        row = fact.value.row(row_key)
        if row is None:
            del left[tariff]
        else:
            left[tariff] = msgspec.structs.replace(fact, value=msgspec.structs.replace(fact.value, rows=(row,)))
    return left
