"""To which section or statement a line belongs, for channels whose renderings are only lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from channels.desk.origins import statement_id
from channels.opening import announced
from channels.phrases import phrase
from channels.voice.frame import sections, statements
from channels.voice.plain import lines, plain
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
        self._announced: dict[str, str] = {}
        for statement in statements(answer, channel):
            name, heading = statement_id(statement), statement.heading(answer.language)
            told = lines(statement.blocks, facts, answer.language, links=False)
            # A channel says the title above the text or in one line with it.
            self._announced[name] = " \n ".join(map(_flat, (
                heading, " ".join(told), " ".join(announced(statement, told, answer.language)))))
            if heading:
                self._titles.setdefault(heading.casefold(), name)
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
        within = [name for name, text in (*self._texts.items(), *self._announced.items()) if words in text]
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
