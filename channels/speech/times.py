"""Dutch times of day as agents say them, "half twee 's middags": the part of the day leaves no doubt."""

from __future__ import annotations

import datetime
import re

from channels.speech import numbers
from channels.speech.scanner import Rule, rule

# (first hour, what people say); from that hour until the next.
_PARTS = ((0, "'s nachts"), (5, "'s ochtends"), (12, "'s middags"), (18, "'s avonds"))


def _part(hour: int) -> str:
    return [name for first, name in _PARTS if hour >= first][-1]


def _clock(hour: int, minute: int) -> str:
    """The time on a dial of twelve hours; `minute` is a multiple of five."""
    this, following = numbers.cardinal((hour - 1) % 12 + 1), numbers.cardinal(hour % 12 + 1)
    if minute == 0:
        return f"{this} uur"
    if minute == 15:
        return f"kwart over {this}"
    if minute == 30:
        return f"half {following}"
    if minute == 45:
        return f"kwart voor {following}"
    if minute < 15:
        return f"{numbers.cardinal(minute)} over {this}"
    if minute < 30:
        return f"{numbers.cardinal(30 - minute)} voor half {following}"
    if minute < 45:
        return f"{numbers.cardinal(minute - 30)} over half {following}"
    return f"{numbers.cardinal(60 - minute)} voor {following}"


def clock(hour: int, minute: int, part: str | None = None) -> str:
    """Say hour 0-24 and minute; minutes that are no multiple of five are said as a timetable does.

    `part` replaces the part of the day that follows from the hour; "" leaves it out.
    """
    hour %= 24
    if minute % 5:
        return f"{numbers.cardinal(hour)} uur {numbers.cardinal(minute)}"
    part = _part(hour) if part is None else part
    return f"{_clock(hour, minute)} {part}".rstrip()


def say_time(value: datetime.time) -> str:
    """Say a time of day: 13:30 is "half twee 's middags", 13:37 "dertien uur zevenendertig"."""
    if not value.second:
        return clock(value.hour, value.minute)
    hour, minute, second = map(numbers.cardinal, (value.hour, value.minute, value.second))
    return f"{hour} uur {minute} en {second} {'seconde' if value.second == 1 else 'seconden'}"


ISO_TIME = r"(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"


def iso_time(match: re.Match[str]) -> str:
    """The time in a match of ISO_TIME, in the clock it was written in; "" when there is none."""
    return clock(int(match["hour"]), int(match["minute"])) if match["hour"] else ""


# "'s avonds om 9.00 uur", "woensdagavond om 8.00 uur": the part of the day has been said already.
_SAID_BEFORE = re.compile(
    r"(?:['’]s\s(?:ochtends|morgens|middags|avonds|nachts)|dag(?:ochtend|morgen|middag|avond|nacht)|"
    r"\b(?:in de|deze|die|elke|iedere)\s(?:ochtend|middag|avond|nacht))\s"
    r"(?:(?:om|vanaf|tot|rond|van|tussen)\s)?$",
    re.IGNORECASE,
)


def _said_before(match: re.Match[str]) -> bool:
    return _SAID_BEFORE.search(match.string, max(0, match.start() - 40), match.start()) is not None


