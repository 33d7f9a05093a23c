"""Signs that are words when read aloud."""

from __future__ import annotations

import re

from channels.speech.scanner import Rule, rule

_SIGNS = {
    "&": "en",
    "%": "procent",
    "‰": "promille",
    "€": "euro",
    "£": "pond",
    "§": "paragraaf",
    "≥": "minstens",
    "≤": "hoogstens",
    "±": "ongeveer",
    "×": "keer",
    "°": "graden",
    "@": "apenstaartje",
}
_MEASURES = {"km²": "vierkante kilometer", "m²": "vierkante meter", "m³": "kubieke meter"}
_ASCII_MEASURES = {sign.translate(str.maketrans("²³", "23")): said for sign, said in _MEASURES.items()}
_PER = {
    "km": "kilometer",
    "m": "meter",
    "kg": "kilo",
    "kWh": "kilowattuur",
    "u": "uur",
    "mnd": "maand",
    "cm": "centimeter",
    "min": "minuut",
    "st": "stuk",
}
_LETTERS = r"[^\W\d_]"


def _spaced(said: str, match: re.Match[str]) -> str:
    """The word between spaces, without doubling those already there."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    left = " " if before and not before.isspace() and before not in "(“\"'" else ""
    right = " " if after.isalnum() or after == "€" else ""
    return f"{left}{said}{right}"


def _sign(match: re.Match[str]) -> str:
    return _spaced(_SIGNS[match[0]], match)


def _slash(match: re.Match[str]) -> str:
    """Between words a slash offers a choice (Onze Taal); anything else is named as it is written."""
    whole = re.search(rf"({_LETTERS}*)\.?$", match.string[max(0, match.start() - 40) : match.start()])
    following = re.match(rf"{_LETTERS}*", match.string[match.end() : match.end() + 40])
    if match.string[match.end() : match.end() + 1] in ("€", "£"):
        return " of "
    words = whole is not None and following is not None and len(whole[1]) > 1 and len(following[0]) > 1
    return " of " if words else " schuine streep "


PER_MEASURE = rule(
    "ascii measure after per",
    rf"(?<=\bper )(?:{'|'.join(_ASCII_MEASURES)})(?!\w)",
    lambda match: _ASCII_MEASURES[match[0]],
)
"""Written without a raised figure it looks like a code of a letter and a digit, so it comes before the codes."""

RULES: tuple[Rule, ...] = (
    rule("sign", "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)), _sign),
    rule("measure", r"(?<!\w)(?:" + "|".join(_MEASURES) + ")", lambda match: _MEASURES[match[0]]),
    rule("per measure", rf" ?/ ?(?=(?:{'|'.join(_MEASURES)}|kWh|persoon)(?!\w))", lambda match: " per "),
    rule("unit after per", rf"(?<=\bper )(?:{'|'.join(_PER)})(?![\w²³/])", lambda match: _PER[match[0]]),
    rule("slash between words", r"(?<=[\w.)]) ?/ ?(?=[\w(€£])", _slash),
    rule(
        "plus",
        r"(?<=\w)\+(?=[\s,.;:)]|$)|(?<=\s)\+(?=\s)|(?<![^\s(])\+(?=\d)",
        lambda match: _spaced("plus", match),
    ),
    rule("compared", r"[<>] ?(?=[\d€])", lambda match: "minder dan " if match[0][0] == "<" else "meer dan "),
    rule("equals", r"(?<=\s)=(?=\s)", lambda match: "is"),
)
