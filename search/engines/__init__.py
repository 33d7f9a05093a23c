"""The engines behind one small protocol. Which one serves is a setting; the rest of the room knows only this.

An engine holds generations of an index: one serves, a next one may be building, an old one is kept to go back to.
It analyses with `search.dutch` and takes vectors from `search.semantics`; it decides nothing about language or ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from search.documents import Document
from search.query import Beginning, Card, Filters, Matches, Near, Query


class EngineAway(Exception):
    """The engine cannot be reached or has no index. Reads and publishing go on without it."""


class Change(Struct, frozen=True):
    """All documents that an item has from now on; none is a tombstone. What has a higher version already stays."""

    item: str
    version: int
    documents: tuple[Document, ...] = ()


class Engine(Protocol):
    name: str
    # Vectors by the hash of their text, and what processes of one machine tell each other.
    folder: Path

    def serving(self) -> str:
        """The generation that answers. Raises EngineAway where there is none."""

    def generations(self) -> list[str]: ...

    def create(self) -> str:
        """A new, empty generation that does not serve yet."""

    def promote(self, generation: str) -> None:
        """From now on this one serves, in one step for every process."""

    def drop(self, generation: str) -> None: ...

    def apply(self, generation: str, changes: Sequence[Change]) -> None:
        """Replace the documents of these items. Doing it twice changes nothing; an older version changes nothing."""

    def add_vectors(self, generation: str, limit: int) -> int:
        """Compute and store the vectors of at most so many items that lack them; how many those were."""

    def working(self, role: str) -> AbstractContextManager[bool]:
        """Whether this process does this part of the work, for as long as this lasts."""

    def holds(self, generation: str) -> Mapping[str, tuple[int, frozenset[str]]]:
        """Version and digests of the documents of each item, to compare with the editions."""

    def matching(self, query: Query, limit: int) -> Matches:
        """Documents that share words with the query, best first."""

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        """The documents whose chunks lie nearest, each once, best first; empty where the engine has no vectors."""

    def beginning(self, asked: Beginning, limit: int) -> list[str]:
        """Documents with names (titles, phrasings, keywords) that have these words and one that begins like the last."""

    def known(self, words: Iterable[str]) -> frozenset[str]:
        """Those of these folded words that some public text says as they are."""

    def says(self, document: str, stems: Iterable[str]) -> frozenset[str]:
        """Those of these stems that a document's public texts have."""

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """ln(1 + N / (n + 0.5)) of each stem, where n of N documents have it in some public text."""

    def nearest_word(self, word: str) -> str:
        """The word of some name that was probably meant, or "" where none is near."""

    def cards(self, documents: Iterable[str]) -> dict[str, Card]: ...
