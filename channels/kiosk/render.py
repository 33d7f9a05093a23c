"""KIOSK: at most MOST_LINES large lines of LINE_WIDTH characters, the most needed first, and a code to read on.

Only whole sentences, lists and tables are shown: what does not fit is left to the page behind the code. What it costs
and what to bring come before everything else, for that is what one reads a kiosk for.
"""

from __future__ import annotations

import re

from channels.counter.bring import evidence
from channels.fitting import HEADS, glued_lines, wrapped
from channels.opening import besides, titled
from channels.phrases import phrase
from channels.renderings import KioskCard
from channels.voice.facts import Facts
from channels.voice.first import short_answer
from channels.voice.frame import Said, Statement, StatementKind, item_url, sections
from channels.voice.plain import standing_alone
from channels.voice.routes import said_routes
from channels.voice.sentence import split_sentences
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Block, Bullets, Paragraph, Table
from contenthub.vocabulary import Channel, SectionKind

LINE_WIDTH = 60
MOST_LINES = 18
_AFTER_THAT = (SectionKind.TERM, SectionKind.INTRODUCTION, SectionKind.APPLICATION, SectionKind.CONTACT)

_AMOUNT = re.compile(r"[€£$]|\b[A-Z]{3}\b[\s\ue001]\d")

Whole = list[str]
"""Sentences that are shown together or not at all: one sentence, a list, a table."""


def render(answer: Answer) -> KioskCard:
    facts = {fact.key: fact for fact in answer.facts}
    url = item_url(answer)
    foot = [f"{phrase('reference', answer.language)}: {answer.reference}"]
    body, scan = _body(answer, facts, MOST_LINES - len(foot) - (1 if url else 0))
    if url:
        foot.append(phrase(scan, answer.language, form=answer.contact.form_of_address))
    return KioskCard(title=answer.title, lines=(*body, *foot), qr_url=url)


def _body(answer: Answer, facts: Facts, room: int) -> tuple[list[str], str]:
    """The lines above the foot, and the phrase that says what the code is good for: most of all what was left out."""
    said = {section.kind: section for section in sections(answer, Channel.KIOSK)}
    run = short_answer(answer, Channel.KIOSK)
    short = " ".join(glued_lines((Paragraph(c=run),), facts, answer.language))
    first = [[sentence] for sentence in split_sentences(short)]
    costs = _section(said[SectionKind.COSTS], answer, facts, short) if SectionKind.COSTS in said else []
    bring = _bring(said[SectionKind.EVIDENCE], answer, facts, short) if SectionKind.EVIDENCE in said else []
    statements = besides(answer, Channel.KIOSK)
    notices = [_heading(each, answer) for each in statements if each.kind is StatementKind.NOTICE]
    others = [_told(each, answer, facts) for each in statements if each.kind is not StatementKind.NOTICE]

    warned: list[str] = []
    for warning in (*notices, *others):
        warned += _fitted(warning, max(room - _height(first) - len(warned), 3 - len(warned)))
    out = warned + _fitted(first, room - len(warned))
    least = _height(_least(costs))
    brought = _fitted(bring, room - len(out) - least)
    paid = _fitted(costs, room - len(out) - len(brought))
    out += brought + paid
    for kind in _AFTER_THAT:
        if kind in said:
            out += _fitted(_section(said[kind], answer, facts, short), room - len(out))
    for title, routes in said_routes(answer):
        for route in routes:
            out += _fitted([split_sentences(route.titled(title, links=False))], room - len(out))
    left_out = [name for name, wholes, told in (("bring", bring, brought), ("costs", costs, paid)) if wholes and not told]
    return out, "_".join(["kiosk_scan", *left_out])


def _fitted(wholes: list[Whole], room: int) -> list[str]:
    """As lines, what comes before the first whole that does not fit; no lead-in or question without what follows it."""
    told: list[Whole] = []
    for whole in wholes:
        if _height([*told, whole]) > room:
            break
        told.append(whole)
    while told and len(told) < len(wholes) and _needs_more(told[-1][-1]):
        told.pop()
    return [line for whole in told for sentence in whole for line in wrapped(sentence, LINE_WIDTH)]


def _least(wholes: list[Whole]) -> list[Whole]:
    """The least that says something: up to the first whole that can be the last."""
    for number, whole in enumerate(wholes, 1):
        if not _needs_more(whole[-1]):
            return wholes[:number]
    return wholes


def _height(wholes: list[Whole]) -> int:
    return sum(len(wrapped(sentence, LINE_WIDTH)) for whole in wholes for sentence in whole)


def _needs_more(sentence: str) -> bool:
    return sentence.endswith((":", "?", HEADS))


def _heading(statement: Statement, answer: Answer) -> list[Whole]:
    return [split_sentences(statement.heading(answer.language))]


def _told(statement: Statement, answer: Answer, facts: Facts) -> list[Whole]:
    told = titled(statement.title, glued_lines(statement.blocks, facts, answer.language))
    sentences = [sentence for line in told for sentence in split_sentences(line)]
    # That an outcome is no decision must not be what falls off.
    return [sentences] if statement.kind is StatementKind.OUTCOME else [[sentence] for sentence in sentences]


def _bring(section: Said, answer: Answer, facts: Facts, short: str) -> list[Whole]:
    """The lists whole, each under what it is for; a section without any is said like every other."""
    found = evidence(section.blocks, facts, answer.language)
    if found.running:
        return _section(section, answer, facts, short)
    out: list[Whole] = [[sentence] for line in found.before for sentence in split_sentences(line)]
    for each in found.lists:
        out.append([f"{each.lead or phrase('bring', answer.language)}:", *(f"- {item}" for item in each.items)])
    return out


def _section(section: Said, answer: Answer, facts: Facts, short: str) -> list[Whole]:
    """The section with its title in front and without the short answer, which stands above it already."""
    wholes = [made for block in section.blocks for made in _wholes(block, facts, answer.language)]
    if wholes and wholes[0][0].rstrip(".") == short.rstrip("."):
        wholes = [whole for whole in (wholes[0][1:], *wholes[1:]) if whole]
    if section.kind is SectionKind.COSTS:
        wholes = _amounts_together(wholes)
    if not wholes or section.kind is SectionKind.INTRODUCTION:
        return wholes
    return [titled(section.title, wholes[0]), *wholes[1:]]


def _amounts_together(wholes: list[Whole]) -> list[Whole]:
    """All up to the last amount as one: who reads the first amount only may think that there is no other."""
    last = max((at for at, whole in enumerate(wholes, 1) if any(map(_AMOUNT.search, whole))), default=0)
    together = [sentence for whole in wholes[:last] for sentence in whole]
    return [together, *wholes[last:]] if together else wholes


def _wholes(block: Block, facts: Facts, language: str) -> list[Whole]:
    sentences = [each for line in glued_lines((block,), facts, language) for each in split_sentences(line)]
    together = isinstance(block, (Bullets, Table)) or standing_alone(block, facts)
    return [sentences] if together and sentences else [[sentence] for sentence in sentences]
