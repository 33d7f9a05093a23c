"""No text goes live under another language's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from wagtail_localize.models import Translation

from contenthub.actions.page_content import Content, content_of
from contenthub.actions.page_texts import pieces_of
from contenthub.models import Edition
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.content import LocalContent, LocalLifeEventContent
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PAGE_KINDS, SectionKind

# A sentence with three ordinary words is nobody's name; without a full stop it may be that of a law or a ministry.
_SENTENCE, _LINE = 3, 5
# A short place (a title, a route) of two words, and a section of three, is taken as a whole.
_SHORT_PLACE, _PLACE, _UNENDED_PLACE = 2, 3, 4
_WORD = re.compile(r"[^\W\d_]")
_NO_WORD = re.compile(r"\{\{[^}]*\}\}|\S*(?:@|://|www\.)\S*")
_SECTIONS = frozenset(kind.value for kind in SectionKind)


class _Other(NamedTuple):
    """What is said of the subject elsewhere; `variant` is a plainer or fuller form of the same language."""

    content: Content
    variant: bool
    source: bool = False


def check_language(page: PublishedPage, branch: BranchPage, content: Content, moment: dt.datetime) -> None:
    """Refuse an unfinished translation, and words that are those of another language.

    Compared are pieces: a paragraph, a cell, a title, a line. Refused is a sentence that is the same, a place of
    which all is the same, and a page of which all is the same. A name, an amount or another short piece may well be
    alike, so alone it is no reason. Easy Dutch may share sentences with Dutch, but not all of them.
    """
    translation = None
    if page.pk:
        translation = (
            Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
            .select_related("source__locale")
            .first()
        )
    if translation is not None and translation.enabled:
        _check_finished(page, translation, content)
    language = page.locale.language_code
    pieces = list(pieces_of(content))
    for other in _others(page, branch, translation, moment):
        same = {text for _, text in pieces_of(other.content)}
        if not other.variant:
            _check_sentences(pieces, same, language)
            _check_places(pieces, same, language)
        _check_whole(pieces, same, content, other, language)


def _check_sentences(pieces: list[tuple[str, str]], same: set[str], language: str) -> None:
    for place, text in pieces:
        common = _common(text)
        # People ask in loanwords too ("no cure no pay woz"); other phrasings count together.
        if place != "phrasings" and text in same and (common >= _LINE or (common >= _SENTENCE and text[-1] in ".?!:;")):
            raise _untranslated(place, language)


def _check_places(pieces: list[tuple[str, str]], same: set[str], language: str) -> None:
    by_place: dict[str, list[str]] = {}
    for place, text in pieces:
        by_place.setdefault(place, []).append(text)
    for place, texts in by_place.items():
        if not same.issuperset(texts):
            continue
        words, common = sum(map(_words, texts)), sum(map(_common, texts))
        if place.partition(".")[0] in _SECTIONS:
            ended = any(text[-1] in ".?!:;" for text in texts)
            bad = words >= _PLACE and common >= (1 if ended else _UNENDED_PLACE)
        else:
            bad = words >= _SHORT_PLACE and common >= 1
        if bad:
            raise _untranslated(place, language)


def _check_whole(pieces: list[tuple[str, str]], same: set[str], content: Content, other: _Other, language: str) -> None:
    texts = [text for _, text in pieces]
    if not sum(map(_words, texts)) or not same.issuperset(texts):
        return
    # A local version may be an address, or one plain sentence that needs no easier one.
    local = isinstance(content, (LocalContent, LocalLifeEventContent)) and not other.source
    if not local or (not other.variant and sum(map(_common, texts))):
        raise _untranslated("page", language)


def _untranslated(place: str, language: str) -> Refused:
    return Refused(
        "UNTRANSLATED",
        place,
        "%(field)s: this is the text of another language; translate it into %(value)s",
        value=language,
    )


def _check_finished(page: PublishedPage, translation: Translation, content: Content) -> None:
    missing = translation.source.stringsegment_set.annotate_translation(page.locale).filter(translation__isnull=True)
    if count := missing.count():
        raise Refused(
            "UNTRANSLATED",
            "translation",
            "%(field)s: %(value)s texts are not translated yet; finish them first",
            value=count,
        )
    finished = content_of(translation.source.get_ephemeral_translated_instance(page.locale, fallback=False))
    if finished != content:
        raise Refused(
            "UNTRANSLATED",
            "translation",
            "%(field)s: this draft of %(value)s is older than its translation; publish it from the translation screen",
            value=page.title,
        )


def _others(
    page: PublishedPage, branch: BranchPage, translation: Translation | None, moment: dt.datetime
) -> Iterator[_Other]:
    """What it was translated from, and what this writer says of the subject in other languages."""
    language = page.locale.language_code
    if translation is not None:
        source = translation.source
        variant = _base(source.locale.language_code) == _base(language)
        yield _Other(content_of(source.as_instance()), variant, source=True)
    rows = Edition.objects.filter(kind__in=PAGE_KINDS, subject=page.item_id, organisation=branch.organisation_slug)
    if not rows.exclude(language=language).exists():
        return
    for row in rows.in_force(moment).rows():
        theirs = row.series.language
        if _base(theirs) != _base(language):
            yield _Other(row.content, variant=False)
        elif language.startswith(f"{theirs}-"):
            yield _Other(row.content, variant=True)


def _base(language: str) -> str:
    return language.partition("-")[0]


def _words(text: str) -> int:
    return sum(bool(_WORD.search(word)) for word in _NO_WORD.sub(" ", text).split())


def _common(text: str) -> int:
    """Words that begin with a small letter: what names, codes and amounts hardly have."""
    found = (_WORD.search(word) for word in _NO_WORD.sub(" ", text).split())
    return sum(letter is not None and letter[0].islower() for letter in found)
