"""A rendering as texts to read: every string in it that a citizen, an agent or a machine gets to see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import singledispatch
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from channels.letter.document import LetterDocument, plain
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
from channels.sameness.extract import Claim, Find, money_value, number
from channels.sameness.markup import MarkupReader, link_readings


class Piece(Struct, frozen=True):
    """One text: `section` is the section it belongs to, `fact` the key that it says it is the value of.

    `finds` are values that were read already, from attributes and numbers that are no text.
    """

    text: str
    section: str | None = None
    fact: str | None = None
    finds: tuple[Find, ...] = ()


class View(Struct, frozen=True):
    """One way in which a rendering can be read; `complete` if it says every section, `spoken` if figures are words."""

    name: str
    pieces: tuple[Piece, ...]
    complete: bool = True
    spoken: bool = False

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in self.pieces)

    def of(self, section: str) -> tuple[Piece, ...]:
        """What may say this section: its own pieces, and those that belong to none."""
        return tuple(piece for piece in self.pieces if piece.section in (section, None))


@singledispatch
def views(rendering: Rendering | LetterDocument) -> tuple[View, ...]:
    """Every way in which a rendering, or a letter as it will be set, can be read."""
    raise TypeError(f"no views of {type(rendering).__name__}; register one in channels/sameness/views.py")


@views.register
def _(rendering: WebsitePage) -> tuple[View, ...]:
    return (
        _markup("html", rendering.html),
        _blocks(rendering.blocks),
        View(name="json_ld", pieces=tuple(_data(rendering.json_ld)), complete=False),
    )


@views.register
def _(rendering: AppScreen) -> tuple[View, ...]:
    return (_blocks(rendering.blocks),)


@views.register
def _(rendering: PhoneScript) -> tuple[View, ...]:
    steps = tuple(
        Piece(text=text, section=step.section)
        for step in rendering.steps
        for text in (step.say, step.ask, step.note)
        if text
    )
    script = View(
        name="script",
        pieces=(Piece(text=rendering.opening), Piece(text=rendering.answer), *steps, Piece(text=rendering.closing)),
    )
    return (script, _speech(rendering.ssml)) if rendering.ssml else (script,)


@views.register
def _(rendering: ChatReply) -> tuple[View, ...]:
    messages = tuple(
        Piece(text=text, section=message.section)
        for message in rendering.messages
        for text in (message.text, message.url)
        if text
    )
    replies = tuple(Piece(text=reply) for reply in rendering.quick_replies)
    return (View(name="messages", pieces=(*messages, *replies)),)


@views.register
def _(rendering: Letter) -> tuple[View, ...]:
    return (View(name="paragraphs", pieces=_texts(rendering.subject, *rendering.paragraphs)),)


@views.register
def _(rendering: LetterDocument) -> tuple[View, ...]:
    """Everything that is typeset, but for what the sender of the request gives: addressee and references."""
    body = [words for block in rendering.blocks for words in block.words()]
    box = [rendering.action_box.title, *map(plain, rendering.action_box.lines)] if rendering.action_box else []
    head = rendering.letterhead
    sender = ["\n".join((head.name, *head.sender_lines)), head.return_address]
    foot = [rendering.closing, rendering.signatory, rendering.signatory_role, "\n".join(rendering.contact_lines)]
    links = tuple(
        Piece(text="", finds=(Find(text=href, readings=readings),))
        for href in _hrefs(json.loads(rendering.to_inputs()))
        if (readings := link_readings(href))
    )
    return (View(name="document", pieces=_texts(rendering.subject, *sender, *body, *box, *foot) + links),)


@views.register
def _(rendering: Email) -> tuple[View, ...]:
    return (View(name="text", pieces=_texts(rendering.subject, rendering.text)), _markup("html", rendering.html))


@views.register
def _(rendering: CounterCard) -> tuple[View, ...]:
    return (View(name="card", pieces=_texts("\n".join(rendering.lines), *rendering.bring)),)


@views.register
def _(rendering: KioskCard) -> tuple[View, ...]:
    return (
        View(name="card", complete=False, pieces=_texts(rendering.title, "\n".join(rendering.lines), rendering.qr_url)),
    )


def _texts(*texts: str) -> tuple[Piece, ...]:
    return tuple(Piece(text=text) for text in texts if text)


def _blocks(blocks: tuple[Block, ...]) -> View:
    pieces: list[Piece] = []
    for block in blocks:
        cells = (cell for row in block.rows or () for cell in row)
        for text in (block.text, *(block.items or ()), *cells, block.url, block.label):
            if text:
                pieces.append(Piece(text=text, section=block.section))
        if block.html:
            pieces += _read(block.html, block.section)
    return View(name="blocks", pieces=tuple(pieces))


def _markup(name: str, html: str) -> View:
    return View(name=name, pieces=tuple(_read(html, None)))


def _read(html: str, section: str | None) -> Iterator[Piece]:
    reader = MarkupReader()
    reader.feed(html)
    reader.close()
    for part in reader.parts:
        yield Piece(text=part.text, section=part.section or section, fact=part.fact, finds=part.finds)


def _hrefs(node: Any) -> Iterator[str]:
    """Every address behind a link in a letter's data."""
    if isinstance(node, dict):
        if isinstance(href := node.get("url"), str):
            yield href
        for value in node.values():
            yield from _hrefs(value)
    elif isinstance(node, list):
        for each in node:
            yield from _hrefs(each)


def _speech(ssml: str) -> View:
    root = ElementTree.fromstring(ssml.encode())
    sentences = ("".join(element.itertext()) for element in root.iter() if element.tag.endswith("}s"))
    return View(name="ssml", pieces=tuple(Piece(text=sentence) for sentence in sentences), spoken=True)


def _data(node: Any) -> Iterator[Piece]:
    """JSON-LD: texts as they are, a price with its currency, a postal address as one line."""
    if isinstance(node, dict):
        if "price" in node:
            amount = number(str(node["price"]), "en")
            value = money_value(amount, str(node.get("priceCurrency", "EUR"))) if amount is not None else ""
            yield Piece(text="", finds=(Find(text=str(node["price"]), readings=((Claim.MONEY, value),)),))
        if "postalCode" in node:
            place = f"{node['postalCode']} {node.get('addressLocality', '')}"
            yield Piece(text=f"{node.get('streetAddress', '')}, {place}")
        for key, value in node.items():
            if key not in ("price", "priceCurrency", "postalCode", "streetAddress", "addressLocality", "@context"):
                yield from _data(value)
    elif isinstance(node, list):
        for each in node:
            yield from _data(each)
    elif isinstance(node, str):
        yield Piece(text=node)
