"""Where links stand in the texts in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from msgspec import Struct

from channels.sameness.source import addresses
from contenthub.models import Edition, LinkState, Organisation
from contenthub.models.blocks.sections import KIND_LABELS
from contenthub.resolving.addresses import asked_as
from contenthub.resolving.content import (
    ItemContent,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
)
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import INTERNAL_KINDS, PAGE_KINDS, SectionKind


class Standing(Struct, frozen=True):
    """One broken address in one section of one text; `section` is None outside the sections."""

    state: LinkState
    subject: str
    title: str
    organisation: str
    writer: str
    language: str
    section: SectionKind | None
    page: int | None

    @property
    def section_title(self) -> Any:
        return KIND_LABELS[self.section] if self.section else ""


def links(content: Any) -> Iterator[tuple[SectionKind | None, str]]:
    """Every address that a text leads to, as it is asked for, with its section. A memo for agents is their own."""
    for section, address in _every(content):
        if asked := asked_as(address):
            yield section, asked


def in_texts(moment: dt.datetime) -> dict[str, set[str]]:
    """All addresses in texts in force, with the items and life events in which they stand."""
    found: dict[str, set[str]] = {}
    for edition in Edition.objects.filter(kind__in=PAGE_KINDS).in_force(moment).iterator(chunk_size=500):
        row = edition.row()
        for _section, address in links(row.content):
            found.setdefault(address, set()).add(row.series.subject)
    return found


def known_broken(content: Any) -> frozenset[str]:
    """The addresses in this text that are known to be broken; one query where it has any."""
    here = {address for _section, address in links(content)}
    if not here:
        return frozenset()
    return frozenset(LinkState.objects.broken().filter(address__in=here).values_list("address", flat=True))


def broken_in(organisations: Collection[str], moment: dt.datetime) -> list[Standing]:
    """Broken links that stand now in texts of these organisations ("" is the library), those that are broken longest first.

    By what is in force: a text that was mended is no longer named. Five queries, however many there are; one where
    nothing is broken.
    """
    states = {state.address: state for state in LinkState.objects.broken().order_by("first_failed_at", "address")}
    subjects = {subject for state in states.values() for subject in state.subjects}
    if not subjects:
        return []
    editions = list(Edition.objects.filter(
        kind__in=PAGE_KINDS, subject__in=subjects, organisation__in=organisations).in_force(moment))
    found = [(edition, row, section, address) for edition, row in ((edition, edition.row()) for edition in editions)
             for section, address in dict.fromkeys(links(row.content)) if address in states]
    titles = _titles({row.series.subject for _edition, row, _section, _address in found}, moment)
    writers = dict(Organisation.objects.values_list("pk", "name"))
    standing = {
        (address, row.series.subject, row.series.organisation, row.series.language, section): Standing(
            state=states[address], subject=row.series.subject, title=titles.get(row.series.subject, row.series.subject),
            organisation=row.series.organisation, writer=writers.get(row.series.organisation, ""),
            language=row.series.language, section=section, page=edition.page)
        for edition, row, section, address in found}
    return sorted(standing.values(), key=_order)


def _order(each: Standing) -> tuple[Any, ...]:
    return each.state.first_failed_at, each.state.address, each.title.casefold(), each.organisation, each.language


def _titles(subjects: Iterable[str], moment: dt.datetime) -> dict[str, str]:
    """Of the national texts, in Dutch where there is Dutch: a local version has no title of its own."""
    rows: list[EditionRow] = Edition.objects.filter(
        kind__in=PAGE_KINDS, subject__in=subjects, organisation="", municipality="").in_force(moment).rows()
    rows.sort(key=lambda row: row.series.language == "nl")
    return {row.series.subject: row.content.title for row in rows if hasattr(row.content, "title")}


def _every(content: Any) -> Iterator[tuple[SectionKind | None, str]]:
    for section, blocks in _texts(content):
        for address in addresses(blocks):
            yield section, address
    if isinstance(content, (ItemContent, LocalContent)):
        for route in content.routes:
            yield None, route.url
        for kind, each in content.sections.items():
            if each.legal_source and kind not in INTERNAL_KINDS:
                yield kind, each.legal_source.url


def _texts(content: Any) -> Iterator[tuple[SectionKind | None, Blocks]]:
    match content:
        case ItemContent() | LocalContent():
            for kind, section in content.sections.items():
                if kind not in INTERNAL_KINDS:
                    yield kind, section.blocks
                    yield from ((kind, blocks) for blocks in section.wordings.values())
            yield from ((rule.section, rule.blocks) for rule in content.rules if rule.section not in INTERNAL_KINDS)
            if isinstance(content, ItemContent):
                yield from ((None, blocks) for blocks in content.status_texts.values())
        case LifeEventContent():
            yield None, content.introduction
            yield from ((None, step.blocks) for step in content.steps)
        case LocalLifeEventContent():
            if content.introduction:
                yield None, content.introduction.blocks
            yield from ((None, local.step.blocks) for local in content.steps if local.step)
