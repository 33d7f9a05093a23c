"""The eight channels as cards: each rendering cut into parts that say from which section they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
import segno
from bs4 import Tag
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from channels.desk.attribution import Attribution
from channels.desk.marking import Markers, dressed, inner, parsed
from channels.desk.origins import Chip, channel_name, chips, statement_id
from channels.renderings import (
    AppScreen,
    Block,
    ChatReply,
    CounterCard,
    Email,
    KioskCard,
    Letter,
    PhoneScript,
    Rendering,
    WebsitePage,
)
from channels.voice.frame import item_url, statements
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel


class Part(Struct, frozen=True):
    """A piece of a rendering as HTML; `chip` is the origin of the section that it says, if it is of one."""

    html: SafeString
    chip: Chip | None = None


class Card(Struct, frozen=True):
    """One channel; `more` is what only this channel's template shows."""

    channel: Channel
    title: str
    parts: tuple[Part, ...]
    more: dict[str, Any]
    has_reference: bool

    @property
    def name(self) -> str:
        return self.channel.value.lower()

    @property
    def template(self) -> str:
        return f"desk/cards/{self.name}.html"


class Maker:
    """Makes the cards of one answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.chips = chips(answer)
        self.markers = Markers(answer)

    def card(self, channel: Channel, rendering: Rendering) -> Card:
        parts, more = _MAKERS[channel](self, rendering)
        return Card(channel=channel, title=channel_name(channel), parts=tuple(parts), more=more,
                    has_reference=self.answer.reference.encode() in msgspec.json.encode(rendering))

    def part(self, html: SafeString, section: str | None = None) -> Part:
        return Part(html, self.chips.get(section) if section else None)

    def lines(self, told: Iterable[str], section: str | None, tag: str = "p") -> SafeString:
        mark = self.markers.of(section)
        made = ((mark.text(line),) for text in told for line in text.split("\n") if line.strip())
        return format_html_join("", f"<{tag}>{{}}</{tag}>", made)

    def statements(self, channel: Channel) -> Iterator[str]:
        """What this channel says before the sections, in its order, for channels that put each in an element."""
        return map(statement_id, statements(self.answer, channel))

    def grouped(self, channel: Channel, told: Iterable[str], tag: str = "p") -> Iterator[Part]:
        for section, group in Attribution(self.answer, channel).grouped(told):
            yield self.part(self.lines(group, section, tag), section)


_STATEMENTS = ("notice", "alert", "message")

Made = tuple[Iterable[Part], dict[str, Any]]


def _website(make: Maker, page: WebsitePage) -> Made:
    parts: list[Part] = []
    article = parsed(page.html).article
    before = make.statements(Channel.WEBSITE)
    for element in article.find_all(True, recursive=False) if article else ():
        section = next(before, None) if element.get("role") == "note" else str(element.get("id", "")) or None
        dressed(element, make.markers)
        html = inner(element.children) if element.name == "section" else inner([element])
        parts.append(make.part(html, section))
    return parts, {"address": item_url(make.answer), "json_ld": json.dumps(page.json_ld, ensure_ascii=False, indent=1)}


def _email(make: Maker, mail: Email) -> Made:
    body = parsed(mail.html).body
    attribution = Attribution(make.answer, Channel.EMAIL)
    before = make.statements(Channel.EMAIL)
    sections: list[tuple[str | None, list[Tag]]] = [(None, [])]
    for element in body.div.find_all(True, recursive=False) if body and body.div else ():
        if element.name == "h2":
            sections.append((attribution.titled(element.get_text()), []))
        elif element.name == "div" and (statement := next(before, None)):
            sections.append((statement, []))
        dressed(element, make.markers)
        sections[-1][1].append(element)
    parts = [make.part(inner(elements), section) for section, elements in sections if elements]
    return parts, {"subject": mail.subject, "text": mail.text, "sender": make.answer.contact.email}


def _app(make: Maker, screen: AppScreen) -> Made:
    parts = []
    before = make.statements(Channel.APP)
    told = [(next(before, None) if block.type in _STATEMENTS else block.section, block) for block in screen.blocks]
    for section, group in groupby(told, key=lambda pair: pair[0]):
        blocks = [block for _section, block in group]
        html = mark_safe("".join(_app_block(make, block) for block in blocks))
        parts.append(make.part(html, section))
    return parts, {}


def _app_block(make: Maker, block: Block) -> SafeString:
    mark = make.markers.of(block.section)
    if block.type == "heading":
        level = min((block.level or 2) + 2, 6)
        return format_html("<h{}>{}</h{}>", level, block.text, level)
    if block.items:
        tag = "ol" if block.type == "steps" else "ul"
        return format_html("<{}>{}</{}>", mark_safe(tag), make.lines(
            (item.replace("\n", " ") for item in block.items), block.section, "li"), mark_safe(tag))
    if block.rows:
        return _rows(make, block)
    if block.type == "reference":
        return format_html('<p class="reference">{}: <strong>{}</strong></p>', block.label or "", block.text)
    made = make.lines([block.text], block.section)
    if block.type in ("notice", "alert", "message"):
        return format_html('<div class="statement">{}</div>', made)
    if block.url and block.label and block.text.endswith(f"({block.url})"):
        before = block.text.removesuffix(f"({block.url})").rstrip().removesuffix(block.label).rstrip()
        return format_html('<p>{} <span class="app-button">{}</span></p>', mark.text(before), block.label)
    return made


def _rows(make: Maker, block: Block) -> SafeString:
    mark = make.markers.of(block.section)
    head, *rows = block.rows or ((),)
    cells = format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in head))
    body = format_html_join("", "<tr>{}</tr>", (
        (format_html_join("", "<td>{}</td>", ((mark.text(cell),) for cell in row)),) for row in rows))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", cells, body)


def _phone(make: Maker, script: PhoneScript) -> Made:
    attribution = Attribution(make.answer, Channel.PHONE)
    first = attribution.of(script.answer)
    parts = [make.part(make.lines([script.answer], first), first)]
    steps = []
    for step in script.steps:
        say = make.lines([step.say], step.section)
        html = [format_html('<div class="say">{}</div>', say)]
        if step.ask:
            html.append(format_html('<p class="ask">{}</p>', step.ask))
        if step.note:
            html.append(format_html('<p class="note">{}</p>', step.note))
        steps.append(make.part(mark_safe("".join(html)), step.section or attribution.of(step.say)))
    return parts, {"opening": script.opening, "steps": steps, "closing": script.closing, "ssml": script.ssml}


def _chat(make: Maker, reply: ChatReply) -> Made:
    attribution = Attribution(make.answer, Channel.CHAT)
    parts = []
    told = [(message.section or attribution.of(message.text), message) for message in reply.messages]
    for section, messages in groupby(told, key=lambda pair: pair[0]):
        bubbles = [format_html('<div class="bubble">{}</div>', make.lines([message.text], section))
                   for _section, message in messages]
        parts.append(make.part(mark_safe("".join(bubbles)), section))
    return parts, {"replies": reply.quick_replies, "asked": make.answer.question or make.answer.title}


def _letter(make: Maker, letter: Letter) -> Made:
    return make.grouped(Channel.LETTER, letter.paragraphs), {"subject": letter.subject}


def _counter(make: Maker, card: CounterCard) -> Made:
    attribution = Attribution(make.answer, Channel.COUNTER)
    section = next(filter(None, map(attribution.of, card.bring)), None)
    listed = format_html("<ul>{}</ul>", make.lines(card.bring, section, "li"))
    bring = [make.part(listed, section)] if card.bring else []
    return make.grouped(Channel.COUNTER, card.lines), {"bring": bring, "subject": make.answer.title}


def _kiosk(make: Maker, card: KioskCard) -> Made:
    code = mark_safe(segno.make(card.qr_url, error="m").svg_inline(
        scale=4, border=2, dark="#0b1220", light="#ffffff", omitsize=True)) if card.qr_url else ""
    return make.grouped(Channel.KIOSK, card.lines), {"subject": card.title, "qr": code, "qr_url": card.qr_url}


_MAKERS: dict[Channel, Callable[[Maker, Any], Made]] = {
    Channel.WEBSITE: _website, Channel.APP: _app, Channel.PHONE: _phone, Channel.CHAT: _chat, Channel.LETTER: _letter,
    Channel.EMAIL: _email, Channel.COUNTER: _counter, Channel.KIOSK: _kiosk,
}

