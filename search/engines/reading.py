"""How one process reads an embedded generation: documents and vectors in memory, brought up to date before a query."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from search.documents import Document
from search.dutch import analyser
from search.engines import fields
from search.engines.names import Names
from search.engines.nearness import Nearness
from search.engines.shelf import Shelf
from search.query import Card, Filters, Match, Matches, Near


class Reader:
    def __init__(self, index: tantivy.Index, shelf: Path, folder: Path) -> None:
        self._index, self._shelf = index, shelf
        self._files = (str(shelf), f"{shelf}-wal")
        self._lock = threading.Lock()
        self._seen: Any = None
        self._turn = 0
        self._documents: dict[str, Document] = {}
        self._of_item: dict[str, list[str]] = {}
        self._nearness = Nearness(folder)
        self._names = Names()

    def refresh(self) -> None:
        """Take in what was written since; one look at the file's time where nothing was."""
        stamp = self._stamp()
        if stamp == self._seen:
            return
        with self._lock:
            if stamp == self._seen:
                return
            shelf = Shelf(self._shelf)
            try:
                turn, items, documents = shelf.since(self._turn)
            finally:
                shelf.close()
            self._index.reload()
            self._put(items, documents)
            self._turn, self._seen = turn, stamp

    def _stamp(self) -> Any:
        stamps = []
        for file in self._files:
            try:
                told = os.stat(file)
                stamps.append((told.st_mtime_ns, told.st_size))
            except FileNotFoundError:
                stamps.append((0, 0))
        return tuple(stamps)

    def _put(self, items: list[str], documents: list[Document]) -> None:
        gone = [document for item in items for document in self._of_item.pop(item, ())]
        for one in gone:
            self._documents.pop(one, None)
            self._names.take(one)
        for document in documents:
            self._names.add(document.id, (document.title, *document.phrasings, *document.keywords, *document.upls))
            self._documents[document.id] = document
            self._of_item.setdefault(document.item, []).append(document.id)
        self._nearness.put(gone, documents)

    def matching(self, query: Callable[[tantivy.Index], tantivy.Query], limit: int) -> Matches:
        searcher = self._index.searcher()
        result = searcher.search(query(self._index), limit)
        found = [(str(searcher.doc(address).get_first("id")), score) for score, address in result.hits]
        return Matches(total=result.count, found=tuple(Match(document=i, score=s) for i, s in found))

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        return self._nearness.nearest(vector, filters, limit)

    def names(self) -> Names:
        return self._names

    def known(self, words: Iterable[str]) -> frozenset[str]:
        """Those of these folded words that some text says; internal texts are not asked."""
        searcher = self._index.searcher()
        return frozenset(word for word in set(words) if any(searcher.doc_freq(field, word) for field in fields.WORDS))

    def says(self, document: str, stems: Iterable[str]) -> frozenset[str]:
        one = self._documents.get(document)
        if one is None:
            return frozenset()
        tokens = fields.tokens_of(one, analyser, public_only=True)
        return frozenset(stems) & {stem for field in fields.STEMS for stem in tokens[field]}

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        searcher = self._index.searcher()
        of = len(self._documents)
        counts = {stem: max(searcher.doc_freq(field, stem) for field in fields.STEMS) for stem in set(stems)}
        return {stem: math.log(1 + of / (count + 0.5)) for stem, count in counts.items()}

    def chunks(self) -> int:
        """How many vectors there are."""
        return self._nearness.size

    def documents(self) -> list[Document]:
        return list(self._documents.values())

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        found = {one: self._documents[one] for one in documents if one in self._documents}
        return {one: card_of(document, placed=self._nearness.has(one)) for one, document in found.items()}


def card_of(document: Document, *, placed: bool) -> Card:
    return Card(
        document=document.id,
        item=document.item,
        type=document.type,
        language=document.language,
        title=document.title,
        phrasings=document.phrasings,
        keywords=(*document.keywords, *document.upls),
        audience=document.audience,
        life_events=document.life_events,
        topics=document.topics,
        placed=placed,
    )
