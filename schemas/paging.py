"""Pages of items. A cursor names the last item seen, so that a publish in between neither repeats nor skips one."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import graphene

from contenthub.answering import Entry
from contenthub.resolving.refusal import Refused
from schemas.reading import ItemView
from schemas.types.items import Product, Question

MAX_PAGE = 100
PAGE = 20


class PageInfo(graphene.ObjectType):
    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


class ProductEdge(graphene.ObjectType):
    node = graphene.Field(Product, required=True)
    cursor = graphene.String(required=True)


class QuestionEdge(graphene.ObjectType):
    node = graphene.Field(Question, required=True)
    cursor = graphene.String(required=True)


class ProductConnection(graphene.ObjectType):
    edges = graphene.List(graphene.NonNull(ProductEdge), required=True)
    page_info = graphene.Field(PageInfo, required=True)
    total = graphene.Int(required=True)
    removed = graphene.List(graphene.NonNull(graphene.ID), required=True)


class QuestionConnection(graphene.ObjectType):
    edges = graphene.List(graphene.NonNull(QuestionEdge), required=True)
    page_info = graphene.Field(PageInfo, required=True)
    total = graphene.Int(required=True)
    removed = graphene.List(graphene.NonNull(graphene.ID), required=True)


def connection(
    entries: list[Entry],
    first: int | None,
    after: str | None,
    removed: list[str],
    load: Callable[[list[str]], list[ItemView]],
) -> dict[str, Any]:
    """One page of entries in their order. Refused: a page size out of 1–100, a cursor that is none of ours."""
    first = PAGE if first is None else first
    if not 1 <= first <= MAX_PAGE:
        raise Refused("BAD_PAGE_SIZE", "first", "%(field)s: %(value)s; give 1 to %(most)s", value=first, most=MAX_PAGE)
    start = 0
    if after is not None:
        place = _read(after)
        start = next((i for i, entry in enumerate(entries) if _place(entry) > place), len(entries))
    page = entries[start : start + first]
    cursors = {entry.item: _cursor(entry) for entry in page}
    views = load([entry.item for entry in page])
    edges = [{"node": view, "cursor": cursors[view.answer.item]} for view in views]
    return {
        "edges": edges,
        "total": len(entries),
        "removed": removed,
        "page_info": {
            "has_next_page": start + first < len(entries),
            "has_previous_page": start > 0,
            "start_cursor": edges[0]["cursor"] if edges else None,
            "end_cursor": edges[-1]["cursor"] if edges else None,
        },
    }


def _place(entry: Entry) -> tuple[str, str]:
    return entry.title.casefold(), entry.item


def _cursor(entry: Entry) -> str:
    return urlsafe_b64encode("\x1f".join(_place(entry)).encode()).decode()


def _read(cursor: str) -> tuple[str, str]:
    try:
        title, item = urlsafe_b64decode(cursor.encode()).decode().split("\x1f")
    except ValueError:
        raise Refused(
            "BAD_CURSOR", "after", "%(field)s: %(value)s is no cursor of ours; use one from pageInfo", value=cursor
        ) from None
    return title, item
