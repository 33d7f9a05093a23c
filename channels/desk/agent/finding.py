"""Finding as one types. What is typed may be about a person, so it comes by POST and stands in no address or log."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from msgspec import Struct

from channels.desk.agent.door import agents_only, asking_of
from channels.desk.agent.pages import frame
from channels.desk.agent.reading import anchor
from channels.phrases import section_title
from channels.voice.first import short_written
from contenthub.answering import Asking, answer_items, snapshot
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel
from search.engines import EngineAway
from search.finding import Ranked, find
from search.setting import engine
from search.words import synonyms

MOST_SHOWN, MOST_CHARACTERS, FEWEST_CHARACTERS = 8, 200, 2


class Hit(Struct, frozen=True):
    """One item found; `section` names the part that answers best, `anchor` is where it stands in the item's page."""

    item: str
    title: str
    said: str
    section: str
    anchor: str
    kind: str


class Results(Struct, frozen=True):
    """`away`: there is no search just now; `corrected`: what was probably meant."""

    text: str
    hits: tuple[Hit, ...] = ()
    corrected: str = ""
    away: bool = False


@require_POST
@agents_only
def found(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The results, or for a browser without script a page with them."""
    text = request.POST.get("q", "").strip()[:MOST_CHARACTERS]
    results = _results(request, text, municipality) if len(text) >= FEWEST_CHARACTERS else Results(text)
    context = {"results": results, "municipality": municipality}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/agent/results.html", context)
    return render(request, "desk/agent/found.html", {**frame(request, municipality), **context})


def _results(request: HttpRequest, text: str, municipality: str) -> Results:
    with snapshot():
        asking = asking_of(request, municipality)
        try:
            ranked = find(text, asking, engine(), synonyms())
        except EngineAway:
            return Results(text, away=True)
        best: dict[str, Ranked] = {}
        for one in ranked.hits:
            best.setdefault(one.card.item, one)
        items = list(best)[:MOST_SHOWN]
        # What is said needs no internal text; the index has looked at that as well.
        answers = answer_items(items, _public(asking))
    hits = tuple(_hit(answers[item], best[item]) for item in items if item in answers)
    return Results(text, hits, ranked.corrected)


def _public(asking: Asking) -> Asking:
    return msgspec.structs.replace(asking, for_agents=False)


def _hit(answer: Answer, ranked: Ranked) -> Hit:
    section = next((each for each in answer.sections if each.id == ranked.section), None)
    kinds = {"product": _("Product"), "question": _("Question")}
    return Hit(
        item=answer.item,
        title=answer.question or answer.title,
        said=short_written(answer, Channel.PHONE),
        section=section_title(section.kind, answer.language) if section else "",
        anchor=anchor(section.id) if section else "",
        kind=kinds[answer.type],
    )
