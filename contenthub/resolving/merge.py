"""Merging the layers of one item: generic, then organisation-wide, then for this municipality, then for this person.

Law sections, and OBJECTION always, are only added to: a layer that would replace one adds instead, and one that
would hide it does nothing. What was hidden or replaced keeps its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from contenthub.resolving.answer import Origin
from contenthub.resolving.content import ItemContent, LegalSource, LocalContent, Section
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import Channel, Layer, Offered, SectionKind, SectionMode

Wordings = Mapping[Channel, Blocks]


class Merged(Struct, frozen=True):
    """A section between layers: its text, its wordings, whether it is law or hidden, and its origins so far."""

    kind: SectionKind
    blocks: Blocks
    wordings: dict[Channel, Blocks]
    origins: tuple[Origin, ...]
    law: bool = False
    hidden: bool = False


Sections = dict[SectionKind, Merged]


def is_law(kind: SectionKind, section: Section | None) -> bool:
    """Whether a section may only be added to."""
    return kind == SectionKind.OBJECTION or bool(section and section.law)


def base_sections(row: EditionRow) -> Sections:
    """The sections of a generic item, or of an item that is an organisation's own."""
    content: ItemContent = row.content
    return {
        kind: Merged(
            kind=kind,
            blocks=section.blocks,
            wordings=dict(section.wordings),
            law=is_law(kind, section),
            origins=(origin(row, section.owner or content.owner, section.legal_source),),
        )
        for kind, section in content.sections.items()
    }


def add_local(sections: Sections, row: EditionRow) -> Sections:
    """What one organisation makes of these sections."""
    content: LocalContent = row.content
    merged = dict(sections)
    for kind, local in content.sections.items():
        if local.mode == SectionMode.INHERIT:
            continue
        source = origin(row, local.owner or content.owner, local.legal_source)
        before = sections.get(kind)
        if before is None:
            if local.mode != SectionMode.HIDE:
                merged[kind] = Merged(
                    kind=kind,
                    blocks=local.blocks,
                    wordings=dict(local.wordings),
                    origins=(source,),
                    law=is_law(kind, None),
                )
            continue
        merged[kind] = combine(before, local.mode, local.blocks, local.wordings, source)
    return merged


def combine(before: Merged, mode: SectionMode, blocks: Blocks, wordings: Wordings, source: Origin) -> Merged:
    """One step of the merge; the law is kept here and nowhere else."""
    if before.law and mode == SectionMode.REPLACE:
        mode = SectionMode.APPEND
    if before.law and mode == SectionMode.HIDE:
        return before
    origins = (*before.origins, source)
    match mode:
        case SectionMode.HIDE:
            return msgspec.structs.replace(before, hidden=True, origins=origins)
        case SectionMode.REPLACE:
            return msgspec.structs.replace(
                before, blocks=blocks, wordings=dict(wordings), origins=origins, hidden=False
            )
        case SectionMode.APPEND | SectionMode.PREPEND:
            after = mode == SectionMode.APPEND
            return msgspec.structs.replace(
                before,
                blocks=before.blocks + blocks if after else blocks + before.blocks,
                wordings=_joined(before, blocks, wordings, after),
                origins=origins,
            )
        case _:
            return before


def _joined(before: Merged, blocks: Blocks, wordings: Wordings, after: bool) -> dict[Channel, Blocks]:
    """A channel with a wording of its own hears the addition too: in its wording if it has one, else as written."""
    joined: dict[Channel, Blocks] = {}
    for channel in sorted({*before.wordings, *wordings}):
        first, second = before.wordings.get(channel, before.blocks), wordings.get(channel, blocks)
        joined[channel] = first + second if after else second + first
    return joined


def offering(contents: Iterable[LocalContent]) -> LocalContent | None:
    """The word on whether an item is offered: of the most specific version that says yes, no or under something else.

    `contents` go from least to most specific. None where no version says anything: then it is offered.
    """
    said = [content for content in contents if content.offered != Offered.INHERIT]
    return said[-1] if said else None


def by_specificity(rows: Iterable[EditionRow], organisations: tuple[str, ...]) -> list[EditionRow]:
    """Local rows in the order in which they are laid over each other, whatever order they came in."""
    return sorted(
        rows,
        key=lambda row: (
            row.series.specificity,
            organisations.index(row.series.organisation) if row.series.organisation in organisations else -1,
            row.series.organisation,
            row.series.municipality,
        ),
    )


def origin(row: EditionRow, owner: str, legal_source: LegalSource | None = None, layer: Layer | None = None) -> Origin:
    """Where words come from; `layer` where it is another than that of the edition they stand in (a personal rule)."""
    return Origin(
        layer=layer or row.series.layer,
        edition=str(row.id),
        number=row.number,
        published_at=row.recorded_at,
        owner=owner,
        legal_source=legal_source,
        organisation=row.series.organisation,
        draft=row.draft,
    )
