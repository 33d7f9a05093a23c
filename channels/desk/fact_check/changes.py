"""What a draft says section by section, and what of that differs from what is published: for people, so in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from msgspec import Struct
from wagtail.admin.compare import diff_text

from channels.desk.origins import channel_name
from channels.phrases import section_title
from channels.voice.html import html
from channels.voice.plain import plain
from contenthub.resolving.answer import Answer, SectionAnswer
from contenthub.resolving.facts import Fact
from contenthub.resolving.journey import LifeEventAnswer, StepAnswer
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import INTERNAL_KINDS, Channel

TITLE, INTRODUCTION, STEP = "title", "introduction", "step."


class Change(Struct, frozen=True):
    """What differs in one place; `where` names the channel that has words of its own, or is empty."""

    where: str
    marked: SafeString


class Piece(Struct, frozen=True):
    """A section as an expert reads it. `new` and `gone` say that the published text, or the draft, has none of it."""

    key: str
    title: str
    text: SafeString
    changes: tuple[Change, ...] = ()
    new: bool = False
    gone: bool = False


def pieces(draft: Answer, published: Answer | None) -> tuple[Piece, ...]:
    """The title and the public sections, in the order in which they are said; then what the draft leaves out."""
    found = [_title(draft.question or draft.title, (published.question or published.title) if published else None, draft.language)]
    before = {section.kind: section for section in _public(published)}
    for section in _public(draft):
        found.append(_section(section, before.pop(section.kind, None), draft, published))
    found += [_gone(section, published) for section in before.values() if published is not None]
    return tuple(found)


def journey_pieces(draft: LifeEventAnswer, published: LifeEventAnswer | None) -> tuple[Piece, ...]:
    """The same of a life event: title, introduction and steps."""
    facts, language = {fact.key: fact for fact in draft.facts}, draft.language
    old = {fact.key: fact for fact in published.facts} if published else {}
    found = [_title(draft.title, published.title if published else None, language)]
    if draft.introduction or (published and published.introduction):
        was = plain(published.introduction, old, language) if published else None
        found.append(_piece(INTRODUCTION, _("Introduction"), draft.introduction, facts, language, was))
    before = {step.id: step for step in published.steps} if published else {}
    for step in draft.steps:
        then = before.pop(step.id, None)
        was = _step_text(then, old, language) if then else None
        text = format_html("<h4>{}</h4>{}", step.title, mark_safe(html(step.blocks, facts, language)))
        found.append(Piece(STEP + step.id, step.title, text, _changes(was, _step_text(step, facts, language)), new=was is None))
    for step in before.values():
        found.append(Piece(STEP + step.id, step.title, _paragraphs(_step_text(step, old, language)), gone=True))
    return tuple(found)


def marked(before: str, after: str) -> SafeString:
    """The new text with what came and what went; both are also said to who does not see colours."""
    said = {"addition": ("ins", _("new:")), "deletion": ("del", _("no longer there:"))}
    made = []
    for kind, value in diff_text(before, after).changes:
        text = mark_safe(escape(value).replace("\n", "<br>"))
        if kind == "equal" or not value.strip():
            made.append(text)
        else:
            tag, spoken = said[kind]
            made.append(format_html('<{}><span class="sr-only">{} </span>{}</{}>', mark_safe(tag), spoken, text, mark_safe(tag)))
    return mark_safe("".join(made))


def _public(answer: Answer | None) -> Iterator[SectionAnswer]:
    return (section for section in (answer.sections if answer else ()) if section.kind not in INTERNAL_KINDS)


def _title(now: str, was: str | None, language: str) -> Piece:
    return Piece(TITLE, _("Title"), format_html("<p>{}</p>", now), _changes(was, now), new=was is None)


def _section(section: SectionAnswer, then: SectionAnswer | None, draft: Answer, published: Answer | None) -> Piece:
    facts, language = _facts(draft.facts), draft.language
    title = section_title(section.kind, language)
    text = mark_safe(html(section.blocks, facts, language))
    key = section.kind.value
    if then is None or published is None:
        return Piece(key, title, text, new=True)
    old = _facts(published.facts)
    changes = list(_changes(plain(then.blocks, old, language), plain(section.blocks, facts, language)))
    for channel in Channel:
        if channel in section.wordings or channel in then.wordings:
            was, now = plain(then.said(channel), old, language), plain(section.said(channel), facts, language)
            changes += _changes(was, now, channel_name(channel))
    return Piece(key, title, text, tuple(changes))


def _gone(section: SectionAnswer, published: Answer | None) -> Piece:
    assert published is not None
    text = plain(section.blocks, _facts(published.facts), published.language)
    return Piece(section.kind.value, section_title(section.kind, published.language), _paragraphs(text), gone=True)


def _piece(key: str, title: str, blocks: Blocks, facts: dict[str, Fact], language: str, was: str | None) -> Piece:
    text = mark_safe(html(blocks, facts, language))
    return Piece(key, title, text, _changes(was, plain(blocks, facts, language)), new=was is None)


def _changes(was: str | None, now: str, where: str = "") -> tuple[Change, ...]:
    return () if was is None or was == now else (Change(where, marked(was, now)),)


def _step_text(step: StepAnswer, facts: dict[str, Fact], language: str) -> str:
    return "\n\n".join(filter(None, (step.title, plain(step.blocks, facts, language))))


def _paragraphs(text: str) -> SafeString:
    return format_html("<p>{}</p>", mark_safe(escape(text).replace("\n", "<br>")))


def _facts(facts: Sequence[Fact]) -> dict[str, Fact]:
    return {fact.key: fact for fact in facts}


__all__ = ["Change", "Piece", "journey_pieces", "marked", "pieces"]
