"""The checks themselves. Each gives the places that it means; what it says of them stands with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from channels.sameness.loose import typed
from channels.sameness.source import addresses, every_block, runs, text_of
from contenthub.editorial.checks.reading import is_passive, rare_words, reading, words
from contenthub.editorial.checks.written import Part, Written
from contenthub.models.blocks.sections import KIND_LABELS
from contenthub.resolving.addresses import asked_as
from contenthub.resolving.content import Section
from contenthub.resolving.text import Heading, Link, Paragraph, Table, Text, fact_keys
from contenthub.vocabulary import Grade, Level, SectionKind, TextCheck

MOST_QUOTES = 5
LONGEST_SENTENCE, LONGEST_FIRST = 25, 30


class PartCheck:
    """Looks at one text at a time. Raises nothing; gives quotes, none where all is well."""

    id: ClassVar[TextCheck]
    level: ClassVar[Level] = Level.ADVICE
    message: ClassVar[str | Promise]
    remedy: ClassVar[str | Promise]

    def quotes(self, part: Part, written: Written) -> Iterable[str]:
        raise NotImplementedError

    def message_for(self, written: Written) -> str:
        return str(self.message)


class ItemCheck(PartCheck):
    """Looks at an item as a whole."""

    def of_item(self, written: Written) -> Iterable[str]:
        raise NotImplementedError


class Placeholder(PartCheck):
    id = TextCheck.PLACEHOLDER
    level = Level.WARNING
    message = _("Something is still to be filled in.")
    remedy = _("Fill it in, or take the sentence out.")
    _OPEN = re.compile(
        r"\bX{2,}\b|\[\s*(?:\.{2,}|…|x+|naam|datum|bedrag|invullen)[^\]]{0,40}\]|\bn\.?t\.?b\b|\blorem ipsum\b|\bTODO\b|\?{3,}"
        r"|_{3,}|\bnader te bepalen\b",
        re.IGNORECASE,
    )

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        # In small letters two x's are a kiss or a size; as a placeholder they are written large.
        return (s for s in part.sentences if any(m.group() != "xx" for m in self._OPEN.finditer(s)))


class LinkText(PartCheck):
    id = TextCheck.LINK_TEXT
    level = Level.WARNING
    message = _("A link does not say where it leads.")
    remedy = _("Name what is there, such as “Maak een afspraak”. Who has links read out hears nothing else.")
    _EMPTY = frozenset({"hier", "klik hier", "link", "deze link", "lees meer", "meer", "meer informatie", "deze pagina",
                        "here", "click here", "read more", "this page"})

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        for run in runs(part.blocks):
            for node in run:
                if isinstance(node, Link) and text_of(node.c).strip().strip(".:").casefold() in self._EMPTY:
                    yield text_of(run)


class BrokenLink(PartCheck):
    id = TextCheck.BROKEN_LINK
    level = Level.WARNING
    message = _("A link leads to a page that is no longer there.")
    remedy = _("Look where that page went, and change the link or take it out.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        return (found for found in addresses(part.blocks) if asked_as(found) in written.broken)


class TableHeader(PartCheck):
    id = TextCheck.TABLE_HEADER
    level = Level.WARNING
    message = _("A table has no heads above its columns.")
    remedy = _("Give it a first row of heads. Without them nobody can have it read out.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        for block in every_block(part.blocks):
            if isinstance(block, Table) and block.rows and not any(text_of(cell).strip() for cell in block.header):
                yield " | ".join(text_of(cell) for cell in block.rows[0])


class Headings(PartCheck):
    id = TextCheck.HEADINGS
    message = _("A heading is made of bold text, or skips a level.")
    remedy = _("Choose a heading for it, one level below the heading above it.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        level = 0
        for block in every_block(part.blocks):
            if isinstance(block, Heading):
                if level and block.level > level + 1:
                    yield text_of(block.c)
                level = block.level
            elif isinstance(block, Paragraph) and self._is_bold(block):
                yield text_of(block.c)

    def _is_bold(self, block: Paragraph) -> bool:
        said = [node for node in block.c if not isinstance(node, Text) or node.s.strip()]
        text = text_of(block.c).strip()
        return bool(said) and all(isinstance(node, Text) and node.b for node in said) and not text.endswith((".", "!", ":")) and len(text) < 80


class LooseValue(PartCheck):
    id = TextCheck.LOOSE_VALUE
    message = _("A value is typed, and will stay as it is when it changes elsewhere.")
    remedy = _("Make it a fact, or use the fact that is there already.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        return (found.text for found in typed(part.blocks, written.language))


class FirstSentence(PartCheck):
    id = TextCheck.FIRST_SENTENCE
    message = _("The first sentence is too long to be said in one breath.")
    remedy = _("Begin with the answer, in at most thirty words.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        if part.kind is SectionKind.INTRODUCTION:
            yield from (first for first in part.sentences[:1] if len(words(first)) > LONGEST_FIRST)


class LongSentence(PartCheck):
    id = TextCheck.LONG_SENTENCE
    message = _("A sentence has more than 25 words.")
    remedy = _("Make two sentences of it, or a list.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        return (sentence for sentence in part.sentences if len(words(sentence)) > LONGEST_SENTENCE)


class ReadingLevel(PartCheck):
    id = TextCheck.READING_LEVEL
    message = _("This seems harder to read than the level that you write for.")
    remedy = _("Shorten the sentences below, use common words, and say who does what.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        if part.law or written.language not in ("nl", "nl-x-a2"):
            return
        found = reading(part.sentences)
        if found is not None and found.grade > _aim(written):
            yield from sorted(part.sentences, key=_hardness, reverse=True)[:3]

    def message_for(self, written: Written) -> str:
        return gettext("This seems harder to read than %(grade)s.") % {"grade": _aim(written)}


class WordingFacts(PartCheck):
    id = TextCheck.WORDING_FACTS
    level = Level.WARNING
    message = _("The text for a channel does not have the facts that the section has.")
    remedy = _("Say the same in other words: use the same facts in both.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        if part.channel is not None:
            own, base = set(fact_keys(part.blocks)), set(fact_keys(written.content.sections[part.kind].blocks))
            # One row of a table stands for the table.
            yield from sorted(key for key in own if base and not any(_related(key, other) for other in base))


_FORMAL = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)
_INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)


class FormOfAddress(ItemCheck):
    """Also where our text and the generic one meet in one answer."""

    id = TextCheck.FORM_OF_ADDRESS
    level = Level.WARNING
    message = _("Readers are addressed in two ways: with “u” and with “je”.")
    remedy = _("Choose one of them for the whole text.")

    def of_item(self, written: Written) -> Iterator[str]:
        if not written.language.startswith("nl"):
            return
        own = [list(filter(form.search, written.sentences)) for form in (_FORMAL, _INFORMAL)]
        if all(own):
            yield from min(own, key=len)
            return
        for mine, other in zip(own, (_INFORMAL, _FORMAL), strict=True):
            if mine and (theirs := next(filter(other.search, written.beside), "")):
                yield from (mine[0], theirs)


class HouseAddress(ItemCheck):
    id = TextCheck.HOUSE_ADDRESS
    level = Level.WARNING
    message = _("The municipality addresses its readers in another way.")
    remedy = _("Use the form of address that is set for the municipality, or have that changed.")

    def of_item(self, written: Written) -> Iterator[str]:
        other = {"u": _INFORMAL, "je": _FORMAL}.get(written.address)
        if other is not None and written.language.startswith("nl"):
            yield from filter(other.search, written.sentences)


class SourceChanged(PartCheck):
    id = TextCheck.SOURCE_CHANGED
    level = Level.WARNING
    message = _("The text for all municipalities has changed since you made this version of it.")
    remedy = _("Read what is new below, and choose under “Beside the generic text” what happens with yours.")

    def quotes(self, part: Part, written: Written) -> Iterator[str]:
        drifted = written.drift.get(part.kind)
        if drifted is None or part.channel is not None:
            return
        if drifted.now is None:
            yield str(_("The section is no longer there."))
            return
        known = {meaning_of(sentence) for sentence in _said(drifted.before)}
        yield from (sentence for sentence in _said(drifted.now) if meaning_of(sentence) not in known)


class MissingSections(ItemCheck):
    id = TextCheck.MISSING_SECTIONS
    message = _("Sections that most people ask for are missing.")
    remedy = _("Write them, or say in a sentence why there is nothing to say.")
    _EXPECTED = (SectionKind.INTRODUCTION, SectionKind.APPLICATION, SectionKind.COSTS, SectionKind.TERM)

    def of_item(self, written: Written) -> Iterator[str]:
        generic = written.generic
        if generic is not None and generic.type == "product" and not generic.withdrawn:
            yield from (str(KIND_LABELS[kind]) for kind in self._EXPECTED if kind not in generic.sections)


class ReviewDue(ItemCheck):
    id = TextCheck.REVIEW_DUE
    level = Level.WARNING
    message = _("The date by which this should have been looked at again has passed.")
    remedy = _("Look at it again, and give it a new date.")

    def of_item(self, written: Written) -> Iterator[str]:
        generic = written.generic
        if generic is not None:
            dates = (generic.review_by, *(section.review_by for section in generic.sections.values()))
            yield from sorted({date.isoformat() for date in dates if date and date < written.today})


def meaning_of(sentence: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in re.findall(r"[^\W_]+", sentence))


def _said(section: Section | None) -> tuple[str, ...]:
    return Part(SectionKind.INTRODUCTION, section.blocks).sentences if section else ()


def _aim(written: Written) -> Grade:
    """Easy Dutch is what its name says, whatever an organisation writes for."""
    return Grade.A2 if written.language == "nl-x-a2" else written.aim


def _hardness(sentence: str) -> float:
    count = len(words(sentence))
    return count + 4 * len(rare_words(sentence)) + 5 * is_passive(sentence) if count > 5 else 0


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
