"""A letter as data: who writes to whom, about what, in which blocks.

Everything here is pure and frozen. Text is text: nothing in it is markup, and it reaches the typesetter
only as JSON (`LetterDocument.to_inputs`). A value that cannot be set right raises `LetterError` (a
`ValueError`) when the object is made.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from channels.letter.checks import (
    LetterError,
    check_colour,
    check_language,
    check_lines,
    check_svg,
    check_text,
    check_url,
    shown,
)
from channels.letter.colour import ink, tint
from channels.letter.labels import labels

LONGEST_LINE = 200
# What the narrow column beside the letter can hold next to everything else in it.
LONGEST_ASIDE = 350
LONGEST_TEXT = 10_000
MOST_CHARACTERS = 100_000
MOST_BLOCKS = 500
MOST_COLUMNS = 8

_NARROW, _WIDE = 16, 40
_SCHEME = re.compile(r"^(https?://|mailto:|tel:)", re.IGNORECASE)
_DUTCH_POSTCODE = re.compile(r"(\d{4})\s?([A-Za-z]{2})")
_HOME = frozenset({"", "nederland", "netherlands", "the netherlands", "nl"})
_FIGURE = re.compile(r"[€$£+\-–]?\s*\d[\d.,\s]*(,-|%|[^\W\d]{1,4}\.?)?")


@dataclass(frozen=True)
class Run:
    """A stretch of text set in one way; `url` (http, https, mailto, tel) makes it a link."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None


Text = str | tuple[Run, ...]


def _runs(text: Text) -> tuple[Run, ...]:
    return (Run(text),) if isinstance(text, str) else text


def plain(text: Text) -> str:
    """The bare words of a text."""
    return "".join(run.text for run in _runs(text))


def _check_inline(field: str, text: Text, *, required: bool = True) -> None:
    if not isinstance(text, str | tuple) or any(not isinstance(run, Run) for run in _runs(text)):
        raise LetterError(field, f"is {shown(text)}", "give text or a tuple of Run")
    check_text(field, plain(text), longest=LONGEST_TEXT, required=required, lines=True)
    for run in _runs(text):
        if run.url is not None:
            check_url(f"{field}.url", run.url)


def _inline(text: Text) -> list[dict[str, Any]]:
    """Runs as data; a link whose words do not show its address gets it in print, for paper has no clicks."""
    data: list[dict[str, Any]] = []
    for url, group in groupby(_runs(text), key=lambda run: run.url):
        members = [run for run in group if run.text]
        data += [{"text": run.text, "bold": run.bold, "italic": run.italic, "url": url} for run in members]
        if url is None or not members:
            continue
        words, address = "".join(run.text for run in members), _SCHEME.sub("", url).rstrip("/")
        is_number_shown = url.lower().startswith("tel:") and any(character.isdigit() for character in words)
        if not is_number_shown and address.lower() not in words.lower():
            data[-1]["printed"] = address
    return data


@dataclass(frozen=True)
class Paragraph:
    text: Text
    kind: ClassVar[str] = "paragraph"

    def __post_init__(self) -> None:
        _check_inline("blocks.paragraph.text", self.text)

    def words(self) -> Iterator[str]:
        yield plain(self.text)

    def data(self) -> dict[str, Any]:
        return {"text": _inline(self.text)}


@dataclass(frozen=True)
class Heading:
    """A heading in the body; level 3 or 4, as under a page's title and a section's name."""

    text: Text
    level: int = 3
    kind: ClassVar[str] = "heading"

    def __post_init__(self) -> None:
        _check_inline("blocks.heading.text", self.text)
        check_text("blocks.heading.text", plain(self.text), longest=LONGEST_LINE)
        if self.level not in (3, 4):
            raise LetterError("blocks.heading.level", f"is {shown(self.level)}", "give 3 or 4")

    def words(self) -> Iterator[str]:
        yield plain(self.text)

    def data(self) -> dict[str, Any]:
        return {"text": _inline(self.text), "level": self.level}


@dataclass(frozen=True)
class ItemList:
    """A bullet list, or a numbered one."""

    items: tuple[Text, ...]
    numbered: bool = False
    kind: ClassVar[str] = "list"

    def __post_init__(self) -> None:
        if not isinstance(self.items, tuple) or not self.items:
            raise LetterError("blocks.list.items", f"is {shown(self.items)}", "give a tuple of at least one item")
        for number, item in enumerate(self.items, start=1):
            _check_inline(f"blocks.list.items[{number}]", item)

    def words(self) -> Iterator[str]:
        yield from map(plain, self.items)

    def data(self) -> dict[str, Any]:
        return {"items": [_inline(item) for item in self.items], "numbered": self.numbered}


