"""KIOSK: at most MOST_LINES large lines of LINE_WIDTH characters, the most needed first, and a code to read on.

Only whole sentences are shown: what does not fit is left to the page behind the code.
"""

from __future__ import annotations

from collections.abc import Iterator

from channels.counter.bring import evidence
from channels.fitting import HEADS, glued_lines, wrapped
from channels.opening import besides, titled, without_first
from channels.phrases import phrase
from channels.renderings import KioskCard
from channels.voice.facts import Facts
from channels.voice.first import short_answer
from channels.voice.frame import Said, item_url, sections
from channels.voice.sentence import split_sentences
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Paragraph
from contenthub.vocabulary import Channel, SectionKind

LINE_WIDTH = 60
MOST_LINES = 12
_MOST_NEEDED = (
    SectionKind.EVIDENCE,
    SectionKind.COSTS,
    SectionKind.TERM,
    SectionKind.INTRODUCTION,
    SectionKind.APPLICATION,
    SectionKind.CONTACT,
)


def render(answer: Answer) -> KioskCard:
    facts = {fact.key: fact for fact in answer.facts}
    url = item_url(answer)
    foot = [f"{phrase('reference', answer.language)}: {answer.reference}"]
    if url:
        foot += wrapped(phrase("kiosk_scan", answer.language, form=answer.contact.form_of_address), LINE_WIDTH)
    short = [line for sentence in split_sentences(_short(answer, facts)) for line in wrapped(sentence, LINE_WIDTH)]
    room = MOST_LINES - len(foot)
    head = _fitted(_warnings(answer, facts), max(room - len(short), 3))
    head += _fitted(iter([split_sentences(_short(answer, facts))]), room - len(head))
    body = _fitted(_rest(answer, facts), room - len(head))
    return KioskCard(title=answer.title, lines=(*head, *body, *foot), qr_url=url)


def _fitted(texts: Iterator[list[str]], room: int) -> list[str]:
    """Sentences as lines; of each text what comes before the first sentence that does not fit.

    A question or lead-in whose answer does not fit is left out with it, and so is a list that does not fit whole:
    half a list of what to bring is worse than none.
    """
    out: list[str] = []
    for sentences in texts:
        told: list[list[str]] = []
        for sentence in sentences:
            lines = wrapped(sentence, LINE_WIDTH)
            if len(out) + sum(map(len, told)) + len(lines) > room:
                break
            told.append(lines)
        cut = len(told) < len(sentences)
        while told and cut and _needs_more(sentences[len(told) - 1]):
            told.pop()
        out += [line for lines in told for line in lines]
    return out


def _needs_more(sentence: str) -> bool:
    return sentence.endswith((":", "?", HEADS)) or sentence.startswith("- ")


def _warnings(answer: Answer, facts: Facts) -> Iterator[list[str]]:
    for statement in besides(answer, Channel.KIOSK):
        told = titled(statement.title, glued_lines(statement.blocks, facts, answer.language))
        yield [sentence for line in told for sentence in split_sentences(line)]


def _rest(answer: Answer, facts: Facts) -> Iterator[list[str]]:
    said = {section.kind: section for section in sections(answer, Channel.KIOSK)}
    short = _short(answer, facts)
    for kind in _MOST_NEEDED:
        if not (section := said.get(kind)):
            continue
        if kind is SectionKind.EVIDENCE:
            told = list(evidence(section.blocks, facts, answer.language).items)
            yield [f"{phrase('bring', answer.language)}:", *(f"- {item}" for item in told)] if told else []
        else:
            yield _sentences(section, answer, facts, short)


def _sentences(section: Said, answer: Answer, facts: Facts, short: str) -> list[str]:
    text = without_first("\n".join(glued_lines(section.blocks, facts, answer.language)), short)
    told = [line for line in text.split("\n") if line]
    if told and section.kind is not SectionKind.INTRODUCTION:
        told = titled(section.title, told)
    return [sentence for line in told for sentence in split_sentences(line)]


def _short(answer: Answer, facts: Facts) -> str:
    run = short_answer(answer, Channel.KIOSK)
    return " ".join(glued_lines((Paragraph(c=run),), facts, answer.language))
