"""To which section a line belongs, for channels whose renderings are only lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from channels.phrases import phrase
from channels.voice.frame import sections
from channels.voice.plain import plain
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel, SectionKind

_LIST_MARK = re.compile(r"(?:[-•*]|\d{1,2}\.)\s+")
_FEWEST = 4


class Attribution:
    """Reads what the sections say in this channel, and finds each line back in it."""

    def __init__(self, answer: Answer, channel: Channel) -> None:
        facts = {fact.key: fact for fact in answer.facts}
        said = sections(answer, channel)
        self._texts = {section.id: _flat(plain(section.blocks, facts, answer.language)) for section in said}
        self._titles = {section.title.casefold(): section.id for section in said}
        for section in said:
            if section.kind is SectionKind.EVIDENCE:
                self._titles.setdefault(phrase("bring", answer.language).casefold(), section.id)

    def titled(self, line: str) -> str | None:
        """The section whose title this line is."""
        return self._titles.get(line.strip().rstrip(":").casefold())

    def of(self, line: str, current: str | None = None) -> str | None:
        """The section that says this line; the current one where it may be more than one."""
        if found := self.titled(line):
            return found
        head, colon, rest = line.partition(":")
        if colon and rest.strip() and (section := self.titled(head)):
            return section
        words = _LIST_MARK.sub("", _flat(line), count=1)
        if len(words) < _FEWEST:
            return None
        within = [section for section, text in self._texts.items() if words in text]
        return current if current in within else next(iter(within), None)

    def grouped(self, lines: Iterable[str]) -> Iterator[tuple[str | None, list[str]]]:
        """Lines that follow each other in one section together."""
        current: str | None = None
        group: list[str] = []
        for line in lines:
            section = self.of(line, current)
            if group and section != current:
                yield current, group
                group = []
            current = section
            group.append(line)
        if group:
            yield current, group


def _flat(text: str) -> str:
    return " ".join(text.split())
