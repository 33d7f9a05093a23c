"""The table of all English rules, and the reading of an English text with it."""

from __future__ import annotations

import re
from decimal import Decimal

from channels.speech import abbreviations, codes, english, english_moments, phone, web
from channels.speech.lexicon import ENGLISH
from channels.speech.normalise import plain_digits, say_left_over, settle
from channels.speech.scanner import Rule, followed_by, rule, scan

_N = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+[.,]\d+|\d+)"
)
_FREE = r"(?<![\w.,:/-])"
_END = r"(?![\w]|[.,:/-]\d)"

_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD"}
_WORDS = {"euro": "EUR", "euros": "EUR", "pounds": "GBP", "dollars": "USD"}

# (one, more)
_UNITS = {
    "%": ("percent", "percent"),
    "km²": ("square kilometre", "square kilometres"),
    "km2": ("square kilometre", "square kilometres"),
    "m²": ("square metre", "square metres"),
    "m2": ("square metre", "square metres"),
    "m³": ("cubic metre", "cubic metres"),
    "km/h": ("kilometre an hour", "kilometres an hour"),
    "km": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "m": ("metre", "metres"),
    "kg": ("kilo", "kilos"),
    "g": ("gram", "grams"),
    "l": ("litre", "litres"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "MB": ("megabyte", "megabytes"),
    "kB": ("kilobyte", "kilobytes"),
}
_ABBREVIATIONS = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "et cetera",
    "approx.": "approximately",
    "incl.": "including",
    "excl.": "excluding",
    "max.": "maximum",
    "min.": "minimum",
    "tel.": "telephone",
    "no.": "number",
    "art.": "article",
    "a.m.": "A M",
    "p.m.": "P M",
    "and/or": "and or",
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "vs.": "versus",
}
_ONLY_BEFORE_DIGITS = frozenset({"no.", "art.", "tel.", "max.", "min."})


def _money_value(written: str) -> Decimal:
    # Nobody writes tenths of cents with a full stop: € 1.250 is Dutch for one thousand two hundred and fifty.
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written):
        return Decimal(written.replace(".", ""))
    return english.value_of(written)


def _code(match: re.Match[str]) -> str:
    sign = match["sign"]
    return _SIGNS.get(sign) or _WORDS.get(sign, sign)


def _money(match: re.Match[str]) -> str:
    minus = "minus " if match["minus"] else ""
    if match["scale"]:
        name = {"EUR": "euros", "GBP": "pounds", "USD": "dollars"}[_code(match)]
        return f"{minus}{english.say_written(match['amount'])} {match['scale'].strip()} {name}"
    return minus + english.say_money(_money_value(match["amount"]), _code(match))


def _money_range(match: re.Match[str]) -> str:
    code = _code(match)
    low, high = (english.say_money(_money_value(match[end]), code) for end in ("low", "amount"))
    return f"{low} to {high}"


def _quantity(match: re.Match[str]) -> str:
    one, more = _UNITS[match["unit"]]
    minus = "minus " if match["minus"] else ""
    return f"{minus}{english.say_written(match['number'])} {one if match['number'] == '1' else more}"


def _ordinal(match: re.Match[str]) -> str:
    return english.ordinal(int(match["number"]))


def _multiple(match: re.Match[str]) -> str:
    return f"{english.say_written(match['number'])} times"


def _range(match: re.Match[str]) -> str:
    low, high = english.value_of(match["low"]), english.value_of(match["high"])
    between = "to" if low < high else "dash"
    return f"{english.say_written(match['low'])} {between} {english.say_written(match['high'])}"


def _number(match: re.Match[str]) -> str:
    return ("minus " if match["minus"] else "") + english.say_written(match["number"])


def _dotted(match: re.Match[str]) -> str:
    return " point ".join(english.whole(part) for part in match[0].split("."))


def _joined(match: re.Match[str]) -> str:
    runs = re.findall(r"\d+|[^\d]", match[0])
    return " ".join(english.whole(run) if run.isdecimal() else ENGLISH.signs[run] for run in runs)


def _article(match: re.Match[str]) -> str:
    noun = "section" if match["noun"] == "§" else match["noun"]
    runs = re.findall(r"\d+|[.:]|[a-z]+", match["number"])
    words = {".": "point", ":": "colon"}
    return f"{noun} " + " ".join(english.whole(run) if run.isdecimal() else words.get(run, run) for run in runs)


def _abbreviation(match: re.Match[str]) -> str | None:
    written = match[0] if match[0] in _ABBREVIATIONS else match[0].lower()
    if written in _ONLY_BEFORE_DIGITS and not followed_by(match, r":?\s*[\d(+]"):
        return None
    said = _ABBREVIATIONS[written]
    if match[0][0].isupper() and match[0][1:].islower():
        said = said[0].upper() + said[1:]
    return said + ("." if written.endswith(".") and followed_by(match, r"\s*$") else "")


