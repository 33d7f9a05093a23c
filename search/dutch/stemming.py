"""Stems by Snowball's Dutch stemmer (Kraaij and Pohlmann), but for the words that it takes for others."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import Stemmer
import yaml

EXCEPTIONS = Path(__file__).with_name("stemmer_exceptions.yaml")
_stemmer = Stemmer.Stemmer("dutch")


@lru_cache(maxsize=1)
def exceptions() -> dict[str, str]:
    """Folded word to its stem, as curated: geboorte is not boor, gezin is not zin."""
    if not EXCEPTIONS.exists():
        return {}
    found = yaml.safe_load(EXCEPTIONS.read_text("utf-8")) or {}
    return {str(word): str(stem) for word, stem in found.items()}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded word; digits and very short words are their own."""
    if len(word) < 4 or not word.isalpha():
        return exceptions().get(word, word)
    known = exceptions().get(word)
    return known if known is not None else str(_stemmer.stemWord(word))
