"""Who takes over from a municipality that ends, and how long its own texts stay valid.

Source: Wet algemene regels herindeling art. 28: rules of a municipality that was merged stay valid for two years after
the date of the merger, unless the new one ends them before.
"""

from __future__ import annotations

import datetime as dt

from contenthub.models import Municipality
from contenthub.resolving.refusal import Refused

YEARS = 2


def check_succession(town: Municipality) -> None:
    """Raises Refused: SUCCEEDS_ITSELF, also by way of others; UNKNOWN_MUNICIPALITY; OLD_TEXTS_TOO_LONG."""
    _no_circle(town)
    former = Municipality.objects.in_bulk(town.keeps_old_texts)
    for code, given in sorted(town.keeps_old_texts.items()):
        field = f"{town.code}.keeps_old_texts"
        if code == town.code:
            raise _itself(field, code)
        if code not in former:
            raise Refused(
                "UNKNOWN_MUNICIPALITY",
                field,
                "%(field)s: there is no municipality %(value)s; give the code of one that ended",
                value=code,
            )
        _not_longer(field, former[code], dt.date.fromisoformat(str(given)))
    for successor in town.successors.all():
        if given := successor.keeps_old_texts.get(town.code):
            _not_longer(f"{town.code}.ends_on", town, dt.date.fromisoformat(str(given)))


def _no_circle(town: Municipality) -> None:
    seen: set[str] = set()
    waiting = set(town.successors.values_list("code", flat=True))
    while waiting - seen:
        seen |= waiting
        if town.code in seen:
            raise _itself(f"{town.code}.successors", town.code)
        waiting = set(Municipality.objects.filter(pk__in=waiting).values_list("successors", flat=True)) - {None}


def _not_longer(field: str, former: Municipality, until: dt.date) -> None:
    if former.ends_on is None:
        return
    last = _years_after(former.ends_on)
    if not former.ends_on <= until <= last:
        raise Refused(
            "OLD_TEXTS_TOO_LONG",
            field,
            "%(field)s: %(value)s ended on %(ended)s; its own texts may stay from then until %(last)s at most",
            value=former.name,
            ended=former.ends_on,
            last=last,
        )


def _years_after(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + YEARS, day=28 if leap_day else day.day)


def _itself(field: str, code: str) -> Refused:
    return Refused(
        "SUCCEEDS_ITSELF", field, "%(field)s: %(value)s cannot follow itself; choose another municipality", value=code
    )


__all__ = ["check_succession"]
