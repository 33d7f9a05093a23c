"""What a text claims: every amount, date, time, duration, percentage, phone number, address and web address in it.

Each find carries all its readings ("9 uur" is a length of time or a time of day), in one canonical spelling, so that
€ 1.250,00 and 1250 euro are the same claim. Source of the forms: taaladvies.net, Leidraad 6 of the Woordenlijst.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from channels.phrases import base
from channels.sameness.numberwords import figures, figures_placed
from contenthub.vocabulary import DurationUnit


class Claim(StrEnum):
    """What kind of value a piece of text claims; NUMBER is every figure that is nothing else."""

    MONEY = "money"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    PERCENTAGE = "percentage"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"
    NUMBER = "number"


Reading = tuple[Claim, str]


class Find(Struct, frozen=True):
    """One claim in a text: what it says there, and the values it can mean, the likeliest first."""

    text: str
    readings: tuple[Reading, ...]

    @property
    def claim(self) -> Claim:
        return self.readings[0][0]


MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
}
_SHORT_MONTHS = {
    "jan": 1,
    "feb": 2,
    "febr": 2,
    "mrt": 3,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTH_NUMBER = {name: index for names in MONTHS.values() for index, name in enumerate(names, 1)} | _SHORT_MONTHS
_UNITS = {
    "minuut": DurationUnit.MINUTE,
    "minuten": DurationUnit.MINUTE,
    "minute": DurationUnit.MINUTE,
    "minutes": DurationUnit.MINUTE,
    "uur": DurationUnit.HOUR,
    "uren": DurationUnit.HOUR,
    "hour": DurationUnit.HOUR,
    "hours": DurationUnit.HOUR,
    "dag": DurationUnit.DAY,
    "dagen": DurationUnit.DAY,
    "day": DurationUnit.DAY,
    "days": DurationUnit.DAY,
    "werkdag": DurationUnit.WORKDAY,
    "werkdagen": DurationUnit.WORKDAY,
    "working day": DurationUnit.WORKDAY,
    "working days": DurationUnit.WORKDAY,
    "workday": DurationUnit.WORKDAY,
    "workdays": DurationUnit.WORKDAY,
    "business day": DurationUnit.WORKDAY,
    "business days": DurationUnit.WORKDAY,
    "week": DurationUnit.WEEK,
    "weken": DurationUnit.WEEK,
    "weeks": DurationUnit.WEEK,
    "maand": DurationUnit.MONTH,
    "maanden": DurationUnit.MONTH,
    "month": DurationUnit.MONTH,
    "months": DurationUnit.MONTH,
    "jaar": DurationUnit.YEAR,
    "jaren": DurationUnit.YEAR,
    "year": DurationUnit.YEAR,
    "years": DurationUnit.YEAR,
}
_CURRENCY = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "£": "GBP",
    "gbp": "GBP",
}

_GAP = r"[ \u00a0\u202f]"
_FIGURES = r"\d{1,3}(?:[.,\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,4})?"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBER, key=len, reverse=True))})\b\.?"
# A bracket belongs to an address only where it is closed within it.
_REST = r"(?:[^\s<>\"'()\[\]]|\([^\s<>\"'()\[\]]*\))"
_TLD = "nl|eu|com|org|net|info|gov|frl|amsterdam|example|be|nu|io"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_URL = re.compile(
    rf"https?://{_REST}+|\bwww\.{_REST}+|\b(?:[a-z0-9][a-z0-9-]*\.)+(?:{_TLD})\b(?:/{_REST}*)?",
    re.I,
)
_SCALE = rf"(?:{_GAP}(?P<scale>miljoen|miljard|million|billion)\b)?"
_SCALES = {"miljoen": 10**6, "million": 10**6, "miljard": 10**9, "billion": 10**9}
_MONEY_BEFORE = re.compile(
    rf"(?P<sign>€|US\$|\$|£|\b(?:EUR|USD|GBP)\b){_GAP}?(?P<amount>{_FIGURES})(?:,[-–—]+)?{_SCALE}",
    re.I,
)
_MONEY_AFTER = re.compile(
    rf"(?<![\w.,])(?P<amount>{_FIGURES})(?:,[-–—]+)?{_SCALE}{_GAP}?(?P<sign>€|euros?\b|EUR\b)"
    rf"(?:(?:{_GAP}en|{_GAP}and)?{_GAP}(?P<cents>\d{{1,2}})\b(?!{_GAP}?(?:{'|'.join(_UNITS)}|€|euro|%|procent|percent))"
    rf"(?![.,:]\d))?(?:{_GAP}cents?\b)?",
    re.I,
)
_CENTS = re.compile(rf"(?<![\w.,])(?P<cents>\d{{1,3}}){_GAP}(?:euro)?cents?\b", re.I)
_ISO_DATE = re.compile(
    r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])",
)
_NUMERIC_DATE = re.compile(
    r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<m>[-/.])(?P<month>\d{1,2})(?P=m)(?P<year>\d{4})(?![\w/-])",
)
_YEAR = rf"(?:,?{_GAP}(?P<year>\d{{4}})\b)?"
_WRITTEN_DATE = re.compile(
    rf"(?<![\w.,:])(?P<day>\d{{1,2}})(?:st|nd|rd|th|e)?{_GAP}(?:of{_GAP})?{_MONTH}{_YEAR}",
    re.I,
)
_AMERICAN_DATE = re.compile(rf"\b{_MONTH}{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}", re.I)
_PERCENT = re.compile(rf"(?<![\w.,])(?P<amount>{_FIGURES}){_GAP}?(?:%|procent\b|per{_GAP}?cent\b)", re.I)
_HALF = r"(?P<half>[ap]\.?m\b\.?)"
_TIME = re.compile(
    rf"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)(?:{_GAP}?{_HALF}|(?![\w%])(?![.,:]\d))",
    re.I,
)
_ENGLISH_HOUR = re.compile(rf"(?<![\w.,:])(?P<hour>1[0-2]|[1-9]){_GAP}?{_HALF}", re.I)
_UNIT = rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
_DURATION = re.compile(rf"(?<![\w.,:])(?P<amount>{_FIGURES})(?:{_GAP}|-){_UNIT}", re.I)
_POSTCODE = re.compile(rf"(?<![\w.,])(?P<digits>[1-9]\d{{3}}){_GAP}?(?P<letters>[A-Z]{{2}})\b")
_PHONE = re.compile(r"(?<![\w.,€+-])(?:\+|\(?0|14[ \u00a0]0)[\d()\- \u00a0]{1,20}\d(?!\w)(?![.,]\d)")
_NUMBER = re.compile(rf"(?<![\w.,:/-])(?:{_FIGURES})(?![\w])", re.I)
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
_CLAIMING = re.compile(r"\d|@|\w\.\w")
_LIST_NUMBER = re.compile(r"^[ \t]*(?:(?:-|\d{1,2}[.)]) +)*\d{1,2}[.)](?=\s|$)", re.M)


@lru_cache(maxsize=32_768)
def claims(text: str, language: str, known: tuple[str, ...] = (), *, counted: bool = False) -> tuple[Find, ...]:
    """All claims in a text, in reading order.

    `known` are phone numbers that count as one even where their form does not show it (`116 000`). Number words count
    where they make a claim ("zes weken"); on their own ("twee ouders") only if `counted`. Answer codes and list
    numbers are no claims.
    """
    plain = _plain(text)
    text = figures(plain, language)
    ordered = (find for _, find in _found(text, language, known))
    return tuple(find for find in ordered if counted or find.claim is not Claim.NUMBER or _typed(find.text, plain))


class Placed(Struct, frozen=True):
    """A claim, and where it stands in the text: from `start` up to `end`."""

    start: int
    end: int
    find: Find


def placed(text: str, language: str, known: tuple[str, ...] = ()) -> tuple[Placed, ...]:
    """The claims of a text that are values, not mere figures, each with its place in reading order."""
    whole, begins, ends = figures_placed(_plain(text), language)
    return tuple(
        Placed(begins[start], ends[start + len(find.text) - 1], find)
        for start, find in _found(whole, language, known)
        if find.claim is not Claim.NUMBER
    )


def _plain(text: str) -> str:
    return _blank(_LIST_NUMBER, _blank(_CODE, text))


def _found(text: str, language: str, known: tuple[str, ...] = ()) -> list[tuple[int, Find]]:
    if not _CLAIMING.search(text):
        return []
    found: list[tuple[int, Find]] = []
    for phone in known:
        digits = r"[ ()\-\u00a0]*".join(map(re.escape, re.sub(r"[ ()-]", "", phone)))
        pattern = re.compile(rf"(?<![\d+]){digits}(?!\d)")
        text = _take(pattern, text, lambda match: ((Claim.PHONE, phone_value(match[0])),), found)
    for pattern, read in _PATTERNS:
        text = _take(pattern, text, lambda match, read=read: read(match, language), found)  # type: ignore[misc]
    return sorted(found, key=lambda pair: pair[0])


def _typed(number: str, text: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text) is not None


def _take(
    pattern: re.Pattern[str],
    text: str,
    read: Callable[[re.Match[str]], tuple[Reading, ...]],
    found: list[tuple[int, Find]],
) -> str:
    """What a pattern finds is blanked out, so that no other pattern reads part of it again."""

    def once(match: re.Match[str]) -> str:
        readings = read(match)
        if not readings:
            return match[0]
        shown = match[0].strip().rstrip(".,;:")
        found.append((match.start() + match[0].index(shown), Find(text=shown, readings=readings)))
        return "\x00" * len(match[0])

    return pattern.sub(once, text)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def number(written: str, language: str) -> Decimal | None:
    """The value of a written number; the language decides where a mark could be either."""
    compact = re.sub(r"[\s\u202f\u00a0]", "", written)
    point = "." if base(language) == "en" else ","
    thousands = "," if point == "." else "."
    grouped = re.search(rf"{re.escape(thousands)}\d{{3}}\Z", compact)
    if compact.count(thousands) == 1 and point not in compact and not grouped:
        point, thousands = thousands, point
    try:
        return Decimal(compact.replace(thousands, "").replace(point, "."))
    except InvalidOperation:
        return None


def unit_words(unit: DurationUnit) -> tuple[str, ...]:
    """Every word for this unit of time, in both languages."""
    return tuple(word for word, meant in _UNITS.items() if meant is unit)


def plain_number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def money_value(amount: Decimal, currency: str = "EUR") -> str:
    return f"{currency} {amount:.2f}"


def duration_value(amount: Decimal, unit: DurationUnit) -> str:
    return f"{plain_number(amount)} {unit}"


def phone_value(written: str) -> str:
    """Digits only, the Dutch country code as a zero: +31 (0)20 123 45 67 is 0201234567."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", written))
    if re.match(r"\s*(\+|00)\s*31", written):
        return "0" + re.sub(r"\A(?:00)?31", "", digits)
    return digits


