"""What one organisation, or it for one municipality, has made of every generic item; in few queries, however many there are."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from msgspec import Struct

from contenthub.editorial.local import gists
from contenthub.models import Edition, LocalVersionPage
from contenthub.resolving.material import today
from contenthub.vocabulary import EditionKind, EditionState, Offered

SOON = dt.timedelta(days=30)


class State(StrEnum):
    INHERITS = "inherits"
    ADAPTED = "adapted"
    NOT_OFFERED = "not_offered"
    MISSING = "missing"
    CHANGED = "changed"
    REVIEW = "review"


TO_DO = frozenset({State.MISSING, State.CHANGED, State.REVIEW})


class Own(Struct, frozen=True):
    """The page of a local version; `draft` where it holds what is not published."""

    page: int
    draft: bool


class Row(Struct, frozen=True):
    """One generic item; `edition` is the one in force, `own` the version that is edited here, if there is one."""

    item: str
    edition: int
    title: str
    type: str
    words: str
    states: frozenset[State]
    review_by: dt.date | None
    own: Own | None

    @property
    def to_do(self) -> bool:
        return bool(self.states & TO_DO)


class _Held(Struct, frozen=True):
    """An edition in force, without its content."""

    id: int
    item: str
    organisation: str
    municipality: str
    number: int
    hash: str


def filling(organisation: str, branch: str, language: str, municipality: str = "", others: Sequence[str] = ()) -> list[Row]:
    """By title. `branch` is the path of the organisation's branch; with a municipality, what is written for that one alone
    counts too, and a text that is asked for may also come from one of the `others` who write for it."""
    now = timezone.now()
    generic = _held("", [""], language, now)
    items = gists.generic({each.hash: each.id for each in generic})
    local: dict[str, list[_Held]] = defaultdict(list)
    for each in _held(organisation, sorted({"", municipality}), language, now, others):
        local[each.item].append(each)
    written = gists.local({each.hash: each.id for rows in local.values() for each in rows})
    drifted = _drifted(generic, local, written, organisation, language)
    pages = _pages(branch, municipality)
    day = today(now) + SOON
    rows = []
    for each in generic:
        item = items[each.hash]
        here = [(row.organisation == organisation, written[row.hash]) for row in local[each.item]]
        states = _states(item, here, day)
        if each.item in drifted:
            states |= {State.CHANGED}
        rows.append(Row(each.item, each.id, item.title, item.type, item.words, states, item.review_by, pages.get(each.item)))
    return sorted(rows, key=lambda row: (row.title.casefold(), row.item))


def _states(item: gists.Item, local: list[tuple[bool, gists.Local]], day: dt.date) -> frozenset[State]:
    """`local`: from the least specific on, whether it is the organisation's own, and what it says."""
    offered = [each.offered for own, each in local if own and each.offered != Offered.INHERIT]
    if offered and offered[-1] == Offered.NO:
        # Who does not offer it owes it no text.
        return frozenset({State.NOT_OFFERED})
    states = {State.ADAPTED if any(own for own, _local in local) else State.INHERITS}
    if item.required - {kind for _own, each in local for kind in each.based_on}:
        states.add(State.MISSING)
    if item.review_by is not None and item.review_by <= day:
        states.add(State.REVIEW)
    return frozenset(states)


def _held(
    organisation: str, municipalities: Sequence[str], language: str, now: dt.datetime, others: Sequence[str] = ()
) -> list[_Held]:
    series = {"kind": EditionKind.ITEM, "organisation__in": [organisation, *others], "municipality__in": municipalities, "language": language}
    # Said again of what is in force: a database that reads the whole table for it otherwise unpacks contents of everybody.
    rows = Edition.objects.filter(**series).in_force(now).filter(**series, state=EditionState.PUBLISHED)
    if organisation:
        rows = rows.filter(content__type="local")
    return [_Held(*row) for row in rows.order_by("municipality").values_list(
        "pk", "subject", "organisation", "municipality", "number", "content_hash")]


def _drifted(
    generic: Iterable[_Held], local: dict[str, list[_Held]], written: dict[str, gists.Local], organisation: str, language: str
) -> set[str]:
    """The items of which a section came to mean something else since a local version was made of it; see `actions.drift`."""
    looked_at = [
        (now, kind, number)
        for now in generic
        for row in local.get(now.item, ()) if row.organisation == organisation
        for kind, number in written[row.hash].based_on.items() if number not in (0, now.number)
    ]
    if not looked_at:
        return set()
    rows = Edition.objects.filter(kind=EditionKind.ITEM, organisation="", municipality="", language=language,
                                  subject__in={now.item for now, _kind, _number in looked_at},
                                  number__in={number for _now, _kind, number in looked_at})
    before = {(item, number): (pk, key) for pk, item, number, key in rows.filter(state=EditionState.PUBLISHED).values_list(
        "pk", "subject", "number", "content_hash")}
    ids, pairs = {}, set()
    for now, _kind, number in looked_at:
        if (found := before.get((now.item, number))) and found[1] != now.hash:
            ids |= {found[1]: found[0], now.hash: now.id}
            pairs.add((found[1], now.hash))
    changes = gists.changes(pairs, ids)
    return {
        now.item for now, kind, number in looked_at
        if (found := before.get((now.item, number))) and kind in changes.get((found[1], now.hash), ())
    }


def _pages(branch: str, municipality: str) -> dict[str, Own]:
    """By item the page that is edited here: that for this municipality alone, or else the one for all."""
    rows = LocalVersionPage.objects.filter(path__startswith=branch).annotate(named=Cast("municipalities", TextField()))
    found: dict[str, Own] = {}
    specific: dict[str, Own] = {}
    for page, item, live, changed, named in rows.order_by("pk").values_list("pk", "item", "live", "has_unpublished_changes", "named"):
        codes = {block["value"] for block in json.loads(named or "[]")}
        own = Own(page, draft=changed or not live)
        if not codes:
            found[item] = own
        elif municipality in codes:
            specific[item] = own
    return found | specific


__all__ = ["TO_DO", "Own", "Row", "State", "filling"]
