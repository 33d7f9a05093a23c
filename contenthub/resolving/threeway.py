"""A text that two have changed since it was one: where only the source changed, where only we did, and where both did.

The method is that of diff3 (Khanna, Kunal and Pierce, A Formal Investigation of Diff3, 2007), over blocks instead of lines:
what stands in all three divides the texts into pieces, and each piece is decided by itself. Blocks are the same where they
mean the same, see `resolving.drift`; unlike diff3, so many blocks that changed into as many are taken one for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from msgspec import Struct

from contenthub.resolving.drift import meaning
from contenthub.resolving.text import Block, Blocks


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
    """The blocks that are the same, and of those between them the ones that changed one for one."""
    found = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False).get_opcodes()
    return {
        begin + n: place + n
        for tag, begin, end, place, last in found
        if tag in ("equal", "replace") and end - begin == last - place
        for n in range(end - begin)
    }


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
