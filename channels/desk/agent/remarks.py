"""A remark on a section: a task for whoever writes it, with the reply shown to the agent."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from channels.desk.agent.door import agents_only
from channels.desk.agent.reading import SectionShown, Told, told
from channels.desk.asked import told as in_words
from contenthub.insight.feedback import give_feedback
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel


@require_POST
@agents_only
def remark(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """The panel for one section of this answer."""
    found = told(request, municipality, item)
    return _panel(request, municipality, found)


@require_POST
@agents_only
def send_remark(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    found, comment = told(request, municipality, item), request.POST.get("comment", "").strip()
    if not comment:
        return _panel(request, municipality, found, _("Write what is wrong, unclear or missing."))
    try:
        # Also on the memo, which only agents see; the code is that of what was said.
        task = give_feedback(
            msgspec.structs.replace(found.inside, reference=found.answer.reference),
            section=request.POST.get("section", ""),
            channel=Channel.PHONE,
            helpful=False,
            comment=comment,
            agent=request.user.get_username(),
        )
    except Refused as refused:
        return _panel(request, municipality, found, in_words(refused))
    return render(request, "desk/agent/remarked.html", {"task": task})


def _panel(request: HttpRequest, municipality: str, found: Told, error: str = "") -> HttpResponseBase:
    section = _section(found, request.POST.get("section", ""))
    context = {
        "told": found,
        "municipality": municipality,
        "section": section,
        "comment": request.POST.get("comment", ""),
        "error": error,
    }
    return render(request, "desk/agent/remark.html", context)


def _section(found: Told, wanted: str) -> SectionShown:
    every = [*([found.memo] if found.memo else []), *found.sections]
    return next((each for each in every if each.id == wanted), every[0])