def url_value(written: str) -> str:
    """A web address without scheme, www and closing marks: what people take to be the same address."""
    bare = re.sub(r"\A(?:https?:)?//", "", written.strip().rstrip(".,;:!?"), flags=re.I)
    bare = re.sub(r"\Awww\.", "", bare, flags=re.I).rstrip("/")
    host, slash, rest = bare.partition("/")
    return host.lower() + slash + rest


@lru_cache(maxsize=32_768)
def words(text: str) -> str:
    """Lower case words with one space between: for comparing addresses and texts whatever the marks."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _money(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    amount = number(match["amount"], language)
    if amount is None:
        return ()
    amount *= _SCALES.get((match["scale"] or "").lower(), 1)
    cents = match.groupdict().get("cents")
    if cents and amount == amount.to_integral_value():
        amount += Decimal(cents) / 100
    return ((Claim.MONEY, money_value(amount, _CURRENCY[match["sign"].lower()])),)


def _cents(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    return ((Claim.MONEY, money_value(Decimal(match["cents"]) / 100)),)


def _date(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    month = match["month"].lower().rstrip(".")
    try:
        day = dt.date(
            int(match["year"] or 2000), int(month) if month.isdigit() else _MONTH_NUMBER[month], int(match["day"])
        )
    except ValueError:
        return ()
    return ((Claim.DATE, day.isoformat() if match["year"] else f"--{day:%m-%d}"),)


def _time(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    hour, minute, half = int(match["hour"]), match.groupdict().get("minute") or "00", match["half"]
    if half and half.lower().startswith("p") and hour < 12:
        hour += 12
    elif half and half.lower().startswith("a") and hour == 12:
        hour = 0
    clock: Reading = (Claim.TIME, f"{hour:02}:{minute}")
    return (clock,) if half else (clock, (Claim.NUMBER, plain_number(Decimal(f"{match['hour']}.{minute}"))))


def _percentage(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    amount = number(match["amount"], language)
    return ((Claim.PERCENTAGE, plain_number(amount)),) if amount is not None else ()


def _duration(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    amount = number(match["amount"], language)
    if amount is None:
        return ()
    unit = _UNITS[re.sub(_GAP, " ", match["unit"].lower())]
    readings: list[Reading] = [(Claim.DURATION, duration_value(amount, unit)), (Claim.NUMBER, plain_number(amount))]
    if match["unit"].lower() == "uur" and amount <= 24 and amount == amount.to_integral_value():
        readings.insert(1, (Claim.TIME, f"{int(amount):02}:00"))
    return tuple(readings)


def _address(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    """The postcode with what stands around it on the same spot; who compares decides how much of that must fit."""
    before, after = (
        match.string[max(0, match.start() - 80) : match.start()],
        match.string[match.end() : match.end() + 60],
    )
    spot = f"{words(before)}|{match['digits']}{match['letters']}|{words(after)}"
    return ((Claim.ADDRESS, spot),)


def _phone(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    digits = phone_value(match[0])
    plausible = 9 <= len(digits) <= 13 or re.fullmatch(r"0[89]00\d{4,7}|14\d{3,4}", digits)
    return ((Claim.PHONE, digits),) if plausible else ()


def _figure(match: re.Match[str], language: str) -> tuple[Reading, ...]:
    value = number(match[0], language)
    return ((Claim.NUMBER, plain_number(value)),) if value is not None else ()


_Reader = Callable[[re.Match[str], str], tuple[Reading, ...]]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_EMAIL, lambda match, _: ((Claim.EMAIL, match[0].lower().rstrip(".")),)),
    (_URL, lambda match, _: ((Claim.URL, url_value(match[0])),)),
    (_MONEY_BEFORE, _money),
    (_MONEY_AFTER, _money),
    (_CENTS, _cents),
    (_ISO_DATE, _date),
    (_NUMERIC_DATE, _date),
    (_WRITTEN_DATE, _date),
    (_AMERICAN_DATE, _date),
    (_PERCENT, _percentage),
    (_POSTCODE, _address),
    (_PHONE, _phone),
    (_TIME, _time),
    (_DURATION, _duration),
    (_ENGLISH_HOUR, _time),
    (_NUMBER, _figure),
)
