"""Numbers in running Dutch text: with a unit, as a range, rank, multiple or share, or on their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.speech import numbers
from channels.speech.lexicon import DUTCH
from channels.speech.scanner import Rule, followed_by, rule


@dataclass(frozen=True)
class Unit:
    """Most Dutch units stay singular after a number ("vijf kilometer"); `plural` is for those that do not."""

    one: str
    plural: str = ""

    def after(self, written: str) -> str:
        return self.one if not self.plural or written == "1" else self.plural


UNITS = {
    "%": Unit("procent"),
    "‰": Unit("promille"),
    "°C": Unit("graden Celsius"),
    "°": Unit("graden"),
    "km/u": Unit("kilometer per uur"),
    "km/h": Unit("kilometer per uur"),
    "m/s": Unit("meter per seconde"),
    "km²": Unit("vierkante kilometer"),
    "km2": Unit("vierkante kilometer"),
    "m²": Unit("vierkante meter"),
    "m2": Unit("vierkante meter"),
    "cm²": Unit("vierkante centimeter"),
    "cm2": Unit("vierkante centimeter"),
    "m³": Unit("kubieke meter"),
    "m3": Unit("kubieke meter"),
    "km": Unit("kilometer"),
    "hm": Unit("hectometer"),
    "m": Unit("meter"),
    "dm": Unit("decimeter"),
    "cm": Unit("centimeter"),
    "mm": Unit("millimeter"),
    "ha": Unit("hectare"),
    "kg": Unit("kilo"),
    "gr": Unit("gram"),
    "g": Unit("gram"),
    "mg": Unit("milligram"),
    "l": Unit("liter"),
    "dl": Unit("deciliter"),
    "cl": Unit("centiliter"),
    "ml": Unit("milliliter"),
    "kWh": Unit("kilowattuur"),
    "kW": Unit("kilowatt"),
    "GB": Unit("gigabyte"),
    "MB": Unit("megabyte"),
    "kB": Unit("kilobyte"),
    "KB": Unit("kilobyte"),
    "dB": Unit("decibel"),
    "dB(A)": Unit("decibel A"),
    "dpi": Unit("dots per inch"),
    "px": Unit("pixel", "pixels"),
    "mln": Unit("miljoen"),
    "mld": Unit("miljard"),
    "min": Unit("minuut", "minuten"),
    "sec": Unit("seconde", "seconden"),
    "mnd": Unit("maand", "maanden"),
    "wk": Unit("week", "weken"),
    "wkn": Unit("week", "weken"),
    "dgn": Unit("dag", "dagen"),
    "jr": Unit("jaar"),
    "st": Unit("stuk", "stuks"),
    "pp": Unit("per persoon"),
}
_DOTTED_UNITS = frozenset({"min", "sec", "mnd", "wk", "wkn", "dgn", "jr", "st", "mln", "mld", "gr"})
_ROUND_THE_CLOCK = "vierentwintig uur per dag, zeven dagen per week"
_SHARED = "deel|van|jaar|maand|week|dag|uur|liter|kilo|kilometer|meter|gedeelte|eigendom|fte"
_SHARES = {
    "1/2": "een half", "1/3": "een derde", "2/3": "twee derde", "1/4": "een kwart", "3/4": "driekwart",
    "1/5": "een vijfde", "2/5": "twee vijfde", "3/5": "drie vijfde", "4/5": "vier vijfde",
    "1/6": "een zesde", "5/6": "vijf zesde", "1/8": "een achtste", "1/10": "een tiende",
}  # fmt: skip
# (on its own, after a number and "en")
_VULGAR = {
    "½": ("een half", "een half"), "¼": ("een kwart", "een kwart"), "¾": ("driekwart", "driekwart"),
    "⅓": ("een derde", "een derde"), "⅔": ("twee derde", "twee derde"),
}  # fmt: skip

_N = numbers.WRITTEN
_FREE = r"(?<![\w.,:/])"
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_END = r"(?![\w²³]|[.,]\d)"
_DASH = r"\s?[-–—]\s?"


def _unit(match: re.Match[str], written: str) -> str:
    """The unit of the match; its full stop stays where it may be that of the sentence too."""
    said = UNITS[match["unit"]].after(written)
    if match["stop"] and (match["unit"] not in _DOTTED_UNITS or not followed_by(match, r"\s*[a-z\d,;:)/(-]")):
        said += "."
    return f"{said} per " if match["per"] else said


def _minus(match: re.Match[str]) -> str:
    return f"{numbers.MINUS} " if match["minus"] else ""


def _quantity(match: re.Match[str]) -> str:
    return f"{_minus(match)}{numbers.say_written(match['number'])} {_unit(match, match['number'])}"


def _dimensions(match: re.Match[str]) -> str:
    sides = [numbers.say_written(side) for side in re.findall(_N, match["sides"])]
    return f"{' bij '.join(sides)} {_unit(match, '2')}"


def _quantity_range(match: re.Match[str]) -> str:
    low, high = numbers.say_written(match["low"]), numbers.say_written(match["high"])
    return f"{low} tot {high} {_unit(match, match['high'])}"


def _range(match: re.Match[str]) -> str:
    low, high = match["low"], match["high"]
    coded = any(len(part) > 1 and part.startswith("0") for part in (low, high))
    first, last = numbers.say_written(low), numbers.say_written(high)
    if coded or numbers.parse(low) >= numbers.parse(high):
        return f"{first} {DUTCH.signs['-']} {last}"
    # "5-10 dagen" is up to ten days; "pagina 5-10" includes page ten.
    counted = followed_by(match, r"\s[a-zà-ÿ]")
    return f"{first} {'tot' if counted else 'tot en met'} {last}"


def _multiple(match: re.Match[str]) -> str:
    return f"{numbers.say_written(match['number'])} keer"


def _ordinal(match: re.Match[str]) -> str:
    return numbers.ordinal(int(match["number"]))


def _compound(match: re.Match[str]) -> str:
    """18-jarige is one word, "achttienjarige"; a hyphen stays where two vowels would meet."""
    said, tail = numbers.whole(match["number"]), match["tail"]
    clash = said[-1] in "aeiou" and tail[0] in "aeiou"
    return f"{said}{'-' if clash else ''}{tail}"


def _plus_people(match: re.Match[str]) -> str:
    return f"{numbers.whole(match['number'])}plusser{match['plural']}"


def _hours(match: re.Match[str]) -> str:
    return f"{numbers.whole(match['number'])} uur"


def _dotted(match: re.Match[str]) -> str:
    return numbers.dotted(match[0])


def _vulgar(match: re.Match[str]) -> str:
    alone, after = _VULGAR[match["sign"]]
    if not match["number"]:
        return alone
    if match["sign"] == "½" and match["number"] == "1":
        return "anderhalf"
    return f"{numbers.whole(match['number'])} en {after}"


def _slashed(match: re.Match[str]) -> str:
    written = match[0]
    # "groep 1/2" is two groups, "1/2 jaar" is half of one.
    if written in _SHARES and followed_by(match, rf"\s(?:{_SHARED})\b"):
        return _SHARES[written]
    return f" {DUTCH.signs['/']} ".join(numbers.whole(part) for part in written.split("/"))


def _list(match: re.Match[str]) -> str:
    parts = match[0].split(",")
    if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:
        return numbers.cardinal(int("".join(parts)))
    return ", ".join(map(numbers.whole, parts))


def _coloned(match: re.Match[str]) -> str:
    return f" {DUTCH.signs[':']} ".join(map(numbers.whole, match[0].split(":")))


def _hyphened(match: re.Match[str]) -> str:
    return f" {DUTCH.signs['-']} ".join(map(numbers.whole, match[0].split("-")))


def _number(match: re.Match[str]) -> str:
    return _minus(match) + numbers.say_written(match["number"])


_TAILS = (
    r"(?:jarig|daags|delig|voudig|urig|maandelijks|jaarlijks|wekelijks|weeks|maands|uurs|persoons|plussers?|kamer|gezins)"
    r"[a-z]*"
)
_SIGNED = r"(?P<minus>(?<![\w.,:/)%-])[-−](?=\d))?"
_STOP = r"(?P<stop>\.(?!\w))?"
_PER = r"(?P<per>\s?/\s?(?=[a-zà-ÿ]{2}|m[²³]))?"

QUANTITIES: tuple[Rule, ...] = (
    rule(
        "dimensions",
        rf"{_FREE}(?P<sides>{_N}(?:\s?[x×]\s?{_N}){{1,2}})\s?(?P<unit>{_UNIT}){_END}{_STOP}{_PER}",
        _dimensions,
    ),
    rule(
        "range with unit",
        rf"{_FREE}(?P<low>{_N})(?:\s?(?:{_UNIT}))?{_DASH}(?P<high>{_N})\s?(?P<unit>{_UNIT}){_END}{_STOP}{_PER}",
        _quantity_range,
    ),
    rule("quantity", rf"{_SIGNED}{_FREE}(?P<number>{_N})\s?(?P<unit>{_UNIT}){_END}{_STOP}{_PER}", _quantity),
    # "u" with a space before it is a person: only 24u is a unit.
    rule("hours", r"(?<![\w.,:/])(?P<number>\d{1,3})u(?!\w)", _hours),
    rule("vulgar fraction", r"(?<![\w.,])(?P<number>\d{0,6})\s?(?P<sign>[½¼¾⅓⅔])", _vulgar),
    rule("round the clock", r"(?<![\w.,:/-])24/7(?![\w/-])", lambda match: _ROUND_THE_CLOCK),
    rule(
        "plus people",
        r"(?<![\w.,:/-])(?P<number>\d{1,3})(?:\+|-?plus)['’]?s?er(?P<plural>s?)(?!\w)",
        _plus_people,
    ),
    rule("multiple", rf"{_FREE}(?P<number>{_N})\s?[x×](?![^\W\d])", _multiple),
    rule("ordinal", r"(?<![\w,:/])(?P<number>\d{1,6})(?:ste|de|e|ᵉ|ᵈᵉ)(?!\w)", _ordinal),
    rule("compound", rf"{_FREE}(?P<number>\d{{1,6}})-(?P<tail>{_TAILS})(?!\w)", _compound),
)

RULES: tuple[Rule, ...] = (
    rule("range", rf"(?<![\w.,:/-])(?P<low>{_N}){_DASH}(?P<high>{_N})(?![\w/-]|[.,:]\d)", _range),
    rule("slashed", r"(?<![\w.,:/-])\d+(?:/\d+)+(?![\w/-]|[.,:]\d)", _slashed),
    rule("list", r"(?<![\w.,])\d+(?:,\d+){2,}(?![\w.])", _list),
    rule("dotted", r"(?<![\w,.])(?!\d{1,3}(?:\.\d{3}){1,6}(?!\d|\.\d))\d+(?:\.\d+)+(?!\w)", _dotted),
    rule("coloned", r"(?<!\w)\d+(?::\d+)+(?!\w)", _coloned),
    rule("hyphened", r"(?<![\w-])\d+(?:-\d+)+(?![\w-])", _hyphened),
    rule("number", rf"{_SIGNED}(?P<number>{_N})", _number),
)
