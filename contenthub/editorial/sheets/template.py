"""The sheet that editors fill in: one row for each value that a layer has now, in .xlsx."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill

from contenthub.editorial.nouns.layers import Layer, name_of
from contenthub.editorial.sheets import cells
from contenthub.editorial.sheets.columns import COLUMNS
from contenthub.models import Edition
from contenthub.resolving.facts import FactDefinition, FactValue, Money, Tariff
from contenthub.resolving.languages import label
from contenthub.resolving.material import today
from contenthub.vocabulary import EditionKind, EditionState, FactType

_WIDTHS = {"key": 34, "label": 44, "row": 18, "current": 16, "new": 16, "begins": 14, "article": 14, "layer": 26}
_FILL_IN = PatternFill("solid", fgColor="FFF6D6")
_AMOUNT, _DAY = "#,##0.00", "DD-MM-YYYY"


def next_year(now: dt.datetime) -> dt.date:
    """The next 1 January in the Netherlands."""
    return dt.date(today(now).year + 1, 1, 1)


def template(layer: Layer, now: dt.datetime | None = None) -> bytes:
    """The file, with every value that fits in a cell; a tariff has a row for each of its own."""
    now = now or timezone.now()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = str(next_year(now).year)
    sheet.append([str(heading) for heading in COLUMNS.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    names = list(COLUMNS)
    for number, values in enumerate(_rows(layer, now), 2):
        for at, name in enumerate(names, 1):
            _put(sheet.cell(number, at), values.get(name), values["figures"])
        new, current = (sheet.cell(number, names.index(name) + 1) for name in ("new", "current"))
        new.fill, new.number_format = _FILL_IN, current.number_format
    for at, name in enumerate(names):
        sheet.column_dimensions["ABCDEFGH"[at]].width = _WIDTHS[name]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def values_at(layer: Layer, now: dt.datetime) -> dict[str, FactValue]:
    """The value of each fact at this layer by key: the one that holds, else the first that will."""
    found: dict[str, FactValue] = {}
    rows = Edition.objects.filter(
        kind=EditionKind.FACT_VALUE, organisation=layer.organisation, municipality=layer.municipality
    ).around(now)
    for row in rows.order_by("subject", "valid_from", "number").exclude(state=EditionState.ENDED).rows():
        found.setdefault(row.series.subject, row.content.value)
    return {key: value for key, value in found.items() if _fits(value)}


def _fits(value: FactValue) -> bool:
    return isinstance(value, Tariff) or FactType(str(value.__struct_config__.tag)) in cells.KINDS


def _rows(layer: Layer, now: dt.datetime) -> Iterator[dict[str, Any]]:
    values = values_at(layer, now)
    facts = Edition.objects.filter(kind=EditionKind.FACT, subject__in=values).in_force(now).rows()
    definitions: dict[str, FactDefinition] = {row.series.subject: row.content for row in facts}
    common = {"begins": next_year(now), "layer": name_of(layer)}
    for key, value in values.items():
        if key not in definitions:
            continue
        figures = _AMOUNT if isinstance(value, Tariff | Money) else "General"
        named = {**common, "key": key, "label": label(definitions[key].label, "nl"), "figures": figures}
        if isinstance(value, Tariff):
            for row in value.rows:
                what = f"{named['label']}: {label(row.label, 'nl') or row.key}"
                yield {**named, "label": what, "row": row.key, "current": row.amount, "article": row.article}
        else:
            yield {**named, "current": cells.shown(value)}


def _put(cell: Cell, value: Any, figures: str) -> None:
    match value:
        case None | "":
            return
        case Decimal():
            cell.value, cell.number_format = value, figures
        case dt.date():
            cell.value, cell.number_format = value, _DAY
        case _:
            # What an editor typed is never a formula, also where it begins with =.
            cell.value, cell.data_type = str(value), "s"


__all__ = ["next_year", "template", "values_at"]
