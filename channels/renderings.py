"""What each channel makes of an answer; the fields are those of the public contract, in snake case."""

from __future__ import annotations

from typing import Any, Union

from msgspec import Struct


class Block(Struct, frozen=True, omit_defaults=True):
    """One shape for every block: what a client does not know, it shows by `text`.

    `type` is one of heading, paragraph, list, steps, table, details, image, download, notice, alert, contact, routes or
    reference. `section` is the section's id; `rows` holds the header row first; `html` is empty in the app.
    """

    type: str
    text: str
    section: str | None = None
    level: int | None = None
    html: str | None = None
    items: tuple[str, ...] | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    url: str | None = None
    label: str | None = None


class WebsitePage(Struct, frozen=True):
    """`html` is one `<article>`; `json_ld` is schema.org as plain JSON values."""

    html: str
    blocks: tuple[Block, ...]
    json_ld: dict[str, Any]


class AppScreen(Struct, frozen=True):
    blocks: tuple[Block, ...]


class PhoneStep(Struct, frozen=True, omit_defaults=True):
    say: str
    section: str | None = None
    ask: str | None = None
    note: str | None = None


class PhoneScript(Struct, frozen=True):
    answer: str
    opening: str
    steps: tuple[PhoneStep, ...]
    closing: str
    ssml: str | None = None


class ChatMessage(Struct, frozen=True, omit_defaults=True):
    text: str
    section: str | None = None
    url: str | None = None


class ChatReply(Struct, frozen=True):
    messages: tuple[ChatMessage, ...]
    quick_replies: tuple[str, ...]


class Letter(Struct, frozen=True, omit_defaults=True):
    subject: str
    paragraphs: tuple[str, ...]
    pdf_url: str | None = None


class Email(Struct, frozen=True):
    """`html` is a whole document that needs nothing from outside."""

    subject: str
    text: str
    html: str


class CounterCard(Struct, frozen=True):
    lines: tuple[str, ...]
    bring: tuple[str, ...]


class KioskCard(Struct, frozen=True):
    title: str
    lines: tuple[str, ...]
    qr_url: str


Rendering = Union[WebsitePage, AppScreen, PhoneScript, ChatReply, Letter, Email, CounterCard, KioskCard]
