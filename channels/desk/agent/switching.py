"""Taking over from another channel with a koppelcode, and giving one to the caller."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from channels.desk.agent import calls
from channels.desk.agent.door import Refusal, agents_only
from channels.desk.agent.pages import frame, page
from channels.desk.agent.reading import anchor, told
from channels.desk.asked import PERSON
from channels.desk.asked import told as in_words
from channels.phrases import section_title
from contenthub.access.agents import served_by
from contenthub.insight.switching import Carried, create_switch_code, redeem_switch_code
from contenthub.resolving.conditions import PersonValue
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel

_NAMES = {
    Channel.WEBSITE: gettext_lazy("the website"),
    Channel.APP: gettext_lazy("the app"),
    Channel.CHAT: gettext_lazy("the chat"),
    Channel.KIOSK: gettext_lazy("the kiosk"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def redeem(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The form, or with a code that holds the item with what the caller answered already."""
    context: dict[str, Any] = {**frame(request, municipality)}
    if request.method == "POST":
        try:
            return _taken_over(request, _redeemed(request))
        except Refusal as refusal:
            context["error"] = refusal.message
    return render(request, "desk/agent/switch.html", context)


@require_POST
@agents_only
def give(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """A code for the caller to go on with elsewhere, with this item and what was answered."""
    found = told(request, municipality, item)
    try:
        code = create_switch_code(
            item=item,
            municipality=municipality,
            language=found.asked.language,
            channel=Channel.PHONE,
            person={name: _as_sent(value) for name, value in found.asking.person.items()},
            who=request.user.get_username(),
        )
    except Refused as refused:
        raise Refusal(in_words(refused)) from None
    return render(request, "desk/agent/switch_given.html", {"code": code, "carried": bool(found.asked.person)})


def _redeemed(request: HttpRequest) -> Carried:
    served = served_by(request.user)

    def enter(code: str) -> None:
        if code not in served:
            raise Refusal(_("This code is of a municipality for which you do not answer."))

    try:
        return redeem_switch_code(request.POST.get("code", ""), who=request.user.get_username(), enter=enter)
    except Refused as refused:
        if refused.code == "TOO_OFTEN":
            raise Refusal(
                _("Too many wrong codes. Wait ten minutes, and ask the caller what the question is.")
            ) from None
        raise Refusal(
            _("This code is not known. It has six characters, holds for half an hour, and can be used once.")
        ) from None


def _taken_over(request: HttpRequest, carried: Carried) -> HttpResponseBase:
    """The item's page, as if the agent had put the same questions."""
    given = QueryDict(mutable=True)
    given["language"] = carried.language
    for name, value in carried.person.items():
        given[PERSON + name] = str(value).lower() if isinstance(value, bool) else str(value)
    request.POST = given  # type: ignore[assignment]
    found = told(request, carried.municipality, carried.item)
    calls.remember(request, carried.municipality, carried.item, found.answer.question or found.answer.title)
    section = next((each for each in found.answer.sections if each.id == carried.section), None)
    return page(
        request,
        carried.municipality,
        found,
        taken_over={
            "channel": _channel(carried.channel),
            "anchor": anchor(section.id) if section else "",
            "section": section_title(section.kind, found.answer.language) if section else "",
        },
    )


def _as_sent(value: PersonValue) -> bool | str:
    """As a caller of the API would send it."""
    return value if isinstance(value, bool) else str(value)


def _channel(channel: Channel) -> str:
    return str(_NAMES.get(channel) or _("another channel"))
