"""How hard a Dutch text is to read: an indication, with the sentences that make it so.

Sources: W.H. Douma, De leesbaarheid van landbouwbladen (1960), which fits Flesch's formula to Dutch; how common a word is
comes from wordfreq (Speer, 2022), syllables from the hyphenation patterns of pyphen. The borders between levels are our own:
the national questions, which are written for B1, lie mostly in it, see docs/checks.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from contenthub.vocabulary import Grade

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PASSIVE = re.compile(r"\b(wordt|worden|werd|werden|geworden)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\b(?:\w{0,6}ge|be|ver|ont|her)\w{2,}(?:d|t|en)\b", re.IGNORECASE)
# Zipf scale: 3 is a word in a million, 6 one in a thousand.
RARE_BELOW, KNOWN_FROM = 3.0, 3.5
_LINKS = ("", "s", "e", "en")
# Of fewer, a formula says nothing.
FEWEST_WORDS = 40


_FROM = ((75.0, Grade.A2), (48.0, Grade.B1), (32.0, Grade.B2))


class Reading(Struct, frozen=True):
    """`flesch`: Flesch-Douma, 100 is very easy; `sentence`: words in one, on average; `rare` and `passive`: shares from 0
    to 1, of words and of sentences."""

    grade: Grade
    score: float
    flesch: float
    sentence: float
    rare: float
    passive: float
    words: int


def reading(sentences: Iterable[str]) -> Reading | None:
    """None where there is too little text."""
    several = [(sentence, found) for sentence in sentences if (found := words(sentence))]
    count = sum(len(found) for _, found in several)
    if count < FEWEST_WORDS:
        return None
    mean = count / len(several)
    syllables = sum(_syllables(word.lower()) for _, found in several for word in found) / count
    flesch = 206.83 - 0.93 * mean - 77 * syllables
    rare = sum(len(rare_words(sentence)) for sentence, _ in several) / count
    passive = sum(is_passive(sentence) for sentence, _ in several) / len(several)
    score = flesch - 100 * max(0.0, rare - 0.03) - 15 * passive
    grade = next((grade for least, grade in _FROM if score >= least), Grade.C1)
    return Reading(grade=grade, score=score, flesch=flesch, sentence=mean, rare=rare, passive=passive, words=count)


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def rare_words(sentence: str) -> list[str]:
    """Words that few people use; names, and compounds of words that everybody knows, are left out."""
    found = words(sentence)
    return [word for place, word in enumerate(found) if not (place and word[0].isupper()) and _is_rare(word.lower())]


def is_passive(sentence: str) -> bool:
    return bool(_PASSIVE.search(sentence) and _PARTICIPLE.search(sentence))


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return len(_patterns().positions(word)) + 1


@cache
def _patterns() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="nl_NL", left=1, right=1)


@lru_cache(maxsize=20_000)
def _is_rare(word: str) -> bool:
    return len(word) > 3 and _common(word) < RARE_BELOW and not _is_compound(word)


def _common(word: str) -> float:
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "nl"))


def _is_compound(word: str) -> bool:
    """Whether it is two words, each of at least four letters, that are common by themselves."""
    for cut in range(4, len(word) - 3):
        left, right = word[:cut], word[cut:]
        if _common(right) >= KNOWN_FROM and any(
            left.endswith(link) and len(left) - len(link) >= 4 and _common(left.removesuffix(link)) >= KNOWN_FROM
            for link in _LINKS
        ):
            return True
    return False
