"""Which documents lie nearest to a vector: over all chunks, with the filters applied inside.

Where there are many chunks, their vectors in eight bits choose those whose cosines are then computed in full: reading all
of them in thirty-two bits takes four times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numkong
import numpy as np

from search.documents import EVERYWHERE, Document
from search.query import Filters, Near
from search.semantics import DIMENSIONS, Vectors, available, passages, space

_OPEN_BEGIN, _OPEN_END = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_KEPT_MASKS = 64
_FIRST_ROWS = 1024
_FEW, _FEW_SHARE = 20, 0.02
# As many chunks have their cosines computed in full without a choice, and are chosen where there are more.
ALL_BELOW, CHOSEN = 12_000, 1_200
# No part of a vector of length 1 with 384 dimensions that means something is larger than a third; what is, is cut off.
_EIGHT_BITS = 127 * 3


class Nearness:
    """Rows of `_vectors` are chunks, each of one document slot; a slot that is free has no document. `_rough` has the same
    rows in eight bits."""

    def __init__(self, folder: Path) -> None:
        self._store = Vectors(folder)
        self._documents: list[Document | None] = []
        self._slot_of: dict[str, int] = {}
        self._ready = False
        self._clear()

    def _clear(self) -> None:
        self._size = 0
        self._vectors = np.zeros((_FIRST_ROWS, DIMENSIONS), dtype=np.float32)
        self._rough = np.zeros((_FIRST_ROWS, DIMENSIONS), dtype=np.int8)
        self._slots = np.zeros(_FIRST_ROWS, dtype=np.int32)
        self._internal = np.zeros(_FIRST_ROWS, dtype=bool)
        self._sections: list[str] = []
        # First row and number of rows of each slot; the first says what the document is about.
        self._rows: list[tuple[int, int]] = []
        self._masks: dict[tuple[object, ...], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    @property
    def size(self) -> int:
        return self._size

    def has(self, document: str) -> bool:
        slot = self._slot_of.get(document)
        return slot is not None and self._rows[slot][1] > 0

    @property
    def _complete(self) -> bool:
        """Whether nearly every document has its vectors: before that, those that have them would crowd out the rest."""
        without = sum(self._rows[slot][1] == 0 for slot in self._slot_of.values())
        return nearly_all(without, len(self._slot_of))

    def put(self, gone: Sequence[str], documents: Sequence[Document]) -> None:
        for one in gone:
            slot = self._slot_of.pop(one, None)
            if slot is not None:
                self._documents[slot] = None
        self._masks = {}
        if not available():
            return
        dead = len(self._documents) - len(self._slot_of)
        if dead > 1000 and dead > len(self._slot_of):
            documents = [*(d for d in self._documents if d is not None), *documents]
            self._documents, self._slot_of = [], {}
            self._clear()
        self._add(documents)
        self._ready = self._complete

    def _add(self, documents: Sequence[Document]) -> None:
        found = [(document, passages(document)) for document in documents]
        vectors = self._store.read({passage.key for _, several in found for passage in several})
        self._grow(self._size + sum(len(several) for _, several in found))
        for document, several in found:
            slot, begin = len(self._documents), self._size
            self._slot_of[document.id] = slot
            self._documents.append(document)
            known = [(passage, vectors[passage.key]) for passage in several if passage.key in vectors]
            if known:
                placed = space().placed(np.stack([vector for _, vector in known]))
                self._vectors[begin : begin + len(known)] = placed
                self._rough[begin : begin + len(known)] = _in_eight_bits(placed)
            for passage, _ in known:
                self._slots[self._size] = slot
                self._internal[self._size] = passage.internal
                self._sections.append(passage.section)
                self._size += 1
            self._rows.append((begin, len(known)))

    def _grow(self, rows: int) -> None:
        if rows <= len(self._slots):
            return
        more = max(rows, len(self._slots) * 3 // 2) - len(self._slots)
        self._vectors = np.concatenate([self._vectors, np.zeros((more, DIMENSIONS), dtype=np.float32)])
        self._rough = np.concatenate([self._rough, np.zeros((more, DIMENSIONS), dtype=np.int8)])
        self._slots = np.concatenate([self._slots, np.zeros(more, dtype=np.int32)])
        self._internal = np.concatenate([self._internal, np.zeros(more, dtype=bool)])

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        if self._size == 0 or not self._ready:
            return []
        asked = np.asarray(vector, dtype=np.float32)
        allowed = self._allowed(filters, self._size)
        rows, cosines = self._likely(asked, allowed)
        # Of each document only the nearest chunk counts; eight chunks a document leave enough documents.
        several = min(len(rows), limit * 8)
        best = np.argpartition(-cosines, several - 1)[:several] if several else rows[:0]
        best = best[np.argsort(-cosines[best], kind="stable")]
        found: dict[int, int] = {}
        for row, slot in zip(rows[best].tolist(), self._slots[rows[best]].tolist(), strict=True):
            if slot not in found and self._documents[slot] is not None:
                found[slot] = row
                if len(found) == limit:
                    break
        return self._told(found, asked, allowed)

    def _likely(self, asked: np.ndarray, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows that may be found, and their cosines: all, or of many those that seem to lie nearest in eight bits."""
        size = len(allowed)
        if size <= ALL_BELOW:
            rows = np.flatnonzero(allowed)
            return rows, (self._vectors[:size] @ asked)[rows]
        seeming = np.asarray(numkong.cdist(_in_eight_bits(asked)[None], self._rough[:size], "dot", threads=1))[0]
        seeming[~allowed] = -np.inf
        least = np.partition(seeming, size - CHOSEN)[size - CHOSEN]
        # In the order in which they stand, which memory reads fastest.
        rows = np.flatnonzero((seeming >= least) & allowed)
        return rows, self._vectors[rows] @ asked

    def _told(self, found: dict[int, int], asked: np.ndarray, allowed: np.ndarray) -> list[Near]:
        """Of each slot with its nearest row: the cosines of all its chunks that may be found, in one go."""
        spans = [self._rows[slot] for slot in found]
        rows = np.concatenate([np.arange(begin, begin + count) for begin, count in spans]) if spans else np.arange(0)
        cosines, visible = (self._vectors[rows] @ asked).tolist(), allowed[rows].tolist()
        told, at = [], 0
        for (slot, row), (_, count) in zip(found.items(), spans, strict=True):
            own = sorted((cosines[n] for n in range(at, at + count) if visible[n]), reverse=True)
            document = self._documents[slot]
            assert document is not None
            told.append(
                Near(
                    document=document.id,
                    section=self._sections[row],
                    best=own[0],
                    second=own[min(1, len(own) - 1)],
                    third=own[min(2, len(own) - 1)],
                    about=cosines[at],
                )
            )
            at += count
        return told

    def _allowed(self, filters: Filters, size: int) -> np.ndarray:
        """Of each chunk whether it may be found. What does not depend on the moment is kept until the next write."""
        key = (filters.municipality, filters.languages, filters.agents, filters.audience, filters.life_event)
        if key not in self._masks:
            if len(self._masks) >= _KEPT_MASKS:
                self._masks.clear()
            here = np.array([d is not None and serves(d, filters) for d in self._documents], dtype=bool)
            rows = here[self._slots[:size]]
            if not filters.agents:
                rows &= ~self._internal[:size]
            begin = np.array([_time(d.valid_from if d else None, _OPEN_BEGIN) for d in self._documents])
            end = np.array([_time(d.valid_until if d else None, _OPEN_END) for d in self._documents])
            self._masks[key] = (rows, begin[self._slots[:size]], end[self._slots[:size]])
        rows, begin, end = self._masks[key]
        now = _time(filters.moment, 0)
        return rows & (begin <= now) & (now < end)  # type: ignore[no-any-return]


def _in_eight_bits(vectors: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(vectors * _EIGHT_BITS), -127, 127).astype(np.int8)  # type: ignore[no-any-return]


def nearly_all(without: int, of: int) -> bool:
    return without <= max(_FEW, _FEW_SHARE * of)


def serves(document: Document, filters: Filters) -> bool:
    """Whether these filters let a document be found at some moment; the same rule as the word query has."""
    if filters.municipality not in document.served and (
        EVERYWHERE not in document.served or filters.municipality in document.excluded
    ):
        return False
    spoken = next((language for language in filters.languages if language in document.languages), None)
    return (
        spoken == document.language
        and (filters.audience is None or filters.audience in document.audience)
        and (filters.life_event is None or filters.life_event in document.life_events)
    )


def _time(moment: dt.datetime | None, otherwise: int) -> int:
    return otherwise if moment is None else int(moment.timestamp() * 1000)
