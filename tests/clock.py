"""A clock that a test sets, so that what is published lies in the past by the time it is looked at."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
        self.now = now
        monkeypatch.setattr(timezone, "now", self.tick)

    def tick(self) -> dt.datetime:
        """No two rows begin at one moment but in one transaction, as in real life."""
        self.now += dt.timedelta(microseconds=1)
        return self.now

    def set(self, *local: int, fold: int = 0) -> dt.datetime:
        """To this Dutch wall clock; it never goes back."""
        moment = dt.datetime(*local, tzinfo=AMSTERDAM, fold=fold).astimezone(dt.UTC)  # type: ignore[arg-type]
        assert moment >= self.now
        self.now = moment
        return moment
