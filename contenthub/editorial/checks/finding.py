"""What a check has found."""

from __future__ import annotations

from msgspec import Struct

from contenthub.models.blocks.sections import CHANNEL_LABELS
from contenthub.vocabulary import Channel, Level, SectionKind


class Finding(Struct, frozen=True):
    """`kind` is the section, None for the whole item; `channel` that of a wording; `quotes` are the places in the text."""

    check: str
    level: Level
    message: str
    remedy: str
    kind: SectionKind | None = None
    channel: Channel | None = None
    quotes: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The channel whose wording it is, in the language of the page; empty for what every channel says."""
        return str(CHANNEL_LABELS[self.channel]) if self.channel else ""
