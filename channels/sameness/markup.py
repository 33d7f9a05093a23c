"""HTML read back: the text per section, and the values that stand in attributes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from urllib.parse import unquote

from msgspec import Struct

from channels.sameness.extract import Claim, Find, Reading, duration_value, phone_value, plain_number, url_value
from contenthub.vocabulary import DurationUnit

_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    )
)
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "input"})
_ISO_UNITS = {"D": DurationUnit.DAY, "W": DurationUnit.WEEK, "M": DurationUnit.MONTH, "Y": DurationUnit.YEAR}
_ISO_TIME_UNITS = {"M": DurationUnit.MINUTE, "H": DurationUnit.HOUR}


class Part(Struct, frozen=True):
    text: str
    section: str | None = None
    fact: str | None = None
    finds: tuple[Find, ...] = ()


class _Open(Struct):
    tag: str
    section: str | None
    fact: str | None
    attribute: Part | None
    text: list[str]


class MarkupReader(HTMLParser):
    """`parts` are the texts in reading order: runs of text by section, then what each fact element says it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self._stack: list[_Open] = []
        self._run: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._run.append("\n")
        if tag == "section" and given.get("id"):
            self._flush()
        section = given["id"] if tag == "section" and given.get("id") else self._section
        part = _attribute(tag, given, section)
        if given.get("alt"):
            self._run.append(given["alt"])
        if tag in _EMPTY:
            self.parts += [part] if part else []
            return
        self._stack.append(_Open(tag=tag, section=section, fact=given.get("data-fact"), attribute=part, text=[]))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._run.append("\n")
        if not any(each.tag == tag for each in self._stack):
            return
        while self._stack:
            closed = self._stack[-1]
            if closed.tag == "section":
                self._flush()
            self._stack.pop()
            if closed.attribute:
                self.parts.append(closed.attribute)
            if closed.fact:
                self.parts.append(Part(text="".join(closed.text), section=closed.section, fact=closed.fact))
            if closed.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(each.tag in ("style", "script") for each in self._stack):
            return
        self._run.append(data)
        for each in self._stack:
            if each.fact:
                each.text.append(f"{data}\n" if each.tag == "table" else data)

    def close(self) -> None:
        super().close()
        self._flush()

    @property
    def _section(self) -> str | None:
        return self._stack[-1].section if self._stack else None

    def _flush(self) -> None:
        text = "".join(self._run).strip()
        self._run.clear()
        if text:
            self.parts.append(Part(text=text, section=self._section))


def _attribute(tag: str, given: dict[str, str], section: str | None) -> Part | None:
    """What an attribute claims: where a link leads, the value of `data`, the moment or length of `time`."""
    if href := given.get("href") or (given.get("src") if tag == "img" else ""):
        return _part(href, link_readings(href), section)
    if tag == "data" and "value" in given:
        return _part(given["value"], _machine_value(given["value"]), section)
    if tag == "time" and "datetime" in given:
        return _part(given["datetime"], _moment(given["datetime"]), section)
    return None


def _part(text: str, readings: tuple[Reading, ...], section: str | None) -> Part | None:
    return Part(text="", section=section, finds=(Find(text=text, readings=readings),)) if readings else None


def link_readings(href: str) -> tuple[Reading, ...]:
    """What a link claims by where it leads; nothing for a link inside the page or the site."""
    scheme, _, rest = href.partition(":")
    match scheme.lower():
        case "mailto":
            return ((Claim.EMAIL, unquote(rest.partition("?")[0]).lower()),)
        case "tel":
            return ((Claim.PHONE, phone_value(rest)),)
        case "http" | "https":
            return ((Claim.URL, url_value(href)),)
        case _:
            return ()


def _machine_value(value: str) -> tuple[Reading, ...]:
    """`86.85` is an amount or a number, `5 workday` a length of time."""
    figure, _, unit = value.partition(" ")
    try:
        amount = Decimal(figure)
    except InvalidOperation:
        return ((Claim.NUMBER, value),)
    if unit in set(DurationUnit):
        return ((Claim.DURATION, duration_value(amount, DurationUnit(unit))),)
    shown = plain_number(amount)
    return (
        (Claim.NUMBER, shown),
        *((Claim.MONEY, f"{code} {amount:.2f}") for code in ("EUR", "USD", "GBP", "CHF")),
        (Claim.PERCENTAGE, shown),
    )


def _moment(value: str) -> tuple[Reading, ...]:
    """A date, or an ISO 8601 duration of one unit."""
    if not value.startswith("P"):
        return ((Claim.DATE, value[:10]),)
    units = _ISO_TIME_UNITS if value.startswith("PT") else _ISO_UNITS
    figure = value.removeprefix("P").removeprefix("T")[:-1]
    if value[-1] not in units or not figure.isdigit():
        return ((Claim.DURATION, value),)
    return ((Claim.DURATION, duration_value(Decimal(figure), units[value[-1]])),)
