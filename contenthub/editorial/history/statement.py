"""A statement of what was said: made from the editions of then, or of the answer behind a code. Nothing internal is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils import timezone
from msgspec import Struct
from wagtail.coreutils import get_content_languages

from channels.desk.origins import FactShown
from channels.registry import CHANNELS
from channels.transcript import Line, transcript
from contenthub.answering import said
from contenthub.answering.past import Past, past
from contenthub.editorial.history.changes import named_facts
from contenthub.editorial.history.line import at, rows_of, turns
from contenthub.editorial.history.who import Made, fact_labels, made
from contenthub.models.blocks.sections import CHANNEL_LABELS
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import INTERNAL_KINDS, Channel, EditionKind


class ChannelSaid(Struct, frozen=True):
    title: str
    lines: tuple[Line, ...]


class Statement(Struct, frozen=True):
    """What was said about `title` at `moment`; without `answer` nothing was, and `first` is when that began, if it did.

    `since` and `until` are the turns between which it was said; `until` None: until now. `proved`: the code was
    computed anew from the editions and is the same. `withheld`: the code is of an answer for one person, which is not shown.
    """

    title: str
    municipality: str
    language: str
    language_name: str
    moment: dt.datetime
    printed_at: dt.datetime
    printed_by: str
    answer: Answer | None
    channels: tuple[ChannelSaid, ...] = ()
    facts: tuple[FactShown, ...] = ()
    editions: tuple[Made, ...] = ()
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    first: dt.datetime | None = None
    from_code: bool = False
    proved: bool = False

    @property
    def withheld(self) -> bool:
        return self.answer is not None and self.answer.personal.withheld


def statement_at(of: Past, moment: dt.datetime, channels: Sequence[Channel], *, title: str, municipality: str,
                 user: Any) -> Statement:
    """`of` holds no row that waits: a statement tells nothing of what is still to come."""
    return _statement(of, of.answer(moment), moment, channels, title=title, municipality=municipality, user=user)


def statement_of(reference: str, channels: Sequence[Channel], *, user: Any) -> Statement | None:
    """Of the answer behind this code, None where nothing was said under it. Refused: what is no code.

    A personal answer is withheld: what everybody was told at that moment stands in its place.
    """
    answer = said(reference)
    # What a preview asked of a moment ahead has a code too, but nobody was told it yet.
    if answer is None or answer.moment > timezone.now():
        return None
    of = past(answer.item, answer.municipality.code, answer.asked_language, now=timezone.now())
    made_anew = of.answer(answer.moment)
    proved = made_anew is not None and made_anew.reference == answer.reference
    found = _statement(of, public(answer), answer.moment, channels, title=answer.title, municipality=answer.municipality.name,
                       user=user)
    return msgspec.structs.replace(found, from_code=True, proved=proved)


def public(answer: Answer) -> Answer:
    """Without what is for agents only, whoever asked for the answer when it was kept."""
    sections = tuple(section for section in answer.sections if section.kind not in INTERNAL_KINDS)
    texts = [blocks for section in sections for blocks in (section.blocks, *section.wordings.values())]
    texts += [alert.blocks for alert in answer.personal.alerts]
    keys = {key for blocks in texts for key in fact_keys(blocks)}
    return msgspec.structs.replace(
        answer, sections=sections, facts=tuple(fact for fact in answer.facts if fact.key in keys),
        notices=tuple(notice for notice in answer.notices if not notice.agents_only))


def _statement(of: Past, answer: Answer | None, moment: dt.datetime, channels: Sequence[Channel], *, title: str,
               municipality: str, user: Any) -> Statement:
    told = [turn for turn in turns(of) if turn.changes]
    since, following = at(moment, told)
    # What a fact means belongs to its value, which has a row of its own.
    known = [of.editions[row.id] for row in rows_of(of, answer, moment) if row.series.kind != EditionKind.FACT]
    named = made(known, user, fact_labels(of.editions.values()))
    return Statement(
        title=answer.title if answer else title, municipality=municipality, language=answer.language if answer else "",
        language_name=str(get_content_languages().get(of.language, of.language)),
        moment=moment, printed_at=timezone.now(), printed_by=user.get_full_name() or user.get_username(), answer=answer,
        channels=tuple(_channel(answer, channel) for channel in channels) if answer else (),
        facts=named_facts(answer) if answer else (), editions=tuple(named[edition.pk] for edition in known),
        since=since.moment if since else None, until=following.moment if following else None,
        first=told[-1].moment if told else None, proved=answer is not None)


def _channel(answer: Answer, channel: Channel) -> ChannelSaid:
    return ChannelSaid(str(CHANNEL_LABELS[channel]), transcript(answer, CHANNELS[channel].render(answer)))
