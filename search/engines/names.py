"""The words of titles, phrasings and keywords: what a word that nobody knows was probably meant to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.dutch import analyser

SHORTEST = 4


class Names:
    """Counted by document, so that a word is gone with the last document that has it. Nothing internal comes in here."""

    def __init__(self) -> None:
        self._of: dict[str, frozenset[str]] = {}
        self._count: Counter[str] = Counter()
        self._by_length: dict[int, list[str]] | None = None

    def add(self, document: str, names: Iterable[str]) -> None:
        words = frozenset(w for name in names for w in analyser.words(name) if len(w) >= SHORTEST and w.isalpha())
        self._of[document] = words
        self._count.update(words)
        self._by_length = None

    def take(self, document: str) -> None:
        for word in self._of.pop(document, ()):
            self._count[word] -= 1
            if not self._count[word]:
                del self._count[word]
        self._by_length = None

    def nearest(self, word: str) -> str:
        """One change away, two in a word of eight letters or more; of equally near ones the commonest."""
        most = 1 if len(word) < 8 else 2
        close = [other for length in range(len(word) - most, len(word) + most + 1) for other in self._of_length(length)]
        found = process.extract(word, close, scorer=OSA.distance, score_cutoff=most, limit=8)
        best = min(found, key=lambda hit: (hit[1], hit[0][0] != word[0], -self._count[hit[0]], hit[0]), default=None)
        return best[0] if best else ""

    def _of_length(self, length: int) -> list[str]:
        if self._by_length is None:
            by_length: dict[int, list[str]] = {}
            for word in sorted(self._count):
                by_length.setdefault(len(word), []).append(word)
            self._by_length = by_length
        return self._by_length.get(length, [])
