"""What may stand in a letter: checks that name the field, what is wrong, and what would be right.

A letter leaves the house on paper with a citizen's name on it, so a value that cannot be set right is
refused here, before anything is typeset.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit
from xml.parsers import expat

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LONGEST_SVG = 200_000
LONGEST_URL = 2_000

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_STYLE_REFERENCE = re.compile(r"url\(\s*['\"]?(?!#|data:image/)|@import", re.IGNORECASE)
_SHOWN = 60


class LetterError(ValueError):
    """A letter that cannot be made; `field`, `problem` and `remedy` say where, what and what would be right.

    A private value (name or address of a citizen) is never quoted: the message may end in a log.
    """

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        self.field, self.problem, self.remedy = field, problem, remedy
        super().__init__(f"{field}: {problem}; {remedy}")


def shown(value: object) -> str:
    """A value as an error message quotes it: `repr`, cut at 60 characters."""
    quoted = repr(value)
    return quoted if len(quoted) <= _SHOWN else quoted[: _SHOWN - 1] + "…"


def check_text(
    field: str, value: str, *, longest: int, required: bool = False, lines: bool = False, private: bool = False
) -> None:
    """Refuse text that is missing, too long, or holds characters that no font can set.

    `lines` allows line breaks; `private` keeps the value itself out of the error.
    """
    if not isinstance(value, str):
        raise LetterError(field, f"is {type(value).__name__}", "give text")
    if required and not value.strip():
        raise LetterError(field, f"is empty ({shown(value)})", "give at least one visible character")
    if len(value) > longest:
        seen = "" if private else f" ({shown(value)})"
        raise LetterError(field, f"has {len(value)} characters{seen}", f"give at most {longest} characters")
    for position, character in enumerate(value):
        if character == "\n" and lines:
            continue
        # Controls, lone surrogates and private use have no agreed glyph; PDF/A-3a and PDF/UA-1 refuse them.
        if unicodedata.category(character) in {"Cc", "Cs", "Co"} or character in "\u2028\u2029":
            raise LetterError(
                field,
                f"holds U+{ord(character):04X} at position {position + 1}",
                "remove that character; line breaks are allowed" if lines else "give one line of printable text",
            )


def check_lines(field: str, values: tuple[str, ...], *, most: int, longest: int, together: int) -> None:
    """Refuse a list of single lines that is too long or has an unusable line."""
    if isinstance(values, str):
        raise LetterError(field, f"is one text ({shown(values)})", "give a tuple of lines")
    if len(values) > most:
        raise LetterError(field, f"has {len(values)} lines", f"give at most {most} lines")
    for number, value in enumerate(values, start=1):
        check_text(f"{field}[{number}]", value, longest=longest, required=True)
    if (length := sum(map(len, values))) > together:
        raise LetterError(field, f"has {length} characters in all", f"give at most {together}")


def check_colour(field: str, value: str) -> None:
    """Refuse anything but `#rrggbb`."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise LetterError(field, f"is {shown(value)}", "give six hexadecimal digits after a hash, like #154273")


def check_language(field: str, value: str) -> None:
    """Refuse what does not look like a BCP 47 language tag (`nl`, `en`, `nl-x-a2`)."""
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise LetterError(field, f"is {shown(value)}", "give a language tag, like nl, en or nl-x-a2")


def check_url(field: str, value: str) -> None:
    """Refuse addresses other than http, https, mailto and tel."""
    check_text(field, value, longest=LONGEST_URL, required=True)
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise LetterError(field, f"is {shown(value)} ({error})", "give a full address, like https://…") from None
    complete = bool(parts.netloc) if parts.scheme in {"http", "https"} else bool(parts.path)
    if parts.scheme not in LINK_SCHEMES or not complete or " " in value:
        raise LetterError(
            field, f"is {shown(value)}", "give a full address that starts with https://, http://, mailto: or tel:"
        )


def check_svg(field: str, value: str) -> None:
    """Refuse a logo that is no well-formed, self-contained SVG picture with a size.

    A document type is refused because entities can grow without end; outside references because a letter
    must look the same in ten years; scripts because the same logo is shown on web pages.
    """
    if len(value) > LONGEST_SVG:
        raise LetterError(field, f"has {len(value)} characters", f"give an SVG of at most {LONGEST_SVG} characters")
    seen: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        seen.append((name, attributes))
        local = name.rpartition(" ")[2]
        if local in {"script", "foreignObject"}:
            raise LetterError(field, f"holds <{local}>", "give an SVG of shapes only")
        for key, reference in attributes.items():
            outside = key.rpartition(" ")[2] == "href" and not reference.startswith(("#", "data:image/"))
            if local != "a" and (outside or _STYLE_REFERENCE.search(reference)):
                raise LetterError(field, f"refers to {shown(reference)}", "put everything inside the SVG itself")

    def doctype(*_: object) -> None:
        raise LetterError(field, "has a document type (<!DOCTYPE …>)", "remove the document type")

    def characters(data: str) -> None:
        if seen and seen[-1][0].rpartition(" ")[2] == "style" and _STYLE_REFERENCE.search(data):
            raise LetterError(field, "has a style that refers outside", "put everything inside the SVG itself")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(value.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise LetterError(field, f"is no well-formed SVG ({error})", "export the logo as SVG again") from None
    name, attributes = seen[0]
    if name != f"{SVG_NAMESPACE} svg":
        raise LetterError(field, f"starts with <{name}>", f'give <svg xmlns="{SVG_NAMESPACE}" …>')
    if "viewBox" not in attributes and not {"width", "height"} <= attributes.keys():
        raise LetterError(field, "has no size", "give the <svg> a viewBox, or a width and a height")
