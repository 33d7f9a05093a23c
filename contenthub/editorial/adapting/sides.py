"""What stands side by side for one local version: by section the generic text, ours, and what channels will say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec
from django.utils.html import format_html, format_html_join, mark_safe
from django.utils.safestring import SafeString
from msgspec import Struct
from wagtail.admin.compare import diff_text

from channels.voice.facts import Facts
from channels.voice.html import html
from channels.voice.plain import plain
from contenthub.actions.drift import Drifted, drift, generic_row
from contenthub.actions.publish_page import municipalities_of, series_of
from contenthub.answering.answers import load, resolved
from contenthub.answering.asking import ask
from contenthub.answering.drafts import drafts_of
from contenthub.models import Municipality
from contenthub.models.blocks.sections import KIND_LABELS, MODE_LABELS, section_field_name
from contenthub.models.pages.local import LocalVersionPage
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.content import ItemContent, LocalContent, LocalSection, Section
from contenthub.resolving.drift import meaning
from contenthub.resolving.factual import facts_in_force
from contenthub.resolving.merge import is_law
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.resolving.threeway import Change, Piece, pieces
from contenthub.vocabulary import Channel, EditionKind, SectionKind, SectionMode

_MARKED = {"equal": "{}", "addition": "<ins>{}</ins>", "deletion": "<del>{}</del>"}


class State(StrEnum):
    """What we do with a section: use the generic text though a local one is asked for, use it, have our own, or have our own
    of a text that has changed since."""

    MISSING = "missing"
    INHERITS = "inherits"
    ADAPTED = "adapted"
    CHANGED = "changed"


class Choice(Struct, frozen=True):
    """A piece of a merge, and how it reads in our text and in the generic one."""

    piece: Piece
    ours: SafeString
    source: SafeString

    @property
    def open(self) -> bool:
        """Whether an editor has to choose: somebody changed this piece."""
        return self.piece.change is not Change.NONE


class Side(Struct, frozen=True):
    """One section. `difference` says word by word how the generic text has changed, `wordings` whether a text for one channel
    has; `choices` are the pieces of a merge, where the text can be merged."""

    kind: SectionKind
    title: Any
    field: str
    state: State
    law: bool
    source: str
    mode: SectionMode
    mode_label: Any
    generic: SafeString
    ours: SafeString
    result: SafeString
    difference: SafeString
    wordings: bool
    choices: tuple[Choice, ...]


class Sides(Struct, frozen=True):
    """`number` is the generic edition in force, 0 where there is none; `refusals`: why the draft cannot be published."""

    language: str
    number: int = 0
    sections: tuple[Side, ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        return sum(side.state is State.CHANGED for side in self.sections)


def towns_of(page: LocalVersionPage) -> list[Municipality]:
    """The municipalities in which this version speaks, by name."""
    named = [code for code in municipalities_of(page) if code]
    towns = Municipality.objects.filter(organisations=page.branch().organisation_slug, ends_on=None)
    return list((towns.filter(pk__in=named) if named else towns).order_by("name"))


def sides(page: LocalVersionPage, town: Municipality, moment: dt.datetime) -> Sides:
    """The latest draft of this page beside the generic text in force, for one municipality."""
    language, branch, item = page.locale.language_code, page.branch(), page.item_id
    series = series_of(page, branch, next(iter(municipalities_of(page)), ""))
    row = generic_row(series, moment)
    if row is None or not isinstance(row.content, ItemContent):
        return Sides(language)
    asking = ask(town.pk, language=language, for_agents=True)
    drafts = drafts_of([(page, branch)], asking.town, moment)
    asking = msgspec.structs.replace(asking, moment=moment, drafts=drafts)
    ours = [each.content for each in drafts.over((), EditionKind.ITEM, [item]) if isinstance(each.content, LocalContent)]
    content = ours[0] if ours else LocalContent()
    refusals = tuple(in_own_language(getattr(each, "because", each)) for each in drafts.refusals(for_agents=True))
    material = load(EditionKind.ITEM, [item], asking)
    changed = drift(content, row, series, moment)
    facts = facts_in_force(_keys(row.content, content, changed), material, moment).facts
    answer = resolved(item, material, asking)
    said = {} if answer is None else {section.kind: section.blocks for section in answer.sections}
    write = _Writer(facts, language)
    kinds = [kind for kind in KIND_LABELS if kind in row.content.sections or kind in content.sections]
    found = (
        _side(kind, row.content.sections.get(kind), content.sections.get(kind), changed.get(kind), said.get(kind), write)
        for kind in kinds
    )
    return Sides(language, row.number, tuple(found), refusals)


class _Writer(Struct, frozen=True):
    """Blocks as an editor reads them: with the values of now."""

    facts: Facts
    language: str

    def html(self, blocks: Blocks) -> SafeString:
        return mark_safe(html(blocks, self.facts, self.language))

    def difference(self, before: Blocks, after: Blocks) -> SafeString:
        """What was taken out and what was put in, word by word."""
        found = diff_text(plain(before, self.facts, self.language), plain(after, self.facts, self.language))
        return format_html_join("", "{}", ((format_html(_MARKED[kind], words),) for kind, words in found.changes))


def _side(
    kind: SectionKind,
    generic: Section | None,
    ours: LocalSection | None,
    changed: Drifted | None,
    said: Blocks | None,
    write: _Writer,
) -> Side:
    before = changed.before.blocks if changed and changed.before else ()
    now = generic.blocks if generic else ()
    mode = ours.mode if ours else SectionMode.INHERIT
    merging = changed is not None and mode == SectionMode.REPLACE and not is_law(kind, generic)
    return Side(
        kind=kind,
        title=KIND_LABELS[kind],
        field=section_field_name(kind),
        state=_state(generic, mode, changed),
        law=is_law(kind, generic),
        source=str(generic.legal_source) if generic and generic.legal_source else "",
        mode=mode,
        mode_label=MODE_LABELS[mode],
        generic=write.html(now),
        ours=write.html(ours.blocks if ours else ()),
        result=write.html(said or ()),
        difference=write.difference(before, now) if changed else mark_safe(""),
        wordings=bool(changed) and _wordings(changed.before) != _wordings(changed.now),
        choices=tuple(_choice(piece, write) for piece in pieces(before, ours.blocks, now)) if merging and ours else (),
    )


def _state(generic: Section | None, mode: SectionMode, changed: Drifted | None) -> State:
    if changed is not None:
        return State.CHANGED
    if mode != SectionMode.INHERIT:
        return State.ADAPTED
    return State.MISSING if generic and generic.local_required else State.INHERITS


def _choice(piece: Piece, write: _Writer) -> Choice:
    return Choice(piece=piece, ours=write.html(piece.ours), source=write.html(piece.source))


def _wordings(section: Section | None) -> dict[Channel, tuple[str, ...]]:
    return {channel: meaning(blocks) for channel, blocks in section.wordings.items()} if section else {}


def _keys(generic: ItemContent, ours: LocalContent, changed: Mapping[SectionKind, Drifted]) -> set[str]:
    sections: list[Section | LocalSection | None] = [*generic.sections.values(), *ours.sections.values()]
    sections += [each.before for each in changed.values()]
    return {key for section in sections if section for key in fact_keys(section.blocks)}
