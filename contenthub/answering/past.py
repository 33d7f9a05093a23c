"""One answer through time: all that ever shaped it, loaded once, and resolved as it would have been asked at any moment.

The number of queries follows from how often the municipality merged, never from how often something was published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from django.db.models import Q

from contenthub.answering.answers import keys_of, resolved
from contenthub.answering.asking import Asking
from contenthub.answering.towns import MOST_MERGERS, town
from contenthub.models import Edition
from contenthub.models.edition import can_be_stored
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import ItemContent, LocalContent, MunicipalityContent, NoticeContent
from contenthub.resolving.editions import EditionRow, Series, in_force, standing
from contenthub.resolving.facts import OpeningHours, candidate_keys
from contenthub.resolving.material import Material, Town, gather, midnight
from contenthub.resolving.resolve import Layers, referred, speaking
from contenthub.vocabulary import EditionKind, EditionState

_FACTS = (EditionKind.FACT, EditionKind.FACT_VALUE)


class Past:
    """The answers of one item in one municipality and language. `editions` are the stored rows: who published them, why."""

    def __init__(self, item: str, code: str, language: str, editions: Iterable[Edition]) -> None:
        self.item, self.code, self.language = item, code, language
        self.editions = {edition.pk: edition for edition in editions}
        self._rows = [edition.row() for edition in self.editions.values()]
        self._by_series: dict[Series, list[EditionRow]] = {}
        for row in self._rows:
            self._by_series.setdefault(row.series, []).append(row)
        self._gathered: dict[tuple[str, ...], Material] = {}
        self._materials: dict[dt.datetime, Material | None] = {}
        self._answers: dict[dt.datetime, Answer | None] = {}

    @cached_property
    def moments(self) -> tuple[dt.datetime, ...]:
        """Every moment at which the answer may have turned, in order; nothing lies before the first."""
        begun = [row.valid_from for row in self._counting if row.series.kind == EditionKind.ITEM and self._own(row)]
        if not begun:
            return ()
        turns = {row.valid_from for row in self._counting} | {turn for row in self._counting for turn in _turns(row)}
        return tuple(sorted(turn for turn in turns if turn >= min(begun)))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which this item was ever published for this municipality, Dutch first."""
        found = {row.series.language for row in self._counting if self._own(row)}
        return tuple(sorted(found, key=lambda each: (each != "nl", each)))

    def answer(self, moment: dt.datetime) -> Answer | None:
        """What everybody was told at this moment: nothing personal and nothing internal is in it."""
        if moment not in self._answers:
            there = self._material(moment)
            self._answers[moment] = there and resolved(
                self.item, there, Asking(town=there.town, moment=moment, language=self.language)
            )
        return self._answers[moment]

    def layers(self, moment: dt.datetime) -> Layers | None:
        there = self._material(moment)
        return there and speaking(self.item, there, moment, self.language)

    def town(self, moment: dt.datetime) -> Town | None:
        """None before the first row of the municipality."""
        if in_force(self._towns.get(self.code, ()), moment) is None:
            return None
        return town(self.code, moment, lambda code, _moment: self._towns.get(code, []))

    def holding(self, kind: EditionKind, subject: str, moment: dt.datetime) -> list[EditionRow]:
        """The rows of this subject that are in force in this municipality, the generic one first."""
        there = self._material(moment)
        rows = [row for series in there.of(kind, subject) if (row := there.row(series, moment))] if there else []
        return sorted(rows, key=lambda row: row.series.specificity)

    def begun_at(self, moment: dt.datetime) -> list[EditionRow]:
        """Every row that counts from exactly this moment."""
        return [row for row in self._counting if row.valid_from == moment]

    @cached_property
    def _counting(self) -> list[EditionRow]:
        return [row for rows in self._by_series.values() for row in standing(rows)]

    @cached_property
    def _towns(self) -> dict[str, list[EditionRow]]:
        found: dict[str, list[EditionRow]] = {}
        for row in self._rows:
            if row.series.kind == EditionKind.MUNICIPALITY:
                found.setdefault(row.series.subject, []).append(row)
        return found

    def _own(self, row: EditionRow) -> bool:
        return row.series.kind == EditionKind.ITEM and row.series.subject == self.item

    def _material(self, moment: dt.datetime) -> Material | None:
        """The rows of who may speak here are grouped once for each set of writers, which seldom changes."""
        if moment not in self._materials:
            place = self.town(moment)
            self._materials[moment] = place and self._of(place, moment)
        return self._materials[moment]

    def _of(self, place: Town, moment: dt.datetime) -> Material:
        scope = (place.texts_of.code, *place.texts_of.organisations)
        if scope not in self._gathered:
            self._gathered[scope] = gather(place, self._rows, {})
        declared = {
            series.subject: row.content
            for series, rows in self._by_series.items()
            if series.kind == EditionKind.PERSON_FACT and (row := in_force(rows, moment)) and row.content
        }
        there = self._gathered[scope]
        return Material(town=place, series=there.series, by_subject=there.by_subject, declared=declared)


