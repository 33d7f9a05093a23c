"""An answer as a table: what every channel says of every section, who wrote it, and how long and how hard it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from channels.desk.cards import Card, Part
from channels.desk.origins import Chip
from channels.desk.screen import Shown
from channels.sameness.source import runs, text_of
from channels.voice.sentence import split_sentences
from contenthub.editorial.checks.reading import reading, words
from contenthub.models.blocks.sections import KIND_LABELS, section_field_name
from contenthub.resolving.answer import SectionAnswer
from contenthub.vocabulary import INTERNAL_KINDS, Channel


class Cell(Struct, frozen=True):
    """What one channel says of one section. `own`: in words for this channel alone; `words` is how many."""

    html: SafeString
    words: int
    own: bool


class Row(Struct, frozen=True):
    """`field` is the field of the editors' form; `grade` the reading level of the text itself, or empty."""

    title: str
    field: str
    chip: Chip | None
    grade: str
    law: str
    cells: tuple[Cell, ...]


class Matrix(Struct, frozen=True):
    channels: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix(shown: Shown) -> Matrix:
    """The public sections in agents' order; what a channel says of the whole answer is not in it."""
    sections = [section for section in shown.answer.sections if section.kind not in INTERNAL_KINDS]
    return Matrix(
        channels=tuple(card.title for card in shown.cards),
        rows=tuple(_row(section, shown) for section in sections),
    )


def _row(section: SectionAnswer, shown: Shown) -> Row:
    cells = tuple(_cell(section, card) for card in shown.cards)
    chip = next((part.chip for card in shown.cards for part in _parts(card) if _of(part, section)), None)
    sentences = [each for run in runs(section.blocks) for each in split_sentences(text_of(run))]
    found = reading(sentences) if shown.answer.language.startswith("nl") else None
    laws = [str(origin.legal_source) for origin in section.origins if origin.legal_source]
    return Row(
        title=str(KIND_LABELS[section.kind]),
        field=section_field_name(section.kind),
        chip=chip,
        grade=found.grade.value if found else "",
        law="; ".join(dict.fromkeys(laws)),
        cells=cells,
    )


def _cell(section: SectionAnswer, card: Card) -> Cell:
    html = mark_safe("".join(part.html for part in _parts(card) if _of(part, section)))
    return Cell(html=html, words=len(words(strip_tags(html))), own=card.channel in section.wordings)


def _parts(card: Card) -> Iterable[Part]:
    # What is said in one breath, the script does not say again.
    return [*card.parts, *card.more["steps"]] if card.channel is Channel.PHONE else card.parts


def _of(part: Part, section: SectionAnswer) -> bool:
    return part.chip is not None and part.chip.section == section.id
