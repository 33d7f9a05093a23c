"""COUNTER: a card for the clerk with a visitor in front of them; one sentence a line, and a list to bring along."""

from __future__ import annotations

from channels.counter.bring import evidence
from channels.fitting import clauses, glued_lines, unglued
from channels.opening import announced, besides, titled, without_first
from channels.phrases import phrase
from channels.renderings import CounterCard
from channels.voice.facts import Facts
from channels.voice.first import short_written
from channels.voice.frame import Said, sections
from channels.voice.routes import said_routes
from channels.voice.sentence import split_sentences
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel, SectionKind

LONGEST_LINE = 120


def render(answer: Answer) -> CounterCard:
    facts = {fact.key: fact for fact in answer.facts}
    told: list[str] = []
    for statement in besides(answer, Channel.COUNTER):
        told += announced(statement, glued_lines(statement.blocks, facts, answer.language), answer.language)
    short = short_written(answer, Channel.COUNTER)
    told.append(short)
    bring: tuple[str, ...] = ()
    for section in sections(answer, Channel.COUNTER):
        if section.kind is SectionKind.EVIDENCE:
            found = evidence(section.blocks, facts, answer.language)
            bring, lines = found.items, list(found.text)
        else:
            lines = _lines(section, answer, facts, short)
        title = "" if section.kind is SectionKind.INTRODUCTION else section.title
        told += titled(title, lines) if lines else []
    told += [route.titled(title, links=True) for title, routes in said_routes(answer) for route in routes]
    told.append(f"{phrase('reference', answer.language)}: {answer.reference}")
    return CounterCard(lines=_short(told), bring=tuple(map(unglued, bring)))


def _lines(section: Said, answer: Answer, facts: Facts, short: str) -> list[str]:
    text = "\n".join(glued_lines(section.blocks, facts, answer.language))
    said = unglued(text)
    gone = len(said) - len(without_first(said, short))
    return text[gone:].split("\n") if gone < len(said) else []


def _short(told: list[str]) -> tuple[str, ...]:
    return tuple(
        unglued(part) for line in told for sentence in split_sentences(line) for part in clauses(sentence, LONGEST_LINE)
    )
