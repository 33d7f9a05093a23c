"""From the bytes of an uploaded .xlsx or .csv to rows of cells. Raises Refused where the file is not such a sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import logging
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from contenthub.editorial.sheets.columns import COLUMNS, NEEDED, Cell, Line, headings
from contenthub.models.edition import can_be_stored
from contenthub.resolving.refusal import Refused

MOST_MEGABYTES = 5
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
MOST_ROWS = 5_000
# A zip can hold a thousand times its own size.
_MOST_UNPACKED = 20 * MOST_BYTES
# Cells that are formatted but empty count for nothing, and yet somebody has to walk past them.
_MOST_WALKED = 4 * MOST_ROWS
_MOST_COLUMNS = 50
_LONGEST = 1_000

log = logging.getLogger(__name__)


def read_sheet(name: str, content: bytes) -> list[Line]:
    """The rows below the headings, without empty ones. Refused: too big, another kind of file, headings that lack."""
    if len(content) > MOST_BYTES:
        raise too_big(len(content))
    suffix = name.rpartition(".")[2].lower()
    if suffix == "xlsx":
        rows = _xlsx(content)
    elif suffix == "csv":
        rows = _csv(content)
    else:
        raise Refused("BAD_SHEET", "file", "%(field)s: %(value)s is no .xlsx or .csv; save it as one of these", value=name)
    return _lines(rows, name)


def too_big(size: int) -> Refused:
    return Refused(
        "SHEET_TOO_BIG",
        "file",
        "%(field)s: the file is %(value)s MB; at most %(most)s MB will do",
        value=f"{size / 1024 / 1024:.1f}",
        most=MOST_MEGABYTES,
    )


def _lines(rows: Iterable[tuple[Cell, ...]], name: str) -> list[Line]:
    numbered = enumerate(rows, 1)
    first = next(numbered, None)
    if first is None or all(cell.empty for cell in first[1]):
        raise Refused(
            "EMPTY_SHEET", "file", "%(field)s: %(value)s has nothing in its first row; begin with the headings", value=name
        )
    columns = _columns(first[1])
    lines: list[Line] = []
    for number, cells in numbered:
        if number > _MOST_WALKED:
            raise _too_long(number)
        found = {column: cells[at] for at, column in columns.items() if at < len(cells) and not cells[at].empty}
        if not found:
            continue
        for column, cell in found.items():
            _check_text(number, column, cell)
        lines.append(Line(number, found))
        if len(lines) > MOST_ROWS:
            raise _too_long(number)
    if not lines:
        raise Refused("EMPTY_SHEET", "file", "%(field)s: %(value)s has headings and no rows; fill it in first", value=name)
    return lines


def _too_long(number: int) -> Refused:
    return Refused(
        "SHEET_TOO_LONG",
        "file",
        "%(field)s: the file goes on after row %(value)s; at most %(most)s rows will do, so make two files of it",
        value=number - 1,
        most=MOST_ROWS,
    )


def _columns(cells: tuple[Cell, ...]) -> dict[int, str]:
    known = headings()
    found = {at: known[name] for at, cell in enumerate(cells) if (name := cell.text.strip().casefold()) in known}
    for column in dict.fromkeys(found.values()):
        if list(found.values()).count(column) > 1:
            raise Refused(
                "DOUBLE_COLUMN", "file", "%(field)s: the heading %(value)s is there twice; remove one", value=COLUMNS[column]
            )
    missing = [str(COLUMNS[column]) for column in NEEDED if column not in found.values()]
    if missing:
        raise Refused(
            "COLUMN_MISSING",
            "file",
            "%(field)s: these headings are missing in the first row: %(value)s; use the template",
            value=", ".join(missing),
        )
    return found


def _check_text(number: int, column: str, cell: Cell) -> None:
    if len(cell.text) > _LONGEST or not can_be_stored(cell.text):
        raise Refused(
            "BAD_SHEET",
            "file",
            "%(field)s: row %(row)s, column %(column)s has a text that no fact can have: %(value)s; correct it",
            value=cell.text.replace("\x00", "?"),
            row=number,
            column=COLUMNS[column],
        )


def _csv(content: bytes) -> Iterator[tuple[Cell, ...]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "BAD_SHEET", "file", "%(field)s: this .csv is not in UTF-8; save it as “CSV UTF-8” or as .xlsx"
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield tuple(_typed(value) for value in row[:_MOST_COLUMNS])
    except csv.Error as error:
        raise Refused(
            "BAD_SHEET", "file", "%(field)s: this .csv cannot be read: %(value)s; save it anew", value=error
        ) from error


def _typed(value: str) -> Cell:
    text = value.replace("\u00a0", " ").strip()
    return Cell(text, "formula" if text.startswith("=") else "text")


def _xlsx(content: bytes) -> list[tuple[Cell, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            raise too_big(unpacked)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            rows = book.worksheets[0].iter_rows(max_col=_MOST_COLUMNS)
            return [tuple(_cell(cell) for cell in row) for row in islice(rows, _MOST_WALKED + 1)]
        finally:
            book.close()
    except Refused:
        raise
    # openpyxl says in some twenty ways that a file is not what it seems; here they all mean the same.
    except Exception as error:
        log.info("an uploaded .xlsx could not be read: %s", type(error).__name__)
        raise Refused(
            "BAD_SHEET",
            "file",
            "%(field)s: this .xlsx cannot be read; open it in your spreadsheet program, remove a password and save it anew",
        ) from error


def _cell(cell: Any) -> Cell:
    """A cell by what openpyxl says that it is; a time of day and yes or no fit nowhere."""
    value = cell.value
    if value is None:
        return Cell("")
    match cell.data_type:
        case "f":
            return Cell(value if isinstance(value, str) else "=", "formula")
        case "e":
            return Cell(str(value), "error")
        case "s" | "inlineStr" | "str":
            return Cell(str(value).replace("\u00a0", " ").strip())
        case "n" if isinstance(value, int | float):
            return Cell(_number(value), "number")
        case "d" if isinstance(value, dt.datetime) and value.time() == dt.time():
            return Cell(value.date().isoformat(), "day")
    return Cell(str(value), "other")


def _number(value: float) -> str:
    """Without the dust of binary fractions: 85.39999999999999 was 85,40."""
    found = Decimal(repr(value))
    return f"{round(found, 8).normalize():f}" if found.is_finite() and abs(found) < 10**15 else str(found)


__all__ = ["MOST_BYTES", "MOST_MEGABYTES", "MOST_ROWS", "read_sheet", "too_big"]
