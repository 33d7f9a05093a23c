"""The eight channels, what each can do, and how it renders an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from channels.app.render import render as app
from channels.chat.render import render as chat
from channels.counter.render import render as counter
from channels.email.render import render as email
from channels.kiosk.render import render as kiosk
from channels.letter.render import render as letter
from channels.phone.render import render as phone
from channels.renderings import Rendering
from channels.website.render import render as website
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel

Cost = Literal["low", "medium", "high"]


class ChannelSpec(Struct, frozen=True):
    """What a channel is: `max_length` in characters a message or line (None: no limit), `rich_text` for headings and
    lists, `links` that can be followed, `spoken` aloud, `immediate` for a reply while one waits, and what a contact
    costs the municipality."""

    channel: Channel
    render: Callable[[Answer], Rendering]
    max_length: int | None
    rich_text: bool
    links: bool
    spoken: bool
    immediate: bool
    cost: Cost


_SPECS = (
    ChannelSpec(Channel.WEBSITE, website, None, rich_text=True, links=True, spoken=False, immediate=True, cost="low"),
    ChannelSpec(Channel.APP, app, None, rich_text=True, links=True, spoken=False, immediate=True, cost="low"),
    ChannelSpec(Channel.PHONE, phone, None, rich_text=False, links=False, spoken=True, immediate=True, cost="high"),
    ChannelSpec(Channel.CHAT, chat, 320, rich_text=False, links=True, spoken=False, immediate=True, cost="low"),
    ChannelSpec(Channel.LETTER, letter, None, rich_text=False, links=False, spoken=False, immediate=False, cost="high"),
    ChannelSpec(Channel.EMAIL, email, None, rich_text=True, links=True, spoken=False, immediate=False, cost="medium"),
    ChannelSpec(Channel.COUNTER, counter, None, rich_text=False, links=False, spoken=True, immediate=True, cost="high"),
    ChannelSpec(Channel.KIOSK, kiosk, 60, rich_text=False, links=False, spoken=False, immediate=True, cost="low"),
)

CHANNELS: Mapping[Channel, ChannelSpec] = MappingProxyType({spec.channel: spec for spec in _SPECS})
