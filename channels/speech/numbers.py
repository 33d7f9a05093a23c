"""Dutch numbers: cardinals, ordinals, years, decimals and runs of digits.

Spelling follows the Leidraad of the Woordenlijst (6.9): a space after "duizend" and around "miljoen".
num2words gives the words below a thousand; its years, thousands and negatives are not what people say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from num2words import num2words

from channels.speech.lexicon import DUTCH

MINUS = "min"
POINT = "punt"
COMMA = "komma"

_SCALES = ((10**12, "biljoen"), (10**9, "miljard"), (10**6, "miljoen"))
_LIMIT_DIGITS = 15
_LIMIT = 10**_LIMIT_DIGITS

WRITTEN = (
    r"(?:\d{1,3}(?:\.\d{3}){1,6}(?!\d)(?:,\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3}){1,6}(?!\d)(?:,\d+)?"
    r"|[1-9]\d{0,2}(?: 000){1,4}(?!\d)|\d+(?:,\d+)?)"
)
"""How a number is written in Dutch text: 1.250,50 or 12 500 (fixed space) or 10 000 or 2,5."""


@lru_cache(maxsize=2048)
def _below_thousand(number: int) -> str:
    if number == 1:
        return "één"
    return str(num2words(number, lang="nl")).replace("honderdéén", "honderdeen")


def cardinal(number: int) -> str:
    """Say a whole number: 1250 is "twaalfhonderdvijftig", 2026 "tweeduizend zesentwintig", -5 "min vijf".

    Numbers of sixteen digits and more are said digit by digit: nobody can hear them as an amount.
    """
    if number < 0:
        return f"{MINUS} {cardinal(-number)}"
    if number >= _LIMIT:
        return spell_run(str(number))
    if 1100 <= number < 2000:
        hundreds, rest = divmod(number, 100)
        return _below_thousand(hundreds) + "honderd" + (_below_thousand(rest).replace("één", "een") if rest else "")
    parts: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_below_thousand(count)} {name}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append("duizend" if thousands == 1 else f"{_below_thousand(thousands)}duizend")
    if rest or not parts:
        parts.append(_below_thousand(rest))
    return " ".join(parts)


def ordinal(number: int) -> str:
    """Say a rank: 1 is "eerste", 8 "achtste", 100 "honderdste", 1250 "twaalfhonderdvijftigste"."""
    if number < 0:
        return f"{MINUS} {ordinal(-number)}"
    if number == 0:
        return "nulde"
    if number >= _LIMIT:
        return spell_run(str(number))
    tail = number % 100 if 1100 <= number < 2000 else number % 1000
    if number < 1000:
        return str(num2words(number, lang="nl", to="ordinal"))
    if not tail:
        return cardinal(number) + "ste"
    glue = "" if 1100 <= number < 2000 else " "
    return f"{cardinal(number - tail)}{glue}{ordinal(tail)}"


def year(number: int) -> str:
    """Say a calendar year: 1985 is "negentienvijfentachtig", 1905 "negentienhonderdvijf", 2027 "tweeduizend
    zevenentwintig"."""
    century, rest = divmod(number, 100)
    if 1100 <= number < 2000 and rest >= 10:
        return _below_thousand(century) + _below_thousand(rest)
    return cardinal(number)


def spell(digits: str) -> str:
    return DUTCH.spell_digits(digits)


def spell_run(digits: str, size: int = 3) -> str:
    """Say digits one by one, with a pause after each `size`; a last group of one joins the one before."""
    groups = [digits[at : at + size] for at in range(0, len(digits), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return ", ".join(spell(group) for group in groups)


def of_digits(digits: str) -> str:
    """Say a run of digits as a number, however long it is."""
    return cardinal(int(digits)) if len(digits) <= _LIMIT_DIGITS else spell_run(digits)


def whole(digits: str) -> str:
    """Say written digits without separators.

    A number that starts with a zero is a code, and so is a long one that is not round: digit by digit.
    """
    if (len(digits) > 1 and digits[0] == "0") or (len(digits) >= 7 and not digits.endswith("000")):
        return spell_run(digits)
    return of_digits(digits)


def fraction(digits: str) -> str:
    """Say what stands behind the comma: "5" vijf, "25" vijfentwintig, "05" nul vijf, "125" één twee vijf."""
    if len(digits) <= 2 and digits[0] != "0":
        return cardinal(int(digits))
    return spell(digits)


def decimal(value: Decimal) -> str:
    """Say a decimal exactly as it stands, trailing zeros included.

    Raises ValueError for NaN and infinity.
    """
    if not value.is_finite():
        raise ValueError(f"value: {value} is no number that can be said; give a finite decimal such as 2.5")
    units, _, behind = format(value.copy_abs(), "f").partition(".")
    said = of_digits(units) + (f" {COMMA} {fraction(behind)}" if behind else "")
    return f"{MINUS} {said}" if value < 0 else said


def parse(written: str) -> Decimal:
    """The value of a number written the Dutch way (see WRITTEN)."""
    return Decimal(re.sub(r"[.\s]", "", written).replace(",", "."))


def say_written(written: str) -> str:
    """Say a number as written in Dutch: "1.250", "2,5", "0123", "12"."""
    units, _, behind = written.partition(",")
    grouped = re.sub(r"[.\s]", "", units)
    said = of_digits(grouped) if grouped != units else whole(grouped)
    return f"{said} {COMMA} {fraction(behind)}" if behind else said


def dotted(written: str) -> str:
    """Say a number of parts, as in articles and versions: 2.43 is "twee punt drieënveertig"."""
    return f" {POINT} ".join(whole(part) for part in written.split("."))
