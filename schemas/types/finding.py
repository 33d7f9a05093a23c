"""What finding gives: hits with the answer itself, and where it says what was asked."""

from __future__ import annotations

from typing import Any

import graphene
from msgspec import Struct

from channels.voice.plain import lines
from schemas.paging import PageInfo
from schemas.reading import ItemView
from schemas.scalars import Channel
from schemas.types.items import Item
from search.finding import Ranked
from search.highlighting import BEGIN, END, highlight

_MOST_HIGHLIGHTS = 2


class HitView(Struct, frozen=True):
    ranked: Ranked
    view: ItemView
    asked: tuple[frozenset[str], frozenset[str]]


class SearchHit(graphene.ObjectType):
    item = graphene.Field(lambda: Item, required=True)
    score = graphene.Float(required=True)
    highlights = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Plain text with what was asked between * and *, from what this caller may read.",
    )
    section = graphene.ID(description="The section that answers best, where one does.")

    def resolve_item(root: HitView, info: Any) -> ItemView:
        return root.view

    def resolve_score(root: HitView, info: Any) -> float:
        return round(root.ranked.score, 4)

    def resolve_highlights(root: HitView, info: Any) -> list[str]:
        return highlights(root)

    def resolve_section(root: HitView, info: Any) -> str | None:
        there = {section.id for section in root.view.answer.sections}
        return root.ranked.section if root.ranked.section in there else None


class FacetValue(graphene.ObjectType):
    value = graphene.String(required=True)
    count = graphene.Int(required=True)


class Facet(graphene.ObjectType):
    name = graphene.String(required=True)
    values = graphene.List(graphene.NonNull(FacetValue), required=True)


class SearchResults(graphene.ObjectType):
    total = graphene.Int(required=True)
    hits = graphene.List(graphene.NonNull(SearchHit), required=True)
    did_you_mean = graphene.String()
    facets = graphene.List(graphene.NonNull(Facet), required=True)
    page_info = graphene.Field(PageInfo, required=True)
    engine = graphene.String(required=True)

    def resolve_facets(root: Any, info: Any) -> list[dict[str, Any]]:
        """Counted where somebody asks for them: that reads life events."""
        return root["facets"]()  # type: ignore[no-any-return]


class Suggestion(graphene.ObjectType):
    text = graphene.String(required=True)
    item_id = graphene.ID()
    kind = graphene.String(
        required=True, description="product or question for an item by its title; phrasing; spelling"
    )


class Handover(graphene.ObjectType):
    """The way to a person; where nothing fits it is the answer."""

    reason = graphene.String(required=True)
    channel = Channel(required=True)
    instruction = graphene.String(required=True)


class Citation(graphene.ObjectType):
    """What a reply rests on: the sections to be said, under the answer's reference."""

    reference = graphene.String(required=True)
    sections = graphene.List(graphene.NonNull(graphene.ID), required=True)


class Reply(graphene.ObjectType):
    item = graphene.Field(lambda: Item, description="Only where it is sure enough to be said.")
    confidence = graphene.Float(
        required=True, description="How often a first hit like this one is the right one, 0 to 1."
    )
    alternatives = graphene.List(graphene.NonNull(SearchHit), required=True)
    handover = graphene.Field(Handover, required=True)
    citations = graphene.List(graphene.NonNull(Citation), required=True)
    language = graphene.String(description="The language in which the question seems to be asked.")


def highlights(hit: HitView) -> list[str]:
    """The section that answers best first; then others that say what was asked."""
    answer = hit.view.answer
    facts = {fact.key: fact for fact in answer.facts}
    sections = sorted(answer.sections, key=lambda section: section.id != hit.ranked.section)
    texts = [answer.summary, *(" ".join(lines(s.blocks, facts, answer.language, links=False)) for s in sections)]
    if hit.ranked.section and len(texts) > 1:
        texts[0], texts[1] = texts[1], texts[0]
    found = (highlight(text, hit.asked) for text in texts)
    marked = [text.replace(BEGIN, "*").replace(END, "*") for text in found if text]
    return marked[:_MOST_HIGHLIGHTS]


def cited(hit: HitView) -> list[str]:
    """The section that answers best; where the title matched, the introduction, or whatever comes first."""
    sections = [section.id for section in hit.view.answer.sections]
    return [hit.ranked.section] if hit.ranked.section in sections else sections[:1]
