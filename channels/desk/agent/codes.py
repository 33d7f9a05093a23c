"""Looking up an antwoordcode: "the letter says K7QF-2M9D-4TXR"."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from channels.desk.agent.door import Refusal, agents_only
from channels.desk.agent.pages import frame
from channels.phone.render import breath
from channels.voice.frame import sections
from channels.voice.html import html
from contenthub.access.agents import served_by
from contenthub.answering import said, snapshot
from contenthub.resolving.answer import Answer
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def code(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """What was said under a code, as it was said; by POST, for the code of a personal answer is about a person."""
    given = request.POST.get("code", "").strip()
    context = {**frame(request, municipality), "given": given}
    if request.method == "POST":
        try:
            answer = _said(request, given)
            context |= {
                "said": answer,
                "parts": _parts(answer),
                "short": breath(answer, {f.key: f for f in answer.facts}),
            }
        except Refusal as refusal:
            context["error"] = refusal.message
    page = "desk/agent/said.html" if request.htmx else "desk/agent/code.html"  # type: ignore[attr-defined]
    return render(request, page, context)


def _said(request: HttpRequest, given: str) -> Answer:
    try:
        with snapshot():
            answer = said(given, for_agents=True)
    except Refused:
        raise Refusal(
            _(
                "This is no answer code. It has twelve letters and digits, like K7QF-2M9D-4TXR; check it with the caller."
            )
        ) from None
    if answer is None:
        raise Refusal(_("Nothing was said under this code. Check it with the caller, letter by letter."))
    if answer.municipality.code not in served_by(request.user):
        raise Refusal(_("This code is of a municipality for which you do not answer."))
    return answer


def _parts(answer: Answer) -> tuple[tuple[str, str], ...]:
    facts = {fact.key: fact for fact in answer.facts}
    return tuple(
        (each.title, mark_safe(html(each.blocks, facts, answer.language))) for each in sections(answer, Channel.WEBSITE)
    )
