"""The table of all Dutch rules, and the reading of a text with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from channels.speech import abbreviations, codes, counting, dates, money, phone, symbols, times, web
from channels.speech.lexicon import DUTCH, Lexicon
from channels.speech.scanner import Rule, scan

_WEB = web.rules(DUTCH)

# Of two rules that match at the same place the earlier one wins: the more particular form comes first.
RULES: tuple[Rule, ...] = (
    *_WEB,
    symbols.PER_MEASURE,
    *codes.RULES,
    *dates.RULES,
    *times.RULES,
    *money.RULES,
    *phone.DUTCH_RULES,
    *counting.QUANTITIES,
    *codes.MIXED,
    *counting.RULES,
    *abbreviations.RULES,
    *symbols.RULES,
)

# All that can match where there is no figure; most sentences have none, and this table is read much faster.
_WITHOUT_FIGURES: tuple[Rule, ...] = (
    *_WEB,
    dates.WEEKDAYS_TOGETHER,
    dates.DOTTED_WEEKDAY,
    *abbreviations.RULES,
    *symbols.RULES,
)

_ROUNDS = 4
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def plain_digits(text: str) -> str:
    """Write the decimal digits of any script as 0-9, so that every rule sees them."""
    if text.isascii():
        return text
    text = text.translate(_SUBSCRIPTS)
    return "".join(str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign for sign in text)


def say_left_over(text: str, lexicon: Lexicon) -> str:
    """Name digits that are no part of a number: the mark of a footnote, a digit in a circle."""
    if not any(sign.isdigit() for sign in text):
        return text
    said: list[str] = []
    after_digit = False
    for sign in text:
        digit = sign.isdigit()
        if said and said[-1].isalnum() and (digit or (after_digit and sign.isalnum())):
            said.append(" ")
        said.append(lexicon.digits[unicodedata.digit(sign) % 10] if digit else sign)
        after_digit = digit
    return "".join(said)


def settle(say: Callable[[str], str], text: str) -> str:
    """Say `text` until nothing changes, so that saying it once more changes nothing either.

    A second round matters only for text that is glued together ("6enz.").
    """
    for _ in range(_ROUNDS):
        said = say(text)
        if said == text:
            break
        text = said
    return text


def _speak_once(text: str) -> str:
    rules = RULES if any(sign.isnumeric() for sign in text) else _WITHOUT_FIGURES
    return say_left_over(scan(plain_digits(text), rules), DUTCH)


def speak_dutch(text: str) -> str:
    """Write Dutch text as it is said; see channels.speech.speak."""
    return settle(_speak_once, text)
