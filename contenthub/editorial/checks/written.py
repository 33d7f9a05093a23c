"""The texts of an item as checks read them: section by section, with every wording, sentence by sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from channels.sameness.source import runs, text_of
from channels.voice.sentence import split_sentences
from contenthub.actions.drift import Drifted
from contenthub.resolving.content import ItemContent, LocalContent
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import INTERNAL_KINDS, Channel, Grade, SectionKind

_HARD_SPACE = "\N{NO-BREAK SPACE}"


class Part:
    """One text: a section, or how one channel words it (`channel`). `law` is locked text, which nobody can simplify."""

    def __init__(self, kind: SectionKind, blocks: Blocks, *, channel: Channel | None = None, law: bool = False) -> None:
        self.kind, self.blocks, self.channel, self.law = kind, blocks, channel, law

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """In reading order, each fact as one sign; a point of a list and a cell of a table count as one."""
        return tuple(sentence for run in runs(self.blocks) for sentence in split_sentences(text_of(run).replace(_HARD_SPACE, " ")))


@dataclass(eq=False)
class Written:
    """An item's own texts in one language: generic, or what an organisation makes of it.

    `drift` is that of a local version, by section; `broken` are addresses that are known to lead nowhere; `aim` is the reading
    level that its organisation writes for. `beside` are the sentences of the generic text that stand in the same answer, and
    `address` how the municipality addresses its readers ("u" or "je"), or empty.
    """

    content: ItemContent | LocalContent
    language: str
    today: dt.date
    drift: Mapping[SectionKind, Drifted] = field(default_factory=dict)
    broken: Collection[str] = ()
    aim: Grade = Grade.B1
    beside: tuple[str, ...] = ()
    address: str = ""

    @property
    def generic(self) -> ItemContent | None:
        return self.content if isinstance(self.content, ItemContent) else None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What the public reads; a memo for agents is their own."""
        return tuple(self._parts())

    @property
    def sentences(self) -> Iterator[str]:
        return (sentence for part in self.parts for sentence in part.sentences)

    def _parts(self) -> Iterator[Part]:
        for kind, section in self.content.sections.items():
            if kind in INTERNAL_KINDS:
                continue
            law = bool(getattr(section, "law", False))
            if section.blocks:
                yield Part(kind, section.blocks, law=law)
            for channel, blocks in section.wordings.items():
                yield Part(kind, blocks, channel=channel, law=law)


def written(content: object, language: str, today: dt.date, **around: Any) -> Written | None:
    """None for what has no sections; `around` are the further fields of `Written`."""
    return Written(content, language, today, **around) if isinstance(content, (ItemContent, LocalContent)) else None
