"""Each channel as lines: what a reader or caller gets, and nothing that is for agents or machines."""

from __future__ import annotations

import pytest

from channels.registry import CHANNELS
from channels.sameness.views import views
from channels.transcript import Line, transcript
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel, SectionKind
from tests.channels import answers


def said(answer: Answer, channel: Channel) -> tuple[Line, ...]:
    return transcript(answer, CHANNELS[channel].render(answer))


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_is_written_out_with_its_code(channel):
    lines = said(answers.answer(), channel)
    text = "\n".join(line.text for line in lines)
    assert answers.REFERENCE in text and "paspoort" in text.lower()
    assert all((line.text.strip() and "\n" not in line.text) or line.kind == "item" for line in lines)


@pytest.mark.parametrize("channel", Channel)
def test_nothing_for_agents_alone_is_written_out(channel):
    text = "\n".join(line.text for line in said(answers.internal_answer(), channel))
    assert answers.SECRET not in text


def test_the_agents_notes_are_not_said():
    script = CHANNELS[Channel.PHONE].render(answers.answer())
    notes = [step.note for step in script.steps if step.note]
    text = "\n".join(line.text for line in said(answers.answer(), Channel.PHONE))
    assert notes and not any(note in text for note in notes)


@pytest.mark.parametrize("channel", [c for c in Channel if c is not Channel.PHONE])
def test_nothing_that_is_said_is_lost(channel):
    made = answers.with_sections(answers.section(SectionKind.COSTS, *answers.every_block()))
    rendering = CHANNELS[channel].render(made)
    text = "\n".join(line.text for line in transcript(made, rendering))
    told = next(view for view in views(rendering) if view.name in ("blocks", "messages", "paragraphs", "text", "card"))
    words = {word.strip(".,:;()|") for piece in told.pieces for word in piece.text.split()}
    # Where a picture stands is not said; what it shows is.
    assert {word for word in words if word not in text} <= {"https://www.waterrijk.example/pas.png"}


def test_a_question_and_what_can_be_pressed_are_marked():
    made = answers.answer(personal=answers.personal(applied=(), given=False))
    assert "Hebt u haast?" in [line.text for line in said(made, Channel.PHONE) if line.kind == "question"]
    assert any(line.kind == "button" for line in said(made, Channel.CHAT))


def test_steps_keep_their_numbers():
    kinds = [line for line in said(answers.answer(), Channel.WEBSITE) if line.kind == "step"]
    assert kinds and kinds[0].text.startswith("1. ")
