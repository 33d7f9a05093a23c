"""Which words could be parts of compounds: `python -m search.dutch.propose_parts FILE…` prints them for an editor to choose.

A proposal is never taken by itself: what is chosen stands in compounds.yaml, and words that must not be split beside it.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

CURATED = Path(__file__).with_name("compounds.yaml")
LINKS = ("", "s", "e", "en", "n")
SHORTEST = 4


def words_of(texts: Iterable[str]) -> Counter[str]:
    """Folded words of at least four letters and how often each occurs; markup and placeholders are left out."""
    found: Counter[str] = Counter()
    for text in texts:
        plain = re.sub(r"\{\{.*?\}\}|<[^>]*>|&#?\w+;|https?://\S+", " ", text.casefold())
        folded = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        found.update(word for word in re.findall(r"[a-z]+", folded) if len(word) >= SHORTEST)
    return found


def proposals(words: Mapping[str, int]) -> dict[str, list[str]]:
    """Words that stand alone and also begin or end at least two others whose rest is a word too, with those others."""
    found: dict[str, set[str]] = defaultdict(set)
    for whole in words:
        for end in range(SHORTEST, len(whole) - SHORTEST + 1):
            head, tail = whole[:end], whole[end:]
            for link in LINKS:
                rest = tail.removeprefix(link)
                if tail.startswith(link) and len(rest) >= SHORTEST and head in words and rest in words:
                    found[head].add(whole)
                    found[rest].add(whole)
    return {part: sorted(wholes) for part, wholes in sorted(found.items()) if len(wholes) > 1}


def main(files: list[str]) -> None:
    curated = yaml.safe_load(CURATED.read_text("utf-8")) if CURATED.exists() else {}
    settled = set(curated.get("parts", ()))
    words = words_of(Path(file).read_text("utf-8") for file in files)
    for part, wholes in proposals(words).items():
        if part not in settled:
            sys.stdout.write(f"{part:24} {len(wholes):4}  {', '.join(wholes[:6])}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
