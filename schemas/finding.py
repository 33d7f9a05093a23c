"""The queries by which something is found; see `search/` for how."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from typing import Any

import graphene

from channels.handover import Why, handover
from contenthub import answering, vocabulary
from contenthub.insight.questions import keep_question
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind
from schemas.paging import MAX_PAGE
from schemas.scalars import Audience, Channel
from schemas.types.finding import HitView, Reply, SearchResults, Suggestion, cited
from schemas.types.person import PersonFact
from search.engines import EngineAway
from search.finding import Ranked, find
from search.highlighting import wanted
from search.replying import Replied, answers, reply
from search.setting import engine
from search.suggesting import suggest
from search.words import synonyms

PAGE = 10
MOST_CHARACTERS = 1_000


class Finding(graphene.ObjectType):
    """Mixed into the query; each of these is null, and says why among the errors, while the engine is away."""

    search = graphene.Field(
        SearchResults,
        query=graphene.String(required=True),
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        channel=Channel(required=True),
        audience=Audience(),
        life_event=graphene.String(),
        first=graphene.Int(default_value=PAGE),
        after=graphene.String(),
    )

    suggest = graphene.List(
        graphene.NonNull(Suggestion),
        prefix=graphene.String(required=True),
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        first=graphene.Int(default_value=8),
    )
    ask = graphene.Field(
        Reply,
        question=graphene.String(required=True),
        municipality=graphene.ID(required=True),
        language=graphene.String(),
        channel=Channel(default_value=vocabulary.Channel.CHAT),
        person=graphene.List(graphene.NonNull(PersonFact)),
    )

    def resolve_suggest(
        root: None, info: Any, prefix: str, municipality: str, language: str | None = None, first: int | None = None
    ) -> list[dict[str, Any]] | None:
        reading = info.context.reading
        reading.visit.published_only("suggest")
        reading.traces.lasting = False
        asking, first = reading.asking(municipality, language), _checked_first(8 if first is None else first)
        try:
            found = suggest(prefix, asking, engine(), first)
        except EngineAway:
            raise away() from None
        return [{"text": one.text, "item_id": one.item or None, "kind": one.kind} for one in found]

    def resolve_ask(
        root: None,
        info: Any,
        question: str,
        municipality: str,
        language: str | None = None,
        channel: Any = None,
        person: Any = None,
    ) -> dict[str, Any] | None:
        reading = info.context.reading
        reading.visit.published_only("ask")
        reading.traces.lasting = False
        asking = reading.asking(municipality, language, None, person)
        text = checked_text(question, "question")
        try:
            replied = reply(text, asking, engine(), synonyms())
        except EngineAway:
            # A person can still help.
            replied = Replied(answer=None, choices=(), confidence=0.0)
        else:
            found = [hit.card.item for hit in (replied.answer, *replied.choices) if hit]
            _asked(reading, asking, text, _value(channel) or vocabulary.Channel.CHAT, found, good=bool(found))
        answer = hits_of((replied.answer,) if replied.answer else (), text, asking, reading)
        choices = hits_of(replied.choices, text, asking, reading)
        if asking.from_register:
            for hit in answer:
                reading.visit.asked_about(hit.view.answer.item)
        why = Why.SURE if answer else Why.UNSURE if choices else Why.NOTHING
        said_in = answer[0].view.answer.language if answer else asking.language
        return {
            "item": answer[0].view if answer else None,
            "confidence": round(replied.confidence, 4),
            "alternatives": choices,
            "handover": handover(why, asking.town.contact, asking.moment, said_in, replied.language),
            "citations": [
                {"reference": hit.view.answer.reference, "sections": cited(hit)} for hit in (*answer, *choices)
            ],
            "language": replied.language or None,
        }

    def resolve_search(
        root: None,
        info: Any,
        query: str,
        municipality: str,
        channel: Any,
        language: str | None = None,
        audience: Any = None,
        life_event: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> dict[str, Any] | None:
        reading = info.context.reading
        reading.visit.published_only("search")
        # Found now is not found for long: an index follows a moment after the editions.
        reading.traces.lasting = False
        asking = reading.asking(municipality, language)
        text, first, start = checked_text(query, "query"), _checked_first(first), _start(after)
        event = answering.item_id(EditionKind.LIFE_EVENT, life_event, asking) or life_event if life_event else None
        try:
            found = find(text, asking, engine(), synonyms(), audience=_value(audience), life_event=event)
        except EngineAway:
            raise away() from None
        if not start:
            items = [hit.card.item for hit in found.hits]
            _asked(reading, asking, text, _value(channel), items, good=answers(found))
        page = found.hits[start : start + first]
        hits = hits_of(page, text, asking, reading)
        more = start + first < len(found.hits)
        return {
            "total": found.total,
            "hits": hits,
            "did_you_mean": found.corrected or None,
            "facets": lambda: _facets(found.hits, asking, reading),
            "page_info": {
                "has_next_page": more,
                "has_previous_page": start > 0,
                "start_cursor": _cursor(start) if page else None,
                "end_cursor": _cursor(start + len(page)) if page else None,
            },
            "engine": found.engine,
        }


def hits_of(ranked: tuple[Ranked, ...], text: str, asking: Any, reading: Any) -> list[HitView]:
    """Hits with their answers; what has no answer any more is left out, whatever the index says."""
    views = {view.answer.item: view for view in reading.items([hit.card.item for hit in ranked], asking)}
    asked = wanted(text)
    return [
        HitView(ranked=hit, view=views[hit.card.item], asked=asked)
        for hit in ranked
        if hit.card.item in views and views[hit.card.item].answer.withdrawal is None
    ]


def _asked(reading: Any, asking: Any, text: str, channel: Any, items: list[str], *, good: bool) -> None:
    """To be kept afterwards, where the municipality keeps questions."""
    municipality, asked_in = asking.town.asked.code, vocabulary.Channel(channel)
    reading.asked.append(lambda: keep_question(municipality, text, channel=asked_in, items=items, good=good))


def checked_text(text: str, field: str) -> str:
    """Refused: EMPTY_QUERY, TOO_LONG."""
    if not text.strip():
        raise Refused("EMPTY_QUERY", field, "%(field)s: there is nothing to look for; give at least one word", value="")
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            "TOO_LONG",
            field,
            "%(field)s: %(value)s characters; at most %(most)s",
            value=len(text),
            most=MOST_CHARACTERS,
        )
    return text.strip()


def away() -> Refused:
    return Refused("SEARCH_AWAY", "search", "%(field)s: searching is not possible just now; everything else is")


def _checked_first(first: int | None) -> int:
    first = PAGE if first is None else first
    if not 1 <= first <= MAX_PAGE:
        raise Refused("BAD_PAGE_SIZE", "first", "%(field)s: %(value)s; give 1 to %(most)s", value=first, most=MAX_PAGE)
    return first


def _cursor(place: int) -> str:
    return urlsafe_b64encode(f"found:{place}".encode()).decode()


def _start(after: str | None) -> int:
    if after is None:
        return 0
    try:
        word, number = urlsafe_b64decode(after.encode()).decode().split(":")
        if word != "found" or not 0 <= int(number) <= 10_000:
            raise ValueError
    except ValueError:
        raise Refused(
            "BAD_CURSOR", "after", "%(field)s: %(value)s is no cursor of ours; use one from pageInfo", value=after[:80]
        ) from None
    return int(number)


def _value(audience: Any) -> str | None:
    return None if audience is None else str(getattr(audience, "value", audience))


def _facets(hits: tuple[Ranked, ...], asking: Any, reading: Any) -> list[dict[str, Any]]:
    """Of what was ranked: how many for whom, of which life event, and products or questions."""
    events = sorted({event for hit in hits for event in hit.card.life_events})
    slugs = {event.id: event.slug for event in reading.life_events(asking, events)}
    counted = {
        "type": Counter(hit.card.type for hit in hits),
        "audience": Counter(str(one) for hit in hits for one in hit.card.audience),
        "lifeEvent": Counter(slugs[one] for hit in hits for one in hit.card.life_events if one in slugs),
    }
    return [
        {"name": name, "values": [{"value": value, "count": count} for value, count in sorted(found.most_common())]}
        for name, found in counted.items()
        if found
    ]
