"""The columns of a sheet of values, and what stands in one row of it as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django.utils import translation
from django.utils.translation import pgettext_lazy
from msgspec import Struct

COLUMNS: Mapping[str, object] = {
    "key": pgettext_lazy("column of a sheet", "key"),
    "label": pgettext_lazy("column of a sheet", "description"),
    "row": pgettext_lazy("column of a sheet", "row of the tariff"),
    "current": pgettext_lazy("column of a sheet", "current value"),
    "new": pgettext_lazy("column of a sheet", "new value"),
    "begins": pgettext_lazy("column of a sheet", "valid from"),
    "article": pgettext_lazy("column of a sheet", "article"),
    "layer": pgettext_lazy("column of a sheet", "for whom"),
}
NEEDED = ("key", "new", "begins")
LANGUAGES = ("nl", "en")


class Cell(Struct, frozen=True):
    """What stands in a cell. A number is in `text` with a point, a day as 2027-01-31, a formula as it was typed."""

    text: str
    kind: Literal["text", "number", "day", "formula", "error", "other"] = "text"

    @property
    def empty(self) -> bool:
        return not self.text

    @property
    def shown(self) -> str:
        """As a Dutch spreadsheet shows it."""
        if self.kind == "number":
            return self.text.replace(".", ",")
        return "-".join(reversed(self.text.split("-"))) if self.kind == "day" else self.text


EMPTY = Cell("")


class Line(Struct, frozen=True):
    """One row of the sheet that is not empty, under the number that a spreadsheet program shows before it."""

    number: int
    cells: dict[str, Cell]

    def cell(self, column: str) -> Cell:
        return self.cells.get(column, EMPTY)

    def text(self, column: str) -> str:
        return self.cell(column).text


def headings() -> dict[str, str]:
    """What may stand above a column, in small letters, in each language of the admin."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found.update({str(label).casefold(): name for name, label in COLUMNS.items()})
    return found


__all__ = ["COLUMNS", "EMPTY", "LANGUAGES", "NEEDED", "Cell", "Line", "headings"]
