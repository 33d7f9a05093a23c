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

from search import semantics
from search.documents import Document
from search.dutch import Analyser, analyser
from search.engines import Change, EngineAway, fields
from search.engines.lexical import beginning_query, lexical_query
from search.engines.mapping import fingerprint
from search.engines.reading import Reader
from search.engines.shelf import Shelf
from search.query import Beginning, Card, Filters, Matches, Near, Query
from search.semantics import Vectors

_HEAP = 64_000_000


class Embedded:
    name = "embedded"

    def __init__(self, folder: Path, words: Analyser = analyser) -> None:
        self.folder, self.words = folder, words
        self._readers: dict[str, Reader] = {}
        self._lock = threading.Lock()
        self._made: dict[str, str] = {}
        # Text, since a query looks at it seven times and a Path takes ten times as long.
        self._told = str(folder / "serving")
        self._serves: tuple[tuple[int, int], str, str] | None = None

    # Generations -------------------------------------------------------------------------------

    def serving(self) -> str:
        try:
            told = os.stat(self._told)
        except FileNotFoundError:
            raise EngineAway("there is no index yet; manage.py rebuild_search makes one") from None
        stamp = (told.st_mtime_ns, told.st_ino)
        if self._serves is None or self._serves[0] != stamp:
            name = (self.folder / "serving").read_text("utf-8").strip()
            self._serves = (stamp, name, str(self.folder / name / "shelf.sqlite"))
        _, name, shelf = self._serves
        if not os.path.exists(shelf):
            raise EngineAway(f"the index {name} is gone; manage.py rebuild_search makes a new one")
        if self._made_by(name) != fingerprint():
            raise EngineAway(f"the index {name} was made by another version; manage.py rebuild_search makes a new one")
        return name

    def generations(self) -> list[str]:
        return sorted(path.parent.name for path in self.folder.glob("*/shelf.sqlite"))

    def _made_by(self, generation: str) -> str:
        if generation not in self._made:
            file = self.folder / generation / "made-by"
            self._made[generation] = file.read_text("utf-8") if file.exists() else ""
        return self._made[generation]

    def create(self) -> str:
        numbers = [int(name.removeprefix("g")) for name in self.generations()]
        name = f"g{max(numbers, default=0) + 1:06d}"
        (self.folder / name / "words").mkdir(parents=True)
        _open(self.folder / name / "words")
        (self.folder / name / "made-by").write_text(fingerprint(), "utf-8")
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
        (self.folder / f"{generation}.lock").unlink(missing_ok=True)

    # Writing -----------------------------------------------------------------------------------

    @contextmanager
    def writing(self, generation: str) -> Iterator[None]:
        """The only writer of a generation, among all processes."""
        with (self.folder / f"{generation}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def working(self, role: str) -> Iterator[bool]:
        """Whether this process is the one that does this part of the work, for as long as this lasts."""
        with (self.folder / f"worker-{role}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

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

    def add_vectors(self, generation: str, limit: int = 4) -> int:
        if not semantics.available():
            return 0
        shelf = Shelf(self.folder / generation / "shelf.sqlite")
        try:
            lacking = shelf.without_vectors(limit)
            if lacking:
                wanted = (p for documents in lacking.values() for d in documents for p in semantics.passages(d))
                Vectors(self.folder).ensure(wanted)
                # An item that was written in the meantime lacks them again, and comes back.
                shelf.have_vectors(lacking)
            return len(lacking)
        finally:
            shelf.close()

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

    def beginning(self, asked: Beginning, limit: int) -> list[str]:
        reader = self.reader()
        found = reader.matching(lambda index: beginning_query(index.schema, asked), limit)
        return [match.document for match in found.found]

    def known(self, words: Iterable[str]) -> frozenset[str]:
        return self.reader().known(words)

    def says(self, document: str, stems: Iterable[str]) -> frozenset[str]:
        return self.reader().says(document, stems)

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        return self.reader().rarity(stems)

    def nearest_word(self, word: str) -> str:
        return self.reader().names().nearest(word)

    def cards(self, documents: Iterable[str]) -> dict[str, Card]:
        return self.reader().cards(documents)


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in fields.TERMS:
        builder.add_text_field(name, stored=name == "id", tokenizer_name="raw", index_option="basic")
    for name in fields.TOKENS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in fields.MOMENTS:
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
