"""CHAT: the shortest true answer first, then what is the matter just now, then the sections as follow-ups.

No message is longer than LONGEST_MESSAGE characters; none cuts a sentence where it need not, none ever cuts a fact.
"""

from __future__ import annotations

from channels.chat.links import links, with_links
from channels.fitting import glued_lines, pack, unglued
from channels.opening import announced, headed, urgent_and_other, without_first
from channels.phrases import phrase
from channels.renderings import ChatMessage, ChatReply
from channels.voice.facts import Facts
from channels.voice.first import short_answer, short_written
from channels.voice.frame import Said, Statement, sections
from channels.voice.routes import said_routes
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Blocks, Paragraph
from contenthub.vocabulary import Channel, SectionKind

LONGEST_MESSAGE = 320


def render(answer: Answer) -> ChatReply:
    facts = {fact.key: fact for fact in answer.facts}
    said = sections(answer, Channel.CHAT)
    messages = _first(answer, said, facts)
    shown = "\n".join(message.text for message in messages)
    urgent, other = urgent_and_other(answer, Channel.CHAT)
    for statement in urgent:
        messages += _statement(statement, answer, facts)
    for section in said:
        if section.kind is SectionKind.INTRODUCTION:
            messages += _section(section, answer, facts, shown)
    for statement in other:
        messages += _statement(statement, answer, facts)
    replies: list[str] = []
    for section in said:
        if section.kind is SectionKind.INTRODUCTION:
            continue
        if follow_ups := _section(section, answer, facts, shown):
            messages += follow_ups
            replies.append(section.title)
    if ways := _routes(answer):
        messages += ways
        replies.append(phrase("routes", answer.language))
    messages.append(ChatMessage(text=f"{phrase('reference', answer.language)}: {answer.reference}"))
    if answer.personal.to_ask and not answer.withdrawal:
        # One question at a time, as the last thing said: then the first replies are answers to it.
        question = answer.personal.to_ask[0]
        ask = phrase("phone_ask", answer.language, form=answer.contact.form_of_address)
        messages += [ChatMessage(text=text) for text in pack([f"{ask} {question.question}"], LONGEST_MESSAGE)]
        replies = [*question.choices, *replies]
    return ChatReply(messages=tuple(messages), quick_replies=tuple(replies))


def _statement(statement: Statement, answer: Answer, facts: Facts) -> list[ChatMessage]:
    told = announced(statement, glued_lines(statement.blocks, facts, answer.language), answer.language)
    return _messages(told, statement.blocks, None, answer, facts)


def _first(answer: Answer, said: tuple[Said, ...], facts: Facts) -> list[ChatMessage]:
    """An introduction that was written for chat is said whole where it fits; of another only the first sentence."""
    source = answer.section(SectionKind.INTRODUCTION)
    worded = source is not None and Channel.CHAT in source.wordings
    introduction = next((section for section in said if section.kind is SectionKind.INTRODUCTION), None)
    if introduction and worded and answer.offered and not answer.falls_under:
        told = glued_lines(introduction.blocks, facts, answer.language)
        if len(pack(told, LONGEST_MESSAGE)) == 1:
            return _messages(told, introduction.blocks, introduction.id, answer, facts)
    run = short_answer(answer, Channel.CHAT)
    blocks: Blocks = (Paragraph(c=run),)
    told = [" ".join(glued_lines(blocks, facts, answer.language))]
    whole = short_written(answer, Channel.CHAT)
    if whole.startswith(unglued(told[0])):
        told[0] += whole[len(told[0]) :]
    return _messages(told, blocks, None, answer, facts)


def _section(section: Said, answer: Answer, facts: Facts, shown: str) -> list[ChatMessage]:
    """The section without what the first message said already."""
    told = glued_lines(section.blocks, facts, answer.language)
    text = "\n".join(told)
    # Only the beginning can go; what follows may hold marks that `unglued` takes away, so it is counted from the front.
    said = unglued(text)
    if gone := len(said) - len(without_first(said, shown)):
        told = text[gone:].split("\n") if gone < len(said) else []
    told = headed(section, told, answer, Channel.CHAT)
    return _messages(told, section.blocks, section.id, answer, facts)


def _routes(answer: Answer) -> list[ChatMessage]:
    """One route a message, with its address to follow."""
    out: list[ChatMessage] = []
    for title, routes in said_routes(answer):
        for route in routes:
            first, *rest = pack([route.titled(title, links=False)], LONGEST_MESSAGE)
            out += [ChatMessage(text=first, url=route.web or None), *(ChatMessage(text=text) for text in rest)]
    return out


def _messages(told: list[str], blocks: Blocks, section: str | None, answer: Answer, facts: Facts) -> list[ChatMessage]:
    messages = [ChatMessage(text=text, section=section) for text in pack(told, LONGEST_MESSAGE)]
    if not messages:
        return []
    text = unglued(" ".join(told))
    found = [(words, href) for words, href in links(blocks, facts, answer.language) if words in text]
    return with_links(messages, found)
