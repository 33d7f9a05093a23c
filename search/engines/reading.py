"""How one process reads an embedded generation: documents and vectors in memory, brought up to date before a query."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from search.documents import Document
from search.engines.nearness import Nearness
from search.engines.shelf import Shelf
from search.query import Card, Filters, Match, Matches, Near


class Reader:
    def __init__(self, index: tantivy.Index, shelf: Path, folder: Path) -> None:
        self._index, self._shelf, self._folder = index, shelf, folder
        self._lock = threading.Lock()
        self._seen: Any = None
        self._turn = 0
        self._documents: dict[str, Document] = {}
        self._of_item: dict[str, list[str]] = {}
        self._nearness = Nearness(folder)

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
        for file in (self._shelf, self._shelf.with_name(self._shelf.name + "-wal")):
            try:
                told = file.stat()
                stamps.append((told.st_mtime_ns, told.st_size))
            except FileNotFoundError:
                stamps.append((0, 0))
        return tuple(stamps)

    def _put(self, items: list[str], documents: list[Document]) -> None:
        gone = [document for item in items for document in self._of_item.pop(item, ())]
        for one in gone:
            self._documents.pop(one, None)
        for document in documents:
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

    def documents(self) -> list[Document]:
        return list(self._documents.values())

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        found = {one: self._documents[one] for one in documents if one in self._documents}
        return {one: card_of(document) for one, document in found.items()}


def card_of(document: Document) -> Card:
    return Card(
        document=document.id,
        item=document.item,
        type=document.type,
        language=document.language,
        title=document.title,
        audience=document.audience,
        life_events=document.life_events,
        topics=document.topics,
    )