def past(
    item: str, code: str, language: str, *, now: dt.datetime, sees: Callable[[Edition], bool] = lambda edition: False
) -> Past:
    """All that ever shaped this answer. Rows that begin after `now` are left out but for those that `sees` lets through."""
    if not (can_be_stored(item) and can_be_stored(code)):
        return Past(item, code, language, ())
    towns = _municipalities(code)
    contents = [row.content for row in map(Edition.row, towns) if isinstance(row.content, MunicipalityContent)]
    codes = sorted({edition.subject for edition in towns})
    writers = sorted({organisation for content in contents for organisation in content.organisations})
    here = Q(organisation="", municipality="") | Q(organisation__in=writers, municipality__in=["", *codes])
    everywhere = Q(kind__in=[EditionKind.NOTICE, EditionKind.PERSON_FACT])
    first = Edition.objects.filter(Q(kind=EditionKind.ITEM, subject=item) | everywhere).filter(here)
    kept = list(_about(list(first), item, codes))
    items = [edition.row() for edition in kept if edition.kind == EditionKind.ITEM]
    keys = candidate_keys({key for row in items for key in keys_of(row)})
    names = set(referred(*(row.content for row in items if isinstance(row.content, (ItemContent, LocalContent))))) - {
        item
    }
    facts, named = Q(kind__in=_FACTS, subject__in=sorted(keys)), Q(kind=EditionKind.ITEM, subject__in=sorted(names))
    further = list(Edition.objects.filter(facts | named).filter(here)) if keys or names else []
    every = [*towns, *kept, *further]
    # A cancellation tells nothing of what it voids, and without it what was cancelled would seem to wait.
    voided = EditionState.CANCELLED
    return Past(
        item, code, language, (each for each in every if each.valid_from <= now or each.state == voided or sees(each))
    )


def _municipalities(code: str) -> list[Edition]:
    """The rows of this municipality, and of all that it may have merged into."""
    found: list[Edition] = []
    wanted, known = {code}, {code}
    for _ in range(MOST_MERGERS + 1):
        rows = list(Edition.objects.filter(kind=EditionKind.MUNICIPALITY, subject__in=sorted(wanted)))
        found += rows
        wanted = {each for row in rows for each in (row.content or {}).get("successors", ())} - known
        known |= wanted
        if not wanted:
            break
    return found


def _about(editions: list[Edition], item: str, codes: list[str]) -> Iterator[Edition]:
    """Without notices that can never have stood with this item: a hub has many of them."""
    contents = [edition.content for edition in editions if edition.kind == EditionKind.ITEM]
    here = {
        "municipalities": set(codes),
        "items": {item},
        **{name: {each for content in contents for each in content.get(name, ())} for name in ("life_events", "topics")},
    }

    def may_cover(edition: Edition) -> bool:
        scope = edition.content.get("scope", {})
        return all(not scope.get(name) or there & set(scope[name]) for name, there in here.items())

    covering = {edition.subject for edition in editions if edition.kind == EditionKind.NOTICE and may_cover(edition)}
    return (each for each in editions if each.kind != EditionKind.NOTICE or each.subject in covering)


def _turns(row: EditionRow) -> Iterator[dt.datetime]:
    """The moments at which this row by itself comes to say something else, though nothing is published."""
    content = row.content
    if isinstance(content, NoticeContent) and content.until:
        yield content.until
    if isinstance(content, MunicipalityContent):
        days = [content.ends_on, *content.keeps_old_texts.values()]
        yield from (midnight(day + dt.timedelta(days=1)) for day in days if day)
    hours = content.locations[0].opening_hours if isinstance(content, MunicipalityContent) and content.locations else None
    value = hours or getattr(content, "value", None)
    if isinstance(value, OpeningHours):
        yield from (midnight(exception.date + dt.timedelta(days=1)) for exception in value.exceptions)


__all__ = ["Past", "past"]
