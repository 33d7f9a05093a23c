"""Compounds in their parts: parkeervergunning is parkeer and vergunning. Only with words from a curated list."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

PARTS = Path(__file__).with_name("compounds.yaml")
_LINKS = ("", "s", "en", "e", "n")
_SHORTEST = 3


@lru_cache(maxsize=1)
def known_parts() -> frozenset[str]:
    if not PARTS.exists():
        return frozenset()
    found = yaml.safe_load(PARTS.read_text("utf-8")) or {}
    words = found.get("parts", ()) if isinstance(found, dict) else found
    return frozenset(str(word) for word in words)


@lru_cache(maxsize=1)
def never_split() -> frozenset[str]:
    if not PARTS.exists():
        return frozenset()
    found = yaml.safe_load(PARTS.read_text("utf-8")) or {}
    return frozenset(map(str, found.get("whole", ()))) if isinstance(found, dict) else frozenset()


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The known parts that this folded word consists of, or nothing where it is no compound of known words."""
    if len(word) < 2 * _SHORTEST or not word.isalpha() or word in never_split():
        return ()
    found = _split(word)
    return found if len(found) > 1 else ()


def _split(word: str) -> tuple[str, ...]:
    """The split into the fewest parts; of those the one with the longest head, which carries the meaning."""
    known = known_parts()
    best: tuple[str, ...] = (word,) if word in known else ()
    for end in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        head = word[:end]
        if head not in known:
            continue
        for link in _LINKS:
            if not word.startswith(link, end):
                continue
            rest = word[end + len(link) :]
            if len(rest) < _SHORTEST:
                continue
            tail = _split(rest)
            if tail and (not best or best == (word,) or len(tail) + 1 < len(best)):
                best = (head, *tail)
    return best
