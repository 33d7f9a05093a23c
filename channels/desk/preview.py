"""What editors see of a page before it is published: all channels, by the renderers that will say it.

Wagtail shows it in a frame beside the form, and fetches it again after every change. What an editor tries out stands in a
form of its own in that frame: municipality, moment, language, and facts about a made-up person. It comes back in a header,
since facts about a person never stand in an address, not even made-up ones.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from msgspec import Struct

from channels.desk import choices
from channels.desk.asked import Asked, checked, local_text, next_minute, told
from channels.desk.journeys import Journey, journey, step_fields
from channels.desk.matrix import matrix
from channels.desk.origins import channel_name
from channels.desk.paper import letter_response
from channels.desk.screen import Form, Read, answered, context, moment_asked
from contenthub.answering import Asking, life_event
from contenthub.answering.asking import declared
from contenthub.answering.drafts import before_now, drafts_of
from contenthub.editorial import checks
from contenthub.editorial.checks.of_page import of_page
from contenthub.models.blocks.sections import KIND_LABELS, section_field_name
from contenthub.models.pages.journeys import LifeEventPage, LocalLifeEventPage
from contenthub.models.pages.local import LocalPage
from contenthub.models.pages.published import PublishedPage
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.journey import LifeEventAnswer
from contenthub.vocabulary import Channel, EditionKind, Level

HEADER = "Contenthub-Preview"
ALL = "ALL"
JOURNEY = "JOURNEY"
SWIMLANE = "SWIMLANE"
CHECKS = "CHECKS"
MATRIX = "MATRIX"


class Previews:
    """How a page is shown before it is published: in all channels, in one of them, or as a journey and its swimlanes."""

    def modes(self, page: PublishedPage) -> list[tuple[str, str]]:
        if isinstance(page, (LifeEventPage, LocalLifeEventPage)):
            return [(JOURNEY, _("The resident's timeline")), (SWIMLANE, _("Swimlanes"))]
        channels = ((channel.value, channel_name(channel)) for channel in Channel)
        return [(ALL, _("All channels")), *channels, (MATRIX, _("Text matrix")), (CHECKS, _("Checks of the text"))]

    def show(self, page: PublishedPage, request: HttpRequest, mode: str) -> HttpResponse:
        """A page of its own, for a frame of the admin; `?letter=png` and `?letter=pdf` give the letter alone."""
        if mode not in dict(self.modes(page)):
            raise Http404
        read = read_page(page, _asked(page, request))
        if kind := request.GET.get("letter", ""):
            if read.shown.answer is None:
                raise Http404
            return _private(letter_response(read.shown.answer, kind))
        language = (translation.get_language() or "nl")[:2]
        seen = context(read.shown.form, read.shown.answer)
        response = render(request, "desk/preview.html", {
            **seen, "matrix": matrix(seen["shown"]) if mode == MATRIX and seen["shown"] else None, "ui": language, "mode": mode, "header": HEADER,
            "only": "" if mode in (ALL, JOURNEY, SWIMLANE) else mode.lower(), "allow_future": True, "preview": True,
            "refusals": read.refusals, "journey": _journey(page, read),
            "checks": _checks(page, read.content) if mode == CHECKS else None})
        return _private(response)


def connect() -> None:
    PublishedPage.previews = Previews()


class Preview(Struct, frozen=True):
    """`refusals`: why publishing would refuse the page as it stands; `content`: what it would publish; `asking`: how it was
    asked for, with this draft laid over what is published."""

    shown: Read
    refusals: tuple[str, ...] = ()
    journey: LifeEventAnswer | None = None
    content: Any = None
    asking: Asking | None = None


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _asked(page: PublishedPage, request: HttpRequest) -> Asked:
    """What was chosen in the frame; at first the municipality, language and moment in which the page will speak."""
    sent = dict(parse_qsl(request.headers.get(HEADER, ""), keep_blank_values=True))
    person = {name.removeprefix("person."): value for name, value in sent.items() if name.startswith("person.")}
    return Asked(
        municipality=sent.get("municipality", "").strip(), item=page.item_id,
        language=sent.get("language", "").strip() or page.locale.language_code,
        moment=sent.get("moment", first_moment(page)).strip(), person={name: value for name, value in person.items() if value.strip()})


def first_moment(page: PublishedPage) -> str:
    """When the page begins to speak, as a control holds it; empty for now."""
    begins = page.valid_from
    return "" if begins is None or begins <= timezone.now() else local_text(next_minute(begins))


def read_page(page: PublishedPage, wanted: Asked) -> Preview:
    """The page as it is in memory, laid over what is published; no other draft is read."""
    now = timezone.now()
    branch = page.branch()
    here = choices.municipality_groups(now, branch.organisation_slug, _named(page))
    form = Form(asked=wanted, municipalities=here, moments=choices.quick_moments(ahead=True),
                languages=choices.languages(wanted.language, refused=False))
    if not here:
        return Preview(Read(msgspec.structs.replace(form, missing="municipalities")))
    if not wanted.municipality:
        wanted = msgspec.structs.replace(wanted, municipality=here[0].options[0].value)
    facts = declared(now)
    asking, errors = checked(wanted, facts, may_see_future=True)
    if moment_asked(wanted, now) < now:
        errors["moment"] = told(before_now(moment_asked(wanted, now)))
    form = msgspec.structs.replace(form, asked=wanted, errors=errors)
    if asking is None or errors:
        return Preview(Read(form))
    asking = msgspec.structs.replace(asking, drafts=drafts_of([(page, branch)], asking.town, now))
    if isinstance(page, (LifeEventPage, LocalLifeEventPage)):
        journey = life_event(page.item_id, asking)
        return Preview(Read(form), _refusals(asking), journey, asking=asking)
    read = answered(form, asking, facts)
    assert asking.drafts is not None
    rows = asking.drafts.over((), EditionKind.ITEM, [page.item_id])
    return Preview(read, _refusals(asking), content=rows[0].content if rows else None, asking=asking)


def _named(page: PublishedPage) -> tuple[str, ...]:
    return tuple(block.value for block in page.municipalities) if isinstance(page, LocalPage) else ()


def _refusals(asking: Asking) -> tuple[str, ...]:
    """In words of the form. The draft is the editor's own, so nothing is hidden."""
    assert asking.drafts is not None
    return tuple(in_own_language(getattr(each, "because", each)) for each in asking.drafts.refusals(for_agents=True))


def _checks(page: PublishedPage, content: Any) -> dict[str, Any] | None:
    """By section in the order of the form: how hard it is to read, and what was found in it."""
    text, levels = of_page(page, page.branch(), content)
    if text is None:
        return None
    found, grades = checks.check(text, levels), checks.readings(text)
    shown = [
        {"kind": kind, "title": KIND_LABELS[kind], "field": section_field_name(kind), "reading": grades.get(kind),
         "findings": [each for each in found if each.kind == kind]}
        for kind in KIND_LABELS if kind in grades or any(each.kind == kind for each in found)
    ]
    return {"whole": [each for each in found if each.kind is None], "sections": shown, "number": len(found),
            "blocking": sum(each.level is Level.BLOCK for each in found)}


def _journey(page: PublishedPage, read: Preview) -> Journey | None:
    if read.journey is None or read.asking is None or not isinstance(page, (LifeEventPage, LocalLifeEventPage)):
        return None
    return journey(read.journey, read.asking, step_fields(page))
