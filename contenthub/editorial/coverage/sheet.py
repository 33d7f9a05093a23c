"""The report as a file: a row for each item of each life event, as Dutch spreadsheets open it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from contenthub.editorial.coverage.columns import NO, YES, Columns, marks, words
from contenthub.editorial.coverage.counting import PRODUCT, Coverage, Group, Row

# What begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def download(found: Coverage, groups: tuple[Columns, ...], titles: dict[str, str], name: str) -> HttpResponse:
    """With a byte order mark and semicolons: a double click in Windows then opens it well."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerows([_plain(cell) for cell in line] for line in _lines(found, groups, titles))
    return response


def _lines(found: Coverage, groups: tuple[Columns, ...], titles: dict[str, str]) -> Iterator[list[str]]:
    headings = [f"{group.heading}: {column.heading}" for group in groups for column in group.columns]
    yield [_("Life event"), _("Product or question"), _("Kind"), _("In the journey"), _("Offered here"), *headings]
    for group in (*found.events, found.topical, found.hidden):
        yield from _of(group, groups, titles[group.key])


def _of(group: Group, groups: Iterable[Columns], title: str) -> Iterator[list[str]]:
    if not group.rows and group.title:
        yield [title, _("no product or question")]
    for row in group.rows:
        yield [title, row.title, kind(row), words(YES if row.in_journey else NO), words(YES if row.offered else NO),
               *(mark.text for mark in marks(row, groups))]


def kind(row: Row) -> str:
    return _("Product") if row.type == PRODUCT else _("Question")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


__all__ = ["download", "kind"]
