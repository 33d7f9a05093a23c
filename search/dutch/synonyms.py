"""Words for other words: what callers say and what it is called on paper. Used on the question only, so that a new
synonym works at the next question and no index has to be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from search.dutch.analyser import Token, analyser

LAY_WORDS = Path(__file__).with_name("lay_words.yaml")


class Group(Struct, frozen=True):
    """One-way: who says one of `say` also gets texts with one of `mean`. A two-way group is `same_as`."""

    say: tuple[str, ...]
    mean: tuple[str, ...]

    @classmethod
    def same(cls, words: Iterable[str]) -> Group:
        every = tuple(dict.fromkeys(words))
        return cls(say=every, mean=every)


class Meant(Struct, frozen=True):
    """What the tokens from `begin` to before `end` also mean: each a text with the stems that must come together."""

    begin: int
    end: int
    means: tuple[tuple[str, tuple[str, ...]], ...]


class Synonyms:
    """Groups by the first stem of what is said."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for group in groups:
            for said in group.say:
                stems = own_stems(analyser.tokens(said))
                if stems:
                    others = tuple(word for word in group.mean if word != said)
                    self._by_first.setdefault(stems[0], []).append((stems, others))

    def meant(self, tokens: Sequence[Token]) -> Iterator[Meant]:
        """Of these tokens; where a longer expression is known, the shorter within it says nothing of its own."""
        stems = own_stems(tokens)
        at = 0
        while at < len(stems):
            here = [(said, mean) for said, mean in self._by_first.get(stems[at], ()) if stems[at : at + len(said)] == said]
            length = max((len(said) for said, _ in here), default=1)
            means = dict.fromkeys(word for said, mean in here if len(said) == length for word in mean)
            if means:
                yield Meant(begin=at, end=at + length, means=tuple((word, _together(word)) for word in means))
            at += length


def own_stems(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.stems[0] if token.stems else token.word for token in tokens)


@lru_cache(maxsize=20_000)
def _together(text: str) -> tuple[str, ...]:
    return own_stems(token for token in analyser.tokens(text) if not token.empty)


def groups_of(found: Mapping[str, Any]) -> Iterator[Group]:
    """Groups from a file of the form of `lay_words.yaml`."""
    for group in found.get("groups", ()):
        if "same" in group:
            yield Group.same(map(str, group["same"]))
        else:
            yield Group(say=tuple(map(str, group["say"])), mean=tuple(map(str, group["mean"])))


@lru_cache(maxsize=1)
def lay_words() -> tuple[Group, ...]:
    """The curated groups that every hub starts with."""
    if not LAY_WORDS.exists():
        return ()
    return tuple(groups_of(yaml.safe_load(LAY_WORDS.read_text("utf-8"))))
