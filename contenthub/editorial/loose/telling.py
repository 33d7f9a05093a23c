"""What the editor's script asks while one types: which values stand loose, and which facts say them already."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Annotated, Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from msgspec import Meta, Struct
from wagtail.models import Page

from contenthub.access.roles import has_role
from contenthub.editorial.fact_chooser import organisation_of, page_at
from contenthub.editorial.loose.matching import Match, matching, same_as
from contenthub.editorial.loose.proposing import section_of, stem_of
from contenthub.editorial.loose.recognising import LinkAt, Loose, recognised
from contenthub.vocabulary import INTERNAL_KINDS

LONGEST_TEXT, MOST_TEXTS = 20_000, 500


class AskedText(Struct):
    """One paragraph: `field` is the path of its field in the form, `links` are (start, end, address)."""

    text: Annotated[str, Meta(max_length=LONGEST_TEXT)]
    field: str = ""
    links: list[LinkAt] = []


class Asked(Struct):
    """`place` is the address of the form."""

    texts: Annotated[list[AskedText], Meta(max_length=MOST_TEXTS)]
    place: str = ""


@require_POST
def loose_values_in(request: HttpRequest) -> HttpResponse:
    """For each text its loose values with the facts that say them. The texts are drafts: kept nowhere, and in no log.

    It reads; it is a POST because texts are long and belong in no address.
    """
    if not has_role(request.user):
        raise PermissionDenied
    try:
        asked = msgspec.json.decode(request.body, type=Asked)
    except msgspec.DecodeError as error:
        return JsonResponse({"error": _("This is not what this address expects: %(why)s") % {"why": error}}, status=400)
    page = own_page(request.user, asked.place)
    language = page.locale.language_code if page else "nl"
    found = [_loose_in(text, language) for text in asked.texts]
    values = [value for several in found for each in several if (value := each.parsed())]
    matches = matching(values, organisation_of(page), stem_of(page)) if values else {}
    return JsonResponse({"texts": [[_told(each, matches) for each in several] for several in found]})


def own_page(user: Any, place: str) -> Page | None:
    """The page at this address of the admin, for who may write it or under it: of a draft of others nothing is told."""
    page = page_at(place)
    if page is None:
        return None
    may = page.permissions_for_user(user)
    return page if may.can_edit() or may.can_add_subpage() else None


def _loose_in(text: AskedText, language: str) -> tuple[Loose, ...]:
    """A memo for agents is their own, as in the checks of texts."""
    return () if section_of(text.field) in INTERNAL_KINDS else recognised(text.text, language, text.links)


def _told(each: Loose, matches: dict[Hashable, list[Match]]) -> dict[str, Any]:
    value = each.parsed()
    found = matches.get(same_as(value), []) if value else []
    return {
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "kind": each.kind,
        "matches": [match._asdict() for match in found],
    }
