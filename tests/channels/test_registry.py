"""The registry: every channel has one renderer that answers in its own shape, deterministically."""

from __future__ import annotations

import msgspec
import pytest

from channels import renderings
from channels.registry import CHANNELS
from contenthub.vocabulary import Channel
from tests.channels.answers import (
    SECRET,
    alert,
    answer,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    personal,
    question,
    with_sections,
    withdrawn,
)

SHAPES = {
    Channel.WEBSITE: renderings.WebsitePage,
    Channel.APP: renderings.AppScreen,
    Channel.PHONE: renderings.PhoneScript,
    Channel.CHAT: renderings.ChatReply,
    Channel.LETTER: renderings.Letter,
    Channel.EMAIL: renderings.Email,
    Channel.COUNTER: renderings.CounterCard,
    Channel.KIOSK: renderings.KioskCard,
}
ANSWERS = {
    "product": answer(),
    "question": question(),
    "withdrawn": withdrawn(),
    "not offered": not_offered(),
    "merged": merged("GM9003"),
    "fell back": answer(language_fell_back=True),
    "English": answer(language="en"),
    "easy Dutch": answer(language="nl-x-a2"),
    "other language": answer(language="uk"),
    "no sections": with_sections(),
    "notice": answer(notices=(notice(),)),
    "alert": answer(personal=alert(p("Let op."))),
    "personal": answer(personal=personal()),
}


def test_every_channel_is_registered_under_its_own_name() -> None:
    assert list(CHANNELS) == list(Channel)
    assert all(spec.channel is channel for channel, spec in CHANNELS.items())


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CHANNELS[Channel.APP] = CHANNELS[Channel.CHAT]  # type: ignore[index]


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("name", list(ANSWERS))
def test_every_channel_renders_every_answer_in_its_shape(channel: Channel, name: str) -> None:
    made = CHANNELS[channel].render(ANSWERS[name])
    assert type(made) is SHAPES[channel]
    assert msgspec.json.encode(made)
    assert CHANNELS[channel].render(ANSWERS[name]) == made


@pytest.mark.parametrize("channel", list(Channel))
def test_no_channel_says_internal_text(channel: Channel) -> None:
    assert SECRET not in repr(CHANNELS[channel].render(internal_answer()))


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_says_that_an_item_is_withdrawn(channel: Channel) -> None:
    made = repr(CHANNELS[channel].render(withdrawn())).replace("\\n", " ")
    assert "geldt niet meer" in made and "58,95" not in made


def test_what_channels_are() -> None:
    assert CHANNELS[Channel.CHAT].max_length == 320
    assert {channel for channel, spec in CHANNELS.items() if spec.spoken} == {Channel.PHONE, Channel.COUNTER}
    assert {channel for channel, spec in CHANNELS.items() if not spec.immediate} == {Channel.LETTER, Channel.EMAIL}
