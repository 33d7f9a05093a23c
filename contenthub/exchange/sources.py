"""Reading what others made: every way in which a file can be wrong is refused with file, line and remedy."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import yaml
from defusedxml import DefusedXmlException, ElementTree

from contenthub.resolving.refusal import Refused

MAX_BYTES = 100_000_000
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise Refused("NO_SUCH_FILE", str(path), "%(field)s: there is no such file")
    if (size := path.stat().st_size) > MAX_BYTES:
        raise Refused(
            "TOO_LARGE",
            path.name,
            "%(field)s: %(value)s bytes; a file holds at most %(most)s",
            value=size,
            most=MAX_BYTES,
        )
    return path.read_bytes()


def files(folder: Path, pattern: str) -> list[Path]:
    """The files below a folder, in an order that is the same everywhere."""
    if not folder.is_dir():
        raise Refused("NO_SUCH_FOLDER", str(folder), "%(field)s: there is no such folder")
    found = sorted(folder.rglob(pattern))
    if not found:
        raise Refused("EMPTY_FOLDER", str(folder), "%(field)s: holds no %(value)s files", value=pattern)
    return found


def text_of(raw: bytes, place: str) -> str:
    """UTF-8, with or without a byte order mark; anything else is refused rather than guessed."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            raise _wrong_encoding(place, name)
    if b"\0" in raw[:2000]:
        raise _wrong_encoding(place, "UTF-16 or binary")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        ends = error.reason == "unexpected end of data" and error.end == len(error.object)
        # Other characters that are right say that it is UTF-8.
        if ends and not error.object[: error.start].isascii():
            raise Refused(
                "CUT_OFF",
                f"{place}:{line}",
                "%(field)s: the file ends within a character, after byte %(value)s; it was cut off, fetch it again",
                value=len(raw),
            ) from error
        looks = "which looks like Windows-1252" + (", or the file was cut off" if ends else "")
        raise _wrong_encoding(f"{place}:{line}", f"byte 0x{raw[error.start]:02x}, {looks}") from error


def json_of(raw: bytes, place: str) -> Any:
    text = text_of(raw, place)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(
            "BAD_JSON",
            f"{place}:{error.lineno}",
            "%(field)s: column %(value)s: %(why)s; is the file complete?",
            value=error.colno,
            why=error.msg,
        ) from error
    except RecursionError as error:
        raise Refused("BAD_JSON", place, "%(field)s: is nested too deeply to be a record") from error


def csv_of(raw: bytes, place: str, columns: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows with their line number. Refused: a column missing, a row with more or fewer cells than the heading has."""
    reader = csv.reader(io.StringIO(text_of(raw, place), newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        heading = next(reader, [])
        if missing := [column for column in columns if column not in heading]:
            raise Refused(
                "MISSING_COLUMN",
                f"{place}:1",
                "%(field)s: column %(value)s is missing; the heading has %(known)s",
                value=", ".join(missing),
                known=", ".join(heading)[:200] or "nothing",
            )
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(heading):
                raise Refused(
                    "BAD_CSV",
                    f"{place}:{reader.line_num}",
                    "%(field)s: %(value)s cells where the heading has %(wanted)s; is a quote or comma missing?",
                    value=len(cells),
                    wanted=len(heading),
                )
            rows.append((reader.line_num, dict(zip(heading, cells, strict=True))))
    except csv.Error as error:
        raise Refused(
            "BAD_CSV", f"{place}:{reader.line_num}", "%(field)s: %(why)s; is a quote missing?", why=error
        ) from error
    return rows


def xml_of(raw: bytes, place: str) -> Element:
    try:
        return ElementTree.fromstring(raw)
    except ParseError as error:
        raise Refused(
            "BAD_XML", f"{place}:{error.position[0]}", "%(field)s: %(why)s; is the file complete?", why=error
        ) from error
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise Refused("BAD_XML", place, "%(field)s: %(why)s; send plain XML without entities", why=error) from error


def yaml_of(raw: bytes, place: str) -> Any:
    try:
        return yaml.load(text_of(raw, place), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused(
            "BAD_YAML", f"{place}:{line}", "%(field)s: %(why)s", why=error.problem or error.context
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise Refused("BAD_YAML", place, "%(field)s: %(why)s", why=error) from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain YAML, in which a key that stands twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} stands twice; keep one", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


def _wrong_encoding(place: str, found: str) -> Refused:
    return Refused("WRONG_ENCODING", place, "%(field)s: found %(value)s; save the file as UTF-8", value=found)
