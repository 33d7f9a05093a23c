"""The columns of the report: languages, main sections and channels, each with a mark for an item."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from msgspec import Struct
from wagtail.coreutils import get_content_languages

from contenthub.editorial.coverage.counting import MAIN, Group, Row
from contenthub.models.blocks.sections import CHANNEL_LABELS, KIND_LABELS
from contenthub.vocabulary import Channel

YES, NO, NEEDLESS = "yes", "no", "needless"


class Column(Struct, frozen=True):
    """`mark` says of an item YES, NO, or NEEDLESS where nobody misses it."""

    heading: str
    mark: Callable[[Row], str]

    def number(self, rows: Iterable[Row]) -> int:
        return sum(self.mark(row) == YES for row in rows)


class Columns(Struct, frozen=True):
    """Columns that belong together, under one heading."""

    heading: str
    columns: tuple[Column, ...]


class Mark(Struct, frozen=True):
    state: str
    text: str


def columns(languages: Iterable[str]) -> tuple[Columns, ...]:
    return (
        Columns(_("Can be said in"), tuple(Column(language_name(code), _in_language(code)) for code in languages)),
        Columns(_("Main sections"), tuple(Column(str(KIND_LABELS[kind]), _section(kind)) for kind in MAIN)),
        Columns(_("Own text for a channel"), tuple(Column(str(CHANNEL_LABELS[each]), _wording(each)) for each in Channel)),
    )


def marks(row: Row, groups: Iterable[Columns]) -> list[Mark]:
    return [Mark(state, words(state)) for group in groups for column in group.columns for state in [column.mark(row)]]


def words(state: str) -> str:
    return {YES: _("Yes"), NO: _("No")}.get(state, pgettext("coverage", "not needed"))


def language_name(code: str) -> str:
    return str(get_content_languages().get(code, code))


def totals(group: Group, languages: Iterable[str]) -> list[str]:
    """In a sentence each: 7 of 9 in English."""
    every = len(group.rows)
    return [
        *(_("%(number)s of %(all)s in %(language)s") % {
            "number": group.spoken(code), "all": every, "language": language_name(code)} for code in languages),
        _("%(number)s of %(all)s with all main sections") % {"number": group.with_sections, "all": every},
        _("%(number)s of %(all)s offered here") % {"number": group.offered, "all": every},
    ]


def _in_language(code: str) -> Callable[[Row], str]:
    return lambda row: YES if code in row.languages else NO


def _section(kind: str) -> Callable[[Row], str]:
    return lambda row: YES if kind in row.sections else NO if kind in row.lacks else NEEDLESS


def _wording(channel: Channel) -> Callable[[Row], str]:
    return lambda row: YES if channel in row.wordings else NEEDLESS


__all__ = ["Columns", "Mark", "columns", "language_name", "marks", "totals", "words"]
