"""Words as they are compared: without capitals, accents and ligatures."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A word may have a hyphen, an apostrophe or a full stop within: id-kaart, auto's, b.s.n.
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_JOINTS = re.compile(r"[-'’.]")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case without diacritics: `Geünieerd` and `geunieerd` are one word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def pieces(word: str) -> tuple[str, ...]:
    """A folded word without its joints, first as one and then, where a part is a word of its own, in parts."""
    parts = [part for part in _JOINTS.split(word) if part]
    joined = "".join(parts)
    return (joined, *(part for part in parts if len(part) > 1)) if len(parts) > 1 else (joined,)
