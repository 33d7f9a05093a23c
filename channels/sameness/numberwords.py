"""Number words back to figures, so that what is said can be held against what is written.

Deliberately not built on the speech normaliser: what checks may not share its mistakes. Dutch writes a number in one
word up to a thousand and may put spaces after `duizend` and `miljoen` (Woordenlijst Nederlandse Taal, leidraad 6.9).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_DUTCH_SMALL = {
    "nul": 0,
    "een": 1,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "dertien": 13,
    "veertien": 14,
    "vijftien": 15,
    "zestien": 16,
    "zeventien": 17,
    "achttien": 18,
    "negentien": 19,
}
_DUTCH_TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}
_ENGLISH_SMALL = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_ENGLISH_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_DUTCH_SCALES = (
    ("biljoen", 10**12),
    ("miljard", 10**9),
    ("miljoen", 10**6),
    ("duizend", 1000),
    ("honderd", 100),
)
_DUTCH_LONG_SCALES = {"miljoen": 10**6, "miljard": 10**9, "biljoen": 10**12}
_ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_POINT = {"nl": "komma", "en": "point"}
_FRACTIONS = {"nl": {"anderhalf": "1,5", "anderhalve": "1,5"}, "en": {}}
_ENGLISH_AND = re.compile(
    rf"\b(hundred|thousand|million|billion|trillion) and (?=(?:{'|'.join([*_ENGLISH_SMALL, *_ENGLISH_TENS])})\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=4096)
def figures(text: str, language: str) -> str:
    """The text with every number word as a figure: `zesentachtig euro vijfentachtig` → `86 euro 85`.

    The Dutch article `een` stays a word, the numeral `één` becomes 1; ordinals (`eerste`) stay words.
    """
    base = _base(language)
    if base == "en":
        text = _ENGLISH_AND.sub(r"\1 ", text)
    return _decimals("".join(piece.written for piece in _pieces(text, base)), base)


def figures_placed(text: str, language: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """As `figures`, with for each character where what it stands for begins and ends in the text itself.

    A number in words that has an `and` or a decimal mark in it stays in words: it would lose its place.
    """
    base = _base(language)
    pieces = tuple(_pieces(text, base))
    whole = "".join(piece.written for piece in pieces)
    if _decimals(whole, base) != whole or (base == "en" and _ENGLISH_AND.search(text)):
        return text, tuple(range(len(text))), tuple(range(1, len(text) + 1))
    begins: list[int] = []
    ends: list[int] = []
    for piece in pieces:
        copied = piece.written == text[piece.start : piece.end]
        for at in range(len(piece.written)):
            begins.append(piece.start + at if copied else piece.start)
            ends.append(piece.start + at + 1 if copied else piece.end)
    return whole, tuple(begins), tuple(ends)


class _Piece(NamedTuple):
    written: str
    start: int
    end: int


def _pieces(text: str, base: str) -> Iterator[_Piece]:
    """The text in pieces, in order: as it stands, or a number word as a figure."""
    pending: list[tuple[int, int, str]] = []
    position = 0
    for match in _WORD.finditer(text):
        gap = text[position : match.start()]
        word = match[0]
        number = is_number_word(word, base) and (pending or not _scales_figures(word, text[: match.start()]))
        joins = number and pending and gap.strip(" \N{NO-BREAK SPACE}") == "" and _joins(pending[-1][2], word, base)
        if pending and not joins:
            yield _numeral_piece(pending, base)
            pending = []
        if not joins:
            yield _Piece(gap, position, match.start())
        if number:
            pending.append((match.start(), match.end(), word))
        else:
            yield _Piece(_FRACTIONS[base].get(word.lower(), word), match.start(), match.end())
        position = match.end()
    if pending:
        yield _numeral_piece(pending, base)
    yield _Piece(text[position:], position, len(text))


def _numeral_piece(pending: list[tuple[int, int, str]], base: str) -> _Piece:
    return _Piece(_numeral([word for _, _, word in pending], base), pending[0][0], pending[-1][1])


def _base(language: str) -> str:
    return "en" if language.startswith("en") else "nl"


def _scales_figures(word: str, before: str) -> bool:
    """`1,5 miljoen` is a figure already; its scale stays a word."""
    scales = word.lower() in _DUTCH_LONG_SCALES or word.lower() in _ENGLISH_SCALES
    return scales and before[-2:-1].isdigit() and before[-1:].isspace()


@lru_cache(maxsize=16384)
def is_number_word(word: str, language: str) -> bool:
    if language == "en":
        return all(
            part in _ENGLISH_SMALL or part in _ENGLISH_TENS or part in _ENGLISH_SCALES
            for part in word.lower().split("-")
        )
    return word.lower() != "een" and _dutch(_plain(word)) is not None


def _numeral(words: list[str], language: str) -> str:
    return str(_english(words) if language == "en" else _dutch_phrase(words))


def _joins(before: str, after: str, language: str) -> bool:
    """Whether two number words with only a space between them are one number."""
    if language == "en":
        left, right = before.lower().split("-")[-1], after.lower().split("-")[0]
        return right in _ENGLISH_SCALES or left in _ENGLISH_SCALES
    left_value, right_value = _dutch(_plain(before)) or 0, _dutch(_plain(after)) or 0
    if right_value in _DUTCH_LONG_SCALES.values() and _plain(after) in _DUTCH_LONG_SCALES:
        return left_value < 1000
    return left_value >= 1000 and left_value % 1000 == 0 and 0 < right_value < left_value


def _dutch_phrase(words: list[str]) -> int:
    """Words with spaces between: `twee miljoen driehonderdduizend vijf`."""
    total = current = 0
    for word in map(_plain, words):
        if word in _DUTCH_LONG_SCALES:
            total, current = total + (current or 1) * _DUTCH_LONG_SCALES[word], 0
        else:
            current += _dutch(word) or 0
    return total + current


@lru_cache(maxsize=4096)
def _dutch(word: str) -> int | None:
    """The value of one Dutch number word, or None where it is none."""
    if word in _DUTCH_SMALL:
        return _DUTCH_SMALL[word]
    if word in _DUTCH_TENS:
        return _DUTCH_TENS[word]
    for scale, value in _DUTCH_SCALES:
        head, found, tail = word.partition(scale)
        if found:
            times = _dutch(head) if head else 1
            rest = _dutch(tail.removeprefix("en") if len(tail) > 2 else tail) if tail else 0
            if times is None or rest is None or not 0 < times < value * 10 or rest >= value:
                return None
            return times * value + rest
    for ten, value in _DUTCH_TENS.items():
        if word.endswith(f"en{ten}"):
            unit = _DUTCH_SMALL.get(word.removesuffix(f"en{ten}"))
            if unit is not None and 0 < unit < 10:
                return value + unit
    return _dutch_year(word)


def _dutch_year(word: str) -> int | None:
    """Years are said in two halves: `negentienvijfentachtig`."""
    for century, value in _DUTCH_SMALL.items():
        rest = _dutch(word.removeprefix(century)) if value > 10 and word.startswith(century) else None
        if rest is not None and 10 <= rest < 100:
            return 100 * value + rest
    return None


def _english(words: list[str]) -> int:
    total = current = 0
    for part in "-".join(words).lower().split("-"):
        if part == "hundred":
            current = (current or 1) * 100
        elif part in _ENGLISH_SCALES:
            total, current = total + (current or 1) * _ENGLISH_SCALES[part], 0
        else:
            current += _ENGLISH_SMALL.get(part, 0) + _ENGLISH_TENS.get(part, 0)
    return total + current


def _decimals(text: str, language: str) -> str:
    mark = "." if language == "en" else ","

    def joined(match: re.Match[str]) -> str:
        return f"{match[1]}{mark}{match[2].replace(' ', '')}"

    return re.sub(rf"\b(\d+) {_POINT[language]} (\d+(?: \d)*)\b", joined, text)


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    """Without accents and hyphens: `drieëntwintig` and `één` are spelled with them, `drieentwintig` is meant too."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("-", "")
