"""Dutch dates: day and month as people say them, years as years ("negentienvijfentachtig")."""

from __future__ import annotations

import datetime
import re

from channels.speech import numbers
from channels.speech.scanner import Rule, rule
from channels.speech.times import ISO_TIME, iso_time

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_SHORT = {
    "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)} | _SHORT

WEEKDAYS = {
    "ma": "maandag", "di": "dinsdag", "wo": "woensdag", "do": "donderdag",
    "vr": "vrijdag", "za": "zaterdag", "zo": "zondag",
}  # fmt: skip


def say_date(day: datetime.date) -> str:
    """Say a date: 2027-01-01 is "één januari tweeduizend zevenentwintig"."""
    return f"{numbers.cardinal(day.day)} {MONTHS[day.month - 1]} {numbers.year(day.year)}"


_MONTH = r"(?P<month>" + "|".join([*MONTHS, *sorted(_SHORT, key=len, reverse=True)]) + r")\b"
_DOT = r"(?P<dot>\.(?=\s*[,;:)\d]|\s+(?-i:[a-zà-ÿ])))?"
_YEAR = r"(?P<year>1\d{3}|2\d{3})(?![\d]|[.,:]\d)"


def _month(match: re.Match[str]) -> str:
    return MONTHS[_MONTH_NUMBERS[match["month"].lower()] - 1]


def _day_month(match: re.Match[str]) -> str | None:
    until = match["until"]
    if not 1 <= int(match["day"]) <= 31 or (until and int(until) > 31):
        return None
    day = numbers.cardinal(int(match["day"]))
    if until:
        day = f"{day} tot en met {numbers.cardinal(int(until))}"
    return f"{day} {_month(match)}" + (f" {numbers.year(int(match['year']))}" if match["year"] else "")


def _day_month_figures(match: re.Match[str]) -> str | None:
    """ "per 1-7" is a date; anywhere else 1-7 is a range."""
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{match['noun']}{numbers.cardinal(day)} {MONTHS[month - 1]}"


def _month_year(match: re.Match[str]) -> str:
    # The month keeps its own capital ("Januari 2027" opens a sentence).
    return f"{match['month'] if len(match['month']) > 4 else _month(match)} {numbers.year(int(match['year']))}"


def _numeric(match: re.Match[str]) -> str | None:
    day, month, written = int(match["day"]), int(match["month"]), match["year"]
    try:
        moment = datetime.date(int(written) if len(written) == 4 else 2000 + int(written), month, day)
    except ValueError:
        return None
    if len(written) == 2:
        # Which century is not written, so it is not said either.
        return f"{numbers.cardinal(day)} {MONTHS[month - 1]} {numbers.whole(written)}"
    return say_date(moment)


def _iso(match: re.Match[str]) -> str | None:
    try:
        moment = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    time = iso_time(match)
    return say_date(moment) + (f", {time}" if time else "")


def _years(match: re.Match[str]) -> str | None:
    first, written = int(match["first"]), match["last"]
    last = int(written) if len(written) == 4 else first + 1
    if not first < last or last % 100 != int(written[-2:]):
        return None
    # A school year or winter spans two calendar years; "tot en met" would make it two of them.
    span = match["span"] or len(written) == 2
    return f"{match['span'] or ''}{numbers.year(first)}{', ' if span else ' tot en met '}{numbers.year(last)}"


def _short_year(match: re.Match[str]) -> str:
    return numbers.whole(match["year"])


def _named_year(match: re.Match[str]) -> str:
    return f"{match['noun']}{numbers.year(int(match['year']))}"


def _weekday_name(short: str) -> str:
    name = WEEKDAYS[short.lower()]
    return name.capitalize() if short[0].isupper() else name


def _weekday(match: re.Match[str]) -> str:
    return _weekday_name(match["day"])


def _weekdays(match: re.Match[str]) -> str:
    said = re.sub(rf"\b({_DAYS})\b\.?", lambda day: _weekday_name(day[1]), match[0], flags=re.IGNORECASE)
    return re.sub(r"\s?[-–—]\s?|\st/m\s", " tot en met ", said).replace("/", " of ")


_DAYS = "|".join(WEEKDAYS)
_SPAN = r"(?:school|studie|cursus|winter)(?:jaar|seizoen)?|seizoen|winter"
# Words after which four digits can only be a year. "tot 1950" is left out: it may count as well, and the
# cardinal "negentienhonderdvijftig" is right for both.
_BEFORE_YEAR = (
    r"(?:[Ii]n|[Ss]inds|[Jj]aar|jaren|anno|[Ee]ind|[Bb]egin|medio|zomer|najaar|voorjaar|winter|bouwjaar|kalenderjaar|"
    r"belastingjaar|geboortejaar|per ultimo|[\w-]{0,40}(?:wet|besluit|regeling|verordening|tarieven))"
)

WEEKDAYS_TOGETHER = rule(
    "weekdays",
    rf"\b(?:{_DAYS})\b\.?"
    rf"(?:(?:\s?[-–—]\s?|\s(?:t/m|tot en met|en|of)\s|,\s|/)(?:{_DAYS})\b(?:\.(?=\s*(?-i:[a-z\d,;:(])))?)+",
    _weekdays,
    re.IGNORECASE,
)

# "zo tot" may be other words; with its full stop it is a day.
DOTTED_WEEKDAY = rule(
    "weekday with a full stop",
    rf"\b(?P<day>{_DAYS})\.(?=:?\s(?:van|vanaf|tot|om|t/m)\s\d{{1,2}}(?:[.:]\d\d|\suur)|:?\s(?:gesloten|open)\b)",
    _weekday,
    re.IGNORECASE,
)

RULES: tuple[Rule, ...] = (
    WEEKDAYS_TOGETHER,
    rule(
        "ISO date",
        rf"(?<![\w.,/-])(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]{ISO_TIME})?(?![\w/-]|[.,:]\d)",
        _iso,
    ),
    rule(
        "numeric date",
        r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<year>\d{4}|(?<!\.)\d\d)(?![\w/-]|[.,:]\d)",
        _numeric,
    ),
    rule(
        "day and month",
        rf"(?<![\w.,:/-])(?P<day>\d{{1,2}})(?:\s?[-–—]\s?(?P<until>\d{{1,2}}))?\s{_MONTH}{_DOT}(?:\s{_YEAR})?",
        _day_month,
        re.IGNORECASE,
    ),
    rule(
        "day and month in figures",
        r"(?P<noun>\b[Pp]er )(?P<day>\d{1,2})-(?P<month>\d{1,2})(?![\w/-]|[.,:]\d)",
        _day_month_figures,
    ),
    rule("month and year", rf"\b{_MONTH}{_DOT}\s{_YEAR}", _month_year, re.IGNORECASE),
    rule(
        "years",
        rf"(?P<span>\b(?:{_SPAN})\s)?(?<![\w.,/-])(?P<first>(?:1[5-9]|20)\d\d)\s?[-–—/]\s?(?P<last>(?:1[5-9]|20)\d\d|(?<=/)\d\d)"
        r"(?![\w/-]|[.,:]\d)",
        _years,
    ),
    rule("short year", r"(?<![\w'’])['’](?P<year>\d\d)(?![\w'’]|[.,:]\d)", _short_year),
    rule(
        "named year",
        rf"(?<![\w])(?P<noun>{_BEFORE_YEAR}\s)(?P<year>1[89]\d\d|20\d\d)(?![\w/%€-]|[.,:]\d|\s?(?:euro|EUR|€|%))",
        _named_year,
    ),
    rule(
        "weekday",
        rf"\b(?P<day>{_DAYS})\b\.?(?=:?\s\d{{1,2}}(?:[.:]\d\d|\s(?:{'|'.join(MONTHS)}|{'|'.join(_SHORT)})\b))",
        _weekday,
        re.IGNORECASE,
    ),
    DOTTED_WEEKDAY,
)
