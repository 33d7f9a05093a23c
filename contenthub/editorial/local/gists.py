"""What the page needs to know of an edition, remembered by the hash of its content.

A content never changes under its hash, so nothing here is ever out of date: only what was published since is read anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from contenthub.models import Edition
from contenthub.models.edition import decode
from contenthub.resolving.content import ItemContent, Upl
from contenthub.resolving.drift import changed
from contenthub.vocabulary import EditionKind, Offered, SectionKind

_MOST = 50_000
K, V = TypeVar("K"), TypeVar("V")


class Memory(Generic[K, V]):
    """The latest `_MOST` of what was made; the oldest go first."""

    def __init__(self) -> None:
        self._kept: dict[K, V] = {}

    def read(self, keys: Iterable[K], make: Callable[[set[K]], Mapping[K, V]]) -> dict[K, V]:
        """What is known of these keys; `make` is asked once for all that is not."""
        wanted = set(keys)
        found = {key: self._kept[key] for key in wanted if key in self._kept}
        if missing := wanted - found.keys():
            made = make(missing)
            found.update(made)
            self._kept.update(made)
            for key in list(self._kept)[: max(0, len(self._kept) - _MOST)]:
                self._kept.pop(key, None)
        return found

    def clear(self) -> None:
        self._kept.clear()


class Item(Struct, frozen=True):
    """Of a generic item: `words` by which it is found, where a local text is asked for, the first day of review."""

    type: str
    title: str
    words: str
    required: frozenset[SectionKind]
    review_by: dt.date | None


class Local(Struct, frozen=True):
    """Of a local version: on which generic edition each section was based, and whether the item is offered."""

    based_on: dict[SectionKind, int]
    offered: Offered


class _Section(Struct, frozen=True):
    local_required: bool = False
    review_by: dt.date | None = None


class _Content(Struct, frozen=True):
    """The part of `ItemContent` that is told of an item; the texts themselves are most of what reading one costs."""

    type: str
    slug: str
    title: str
    keywords: tuple[str, ...] = ()
    upls: tuple[Upl, ...] = ()
    sections: dict[SectionKind, _Section] = {}


class _LocalSection(Struct, frozen=True):
    based_on: int = 0


class _LocalContent(Struct, frozen=True):
    sections: dict[SectionKind, _LocalSection] = {}
    offered: Offered = Offered.INHERIT


Pair = tuple[str, str]
_generic: Memory[str, Item] = Memory()
_local: Memory[str, Local] = Memory()
_changes: Memory[Pair, frozenset[SectionKind]] = Memory()


def forget() -> None:
    """As after a start of the process."""
    for memory in (_generic, _local, _changes):
        memory.clear()


def generic(ids: Mapping[str, int]) -> dict[str, Item]:
    """By the hash of the content; `ids` names for each hash an edition that has it."""
    return _generic.read(ids, lambda missing: {key: _of_item(content) for key, content in _read(missing, ids).items()})


def local(ids: Mapping[str, int]) -> dict[str, Local]:
    return _local.read(ids, lambda missing: {key: _of_local(content) for key, content in _read(missing, ids).items()})


def changes(pairs: Iterable[Pair], ids: Mapping[str, int]) -> dict[Pair, frozenset[SectionKind]]:
    """For two contents of one generic item, before and now: the sections that have come to mean something else."""

    def make(missing: set[Pair]) -> dict[Pair, frozenset[SectionKind]]:
        raw = _read({key for pair in missing for key in pair}, ids)
        contents = {key: decode(EditionKind.ITEM, content) for key, content in raw.items()}
        return {(before, now): _changed(contents[before], contents[now]) for before, now in missing}

    return _changes.read(pairs, make)


def _read(hashes: Iterable[str], ids: Mapping[str, int]) -> dict[str, Any]:
    rows = Edition.objects.filter(pk__in=[ids[key] for key in hashes]).values_list("content_hash", "content")
    return dict(rows)


def _of_item(raw: Any) -> Item:
    content = msgspec.convert(raw, _Content, strict=False)
    reviews = [section.review_by for section in content.sections.values() if section.review_by]
    return Item(
        type=content.type,
        title=content.title,
        words=" ".join([content.title, content.slug, *content.keywords, *(upl.name for upl in content.upls)]).casefold(),
        required=frozenset(kind for kind, section in content.sections.items() if section.local_required),
        review_by=min(reviews, default=None),
    )


def _of_local(raw: Any) -> Local:
    content = msgspec.convert(raw, _LocalContent, strict=False)
    return Local({kind: section.based_on for kind, section in content.sections.items()}, content.offered)


def _changed(before: ItemContent, now: ItemContent) -> frozenset[SectionKind]:
    kinds = before.sections.keys() | now.sections.keys()
    return frozenset(kind for kind in kinds if changed(before.sections.get(kind), now.sections.get(kind)))