def _spelled(match: re.Match[str]) -> str | None:
    known = abbreviations.is_spelled(match[0]) or not re.search("[AEIOUY]", match[0])
    return " ".join(match[0]) if known and not codes.is_roman(match[0]) else None


def _slash(match: re.Match[str]) -> str:
    """A slash between words offers a choice; anywhere else it is named."""
    return " or " if match.string[match.start() - 1].isalpha() else " slash "


_AMOUNT = rf"(?P<amount>{_N}|\d+,\d\d)(?:,-|,–|,=)?(?P<scale>\s(?:million|billion)\b)?"
_MINUS = r"(?P<minus>(?<![\w.,:/)%-])[-−](?=[\d€£$]))?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))

_MONEY: tuple[Rule, ...] = (
    rule(
        "money range",
        rf"(?P<sign>[€£$]|\bEUR\b)\s?(?P<low>{_N})\s?[-–—]\s?(?:[€£$]\s?)?(?P<amount>{_N})(?![\w])",
        _money_range,
    ),
    rule("money", rf"{_MINUS}(?P<sign>[€£$]|\b(?:EUR|GBP|USD)\b)\s?{_AMOUNT}", _money),
    rule("money before its unit", rf"{_MINUS}{_FREE}{_AMOUNT}\s(?P<sign>euros?|EUR|pounds|dollars)\b", _money),
)
_COUNTS: tuple[Rule, ...] = (
    rule("quantity", rf"{_MINUS}{_FREE}(?P<number>{_N})\s?(?P<unit>{_UNIT})(?![\w²³])", _quantity),
    rule("ordinal", r"(?<![\w.,:/])(?P<number>\d{1,6})(?:st|nd|rd|th)\b", _ordinal),
    rule("multiple", rf"{_FREE}(?P<number>{_N})\s?[x×](?!\w)", _multiple),
)
_NUMBERS: tuple[Rule, ...] = (
    rule("range", rf"{_FREE}(?P<low>{_N})\s?[-–—]\s?(?P<high>{_N})(?:(?=%)|{_END})", _range),
    rule("dotted", r"(?<![\w.])(?!\d{1,3}(?:\.\d{3}){1,6}(?!\d|\.\d))\d+(?:\.\d+){2,}(?!\w)", _dotted),
    rule("round the clock", r"(?<![\w/.-])24/7(?![\w/-])", lambda match: "twenty-four seven"),
    rule("joined", r"(?<!\w)\d+(?:[-/:]\d+)+(?!\w)", _joined),
    rule("number", rf"{_MINUS}(?P<number>{_N})", _number),
)
_WORDS_AND_SIGNS: tuple[Rule, ...] = (
    rule(
        "abbreviation",
        rf"(?<![\w./])(?:{'|'.join(map(re.escape, sorted(_ABBREVIATIONS, key=len, reverse=True)))})(?!\w)",
        _abbreviation,
        re.IGNORECASE,
    ),
    rule("spelled", r"(?<![\w.])[A-Z]{2,5}(?![\w]|\.\w)", _spelled),
    rule("and", r" ?& ?", lambda match: " and "),
    rule("percent sign", r" ?%", lambda match: " percent"),
    rule("plus", r"(?<=\w)\+(?=[\s,.;:)]|$)|(?<=\s)\+(?=\s)", lambda match: " plus"),
    rule("slash", r"(?<=\w) ?/ ?(?=\w)", _slash),
    rule("at", r"@", lambda match: " at "),
)

RULES: tuple[Rule, ...] = (
    *web.rules(ENGLISH),
    *codes.sign_rules(ENGLISH),
    rule(
        "article",
        r"\b(?P<noun>[Aa]rticles?|[Ss]ections?|[Pp]aragraphs?|[Cc]hapters?|[Vv]ersion|§)\s?(?P<number>\d+(?:[.:]\d+)*[a-z]?)(?!\w)",
        _article,
    ),
    rule("section sign", r"(?P<noun>§)\s?(?P<number>\d+(?:[.:]\d+)*[a-z]?)(?!\w)", _article),
    *english_moments.RULES,
    *_MONEY,
    *phone.rules(
        ENGLISH,
        alarm_before=r"(?:call|calling|called|dial|phone|ring|emergency number)",
        alarm_after=r"\s(?:immediately|at once)\b",
    ),
    *_COUNTS,
    *codes.mixed_rules(ENGLISH, english.whole),
    *_NUMBERS,
    *_WORDS_AND_SIGNS,
)


def _speak_once(text: str) -> str:
    return say_left_over(scan(plain_digits(text), RULES), ENGLISH)


def speak_english(text: str) -> str:
    """Write English text as it is said; see channels.speech.speak."""
    return settle(_speak_once, text)
