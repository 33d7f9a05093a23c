"""The app: the same blocks as the website without HTML, so that it draws them in its own components."""

from __future__ import annotations

from channels.renderings import AppScreen
from channels.voice.blocks import answer_blocks
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel


def render(answer: Answer) -> AppScreen:
    return AppScreen(blocks=answer_blocks(answer, Channel.APP, with_html=False))