@dataclass(frozen=True)
class Table:
    """A table with one header row; columns that hold only figures are set to the right."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    kind: ClassVar[str] = "table"

    def __post_init__(self) -> None:
        if not 1 <= len(self.header) <= MOST_COLUMNS:
            raise LetterError(
                "blocks.table.header", f"has {len(self.header)} columns", f"give 1 to {MOST_COLUMNS} columns"
            )
        if not self.rows:
            raise LetterError("blocks.table.rows", "is empty", "give at least one row, or leave the table out")
        for number, row in enumerate((self.header, *self.rows)):
            field = f"blocks.table.rows[{number}]" if number else "blocks.table.header"
            if len(row) != len(self.header):
                raise LetterError(field, f"has {len(row)} cells", f"give {len(self.header)}, as in the header")
            for column, cell in enumerate(row, start=1):
                _check_inline(f"{field}[{column}]", cell, required=not number)

    def words(self) -> Iterator[str]:
        for row in (self.header, *self.rows):
            yield from map(plain, row)

    def data(self) -> dict[str, Any]:
        columns = [[plain(row[place]).strip() for row in self.rows] for place in range(len(self.header))]
        figures = [any(column) and all(not cell or _FIGURE.fullmatch(cell) for cell in column) for column in columns]
        longest = [max(map(len, (*column, plain(title)))) for column, title in zip(columns, self.header, strict=True)]
        return {
            "header": [_inline(cell) for cell in self.header],
            "rows": [[_inline(cell) for cell in row] for row in self.rows],
            "figures": figures,
            "shares": _shares(longest),
        }


def _shares(longest: list[int]) -> list[int]:
    """How the columns divide the width: 0 takes what its text needs, the others share the rest by length."""
    narrow = [length <= _NARROW for length in longest]
    if all(narrow):
        narrow[longest.index(max(longest))] = False
    return [0 if small else min(length, _WIDE) for small, length in zip(narrow, longest, strict=True)]


LetterBlock = Paragraph | Heading | ItemList | Table


@dataclass(frozen=True)
class ActionBox:
    """What the reader must do and before when, set apart from the text."""

    title: str
    lines: tuple[Text, ...]

    def __post_init__(self) -> None:
        check_text("action_box.title", self.title, longest=LONGEST_LINE, required=True)
        if not isinstance(self.lines, tuple) or not 1 <= len(self.lines) <= 20:
            raise LetterError("action_box.lines", f"is {shown(self.lines)}", "give a tuple of 1 to 20 lines")
        for number, line in enumerate(self.lines, start=1):
            _check_inline(f"action_box.lines[{number}]", line)

    def data(self) -> dict[str, Any]:
        length = sum(len(plain(line)) for line in self.lines)
        return {
            "title": self.title,
            "lines": [_inline(line) for line in self.lines],
            # Long ones may run on over the page; a short one stays whole.
            "is_long": length > 800 or len(self.lines) > 12,
        }


@dataclass(frozen=True)
class Letterhead:
    """The sender's house style: name, colour (`#rrggbb`), lines beside the letter, return address, logo.

    `logo_svg` is an SVG document, `logo_alt` its description for readers who cannot see it;
    `logo_carries_name` says that the name can be read in the logo, so it is not set beside it once more.
    """

    name: str
    colour: str
    sender_lines: tuple[str, ...]
    return_address: str
    logo_svg: str | None = None
    logo_alt: str = ""
    logo_carries_name: bool = False

    def __post_init__(self) -> None:
        check_text("letterhead.name", self.name, longest=LONGEST_LINE, required=True)
        check_colour("letterhead.colour", self.colour)
        check_lines("letterhead.sender_lines", self.sender_lines, most=10, longest=80, together=LONGEST_ASIDE)
        check_text("letterhead.return_address", self.return_address, longest=120)
        check_text("letterhead.logo_alt", self.logo_alt, longest=LONGEST_LINE, required=self.logo_svg is not None)
        if self.logo_svg is not None:
            check_svg("letterhead.logo_svg", self.logo_svg)


@dataclass(frozen=True)
class Addressee:
    """To whom the letter goes; a Dutch postcode is written `1234 AB` and the city in capitals, as the post asks."""

    name: str
    street: str
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        for field, longest, required in (
            ("name", 160, True),
            ("street", 100, True),
            ("house_number", 20, False),
            ("postcode", 12, False),
            ("city", 80, True),
            ("country", 60, False),
        ):
            check_text(f"addressee.{field}", getattr(self, field), longest=longest, required=required, private=True)

    def lines(self) -> tuple[str, ...]:
        """The lines of the address as they stand in the envelope's window."""
        dutch = _DUTCH_POSTCODE.fullmatch(self.postcode.strip())
        at_home = self.country.strip().lower() in _HOME
        if at_home and dutch:
            place = f"{dutch[1]} {dutch[2].upper()}  {self.city.strip().upper()}"
        else:
            place = f"{self.postcode.strip()} {self.city.strip()}"
        street = f"{self.street.strip()} {self.house_number.strip()}"
        country = "" if at_home else self.country.strip().upper()
        return tuple(line.strip() for line in (self.name, street, place, country) if line.strip())


