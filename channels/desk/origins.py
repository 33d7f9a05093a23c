"""Where the parts of an answer came from, in words for the visitor."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from msgspec import Struct

from channels.phrases import section_title
from channels.voice.facts import written
from channels.voice.frame import Statement, StatementKind, statements
from contenthub.resolving.answer import Answer, Origin, SectionAnswer
from contenthub.resolving.facts import Fact, Tariff, row_of
from contenthub.resolving.languages import label
from contenthub.vocabulary import INTERNAL_KINDS, Channel, Layer

_ORDER = tuple(Layer)
_TOLD = (StatementKind.NOTICE, StatementKind.ALERT, StatementKind.OUTCOME)


class LayerName(Struct, frozen=True):
    """A layer, or what stands beside the layers, with the class that colours it; the word always stands beside it."""

    css: str
    name: str


class Source(Struct, frozen=True):
    """One edition that a section was made from."""

    layer: LayerName
    number: int
    published: dt.datetime
    owner: str
    organisation: str
    law: str
    law_url: str


class Chip(Struct, frozen=True):
    """The origin of one section or statement, made once for all channels: `layer` has the last word, `button` names all
    layers and the section, `tip` tells of each edition, or why it is said."""

    section: str
    layer: LayerName
    button: SafeString
    tip: SafeString


class FactShown(Struct, frozen=True):
    key: str
    label: str
    value: str
    layer: LayerName
    since: dt.datetime | None
    until: dt.datetime | None


def layer_name(layer: Layer) -> LayerName:
    names = {Layer.GENERIC: _("National"), Layer.MUNICIPAL: _("Municipality"), Layer.PERSONAL: _("Personal")}
    return LayerName(layer.value.lower(), names[layer])


def channel_name(channel: Channel) -> str:
    names = {
        Channel.WEBSITE: _("Website"), Channel.APP: _("App"), Channel.PHONE: _("Phone"), Channel.CHAT: _("Chat"),
        Channel.LETTER: _("Letter"), Channel.EMAIL: _("E-mail"), Channel.COUNTER: _("Counter"), Channel.KIOSK: _("Kiosk"),
    }
    return names[channel]


def chips(answer: Answer) -> dict[str, Chip]:
    """By section id, public sections only, and by `statement_id` for what is said before the sections."""
    made = {section.id: _chip(section, answer.language) for section in answer.sections if section.kind not in INTERNAL_KINDS}
    for channel in Channel:
        for statement in statements(answer, channel):
            if statement.kind in _TOLD and statement_id(statement) not in made:
                made[statement_id(statement)] = _statement_chip(statement, answer)
    return made


def statement_id(statement: Statement) -> str:
    """What names a statement among sections; `id` is empty where there is one of a kind."""
    return f"{statement.kind.value}:{statement.id}"


def facts_shown(answer: Answer) -> tuple[FactShown, ...]:
    """Every fact that the answer uses as it is written, layer by layer; a tariff row by row."""
    found: dict[str, Fact] = {}
    for fact in answer.facts:
        rows = [row_of(fact, row.key) for row in fact.value.rows] if isinstance(fact.value, Tariff) else [fact]
        found.update({row.key: row for row in rows if row is not None})
    return tuple(
        FactShown(key=key, label=label(fact.label, answer.language), value=written(fact, answer.language),
                  layer=layer_name(fact.layer), since=fact.valid_from, until=fact.valid_until)
        for key, fact in sorted(found.items(), key=lambda pair: _ORDER.index(pair[1].layer)))


def _chip(section: SectionAnswer, language: str) -> Chip:
    told = {"title": section_title(section.kind, language), "language": language,
            "layers": [layer_name(layer) for layer in dict.fromkeys(origin.layer for origin in section.origins)],
            "sources": list(map(_source, section.origins))}
    return Chip(section=section.id, layer=layer_name(section.layer), button=render_to_string("desk/chip.html", told),
                tip=render_to_string("desk/tip.html", told))


def _statement_chip(statement: Statement, answer: Answer) -> Chip:
    """A notice belongs to no layer; an alert and an outcome follow from the facts about the person."""
    notice = next((each for each in answer.notices if each.id == statement.id), None)
    personal = statement.kind is not StatementKind.NOTICE
    told = {"title": statement.heading(answer.language), "language": answer.language, "notice": notice,
            "layers": [layer_name(Layer.PERSONAL) if personal else LayerName("notice", _("Notice"))],
            "because": [outcome.because for outcome in answer.personal.applied
                        if personal and outcome.holds and outcome.because and statement.id in ("", outcome.rule)]}
    return Chip(section=statement_id(statement), layer=told["layers"][0], button=render_to_string("desk/chip.html", told),
                tip=render_to_string("desk/statement_tip.html", told))


def _source(origin: Origin) -> Source:
    law = origin.legal_source
    return Source(layer=layer_name(origin.layer), number=origin.number, published=origin.published_at, owner=origin.owner,
                  organisation=origin.organisation, law=str(law) if law else "", law_url=law.url if law else "")
