"""What sameness can find wrong."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from contenthub.vocabulary import Channel


class Kind(StrEnum):
    """FOREIGN: a channel says a value that the answer does not hold there. MISSING: it does not say a fact that its
    text refers to. LOOSE: a value is typed in a text instead of being a fact."""

    FOREIGN = "foreign"
    MISSING = "missing"
    LOOSE = "loose"


class Difference(Struct, frozen=True):
    """One finding; `channel` is None for a loose value in a text that every channel says.

    `place` is the view and, where known, the section or field (`html paspoort:costs`); `found` is what stands there,
    `expected` what would be right or why it is reported.
    """

    channel: Channel | None
    place: str
    kind: Kind
    found: str
    expected: str

    def __str__(self) -> str:
        where = self.channel.value if self.channel else "all channels"
        return f"{where}, {self.place}: {self.kind}: {self.found!r}; {self.expected}"
