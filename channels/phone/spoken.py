"""The phone script as a voice system says it: sentences in SSML, every figure in words.

Questions to the caller are left out: a voice that only reads cannot wait for an answer.
"""

from __future__ import annotations

from channels.opening import besides
from channels.phrases import phrase
from channels.speech import say_reference, speak, ssml
from channels.voice.first import short_spoken
from channels.voice.frame import sections
from channels.voice.sentence import split_sentences
from channels.voice.speech import closed, sentences
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel


def spoken_script(answer: Answer, opening: str) -> str:
    """The whole script as SSML 1.1: `opening`, the short answer, notices and alerts, the sections, the reference."""
    facts = {fact.key: fact for fact in answer.facts}
    language = answer.language
    short = short_spoken(answer)
    told = [*_spoken(opening, language), short]
    for statement in besides(answer, Channel.PHONE):
        told += _spoken(statement.heading(language), language) + sentences(statement.blocks, facts, language)
    for section in sections(answer, Channel.PHONE):
        said = sentences(section.blocks, facts, language)
        told += said[1:] if said[:1] == [short] else said
    told += spoken_closing(answer)
    return ssml(told, language)


def spoken_closing(answer: Answer) -> list[str]:
    """The code is spelled before anything else reads it: figures in it are not numbers."""
    mark = "\N{OBJECT REPLACEMENT CHARACTER}"
    text = phrase("phone_closing", answer.language, code=mark, form=answer.contact.form_of_address)
    code = say_reference(answer.reference, answer.language)
    return [closed(speak(sentence, answer.language)).replace(mark, code) for sentence in split_sentences(text)]


def _spoken(text: str, language: str) -> list[str]:
    return [closed(speak(sentence, language)) for sentence in split_sentences(text)]
