"""The synonyms that hold now: the curated lay words, and what editors added."""

from __future__ import annotations

from functools import lru_cache

from search.dutch.synonyms import Group, Synonyms, lay_words


def synonyms() -> Synonyms:
    return _compiled(())


@lru_cache(maxsize=4)
def _compiled(own: tuple[Group, ...]) -> Synonyms:
    return Synonyms((*lay_words(), *own))
