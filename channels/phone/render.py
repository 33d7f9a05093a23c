"""PHONE: one breath with the answer, then a script that an agent reads aloud: say, ask, and a note for the agent alone.

Figures stay figures on the agent's screen; the SSML is made from the spoken forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from channels.opening import announced, headed, urgent_and_other, without_first
from channels.phone.spoken import closing_key, spoken_script
from channels.phrases import phrase
from channels.renderings import PhoneScript, PhoneStep
from channels.speech import say_reference
from channels.voice.facts import Facts
from channels.voice.first import short_written
from channels.voice.frame import Said, Statement, sections
from channels.voice.plain import lines
from channels.voice.routes import SaidRoute, said_routes
from channels.voice.sentence import split_sentences
from contenthub.resolving.answer import Answer, PersonQuestion, SectionAnswer
from contenthub.resolving.facts import Url
from contenthub.resolving.text import Blocks, Download, Link, fact_keys, inlines
from contenthub.vocabulary import Channel, Layer, SectionKind

LONGEST_BREATH = 30
"""Words that an agent says in one breath: about ten seconds."""

_TEXT_OF = {
    Layer.GENERIC: "phone_generic_text",
    Layer.MUNICIPAL: "phone_municipal_text",
    Layer.PERSONAL: "phone_personal_text",
}


def render(answer: Answer) -> PhoneScript:
    facts = {fact.key: fact for fact in answer.facts}
    short = breath(answer, facts)
    said = sections(answer, Channel.PHONE)
    urgent, other = urgent_and_other(answer, Channel.PHONE)
    steps = [_statement(statement, answer, facts) for statement in urgent]
    # What the introduction adds refers to the answer, so nothing that can wait may come between them.
    steps += _sections((each for each in said if each.kind is SectionKind.INTRODUCTION), short, answer, facts)
    steps += [_statement(statement, answer, facts) for statement in other]
    if not answer.withdrawal:
        steps += [_question(question, number, answer) for number, question in enumerate(answer.personal.to_ask)]
    steps += _sections((each for each in said if each.kind is not SectionKind.INTRODUCTION), short, answer, facts)
    steps += [_routes(title, routes, answer) for title, routes in said_routes(answer)]
    return PhoneScript(
        answer=short,
        opening=opening(answer),
        steps=tuple(steps),
        closing=closing(answer),
        ssml=spoken_script(answer, opening(answer)),
    )


def breath(answer: Answer, facts: Facts) -> str:
    """The short answer; of an introduction written for the phone as many sentences as one breath holds."""
    short = short_written(answer, Channel.PHONE)
    source = answer.section(SectionKind.INTRODUCTION)
    if source is None or Channel.PHONE not in source.wordings or not answer.offered or answer.withdrawal:
        return short
    told = split_sentences(_say(source.said(Channel.PHONE), answer, facts).partition("\n")[0])
    fitting = accumulate(told, "{} {}".format)
    return max((text for text in fitting if len(text.split()) <= LONGEST_BREATH), key=len, default=short)


def opening(answer: Answer) -> str:
    """The greeting, and what the call is about."""
    form = answer.contact.form_of_address
    greeting = phrase("phone_greeting", answer.language, name=answer.contact.name, form=form)
    title = answer.question or answer.title
    about = "phone_about_question" if title.rstrip().endswith("?") else "phone_about"
    return f"{greeting} {phrase(about, answer.language, title=title, form=form)}"


def closing(answer: Answer) -> str:
    """The reference as it is written, and spelled out behind it."""
    code = f"{answer.reference}: {say_reference(answer.reference, answer.language)}"
    return phrase(closing_key(answer), answer.language, code=code, form=answer.contact.form_of_address)


def _sections(said: Iterable[Said], short: str, answer: Answer, facts: Facts) -> list[PhoneStep]:
    steps: list[PhoneStep] = []
    for section in said:
        if say := without_first(_say(section.blocks, answer, facts), short):
            say = "\n".join(headed(section, say.split("\n"), answer, Channel.PHONE))
            steps.append(PhoneStep(section=section.id, say=say, note=_note(section, answer, facts)))
    return steps


def _say(blocks: Blocks, answer: Answer, facts: Facts) -> str:
    return "\n".join(lines(blocks, facts, answer.language, links=False))


def _statement(statement: Statement, answer: Answer, facts: Facts) -> PhoneStep:
    told = lines(statement.blocks, facts, answer.language, links=False)
    return PhoneStep(say="\n".join(announced(statement, told, answer.language)))


def _routes(title: str, routes: tuple[SaidRoute, ...], answer: Answer) -> PhoneStep:
    """Where and how for one purpose; what cannot be heard, the addresses of pages, is for the agent to send on."""
    web = dict.fromkeys(route.web for route in routes if route.web)
    return PhoneStep(
        say="\n".join(route.titled(title, links=False) for route in routes),
        note=phrase("phone_links", answer.language, links=" ".join(web)) if web else None,
    )


def _question(question: PersonQuestion, number: int, answer: Answer) -> PhoneStep:
    say = phrase("phone_ask_more" if number else "phone_ask", answer.language, form=answer.contact.form_of_address)
    notes = []
    if question.choices:
        notes.append(phrase("phone_choices", answer.language, choices=", ".join(question.choices)))
    if not number:
        notes.append(phrase("phone_ask_note", answer.language))
    return PhoneStep(say=say, ask=question.question, note=" ".join(notes) or None)


def _note(section: Said, answer: Answer, facts: Facts) -> str | None:
    """For the agent, not for the caller: whose text this is, on which law it rests, and addresses to send on."""
    source = next((each for each in answer.sections if each.id == section.id), None)
    parts = _origin(source, answer.language) if source else []
    if links := _addresses(section.blocks, facts):
        parts.append(phrase("phone_links", answer.language, links=" ".join(links)))
    return " ".join(parts) or None


def _origin(section: SectionAnswer, language: str) -> list[str]:
    last = section.origins[-1]
    text = phrase(_TEXT_OF[section.layer], language)
    parts = [phrase("phone_text_of", language, text=text, owner=last.owner) if last.owner else f"{text}."]
    laws = dict.fromkeys(str(origin.legal_source) for origin in section.origins if origin.legal_source)
    return parts + [phrase("phone_source", language, source=law) for law in laws]


def _addresses(blocks: Blocks, facts: Facts) -> list[str]:
    """What a caller cannot hear but can be sent: web addresses of links, downloads and facts, each once."""
    found = [node.href for node in inlines(blocks) if isinstance(node, Link)]
    found += [block.url for block in blocks if isinstance(block, Download)]
    found += [
        fact.value.url
        for key in fact_keys(blocks)
        if (fact := facts.get(key)) and isinstance(fact.value, Url) and fact.value.label
    ]
    return list(dict.fromkeys(address for address in found if address.startswith(("http://", "https://"))))
