"""Opening hours as two tables: the week, and the days that are different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contenthub.editorial.nouns.parts import RowForm, Rows, Words, rows
from contenthub.editorial.nouns.widgets import clock, day
from contenthub.editorial.nouns.words import choices
from contenthub.vocabulary import Weekday

Raw = Mapping[str, Any]


class DayRow(RowForm):
    words = {"note": Words(_("Remark"), required=False)}
    main = "opens"
    order = ("service", "day", "opens", "closes", "by_appointment")

    day = forms.ChoiceField(label=_("Day"), choices=choices(Weekday, empty="–"))
    opens = clock(label=_("Opens"))
    closes = clock(label=_("Closes"))
    by_appointment = forms.BooleanField(label=_("By appointment"), required=False)

    def place(self) -> str:
        return str(self.cleaned_data.get("day", ""))

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "day": given["day"],
            "opens": f"{given['opens']:%H:%M}",
            "closes": f"{given['closes']:%H:%M}",
            "byAppointment": given["by_appointment"],
            "note": self.words_of("note"),
        }


class ExceptionRow(RowForm):
    words = {"note": Words(_("Remark"), required=False)}
    main = "date"
    order = ("service", "date", "closed", "opens", "closes")

    date = day(label=_("Date"))
    closed = forms.BooleanField(label=_("Closed that day"), required=False)
    opens = clock(label=_("Opens"), required=False)
    closes = clock(label=_("Closes"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("closed") and not (given.get("opens") and given.get("closes")) and not self.errors:
            self.add_error("opens", _("Give the hours, or tick that it is closed."))
        return given

    def place(self) -> str:
        return str(self.cleaned_data.get("date", ""))

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        hours = {} if given["closed"] else {"opens": f"{given['opens']:%H:%M}", "closes": f"{given['closes']:%H:%M}"}
        return {"date": given["date"].isoformat(), "closed": given["closed"], **hours, "note": self.words_of("note")}


class DaysOnce(Rows):
    """The days that are different: each date once, for each service that has days of its own."""

    def clean(self) -> None:
        seen: set[tuple[str, Any]] = set()
        for row in self.kept():
            date = row.cleaned_data.get("date")
            day = (row.cleaned_data.get("service", "").strip(), date)
            if date and day in seen:
                row.add_error(
                    "date",
                    _("%(date)s is there twice: give a date once, with what holds that day.")
                    % {"date": date_format(date)},
                )
            seen.add(day)


WEEK = _("Opening hours in the week")
EXCEPTIONS = _("Days that are different")
DayRows = rows(DayRow, WEEK, help_text=_("A day may have more than one row; a day without a row is closed."))
ExceptionRows = rows(ExceptionRow, EXCEPTIONS, base=DaysOnce)


def day_rows(raw: Iterable[Raw]) -> list[dict[str, Any]]:
    """Stored days as what the rows show."""
    return [
        {
            "day": one.get("day"),
            "opens": one.get("opens"),
            "closes": one.get("closes"),
            "by_appointment": bool(one.get("byAppointment")),
            "note": one.get("note") or {},
        }
        for one in raw
    ]


def exception_rows(raw: Iterable[Raw]) -> list[dict[str, Any]]:
    return [
        {
            "date": one.get("date"),
            "closed": bool(one.get("closed")),
            "opens": one.get("opens") or None,
            "closes": one.get("closes") or None,
            "note": one.get("note") or {},
        }
        for one in raw
    ]
