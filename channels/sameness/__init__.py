"""Sameness: the proof that every channel says the same values of one answer."""

from __future__ import annotations

from channels.sameness.check import check, compare
from channels.sameness.difference import Difference, Kind

__all__ = ["Difference", "Kind", "check", "compare"]
