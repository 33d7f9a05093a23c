"""The engine within the hub: tantivy for words, numpy for vectors, SQLite for what documents are. Needs pip only.

A folder holds a generation: `words/` (tantivy) and `shelf.sqlite`. One process writes (a lock file sees to it); all
others read, and look before each query whether a commit was made since.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.documents import Document
from search.dutch import Analyser, analyser
from search.engines import Change, EngineAway, fields
from search.engines.lexical import lexical_query
from search.engines.reading import Reader
from search.engines.shelf import Shelf
from search.query import Card, Filters, Matches, Near, Query

_HEAP = 64_000_000


class Embedded:
    name = "embedded"

    def __init__(self, folder: Path, words: Analyser = analyser) -> None:
        self.folder, self.words = folder, words
        self._readers: dict[str, Reader] = {}
        self._lock = threading.Lock()

    # Generations -------------------------------------------------------------------------------

    def serving(self) -> str:
        try:
            name = (self.folder / "serving").read_text("utf-8").strip()
        except FileNotFoundError:
            raise EngineAway("there is no index yet; manage.py rebuild_search makes one") from None
        if not (self.folder / name / "shelf.sqlite").exists():
            raise EngineAway(f"the index {name} is gone; manage.py rebuild_search makes a new one")
        return name

    def generations(self) -> list[str]:
        return sorted(path.parent.name for path in self.folder.glob("*/shelf.sqlite"))

    def create(self) -> str:
        numbers = [int(name.removeprefix("g")) for name in self.generations()]
        name = f"g{max(numbers, default=0) + 1:06d}"
        (self.folder / name / "words").mkdir(parents=True)
        _open(self.folder / name / "words")
        Shelf(self.folder / name / "shelf.sqlite").close()
        return name

    def promote(self, generation: str) -> None:
        if generation not in self.generations():
            raise EngineAway(f"there is no index {generation}; there are {', '.join(self.generations()) or 'none'}")
        new = self.folder / f"serving.{os.getpid()}"
        new.write_text(generation, "utf-8")
        new.replace(self.folder / "serving")

    def drop(self, generation: str) -> None:
        with self._lock:
            self._readers.pop(generation, None)
        shutil.rmtree(self.folder / generation, ignore_errors=True)

    # Writing -----------------------------------------------------------------------------------

    @contextmanager
    def writing(self, generation: str, *, wait: bool = True) -> Iterator[None]:
        """The only writer of a generation, among all processes. Raises BlockingIOError with `wait=False`."""
        with (self.folder / f"{generation}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield

    def apply(self, generation: str, changes: Sequence[Change]) -> None:
        if generation not in self.generations():
            raise EngineAway(f"there is no index {generation}")
        with self.writing(generation):
            shelf = Shelf(self.folder / generation / "shelf.sqlite")
            try:
                self._apply(shelf, _open(self.folder / generation / "words"), changes)
            finally:
                shelf.close()

    def _apply(self, shelf: Shelf, index: tantivy.Index, changes: Sequence[Change]) -> None:
        newest: dict[str, Change] = {}
        for change in changes:
            if change.version >= newest.get(change.item, change).version:
                newest[change.item] = change
        known = shelf.versions(newest)
        due = [change for change in newest.values() if change.version >= known.get(change.item, -1)]
        if not due:
            return
        writer = index.writer(_HEAP, 1)
        for change in due:
            writer.delete_documents_by_term("item", change.item)
            for document in change.documents:
                writer.add_document(self._words_of(document))
        # Words first: where the process dies in between, the shelf still has the old version and all is done again.
        writer.commit()
        writer.wait_merging_threads()
        shelf.put(due)

    def _words_of(self, document: Document) -> tantivy.Document:
        made = tantivy.Document()
        for name, values in _terms(document).items():
            for value in values:
                made.add_text(name, value)
        for name, tokens in fields.tokens_of(document, self.words).items():
            if tokens:
                made.add_text(name, " ".join(tokens))
        made.add_integer("valid_from", _seconds(document.valid_from, 0))
        made.add_integer("valid_until", _seconds(document.valid_until, 2**40))
        return made

    def holds(self, generation: str) -> Mapping[str, tuple[int, frozenset[str]]]:
        shelf = Shelf(self.folder / generation / "shelf.sqlite")
        try:
            return shelf.holds()
        finally:
            shelf.close()

    # Reading -----------------------------------------------------------------------------------

    def reader(self) -> Reader:
        generation = self.serving()
        with self._lock:
            if generation not in self._readers:
                words = self.folder / generation / "words"
                self._readers = {
                    generation: Reader(_open(words), self.folder / generation / "shelf.sqlite", self.folder)
                }
            reader = self._readers[generation]
        reader.refresh()
        return reader

    def forget(self) -> None:
        """Read everything anew at the next query."""
        with self._lock:
            self._readers.clear()

    def matching(self, query: Query, limit: int) -> Matches:
        return self.reader().matching(lambda index: lexical_query(index.schema, query), limit)

    def nearest(self, vector: Sequence[float], filters: Filters, limit: int) -> list[Near]:
        return self.reader().nearest(vector, filters, limit)

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        return self.reader().cards(documents)


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in fields.TERMS:
        builder.add_text_field(name, stored=name == "id", tokenizer_name="raw", index_option="basic")
    for name in fields.TOKENS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("valid_from", "valid_until"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _open(folder: Path) -> tantivy.Index:
    return tantivy.Index(schema(), path=str(folder), reuse=True)


def _terms(document: Document) -> dict[str, tuple[str, ...]]:
    return {
        "id": (document.id,),
        "item": (document.item,),
        "language": (document.language,),
        "languages": document.languages,
        "served": document.served,
        "excluded": document.excluded,
        "audience": document.audience,
        "life_event": document.life_events,
    }


def _seconds(moment: object, otherwise: int) -> int:
    # Whole seconds would make a text found up to a second late.
    return int(moment.timestamp() * 1000) if moment is not None else otherwise * 1000  # type: ignore[attr-defined]
