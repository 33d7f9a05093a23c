"""References to facts without a value that no answer shows by itself: in rules, status texts and journeys. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from contenthub.actions.check_facts import HeldFacts, writers_of
from contenthub.actions.check_page import fact_uses
from contenthub.models import Edition
from contenthub.resolving.content import LocalContent, LocalLifeEventContent
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.merge import by_specificity, offering
from contenthub.vocabulary import PAGE_KINDS, EditionKind, EditionState, Offered, SectionKind, SectionMode

_SECTIONS = frozenset(kind.value for kind in SectionKind)
_TAKES_AWAY = (SectionMode.REPLACE, SectionMode.HIDE)


class FactGap(Struct, frozen=True):
    municipality: str
    subject: str
    place: str
    key: str
    owner: str = ""


def switches(since: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """The moments in between at which a text or a fact takes over from another, each once."""
    kinds = (*PAGE_KINDS, EditionKind.FACT, EditionKind.FACT_VALUE)
    rows = Edition.objects.filter(kind__in=kinds, valid_from__gt=since, valid_from__lte=until).standing()
    return sorted(set(rows.values_list("valid_from", flat=True)))


def gaps_beside_sections(municipalities: Iterable[str], moment: dt.datetime) -> Iterator[FactGap]:
    """What a person may meet once a rule applies, a case has a state, or a journey is shown."""
    held = HeldFacts(moment)
    rows = Edition.objects.filter(kind__in=PAGE_KINDS).in_force(moment).rows()
    uses = [(row, list(_uses(row))) for row in rows if row.state == EditionState.PUBLISHED]
    names = {row.series.subject: row.content.slug for row, _ in uses if hasattr(row.content, "slug")}
    codes = list(municipalities)
    writers_here = writers_of(codes)
    for code in codes:
        writers = writers_here.get(code, [])
        here = [(row, its) for row, its in uses if speaks_for(row, code, writers)]
        replaced = set(taken_away([row for row, _ in here], writers))
        for row, its in here:
            local = isinstance(row.content, (LocalContent, LocalLifeEventContent))
            for place, key in its:
                where = (row.series.subject, row.series.language, place)
                gone = not local and (where in replaced or (*where[:2], "") in replaced)
                if not gone and not held.has(key, writers, code):
                    subject = names.get(row.series.subject, row.series.subject)
                    yield FactGap(code, subject, place, key, getattr(row.content, "owner", ""))


def _uses(row: EditionRow) -> Iterator[tuple[str, str]]:
    for use in fact_uses(row.content):
        if row.series.kind == EditionKind.LIFE_EVENT or use.place.partition(".")[0] not in _SECTIONS:
            yield use.place, use.key


def speaks_for(row: EditionRow, code: str, writers: list[str]) -> bool:
    """Whether a text is said to this municipality, for which these organisations write."""
    return row.series.municipality in ("", code) and row.series.organisation in ("", *writers)


def taken_away(rows: list[EditionRow], writers: list[str]) -> Iterator[tuple[str, str, str]]:
    """(subject, language, place) of generic words that nobody here reads; an empty place is all of them."""
    local: dict[str, list[EditionRow]] = {}
    for row in by_specificity(rows, tuple(writers)):
        if isinstance(row.content, (LocalContent, LocalLifeEventContent)):
            local.setdefault(row.series.subject, []).append(row)
    for row in rows:
        subject, language = row.series.subject, row.series.language
        if row in local.get(subject, ()):
            continue
        # A version without words speaks every language.
        here = [r.content for r in local.get(subject, ()) if r.series.language == language or not r.content.has_text]
        said = offering(content for content in here if isinstance(content, LocalContent))
        if said is not None and said.offered != Offered.YES:
            yield subject, language, ""
        for content in here:
            if isinstance(content, LocalContent):
                yield from ((subject, language, k.value) for k, s in content.sections.items() if s.mode in _TAKES_AWAY)
        for journey in (content for content in here if isinstance(content, LocalLifeEventContent)):
            if journey.introduction and journey.introduction.mode in _TAKES_AWAY:
                yield subject, language, "introduction"
            yield from (
                (subject, language, f"steps.{step.step_id}") for step in journey.steps if step.mode in _TAKES_AWAY
            )


__all__ = ["FactGap", "gaps_beside_sections", "speaks_for", "switches", "taken_away"]
