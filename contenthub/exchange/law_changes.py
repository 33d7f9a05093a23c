"""Changes of the law from a list: CSV with a row for each, or JSON with an object for each.

Columns and keys: `regulation` (BWB or CVDR identifier), `article` (may be empty), `in_force_on` (ISO 8601), `title`, `url` (may
be missing). One that is there already, by regulation, article and day, is brought up to date; none is ever removed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from contenthub.actions.law_changes import keep_law_change, regulation_of
from contenthub.exchange.report import Done, Outcome, Record, Report, import_records
from contenthub.exchange.sources import csv_of, json_of
from contenthub.models import LawChange
from contenthub.resolving.refusal import Refused

_COLUMNS = ("regulation", "article", "in_force_on", "title")


def import_law_changes(raw: bytes, place: str, report: Report, *, actor: str = "import") -> None:
    """Add what is new and change what reads otherwise; a row that is refused is named in the report, the others are kept."""
    import_records(
        (Record(row.get("regulation", ""), f"{place}:{line}", lambda row=row: _write(row, actor)) for line, row in _rows(raw, place)),
        report,
        what="changes of the law",
    )


def _rows(raw: bytes, place: str) -> Iterator[tuple[int, dict[str, str]]]:
    if not raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"["):
        yield from csv_of(raw, place, _COLUMNS)
        return
    for number, row in enumerate(json_of(raw, place), 1):
        if not isinstance(row, dict) or not all(isinstance(value, str | None) for value in row.values()):
            raise Refused("BAD_ROW", f"{place}:{number}", "%(field)s: must be an object of texts with the keys %(keys)s",
                          keys=", ".join(_COLUMNS))
        yield number, {key: value or "" for key, value in row.items()}


def _write(row: dict[str, str], actor: str) -> Done:
    day = _day(row.get("in_force_on", ""))
    article = " ".join(row.get("article", "").split())
    known = LawChange.objects.filter(regulation=regulation_of(row.get("regulation", "")), article=article, in_force_on=day).first()
    change = known or LawChange(regulation=row.get("regulation", ""), article=article, in_force_on=day)
    wanted: dict[str, Any] = {"title": row.get("title", "").strip()[:200], "url": row.get("url", "").strip()}
    if known and all(getattr(known, name) == value for name, value in wanted.items()):
        return Done(Outcome.UNCHANGED)
    for name, value in wanted.items():
        setattr(change, name, value)
    keep_law_change(change, actor=actor)
    return Done(Outcome.CHANGED if known else Outcome.NEW)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("BAD_DATE", "in_force_on", "%(field)s: %(value)s is no day; write it like 2027-01-01", value=text) from error
