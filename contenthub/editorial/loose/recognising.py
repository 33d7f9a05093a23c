"""Which values stand loose in a text while it is written, and which value of a fact each of them is.

What counts as loose is said in `channels.sameness.loose`, which the check of texts and the comparison of channels use too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from channels.sameness.extract import Claim, Placed
from channels.sameness.loose import loose_values, shows_itself
from channels.sameness.source import FACT
from contenthub.resolving.facts import FactValue, parse_value
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import DurationUnit, FactType

LinkAt = tuple[int, int, str]
_HARD_SPACE = "\N{NO-BREAK SPACE}"
_STREET = re.compile(
    r"(?P<street>(?:[A-ZÀ-Ý0-9][\w'’.-]*\s(?:(?:van|de|den|der|het|ten|ter|aan|op|in)\s)*){1,5})(?P<number>\d+(?:\s?[a-zA-Z]|-\d+|\s[IVX]+)?),?\s+\Z"
)
_BOX = re.compile(r"(?P<street>Postbus|Antwoordnummer)\s(?P<number>\d+),?\s+\Z", re.I)
_CITY = re.compile(r"[,\s]\s*(?P<city>['’]?[A-ZÀ-Ýs][\w'’-]*(?:\s(?:aan|op|bij|den|de|am|a/d)(?:\s(?:de|den|het))?\s?[A-ZÀ-Ý][\w-]*|\s[A-ZÀ-Ý][\w-]*)*)")


class Loose(Struct, frozen=True):
    """A loose value: `start` up to `end` in UTF-16 units, as a browser counts; `value` is plain JSON for its type."""

    start: int
    end: int
    text: str
    kind: Claim
    type: FactType
    value: Mapping[str, Any]

    def parsed(self) -> FactValue | None:
        """None where something is missing that only an editor can fill in."""
        try:
            return parse_value(self.type, self.value, self.text)
        except Refused:
            return None


def recognised(text: str, language: str, links: Iterable[LinkAt] = ()) -> tuple[Loose, ...]:
    """The loose values of one paragraph. FACT stands for each unit of a chip; `links` are places in UTF-16 units."""
    units = _Units(text)
    for start, end, href in links:
        begins, ends = units.point(start), units.point(end)
        if shows_itself(text[begins:ends], href):
            text = text[:begins] + FACT * (ends - begins) + text[ends:]
    plain = text.replace(_HARD_SPACE, " ")
    return tuple(_loose(text, plain, found, units, language) for found in loose_values(text, language))


def _loose(text: str, plain: str, found: Placed, units: _Units, language: str) -> Loose:
    start, end = found.start, found.end
    kind, canonical = found.find.readings[0]
    given: tuple[FactType, Mapping[str, Any]] | None
    if kind is Claim.ADDRESS:
        start, end, address = _address(plain, start, end)
        given = FactType.ADDRESS, address
    else:
        given = _value(kind, canonical, plain[start:end], language)
    fact_type, value = given or (FactType.TEXT, {"text": {language: text[start:end]}})
    return Loose(units.unit(start), units.unit(end), text[start:end], kind, fact_type, value)


def _value(kind: Claim, canonical: str, shown: str, language: str) -> tuple[FactType, Mapping[str, Any]] | None:
    first, _, rest = canonical.partition(" ")
    match kind:
        case Claim.MONEY:
            return FactType.MONEY, {"amount": rest, "currency": first}
        case Claim.DURATION if first.isdigit() and 0 < int(first) <= 10_000:
            return FactType.DURATION, {"amount": int(first), "unit": str(DurationUnit(rest))}
        case Claim.DATE if not canonical.startswith("--"):
            return FactType.DATE, {"date": canonical}
        case Claim.PHONE:
            return FactType.PHONE, {"number": shown}
        case Claim.EMAIL:
            return FactType.EMAIL, {"address": shown}
        case Claim.URL:
            return FactType.URL, {"url": shown if re.match("https?://", shown, re.I) else f"https://{shown}"}
        case Claim.PERCENTAGE:
            return FactType.NUMBER, {"value": canonical, "unit": {language: "%"}}
    return None


def _address(text: str, start: int, end: int) -> tuple[int, int, dict[str, str]]:
    """Street and number before a postcode and the town behind it, as far as they stand there."""
    value = {"street": "", "number": "", "postcode": text[start:end], "city": ""}
    if before := (_BOX.search(text, 0, start) or _STREET.search(text, 0, start)):
        value |= {"street": before["street"].strip(), "number": before["number"]}
        start = before.start()
    if after := _CITY.match(text, end):
        value["city"] = after["city"]
        end = after.end()
    return start, end, value


class _Units:
    """Places in a text as a browser counts them, where a sign outside the basic plane counts for two."""

    def __init__(self, text: str) -> None:
        self.begins: list[int] | None = None
        if any(ord(sign) > 0xFFFF for sign in text):
            self.begins = [0]
            for sign in text:
                self.begins.append(self.begins[-1] + 1 + (ord(sign) > 0xFFFF))

    def unit(self, point: int) -> int:
        return self.begins[point] if self.begins else point

    def point(self, unit: int) -> int:
        return next(at for at, begin in enumerate(self.begins) if begin >= unit or at == len(self.begins) - 1) if self.begins else unit
