"""No text goes live under another language's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wagtail_localize.models import Translation

from contenthub.actions.page_content import Content, content_of
from contenthub.models import Edition
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.content import ItemContent, LifeEventContent, LocalContent, LocalLifeEventContent
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import Blocks, Text, inlines
from contenthub.vocabulary import EditionKind

# Fewer words may well be the same in two languages: names, amounts, the head of a table.
_WORDS = 8


def check_language(page: PublishedPage, branch: BranchPage, content: Content, moment: dt.datetime) -> None:
    """Refuse an unfinished translation, and a text that is word for word the one of another language."""
    translation = None
    if page.pk:
        translation = (
            Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
            .select_related("source")
            .first()
        )
    if translation is not None and translation.enabled:
        _check_finished(page, translation, content)
    sources = [content_of(translation.source.as_instance())] if translation is not None else []
    texts = dict(_texts(content))
    language = page.locale.language_code
    for other in (*sources, *_other_languages(page, branch, moment)):
        for place, blocks in _texts(other):
            if texts.get(place) == blocks and _words(blocks) >= _WORDS:
                raise Refused(
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


def _other_languages(page: PublishedPage, branch: BranchPage, moment: dt.datetime) -> Iterator[Content]:
    """What this writer says of the subject in other languages; easy Dutch and Dutch may share sentences."""
    base = page.locale.language_code.partition("-")[0]
    rows = Edition.objects.filter(
        kind__in=(EditionKind.ITEM, EditionKind.LIFE_EVENT), subject=page.item_id, organisation=branch.organisation_slug
    )
    if not rows.exclude(language=page.locale.language_code).exists():
        return
    for row in rows.in_force(moment).rows():
        if row.series.language.partition("-")[0] != base:
            yield row.content


def _texts(content: Content) -> Iterator[tuple[str, Blocks]]:
    if isinstance(content, (ItemContent, LocalContent)):
        for kind, section in content.sections.items():
            yield kind.value, section.blocks
            for channel, blocks in section.wordings.items():
                yield f"{kind.value}.wordings.{channel}", blocks
    elif isinstance(content, LifeEventContent):
        yield "introduction", content.introduction
        for step in content.steps:
            yield f"steps.{step.id}", step.blocks
    elif isinstance(content, LocalLifeEventContent):
        if content.introduction:
            yield "introduction", content.introduction.blocks
        for local in content.steps:
            if local.step:
                yield f"steps.{local.step.id}", local.step.blocks


def _words(blocks: Blocks) -> int:
    return sum(len(node.s.split()) for node in inlines(blocks) if isinstance(node, Text))