@dataclass(frozen=True)
class LetterDocument:
    """One whole letter; empty references, signatory and role are simply left out.

    `date` is the date on the letter and in the file: the same document always makes the same bytes.
    """

    language: str
    date: datetime.date
    letterhead: Letterhead
    addressee: Addressee | None
    subject: str
    our_reference: str
    your_reference: str
    answer_code: str
    salutation: str
    blocks: tuple[LetterBlock, ...]
    action_box: ActionBox | None
    closing: str
    signatory: str
    signatory_role: str
    contact_lines: tuple[str, ...]
    enclosures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_language("language", self.language)
        if not isinstance(self.date, datetime.date):
            raise LetterError("date", f"is {shown(self.date)}", "give a datetime.date")
        check_text("subject", self.subject, longest=250, required=True)
        for field in ("our_reference", "your_reference"):
            check_text(field, getattr(self, field), longest=80)
        check_text("answer_code", self.answer_code, longest=16)
        check_text("salutation", self.salutation, longest=LONGEST_LINE + 50, required=True, private=True)
        check_text("closing", self.closing, longest=LONGEST_LINE, required=True)
        for field in ("signatory", "signatory_role"):
            check_text(field, getattr(self, field), longest=LONGEST_LINE)
        check_lines("contact_lines", self.contact_lines, most=10, longest=80, together=LONGEST_ASIDE)
        check_lines("enclosures", self.enclosures, most=20, longest=LONGEST_LINE, together=2_000)
        if not self.blocks:
            raise LetterError("blocks", "is empty", "give at least one block")
        if len(self.blocks) > MOST_BLOCKS:
            raise LetterError("blocks", f"has {len(self.blocks)} blocks", f"give at most {MOST_BLOCKS}")
        characters = sum(len(words) for block in self.blocks for words in block.words())
        if characters > MOST_CHARACTERS:
            raise LetterError("blocks", f"hold {characters} characters", f"give at most {MOST_CHARACTERS}")

    def to_inputs(self) -> str:
        """The letter as JSON (one object) for `letter.typ`: only data, ready to be laid out."""
        head, words = self.letterhead, labels(self.language)
        references = [
            (words.date, words.day(self.date), False),
            (words.our_reference, self.our_reference, False),
            (words.your_reference, self.your_reference, False),
            (words.answer_code, self.answer_code, True),
        ]
        data = {
            "language": self.language.split("-")[0].lower(),
            "words": {
                "language": words.language,
                "subject": words.subject,
                "contact": words.contact,
                "enclosures": words.enclosures,
                "page": words.page,
                "answer_code": words.answer_code,
                "answer_code_hint": words.answer_code_hint,
            },
            "year": self.date.year,
            "month": self.date.month,
            "day": self.date.day,
            "name": head.name,
            "colour": head.colour.lower(),
            "ink": ink(head.colour),
            "tint": tint(head.colour),
            "sender_lines": head.sender_lines,
            "return_address": _labelled(words.return_address, head.return_address),
            "logo": head.logo_svg,
            "logo_alt": head.logo_alt,
            "wordmark": head.logo_svg is None or not head.logo_carries_name,
            "address": self.addressee.lines() if self.addressee else (),
            "references": [
                {"label": label, "value": value, "is_code": is_code}
                for label, value, is_code in references
                if value.strip()
            ],
            "subject": self.subject,
            "answer_code": self.answer_code,
            "salutation": self.salutation,
            "blocks": [{"kind": block.kind, **block.data()} for block in self.blocks],
            "action": self.action_box and self.action_box.data(),
            "closing": self.closing,
            "signatory": self.signatory,
            "signatory_role": self.signatory_role,
            "contact_lines": self.contact_lines,
            "enclosures": self.enclosures,
        }
        _number_headings(data["blocks"])
        return json.dumps(data, ensure_ascii=False)


def _labelled(label: str, text: str) -> str:
    """Text after its label, unless it is empty or the sender wrote the label himself."""
    return text if not text.strip() or text.lower().startswith(label.lower()) else f"{label}: {text}"


def _number_headings(blocks: Any) -> None:
    """Give every heading its depth in the file: under the subject (1), and never a level skipped (PDF/UA-1, 7.4)."""
    depth = 1
    for block in blocks:
        if block["kind"] == "heading":
            depth = block["depth"] = min(block["level"] - 1, depth + 1)
