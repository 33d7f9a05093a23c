"""Dutch amounts of money.

Cents below ten are said with their name ("twaalf euro en vijf cent"): "twaalf euro vijf" sounds like the
beginning of "twaalf euro vijftig".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from channels.speech import numbers
from channels.speech.scanner import Rule, followed_by, rule


@dataclass(frozen=True)
class Currency:
    """Units do not change in the plural in Dutch; `sign` is how the currency is written in text."""

    unit: str
    part: str
    sign: str


CURRENCIES = {
    "EUR": Currency("euro", "cent", "€"),
    "USD": Currency("dollar", "dollarcent", "$"),
    "GBP": Currency("pond", "pence", "£"),
    "CHF": Currency("frank", "rappen", ""),
}
_BY_SIGN = {currency.sign: code for code, currency in CURRENCIES.items() if currency.sign}

# What may follow an amount directly, as price lists write it.
_TAILS = {
    "p.p.p.n": "per persoon per nacht",
    "p.p": "per persoon",
    "p.m": "per maand",
    "p.j": "per jaar",
    "p.u": "per uur",
    "p.w": "per week",
    "p.st": "per stuk",
    "p/m": "per maand",
    "p/j": "per jaar",
    "p/u": "per uur",
    "p/w": "per week",
    "p/st": "per stuk",
    "/u": "per uur",
}


def currency_of(code: str) -> Currency:
    try:
        return CURRENCIES[code]
    except KeyError:
        raise ValueError(f"currency: {code!r} cannot be said; use one of {', '.join(CURRENCIES)}") from None


def say_money(amount: Decimal, currency: str = "EUR") -> str:
    """Say an amount: 86.85 is "zesentachtig euro vijfentachtig", 12.05 "twaalf euro en vijf cent".

    An amount with more than two decimals (a price per kilowatt hour) is said exactly, never rounded.
    Raises ValueError for an unknown currency and for NaN or infinity.
    """
    words = currency_of(currency)
    if not amount.is_finite():
        raise ValueError(f"amount: {amount} is no amount of money; give a finite decimal such as 86.85")
    minus = f"{numbers.MINUS} " if amount < 0 else ""
    # As text, because arithmetic would round an amount of more than 28 digits.
    units, _, behind = format(amount.copy_abs(), "f").partition(".")
    behind = behind.rstrip("0")
    if len(behind) > 2:
        return f"{minus}{numbers.say_written(f'{units},{behind}')} {words.unit}"
    rest = int(behind.ljust(2, "0"))
    whole = f"{numbers.of_digits(units)} {words.unit}"
    if not rest:
        return minus + whole
    if not units.strip("0"):
        return f"{minus}{numbers.cardinal(rest)} {words.part}"
    if rest < 10:
        return f"{minus}{whole} en {numbers.cardinal(rest)} {words.part}"
    return f"{minus}{whole} {numbers.cardinal(rest)}"


_SIGN = r"(?:€|\$|£|\b(?:EUR|USD|GBP|CHF)\b)"
_UNIT = r"(?:euro|euros|euro's|EUR|€|dollar|USD|pond|GBP|CHF)(?!\w)"
_AMOUNT = (
    r"(?:\d{1,3}(?:,\d{3}){1,6}\.\d{2}(?!\d)"  # 1,250.00: English, and cannot mean anything else
    r"|\d{1,3}(?:[. \u00a0\u202f\u2009]\d{3}){1,6}(?!\d)(?:,\d+)?"
    r"|\d+,\d+|\d+\.\d{2}(?!\d)|\d+)"
)
_EMPTY_CENTS = r"(?:,(?:--?|[–—=]))?"
_SCALE = r"(?P<scale>\s?(?:miljoen|miljard|mln|mld)\b\.?)?"
_TAIL = r"(?P<tail>\s?(?:" + "|".join(re.escape(tail) for tail in _TAILS) + r")(?!\w)\.?)?"
_PER = r"(?P<per>\s?/\s?(?=[a-zà-ÿ]{2}|m[²³]))?"
_SCALES = {"mln": "miljoen", "mld": "miljard"}


def _value(written: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d{2}", written):
        return Decimal(written.replace(",", ""))
    if re.fullmatch(r"\d+\.\d{2}", written):
        return Decimal(written)
    return numbers.parse(written)


def _amount(written: str, code: str, scale: str | None) -> str:
    if not scale:
        return say_money(_value(written), code)
    word = scale.strip().rstrip(".")
    return f"{numbers.say_written(written)} {_SCALES.get(word, word)} {CURRENCIES[code].unit}"


def _code(sign: str) -> str:
    return _BY_SIGN.get(sign, sign)


def _stop(match: re.Match[str], written: str) -> str:
    """The full stop of an abbreviation, where it is that of the sentence too."""
    closes = followed_by(match, r"\s*$|\s+[A-ZÀ-Ý]|\s*\n")
    return "." if written.endswith(".") and closes else ""


def _ending(match: re.Match[str]) -> str:
    tail = match["tail"]
    if tail:
        return f" {_TAILS[tail.strip().removesuffix('.')]}{_stop(match, tail)}"
    if match["per"]:
        return " per "
    return _stop(match, match["scale"] or "")


def _one(match: re.Match[str]) -> str:
    minus = f"{numbers.MINUS} " if match["minus"] or match["inner"] else ""
    return minus + _amount(match["amount"], _code(match["sign"]), match["scale"]) + _ending(match)


def _range(match: re.Match[str]) -> str:
    code = _code(match["sign"])
    scale = match["scale"]
    first = numbers.say_written(match["low"]) if scale else say_money(_value(match["low"]), code)
    return f"{first} tot {_amount(match['amount'], code, scale)}{_ending(match)}"


_UNIT_CODES = {"euro": "EUR", "euros": "EUR", "euro's": "EUR", "€": "EUR", "dollar": "USD", "pond": "GBP"}


def _suffixed(match: re.Match[str]) -> str:
    code = _UNIT_CODES.get(match["unit"], match["unit"])
    minus = f"{numbers.MINUS} " if match["minus"] else ""
    return minus + _amount(match["amount"], code, match["scale"]) + _ending(match)


_MINUS = r"(?P<minus>(?<![\w.,])[-−–])?"

RULES: tuple[Rule, ...] = (
    rule(
        "money range",
        rf"(?P<sign>{_SIGN})\s?(?P<low>{_AMOUNT}){_EMPTY_CENTS}\s?[-–—]\s?(?:{_SIGN}\s?)?"
        rf"(?P<amount>{_AMOUNT}){_EMPTY_CENTS}{_SCALE}{_TAIL}{_PER}",
        _range,
    ),
    rule(
        "money",
        rf"{_MINUS}(?P<sign>{_SIGN})\s?(?P<inner>[-−–]\s?)?(?P<amount>{_AMOUNT}){_EMPTY_CENTS}{_SCALE}{_TAIL}{_PER}",
        _one,
    ),
    rule(
        "money before its unit",
        rf"{_MINUS}(?<![\w.,:])(?P<amount>{_AMOUNT}){_EMPTY_CENTS}{_SCALE}\s?(?P<unit>{_UNIT}){_TAIL}{_PER}",
        _suffixed,
    ),
)
