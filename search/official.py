"""What a question may be about that nothing here answers: official names of products (UPL) beside what the index holds.

A near miss is the hard case of "is there an answer here": somebody asks a municipality for what municipalities do, and this
hub says nothing about it. The list of official names knows what there is. A name near which a text lies is served here; a
question that lies nearer to a name that is not is probably asked in vain. How much each nearness counts is fitted with the
rest of the confidence.

The names stand in one file in the engine's folder, which the worker makes and every process reads once it has changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone
from msgspec import Struct

from contenthub.models import UplName
from search import semantics
from search.dutch import analyser
from search.engines import Engine
from search.engines.mapping import fingerprint
from search.query import Filters

# Fewer names, such as those of the demo's own items, do not tell what else there is.
FEW = 300
# The cosine of a name and the nearest text from which on the name is served; fitted on the development set.
SERVED = 0.53
_LOOKED_AT = 5
AGAIN = dt.timedelta(hours=1)
# Nearness to the nearest name that is not served and to the nearest that is: as somebody would ask for it, and as a text
# about it would be called.
FEATURES = ("unserved_asked", "served_asked", "unserved_said", "served_said")


class Names(Struct, frozen=True):
    """Vectors of names as questions and as passages, a row each in the space of the index, and which are served."""

    asked: Any
    said: Any
    served: Any

    def near(self, question: np.ndarray) -> tuple[float, ...]:
        """In the order of FEATURES; cosines."""
        cosines = (self.asked @ question, self.said @ question)
        return tuple(
            float(one[which].max()) if which.any() else 0.0 for one in cosines for which in (~self.served, self.served)
        )


def near(folder: Path, question: np.ndarray) -> tuple[float, ...]:
    """In the order of FEATURES; nothing where the list was not imported, or the worker has not looked at it yet."""
    file = _file(folder)
    try:
        changed = file.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    names = _read(file, changed)
    return names.near(question) if names else ()


def refresh(engine: Engine, generation: str, told: Any = lambda number: None) -> bool:
    """Look at the names anew where that is due: another list, another index, or an hour later. Whether it was.

    `told` is called with the number of names after each batch. Raises EngineAway.
    """
    names = list(UplName.objects.filter(gone_since=None).order_by("pk").values_list("name", flat=True))
    file = _file(engine.folder)
    if len(names) < FEW or not semantics.available():
        there = file.exists()
        file.unlink(missing_ok=True)
        return there
    made_for = f"{generation} {fingerprint()} {semantics.fingerprint()}"
    listed = hashlib.sha256("\n".join(names).encode()).hexdigest()
    kept = _kept(file)
    if kept and kept["listed"] == listed and kept["made_for"] == made_for and _age(file) < AGAIN:
        return False
    same = kept and kept["listed"] == listed
    raw = (kept["asked"], kept["said"]) if same else semantics.names(names, told)
    said = semantics.space().placed(raw[1])
    served = np.array([_served(name, vector, engine) for name, vector in zip(names, said, strict=True)])
    _write(file, listed=listed, made_for=made_for, asked=raw[0], said=raw[1], served=served)
    return True


def _served(name: str, vector: np.ndarray, engine: Engine) -> bool:
    """Whether some text that serves everywhere lies near this name, or is called by all of its words."""
    here = Filters(municipality="", languages=(settings.LANGUAGE_CODE,), moment=timezone.now())
    found = engine.nearest(vector, here, _LOOKED_AT)
    if not found or found[0].best >= SERVED:
        return bool(found)
    wanted = set(analyser.stems(name))
    cards = engine.cards([one.document for one in found]).values()
    return any(wanted <= set(analyser.stems(" ".join((c.title, *c.phrasings, *c.keywords)))) for c in cards)


@lru_cache(maxsize=2)
def _read(file: Path, changed: int) -> Names | None:
    kept = _kept(file)
    if kept is None:
        return None
    space = semantics.space()
    return Names(asked=space.in_dutch(kept["asked"]), said=space.placed(kept["said"]), served=kept["served"])


def forget() -> None:
    """After the space was fitted anew."""
    _read.cache_clear()


def _file(folder: Path) -> Path:
    return folder / "official.npz"


def _age(file: Path) -> dt.timedelta:
    return dt.timedelta(seconds=timezone.now().timestamp() - file.stat().st_mtime)


def _kept(file: Path) -> dict[str, Any] | None:
    try:
        with np.load(file) as kept:
            return {
                "listed": str(kept["listed"]),
                "made_for": str(kept["made_for"]),
                "served": kept["served"],
                **{name: kept[name].astype(np.float32) for name in ("asked", "said")},
            }
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _write(file: Path, **kept: Any) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        np.savez(part, **{name: v.astype(np.float16) if name in ("asked", "said") else v for name, v in kept.items()})
    os.replace(part.name, file)