def _single(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour == 24 and minute:
        return None
    part = match["part"]
    if part:
        # The writer said which part; a second one would be too much, or contradict.
        return f"{clock(hour, minute, '')}{part.replace('’', chr(39))}"
    return clock(hour, minute, "" if _said_before(match) else None)


def _range(match: re.Match[str]) -> str | None:
    begin = int(match["hour"]), int(match["minute"])
    end = int(match["hour2"]), int(match["minute2"])
    if (begin[0] == 24 and begin[1]) or (end[0] == 24 and end[1]):
        return None
    dash = match["between"].strip() in ("-", "–", "—")
    between = "tot" if dash else match["between"].strip().replace("t/m", "tot en met")
    opening = match["from"] or ("van " if dash else "")
    # One part of the day is enough for both ends, but only when both ends are said on the dial.
    once = _part(begin[0]) == _part(end[0] % 24) and 0 < begin[0] < end[0] < 24 and end[1] % 5 == 0
    before = _said_before(match)
    first = clock(*begin, part="" if once or before else None)
    return f"{opening}{first} {between} {clock(*end, part='' if once and before else None)}"


_DAYS = "ma|di|wo|do|vr|za|zo"
_AFTER_DAY = re.compile(
    rf"(?:dag(?:ochtend|middag|avond)?|\b(?:{_DAYS})\.?|uur(?:\sen|,|;)|\d\.\d\d\sen):?\s$", re.IGNORECASE
)


def _day_range(match: re.Match[str]) -> str | None:
    if not _AFTER_DAY.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    return _range(match)


_HOUR = r"(?:[01]?\d|2[0-4])"
_MINUTE = r"[0-5]\d"
_UUR = r"(?:\s?(?:uur\b|hrs?\b|h\b|u\b(?:\.(?=\s*[a-z,;:)]))?))"
_WORDS = r"['’]s\s(?:ochtends|morgens|middags|avonds|nachts)|in\sde\s(?:ochtend|middag|avond|nacht)"
_PART = rf"(?P<part>\s(?:{_WORDS})\b)?"
_START = r"(?<![\w.,:/+-])"
_END = r"(?![\w%€]|[.,:/-]\d)"
_BETWEEN = r"(?P<between>\s?[-–—]\s?|\s(?:tot en met|t/m|tot|en|of)\s)"
_ONE = rf"(?P<hour>{_HOUR})[.:](?P<minute>{_MINUTE})"
_OTHER = rf"(?P<hour2>{_HOUR})[.:](?P<minute2>{_MINUTE})"
_MORE_HOURS = (
    rf"(?:\sen|\sof|,|;|\s/)\s(?:(?:van|\w+dag|{_DAYS})\.?:?\s)?"
    rf"{_HOUR}\.{_MINUTE}\s?[-–—]\s?{_HOUR}\.{_MINUTE}\s?(?:uur|u\b)"
)
_FROM = r"(?P<from>\b(?:[Vv]an|[Tt]ussen)\s)?"

RULES: tuple[Rule, ...] = (
    rule("time range", rf"{_FROM}{_START}{_ONE}{_UUR}?{_BETWEEN}{_OTHER}{_UUR}", _range),
    rule(
        "time range with colons",
        rf"{_FROM}{_START}(?P<hour>{_HOUR}):(?P<minute>{_MINUTE}){_BETWEEN}"
        rf"(?P<hour2>{_HOUR}):(?P<minute2>{_MINUTE}){_END}",
        _range,
    ),
    # 9.00 with a dot is also how a version or a paragraph is written: only two times together count.
    rule("time range with dots", rf"(?P<from>\b(?:[Vv]an|[Tt]ussen)\s){_ONE}{_BETWEEN}{_OTHER}{_END}", _range),
    # Opening hours: "ma 9.00-12.00 en 13.00-17.00 uur", "maandag 9.00-12.00".
    rule(
        "opening hours",
        rf"{_FROM}{_START}{_ONE}(?P<between>\s?[-–—]\s?){_OTHER}{_END}(?={_MORE_HOURS})",
        _range,
    ),
    rule("opening hours of a day", rf"{_FROM}{_START}{_ONE}(?P<between>\s?[-–—]\s?){_OTHER}{_END}", _day_range),
    rule("time", rf"{_START}{_ONE}{_UUR}{_PART}", _single),
    rule("time in Flemish", rf"{_START}(?P<hour>{_HOUR})[uh](?P<minute>{_MINUTE})\b{_PART}", _single),
    rule("time with a colon", rf"{_START}(?P<hour>{_HOUR}):(?P<minute>{_MINUTE}){_END}{_PART}", _single),
    rule(
        "time after its preposition",
        rf"(?:(?<=\bom )|(?<=\bOm )|(?<=\brond )|(?<=\bvanaf )|(?<=\bVanaf )|(?<=\btot )){_ONE}{_END}{_PART}",
        _single,
    ),
)
