"""English dates and times in text, in English and in Dutch notation."""

from __future__ import annotations

import datetime
import re

from channels.speech import english
from channels.speech.dates import MONTHS as DUTCH_MONTHS
from channels.speech.scanner import Rule, followed_by, rule

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(english.MONTHS, start=1)}
_MONTH_NUMBERS |= {name[:3].lower(): number for number, name in enumerate(english.MONTHS, start=1)} | {"sept": 9}
_MONTH_NUMBERS |= {name: number for number, name in enumerate(DUTCH_MONTHS, start=1)}
# Without its capital "may" is a verb.
_NAMES = [re.sub("^may$", "(?-i:May)", name) for name in sorted(_MONTH_NUMBERS, key=len, reverse=True)]
_MONTH = "(?P<month>" + "|".join(_NAMES) + r")\b(?:\.(?=\s*[,;:)\d]|\s+(?-i:[a-z])))?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d|[.,:]\d)"
_FREE = r"(?<![\w.,:/-])"
_END = r"(?![\w]|[.,:/-]\d)"


def _date(match: re.Match[str]) -> str | None:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    name = english.MONTHS[_MONTH_NUMBERS[match["month"].lower()] - 1]
    before = match.string[max(0, match.start() - 4) : match.start()]
    article = "" if before.lower() == "the " else "the "
    said = f"{article}{english.ordinal(day)} of {name}"
    return f"{said} {english.year(int(match['year']))}" if match["year"] else said


def _days(match: re.Match[str]) -> str | None:
    first = int(match["first"])
    last = _date(match)
    return f"the {english.ordinal(first)} to {last}" if last and 1 <= first < int(match["day"]) else None


def _month_year(match: re.Match[str]) -> str:
    return f"{english.MONTHS[_MONTH_NUMBERS[match['month'].lower()] - 1]} {english.year(int(match['year']))}"


def _figures(match: re.Match[str]) -> str | None:
    """Day first, as everywhere in a Dutch municipality."""
    try:
        return english.say_date(datetime.date(int(match["year"]), int(match["month"]), int(match["day"])))
    except ValueError:
        return None


def _years(match: re.Match[str]) -> str | None:
    first, last = int(match["first"]), int(match["last"])
    return f"{english.year(first)} to {english.year(last)}" if first < last else None


def _hour(match: re.Match[str], hour: str, half: str | None) -> int:
    value = int(match[hour])
    if half and value <= 12:
        value = value % 12 + (12 if half.lower().startswith("p") else 0)
    return value


def _time(match: re.Match[str]) -> str | None:
    if int(match["hour"]) == 24 and int(match["minute"] or 0):
        return None
    half = match["half"]
    stop = "." if half and half.endswith(".") and followed_by(match, r"\s*$|\s+[A-Z]") else ""
    return english.clock(_hour(match, "hour", half), int(match["minute"] or 0)) + stop


def _time_range(match: re.Match[str]) -> str:
    between = match["between"].strip()
    begin = english.clock(_hour(match, "hour", match["half"]), int(match["minute"]))
    end = english.clock(_hour(match, "hour2", match["half"]), int(match["minute2"]))
    return f"{begin} {'to' if between in ('-', '–', '—') else between} {end}"


_HALF = r"(?:\s?(?P<half>[ap]m\b|[ap]\.m\.|[AP]M\b))"
_TIME = r"(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)"
_HOURS = r"(?:\s?(?:hours\b|hrs?\b|o'clock\b|uur\b))"

_DATES: tuple[Rule, ...] = (
    rule("ISO date", rf"{_FREE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])", _figures),
    rule(
        "numeric date",
        r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<year>\d{4})(?![\w/-])",
        _figures,
    ),
    rule(
        "day month",
        rf"{_FREE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?",
        _date,
        re.IGNORECASE,
    ),
    rule(
        "days of a month",
        rf"{_FREE}(?P<first>\d{{1,2}})\s?[-–]\s?(?P<day>\d{{1,2}})\s{_MONTH}(?:,?\s{_YEAR})?",
        _days,
        re.IGNORECASE,
    ),
    rule(
        "month day",
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[.,:]\d)(?:,?\s{_YEAR})?",
        _date,
        re.IGNORECASE,
    ),
    rule("month year", rf"\b{_MONTH}\s{_YEAR}", _month_year, re.IGNORECASE),
    rule("years", rf"{_FREE}(?P<first>(?:1[5-9]|20)\d\d)\s?[-–/]\s?(?P<last>(?:1[5-9]|20)\d\d){_END}", _years),
    rule(
        "named year",
        r"(?P<noun>\b(?:[Ii]n|[Ss]ince|[Yy]ear|[Ff]rom|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter)\s)(?P<year>1[89]\d\d|20\d\d)"
        r"(?!\w|[.,:]\d|\s(?:euro|%)|-)",
        lambda match: match["noun"] + english.year(int(match["year"])),
    ),
)
_TIMES: tuple[Rule, ...] = (
    rule(
        "time range",
        rf"{_FREE}{_TIME}(?P<between>\s?[-–—]\s?|\s(?:to|and|until)\s)(?P<hour2>[01]?\d|2[0-4])[.:](?P<minute2>[0-5]\d)"
        rf"(?:{_HALF}|{_HOURS})",
        _time_range,
    ),
    rule(
        "time range with colons",
        rf"{_FREE}{_TIME.replace('[.:]', ':')}(?P<between>\s?[-–—]\s?|\s(?:to|and|until)\s)"
        rf"(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)(?P<half>(?!))?{_END}",
        _time_range,
    ),
    rule("time with half", rf"{_FREE}(?P<hour>\d|1[0-2])(?:[.:](?P<minute>[0-5]\d))?{_HALF}", _time),
    rule("time", rf"{_FREE}{_TIME}{_HOURS}(?P<half>(?!))?", _time),
    rule("time with a colon", rf"{_FREE}{_TIME.replace('[.:]', ':')}(?P<half>(?!))?{_END}", _time),
    rule("time after at", rf"(?<=\bat ){_TIME}(?P<half>(?!))?{_END}", _time),
)

RULES: tuple[Rule, ...] = (*_DATES, *_TIMES)
