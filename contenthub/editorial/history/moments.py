"""Moments as an editor types and reads them: Dutch wall clock, also in the night in which an hour comes twice."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contenthub.resolving.material import AMSTERDAM

CLOCKS = (("", gettext_lazy("Choose…")), ("summer", gettext_lazy("summer time")), ("winter", gettext_lazy("winter time")))
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def told(moment: dt.datetime) -> str:
    """To the second where that matters, and with the clock where an hour came twice."""
    local = moment.astimezone(AMSTERDAM)
    text = date_format(local, "j F Y, H.i.s" if local.second or local.microsecond else "j F Y, H.i")
    if not _twice(local.replace(tzinfo=None)):
        return text
    return f"{text} ({_('summer time') if local.dst() else _('winter time')})"


def typed(text: str, clock: str = "") -> dt.datetime:
    """The aware moment of a wall clock. ValidationError: no moment, one that was skipped, or one that came twice without
    `clock`, which is `summer` or `winter`; its code is then `twice`."""
    try:
        naive = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(_("This is no date and time. Write it like 2026-12-31T23:59.")) from None
    if not _FIRST_YEAR <= naive.year <= _LAST_YEAR:
        raise ValidationError(_("Give a year from %(first)s to %(last)s.") % {"first": _FIRST_YEAR, "last": _LAST_YEAR})
    if naive.tzinfo is not None:
        return naive.astimezone(AMSTERDAM)
    if _twice(naive):
        if clock not in ("summer", "winter"):
            raise ValidationError(
                _("The clock showed this time twice that night. Choose summer time or winter time."), code="twice")
        return naive.replace(tzinfo=AMSTERDAM, fold=int(clock == "winter"))
    aware = naive.replace(tzinfo=AMSTERDAM)
    if aware.astimezone(dt.UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != naive:
        raise ValidationError(_("This time did not exist: the clock went forward that night. Choose an hour later."))
    return aware


def _twice(naive: dt.datetime) -> bool:
    first, second = (naive.replace(tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1))
    return (first.utcoffset() or dt.timedelta()) > (second.utcoffset() or dt.timedelta())
