"""What came of asking for the addresses that stand in texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from contenthub.models import LinkState
from contenthub.models.checks import FAILS_UNTIL_BROKEN

NO_SUCH_HOST = 0
GONE = frozenset({404, 410, NO_SUCH_HOST})


def keep_link_state(address: str, status: int | None, subjects: Iterable[str], *, now: dt.datetime) -> LinkState:
    """Count one answer: a status of HTTP, NO_SUCH_HOST, or None where nothing came.

    Only what is gone without doubt counts, once a day. Any other answer begins the count anew, but for a server that is
    away or broken (5xx, nothing): that says nothing of a link that is known as broken.
    """
    with transaction.atomic():
        state = LinkState.objects.select_for_update().filter(address=address).first() or LinkState(address=address)
        known = state.failures >= FAILS_UNTIL_BROKEN
        state.last_tried_at, state.subjects = now, sorted(set(subjects))
        if status in GONE:
            if state.last_failed_at is None or timezone.localdate(state.last_failed_at) < timezone.localdate(now):
                state.failures += 1
            state.first_failed_at, state.last_failed_at, state.status = state.first_failed_at or now, now, status
        elif not (known and (status is None or status >= 500)):
            state.failures, state.first_failed_at, state.last_failed_at, state.status = 0, None, None, status
        state.save()
    return state


def forget_link_states(standing: Mapping[str, Iterable[str]]) -> int:
    """Take out what stands in no text any more, by address; how many."""
    gone = [pk for pk, address in LinkState.objects.values_list("pk", "address") if address not in standing]
    for at in range(0, len(gone), 500):
        LinkState.objects.filter(pk__in=gone[at : at + 500]).delete()
    return len(gone)
