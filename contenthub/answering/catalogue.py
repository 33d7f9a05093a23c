"""What items there are here: light entries to list, filter and page through, without the texts themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from contenthub.answering.answers import spoken_here
from contenthub.answering.asking import Asking
from contenthub.answering.perspective import Drafts
from contenthub.models import Edition
from contenthub.resolving.editions import Series, plain
from contenthub.resolving.languages import choose
from contenthub.vocabulary import EditionKind, EditionState

_FIELDS = ("type", "title", "life_events", "topics", "audience", "upls", "product")


class Entry(Struct, frozen=True):
    """One item in the language in which it is listed."""

    item: str
    type: str
    slug: str
    title: str
    language: str
    life_events: tuple[str, ...]
    topics: tuple[str, ...]
    audience: tuple[str, ...]
    upls: tuple[tuple[str, str], ...]
    product: str
    changed_at: dt.datetime
    withdrawn: bool


class Catalogue(Struct, frozen=True):
    """All items that can be answered here, by title; withdrawn ones apart."""

    entries: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...]

    def of(
        self,
        item_type: str,
        *,
        audience: str | None = None,
        life_event: str | None = None,
        topic: str | None = None,
        upl: str | None = None,
        product: str | None = None,
        changed_since: dt.datetime | None = None,
    ) -> list[Entry]:
        """Entries of this type that meet every filter given; `upl` is a URI or a name."""
        return [
            entry
            for entry in self.entries
            if entry.type == item_type
            and (audience is None or audience in entry.audience)
            and (life_event is None or life_event in entry.life_events)
            and (topic is None or topic in entry.topics)
            and (upl is None or any(upl == uri or upl.casefold() == name.casefold() for uri, name in entry.upls))
            and (product is None or product == entry.product)
            and (changed_since is None or entry.changed_at >= changed_since)
        ]

    def removed(self, item_type: str, since: dt.datetime) -> list[str]:
        return [entry.item for entry in self.withdrawn if entry.type == item_type and entry.changed_at >= since]


def catalogue(asking: Asking) -> Catalogue:
    """One query over the editions in force; the texts stay in the database."""
    rows: Iterable[dict[str, Any]] = (
        Edition.objects.filter(kind=EditionKind.ITEM)
        .filter(spoken_here(asking.town))
        .in_force(asking.moment)
        .values("slug", "state", "valid_from", *Series._fields, *(f"content__{name}" for name in _FIELDS))
    )
    if asking.drafts:
        rows = _with_drafts(rows, asking.drafts, asking.moment)
    by_item: dict[str, dict[str, Entry]] = {}
    touched: dict[str, dt.datetime] = {}
    for row in rows:
        subject = row["subject"]
        touched[subject] = max(row["valid_from"], touched.get(subject, row["valid_from"]))
        if row["content__type"] != "local":
            by_item.setdefault(subject, {})[row["language"]] = _entry(row)
    default = asking.town.texts_of.default_language
    listed = [
        Entry(**{**_plain(entries[language]), "changed_at": touched[item]})
        for item, entries in by_item.items()
        if (language := choose(asking.language, default, entries))
    ]
    listed.sort(key=lambda entry: (entry.title.casefold(), entry.item))
    return Catalogue(
        entries=tuple(e for e in listed if not e.withdrawn), withdrawn=tuple(e for e in listed if e.withdrawn)
    )


def _with_drafts(rows: Iterable[dict[str, Any]], drafts: Drafts, moment: dt.datetime) -> list[dict[str, Any]]:
    listed = {tuple(row[name] for name in Series._fields): row for row in rows}
    for draft in drafts.begun(EditionKind.ITEM, moment):
        there = listed.get(draft.series)
        if there is not None and there["valid_from"] > draft.valid_from:
            continue
        content = plain(draft.content) if draft.content is not None else {}
        listed[draft.series] = {
            **draft.series._asdict(),
            **{f"content__{name}": content.get(name) for name in _FIELDS},
            "slug": content.get("slug", ""),
            "state": draft.state,
            "valid_from": draft.valid_from,
        }
    unreadable = drafts.unreadable(EditionKind.ITEM)
    return [row for row in listed.values() if row["subject"] not in unreadable and row["state"] != EditionState.ENDED]


def _entry(row: dict) -> Entry:  # type: ignore[type-arg]
    return Entry(
        item=row["subject"],
        type=row["content__type"],
        slug=row["slug"],
        title=row["content__title"],
        language=row["language"],
        life_events=tuple(row["content__life_events"] or ()),
        topics=tuple(row["content__topics"] or ()),
        audience=tuple(row["content__audience"] or ("RESIDENT",)),
        upls=tuple((upl["uri"], upl["name"]) for upl in row["content__upls"] or ()),
        product=row["content__product"] or "",
        changed_at=row["valid_from"],
        withdrawn=row["state"] == EditionState.WITHDRAWN,
    )


def _plain(entry: Entry) -> dict:  # type: ignore[type-arg]
    return {name: getattr(entry, name) for name in Entry.__struct_fields__}
