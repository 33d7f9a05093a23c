"""When what is published is next known to change by itself, for whoever wants to remember an answer until then."""

from __future__ import annotations

import datetime as dt

from contenthub.models import Edition


def next_turn(moment: dt.datetime) -> dt.datetime | None:
    """The first `valid_from` after this moment, of whatever it is: no list and no answer changes its editions before."""
    later = Edition.objects.filter(valid_from__gt=moment).order_by("valid_from")
    return later.values_list("valid_from", flat=True).first()
