"""The phone script as a voice system says it: sentences in SSML, every figure in words.

Questions to the caller are left out: a voice that only reads cannot wait for an answer.
"""

from __future__ import annotations

from channels.opening import needs_title, urgent_and_other
from channels.phrases import phrase
from channels.speech import say_reference, speak, ssml
from channels.voice.facts import Facts
from channels.voice.first import short_spoken
from channels.voice.frame import Said, Statement, sections
from channels.voice.plain import lines
from channels.voice.routes import said_routes
from channels.voice.sentence import split_sentences
from channels.voice.speech import closed, sentences
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel, SectionKind


def spoken_script(answer: Answer, opening: str) -> str:
    """The whole script as SSML 1.1: `opening`, the short answer, notices and alerts, the sections, the routes, the
    reference."""
    facts = {fact.key: fact for fact in answer.facts}
    language = answer.language
    short = short_spoken(answer)
    told = [*_spoken(opening, language), short]
    said = sections(answer, Channel.PHONE)
    urgent, other = urgent_and_other(answer, Channel.PHONE)
    for statement in urgent:
        told += _statement(statement, answer, facts)
    for section in said:
        if section.kind is SectionKind.INTRODUCTION:
            told += _section(section, short, answer, facts)
    for statement in other:
        told += _statement(statement, answer, facts)
    for section in said:
        if section.kind is not SectionKind.INTRODUCTION:
            told += _section(section, short, answer, facts)
    for title, routes in said_routes(answer):
        for route in routes:
            told += _spoken(route.titled(title, links=False), language)
    told += spoken_closing(answer)
    return ssml(told, language)


def _statement(statement: Statement, answer: Answer, facts: Facts) -> list[str]:
    heading = _spoken(statement.heading(answer.language), answer.language)
    return heading + sentences(statement.blocks, facts, answer.language)


def _section(section: Said, short: str, answer: Answer, facts: Facts) -> list[str]:
    said = sentences(section.blocks, facts, answer.language)
    rest = said[1:] if said[:1] == [short] else said
    written = lines(section.blocks, facts, answer.language, links=False)
    if rest and needs_title(section, written, answer, Channel.PHONE):
        return [*_spoken(section.title, answer.language), *rest]
    return rest


def spoken_closing(answer: Answer) -> list[str]:
    """The code is spelled before anything else reads it: figures in it are not numbers."""
    mark = "\N{OBJECT REPLACEMENT CHARACTER}"
    text = phrase(closing_key(answer), answer.language, code=mark, form=answer.contact.form_of_address)
    code = say_reference(answer.reference, answer.language)
    return [closed(speak(sentence, answer.language)).replace(mark, code) for sentence in split_sentences(text)]


def closing_key(answer: Answer) -> str:
    """A personal answer is not kept, so nobody may promise to find it again."""
    return "phone_closing_personal" if answer.personal.given else "phone_closing"


def _spoken(text: str, language: str) -> list[str]:
    return [closed(speak(sentence, language)) for sentence in split_sentences(text)]
