"""A letter as a file: PDF/UA-1 and PDF/A-3a in one, and its pages as pictures; typeset by typst.

The template (`letter.typ`) is a fixed file; the letter's words reach it as one JSON input and are never
part of its source. A new compiler is made for every letter: it costs half a millisecond, may be used from
any thread, and keeps nothing of the letter behind.
"""

from __future__ import annotations

import datetime
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from channels.letter.checks import LetterError
from channels.letter.document import LetterDocument

TEMPLATE = Path(__file__).with_name("letter.typ")
# Noto Sans with the scripts that the Latin faces lack; SIL Open Font License 1.1.
FONTS = "manimgx_fonts"
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
HIGHEST_PPI = 600

_NO_GLYPH = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed", re.DOTALL)


@cache
def _fonts() -> typst.Fonts:
    # Only the fonts of packages (typst brings some of its own, for symbols): with the machine's own fonts a
    # letter would differ from machine to machine.
    folder = Path(str(files(FONTS)))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _compiler(document: LetterDocument) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"letter": document.to_inputs()},
    )


def _place_of(text: str, data: Any, place: str = "letter") -> str:
    """Where in the letter's data a text stands, like `letter.blocks[0].text[0].text`."""
    if isinstance(data, str):
        return place if text in data else ""
    inside = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    for key, value in inside:
        if found := _place_of(text, value, f"{place}[{key}]" if isinstance(data, list) else f"{place}.{key}"):
            return found
    return ""


def _refusal(error: typst.TypstError, document: LetterDocument) -> Exception:
    """What the typesetter refuses about the words themselves, as an error with a remedy; else the error itself."""
    if found := _NO_GLYPH.search(error.message):
        place = _place_of(found["text"][:1], json.loads(document.to_inputs())) or "letter"
        codes = " ".join(f"U+{ord(character):04X}" for character in found["text"][:5])
        return LetterError(place, f"has characters that no letter font holds ({codes})", "write them in Latin script")
    if "SVG" in error.message:
        return LetterError("letterhead.logo_svg", f"cannot be drawn ({error.message})", "export the logo as SVG again")
    return error


def pdf(document: LetterDocument) -> bytes:
    """The letter as one tagged PDF file that is both PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).

    The same document gives the same bytes. Raises LetterError when a character or the logo cannot be set.
    """
    noon = datetime.datetime.combine(document.date, datetime.time(12), tzinfo=datetime.UTC)
    try:
        made: Any = _compiler(document).compile(format="pdf", pdf_standards=STANDARDS, timestamp=noon)
    except typst.TypstError as error:
        raise _refusal(error, document) from None
    return bytes(made)


def png(document: LetterDocument, page: int = 0, ppi: int = 96) -> bytes:
    """One page of the letter as a PNG picture; `page` counts from 0, `ppi` is pixels per inch (24 to 600).

    Raises LetterError when the letter has no such page.
    """
    if not 24 <= ppi <= HIGHEST_PPI:
        raise LetterError("ppi", f"is {ppi}", f"give 24 to {HIGHEST_PPI} pixels per inch")
    try:
        made: Any = _compiler(document).compile(format="png", ppi=ppi)
    except typst.TypstError as error:
        raise _refusal(error, document) from None
    pages = made if isinstance(made, list) else [made]
    if not 0 <= page < len(pages):
        raise LetterError("page", f"is {page}", f"give 0 to {len(pages) - 1}: the letter has {len(pages)} pages")
    return bytes(pages[page])


def page_count(document: LetterDocument) -> int:
    """How many pages the letter takes."""
    try:
        return int(_compiler(document).query("<pages>", field="value", one=True))
    except typst.TypstError as error:
        raise _refusal(error, document) from None
