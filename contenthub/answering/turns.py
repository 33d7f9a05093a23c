"""Up to when something that was read holds: until one of its writers publishes, or what is published changes by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Subquery
from msgspec import Struct

from contenthub.models import Edition
from contenthub.models.epoch import Epoch


class Standing(Struct, frozen=True):
    """`epoch`: the state of all that these writers have published. `turn`: when an edition next takes over, if known."""

    epoch: int
    turn: dt.datetime | None


def standing(scopes: Iterable[str], moment: dt.datetime) -> Standing:
    """One query. The turn is the first `valid_from` after this moment of whatever it is: before it, no list and no
    answer changes its editions."""
    later = Edition.objects.filter(valid_from__gt=moment).order_by("valid_from").values("valid_from")[:1]
    rows = list(
        Epoch.objects.filter(scope__in=list(scopes)).annotate(turn=Subquery(later)).values_list("number", "turn")
    )
    return Standing(epoch=sum(number for number, _ in rows), turn=rows[0][1] if rows else None)
