"""A text that two have changed since it was one: where only the source changed, where only we did, and where both did.

The method is that of diff3 (Khanna, Kunal and Pierce, A Formal Investigation of Diff3, 2007), over blocks instead of lines:
what stands in all three divides the texts into pieces, and each piece is decided by itself. Blocks are the same where they
mean the same, see `resolving.drift`; unlike diff3, a block that was changed is known by its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from msgspec import Struct

from contenthub.resolving.drift import meaning
from contenthub.resolving.text import Block, Blocks

ALIKE_FROM = 0.5
"""Blocks of which so large a share of the words is the same, in the same order, are of one origin."""


_Aligned = tuple[float, tuple[tuple[int, int], ...]]


class Change(StrEnum):
    """Who changed a piece: nobody, or both in the same way; we; the source; or both, each in another way."""

    NONE = "none"
    OURS = "ours"
    SOURCE = "source"
    BOTH = "both"


class Piece(Struct, frozen=True):
    """The same place in three texts; each may have any number of blocks there, or none."""

    change: Change
    based: Blocks
    ours: Blocks
    source: Blocks


def pieces(based: Blocks, ours: Blocks, source: Blocks) -> tuple[Piece, ...]:
    """`based` is the source that our text was made from, `source` what it has become. In reading order; laid end to end the
    three columns are the three texts."""
    found: list[Piece] = []
    at = (0, 0, 0)
    for shared in (*_shared(based, ours, source), (len(based), len(ours), len(source))):
        texts = tuple(text[begin:end] for text, begin, end in zip((based, ours, source), at, shared, strict=True))
        if any(texts):
            found.append(Piece(_change(*texts), *texts))
        if shared[0] < len(based):
            texts = tuple(text[n : n + 1] for text, n in zip((based, ours, source), shared, strict=True))
            found.append(Piece(_change(*texts), *texts))
        at = (shared[0] + 1, shared[1] + 1, shared[2] + 1)
    return tuple(found)


def _shared(based: Blocks, ours: Blocks, source: Blocks) -> Iterator[tuple[int, int, int]]:
    """The places at which all three have a block that can be told to be of the same origin, in order."""
    to_ours, to_source = _matches(based, ours), _matches(based, source)
    return ((place, to_ours[place], to_source[place]) for place in sorted(to_ours.keys() & to_source.keys()))


def _matches(before: Blocks, after: Blocks) -> dict[int, int]:
    """The places of blocks that go on in the other text: the same, alike, or between two of these as many as there were."""
    found: dict[int, int] = {}
    at = (0, 0)
    for place, other in (*_alike(_keys(before), _keys(after)), (len(before), len(after))):
        if place - at[0] == other - at[1]:
            found |= dict(zip(range(at[0], place), range(at[1], other), strict=True))
        if place < len(before):
            found[place] = other
        at = (place + 1, other + 1)
    return found


def _alike(before: list[Any], after: list[Any]) -> list[tuple[int, int]]:
    """The pairs, in order, that together are most alike: a longest common subsequence in which each pair has a weight."""
    best: list[list[_Aligned]] = [[(0.0, ())] * (len(after) + 1)]
    for n, left in enumerate(before):
        row: list[_Aligned] = [(0.0, ())]
        for m, right in enumerate(after):
            ratio = _likeness(left, right)
            score, pairs = best[n][m]
            joined: list[_Aligned] = [(score + ratio, (*pairs, (n, m)))] if ratio >= ALIKE_FROM else []
            row.append(max([best[n][m + 1], row[m], *joined], key=lambda each: each[0]))
        best.append(row)
    return list(best[-1][-1][1])


def _likeness(left: Any, right: Any) -> float:
    """From 0 to 1: the share of words that two blocks have in common, in their order."""
    if left == right:
        return 1.0
    both = isinstance(left, tuple) and isinstance(right, tuple)
    return SequenceMatcher(None, left, right, autojunk=False).ratio() if both else 0.0


def _change(based: Blocks, ours: Blocks, source: Blocks) -> Change:
    if _keys(ours) == _keys(source):
        return Change.NONE
    if _keys(ours) == _keys(based):
        return Change.SOURCE
    return Change.OURS if _keys(source) == _keys(based) else Change.BOTH


def _keys(blocks: Blocks) -> list[Any]:
    return [_key(block) for block in blocks]


def _key(block: Block) -> Any:
    # A picture has no words.
    return meaning((block,)) or block
