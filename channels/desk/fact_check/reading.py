"""One saved version of a page as an expert sees it: only that, over what everybody may read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from msgspec import Struct

from channels.desk.asked import Asked
from channels.desk.cards import Card, Part
from channels.desk.fact_check.changes import Piece, journey_pieces, pieces
from channels.desk.preview import first_moment, read_page
from channels.desk.screen import Shown, shown
from contenthub.answering import answer_item, life_event
from contenthub.models import FactCheck
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.answer import Answer


class Seen(Struct, frozen=True):
    """`answer` is of an item; neither it nor pieces, where this version cannot be shown here. `begins` is when it is to speak,
    where that is ahead: it is then shown with the fees and texts of that moment."""

    title: str
    language: str
    place: str = ""
    answer: Answer | None = None
    pieces: tuple[Piece, ...] = ()
    published: bool = False
    begins: dt.datetime | None = None

    @property
    def changed(self) -> bool:
        return any(piece.changes or piece.new or piece.gone for piece in self.pieces)


def seen(check: FactCheck) -> Seen:
    """The version that this check is about, for its municipality; without a person, and for no agent."""
    assert check.revision is not None
    page: PublishedPage = check.revision.as_object()
    language = page.locale.language_code
    wanted = Asked(municipality=check.municipality, item=page.item_id, language=language, moment=first_moment(page))
    read = read_page(page, wanted)
    if read.asking is None:
        return Seen(page.title, language)
    begins = read.asking.moment if wanted.moment else None
    place = read.asking.town.contact.name
    without = msgspec.structs.replace(read.asking, drafts=None)
    if read.journey is not None:
        now = life_event(page.item_id, without)
        return Seen(read.journey.title, read.journey.language, place, pieces=journey_pieces(read.journey, now),
                    published=now is not None, begins=begins)
    draft = read.shown.answer
    if draft is None:
        return Seen(page.title, language, place)
    # A text that was withdrawn has no sections to compare with.
    now = answer_item(page.item_id, without)
    now = None if now is not None and now.withdrawal is not None else now
    return Seen(draft.question or draft.title, draft.language, place, answer=draft, pieces=pieces(draft, now),
                published=now is not None, begins=begins)


def channels_shown(answer: Answer) -> Shown:
    """All channels, without where each part came from: who wrote what is not for outsiders."""
    made = shown(answer)
    return msgspec.structs.replace(made, cards=tuple(map(_bare, made.cards)))


def _bare(card: Card) -> Card:
    more = {name: _without(value) if name in ("steps", "bring") else value for name, value in card.more.items()}
    return msgspec.structs.replace(card, parts=_without(card.parts), more=more)


def _without(parts: Any) -> tuple[Part, ...]:
    return tuple(Part(part.html) for part in parts)
