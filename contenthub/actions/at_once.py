"""One transaction whose rows begin at one moment: nobody, now or as of then, sees some of them without the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils import timezone


class Turn:
    """The moment at which everything begins that is added in this transaction; known when the first row is added."""

    def __init__(self) -> None:
        self._moment: dt.datetime | None = None

    def moment(self, last: dt.datetime | None) -> dt.datetime:
        """When the next row begins; `last` is when the latest of its series was recorded.

        Another writer may have added that one while this transaction waited: what comes after it begins after it.
        """
        if self._moment is None or (last is not None and last > self._moment):
            self._moment = timezone.now()
        return self._moment


_open: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def at_once() -> Iterator[Turn]:
    """A transaction, or a savepoint in the one that is open; inside another `at_once` the turn is that one's."""
    with transaction.atomic():
        if (outer := _open.get()) is not None:
            yield outer
            return
        token = _open.set(turn := Turn())
        try:
            yield turn
        finally:
            _open.reset(token)
