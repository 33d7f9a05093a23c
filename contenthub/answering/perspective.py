"""The perspective `draft`: what is not published, laid over what is, before anything is resolved.

This is all that answers know of drafts: rows like every other row. `contenthub.answering.drafts` makes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from contenthub.resolving.editions import EditionRow
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import INTERNAL_KINDS, EditionKind

# One request checks so many drafts as publishing would; of more it says that they were not checked.
MOST_CHECKED = 40
_INTERNAL = frozenset(kind.value for kind in INTERNAL_KINDS)


class Draft(Struct, frozen=True, eq=False):
    """One page as it stands: the rows that publishing it now would add.

    `refused` says why no content can be made of it; then there are no rows. `check` says what else publishing would
    refuse, or None. `page` is None for a page that was never saved; `begins` is aware.
    """

    kind: EditionKind
    subject: str
    organisation: str
    language: str
    title: str
    slug: str
    begins: dt.datetime
    page: int | None
    rows: tuple[EditionRow, ...]
    check: Callable[[], Refused | None]
    refused: Refused | None = None


class DraftRefused(Refused):
    """A draft that could not be published as it stands: which page, which field, and what publishing would say."""

    def __init__(self, draft: Draft, refused: Refused, *, for_agents: bool) -> None:
        field = refused.field
        # The value may be words of the section; where a section is for agents, so are they.
        open_to_all = for_agents or field.partition(".")[0] not in _INTERNAL
        why = refused.message if open_to_all else "a section for agents is not ready"
        super().__init__(
            "DRAFT_REFUSED",
            field,
            "draft %(title)s (%(language)s) cannot be published as it stands: %(why)s",
            title=draft.title or draft.subject,
            language=draft.language,
            why=why,
        )
        self.draft = draft
        self.because = refused
        self.extensions = {
            "reason": refused.code,
            "draft": {
                "page": str(draft.page or ""),
                "item": draft.subject,
                "language": draft.language,
                "organisation": draft.organisation,
            },
        }


class Drafts:
    """Drafts that may be seen in one request. They are looked for when the first item or life event is read.

    A subject of which a draft cannot be read has no answer at all: what is published must not pass for it.
    """

    def __init__(self, find: Callable[[], Iterable[Draft]]) -> None:
        self._find = find
        self._met: dict[Draft, None] = {}

    @cached_property
    def _all(self) -> tuple[Draft, ...]:
        return tuple(self._find())

    def over(self, rows: Sequence[EditionRow], kind: EditionKind, subjects: Iterable[str]) -> list[EditionRow]:
        """The rows with those of the drafts of these subjects among them; the resolver tells which hold."""
        wanted = frozenset(subjects) if kind in (EditionKind.ITEM, EditionKind.LIFE_EVENT) else frozenset()
        if not wanted:
            return list(rows)
        here = self._meet(draft for draft in self._all if draft.kind == kind and draft.subject in wanted)
        unsaid = {draft.subject for draft in here if draft.refused}
        every = (*rows, *(row for draft in here for row in draft.rows))
        return [row for row in every if row.series.kind != kind or row.series.subject not in unsaid]

    def named(self, kind: EditionKind, slug: str, moment: dt.datetime) -> list[tuple[str, dt.datetime, int, str]]:
        """(organisation, valid from, number, subject) of the drafts with this slug."""
        here = [d for d in self._all if d.kind == kind and d.slug == slug and d.begins <= moment]
        return [(d.organisation, d.begins, d.rows[0].number if d.rows else 0, d.subject) for d in self._meet(here)]

    def subjects(self, kind: EditionKind) -> set[str]:
        return {draft.subject for draft in self._all if draft.kind == kind}

    def begun(self, kind: EditionKind, moment: dt.datetime) -> list[EditionRow]:
        """Rows of all drafts of this kind that hold at this moment, for lists; also the ends that drafts would make."""
        return [row for d in self._all if d.kind == kind for row in d.rows if row.valid_from <= moment]

    def unreadable(self, kind: EditionKind) -> set[str]:
        return {draft.subject for draft in self._meet(d for d in self._all if d.kind == kind and d.refused)}

    def refusals(self, *, for_agents: bool) -> list[Refused]:
        """Why drafts that were met cannot be published as they stand; empty where all of them can."""
        told: list[Refused] = []
        checked = 0
        for draft in self._met:
            refused = draft.refused
            if refused is None and checked < MOST_CHECKED:
                checked += 1
                refused = draft.check()
            if refused is not None:
                told.append(DraftRefused(draft, refused, for_agents=for_agents))
        left = sum(draft.refused is None for draft in self._met) - checked
        if left:
            told.append(
                Refused(
                    "DRAFTS_UNCHECKED",
                    "query",
                    "%(field)s: %(value)s more drafts are shown without a check whether they can be published; ask for "
                    "fewer at a time",
                    value=left,
                )
            )
        return told

    def _meet(self, drafts: Iterable[Draft]) -> list[Draft]:
        found = list(drafts)
        self._met.update(dict.fromkeys(found))
        return found
