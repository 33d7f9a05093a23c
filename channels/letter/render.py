"""LETTER: information and action letters. What the API gives is text; `document` is the same letter ready to be set.

Decisions (beschikkingen) are no answers: they belong to the case system and are never made here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from channels.letter import document as paper
from channels.letter.blocks import letter_blocks, printable
from channels.phrases import phrase
from channels.renderings import Letter
from channels.voice.facts import written, written_address
from channels.voice.frame import Said, sections, statements
from channels.voice.plain import plain
from channels.voice.routes import said_routes
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.languages import label
from contenthub.vocabulary import Channel, FactRole, Purpose, SectionKind

_TITLE_WORDS = {
    "mevrouw": "mevrouw",
    "mevr": "mevrouw",
    "mw": "mevrouw",
    "heer": "heer",
    "dhr": "heer",
    "familie": "familie",
    "fam": "familie",
    "mr": "Mr",
    "mrs": "Mrs",
    "ms": "Ms",
}
_ONE = r"(?:mevrouw|mevr\.?|mw\.?|heer|dhr\.?|familie|fam\.?|mrs\.?|mr\.?|ms\.?)"
_TITLES = re.compile(rf"(?:de )?(?P<title>{_ONE})(?: (?:en|and) (?:de )?(?P<other>{_ONE}))? ", re.I)
_JOINED = {"Mr": "and", "Mrs": "and", "Ms": "and"}
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")
_ASIDE = 80
_BOX_LINES = 20


def render(answer: Answer) -> Letter:
    facts = {fact.key: fact for fact in answer.facts}
    told = [_about(answer)]
    said_before = statements(answer, Channel.LETTER)
    for statement in said_before:
        told += filter(None, [statement.heading(answer.language), *plain(statement.blocks, facts, answer.language).split("\n\n")])
    for section in sections(answer, Channel.LETTER):
        if parts := [part for part in plain(section.blocks, facts, answer.language).split("\n\n") if part]:
            told += filter(None, [_heading(section, bool(said_before)), *parts])
    if box := _action_lines(answer):
        told.append("\n".join([_action_title(answer), *box]))
    told.append(phrase("letter_questions", answer.language, code=answer.reference, form=_form(answer)))
    return Letter(subject=answer.title, paragraphs=tuple(told))


def document(
    answer: Answer,
    *,
    addressee: paper.Addressee | None,
    your_reference: str = "",
    our_reference: str = "",
    date: dt.date,
) -> paper.LetterDocument:
    """The whole letter for the typesetter.

    Raises LetterError where the addressee, a reference or the letterhead cannot be set; a title that is too long to be
    a subject is cut at a word.
    """
    language, contact = answer.language, answer.contact
    head = contact.letterhead
    return paper.LetterDocument(
        language=language,
        date=date,
        letterhead=_letterhead(contact, language),
        addressee=addressee,
        subject=_subject(answer.title),
        our_reference=our_reference,
        your_reference=your_reference,
        answer_code=answer.reference,
        salutation=_salutation(addressee, language),
        blocks=tuple(_blocks(answer)),
        action_box=_action_box(answer),
        closing=phrase("kind_regards", language),
        signatory=head.signatory or phrase("municipality_title", language, name=contact.name),
        signatory_role=head.signatory_role,
        contact_lines=_contact_lines(contact),
    )


def _blocks(answer: Answer) -> Iterator[paper.LetterBlock]:
    facts = {fact.key: fact for fact in answer.facts}
    yield paper.Paragraph(printable(_about(answer)))
    said_before = statements(answer, Channel.LETTER)
    for statement in said_before:
        if heading := statement.heading(answer.language):
            yield paper.Heading(printable(heading)[: paper.LONGEST_LINE])
        yield from letter_blocks(statement.blocks, facts, answer.language)
    for section in sections(answer, Channel.LETTER):
        told = tuple(letter_blocks(section.blocks, facts, answer.language))
        if told and (heading := _heading(section, bool(said_before))):
            yield paper.Heading(heading)
        yield from told


def _heading(section: Said, said_before: bool) -> str:
    """Its title; an introduction that follows on what the letter is about has none."""
    return "" if section.kind is SectionKind.INTRODUCTION and not said_before else section.title


def _about(answer: Answer) -> str:
    title = (answer.question or answer.title).strip().rstrip(".")
    text = phrase("letter_about", answer.language, name=answer.contact.name, title=title, form=_form(answer))
    return text.removesuffix(".") if title.endswith(("?", "!")) else text


def _action_box(answer: Answer) -> paper.ActionBox | None:
    lines = _action_lines(answer)
    return paper.ActionBox(title=_action_title(answer), lines=tuple(map(printable, lines))) if lines else None


def _action_title(answer: Answer) -> str:
    return phrase("letter_action", answer.language, form=_form(answer))


def _action_lines(answer: Answer) -> tuple[str, ...]:
    """How to apply and to object, in the order of preference, then the terms by role; nothing once it is withdrawn."""
    if answer.withdrawal or not answer.offered:
        return ()
    ways = said_routes(answer)
    lines = [route.line for _, routes in ways for route in routes if route.purpose is Purpose.APPLY]
    lines += [
        route.titled(title, links=True) for title, routes in ways for route in routes if route.purpose is Purpose.OBJECT
    ]
    for role in FactRole:
        lines += [
            f"{label(fact.label, answer.language)}: {written(fact, answer.language)}"
            for fact in answer.facts
            if fact.role == role
        ]
    return tuple(lines[:_BOX_LINES])


def _letterhead(contact: MunicipalityContent, language: str) -> paper.Letterhead:
    head = contact.letterhead
    name = phrase("municipality_title", language, name=contact.name)
    logo = head.logo_svg or None
    return paper.Letterhead(
        name=name,
        colour=head.colour,
        sender_lines=head.sender_lines,
        return_address=head.return_address,
        logo_svg=logo,
        logo_alt=head.logo_alt or (name if logo else ""),
        logo_carries_name=_carries(head.logo_svg, contact.name),
    )


def _carries(svg: str, name: str) -> bool:
    """Whether the name can be read in the picture itself; the title of an SVG is for those who cannot see it."""
    return any(name in text for text in re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.DOTALL))


def _contact_lines(contact: MunicipalityContent) -> tuple[str, ...]:
    address = written_address(contact.address, "nl") if contact.address else ""
    found = (contact.phone, contact.email, contact.website.removeprefix("https://"), address)
    return tuple(line for line in found if line and len(line) <= _ASIDE)


def _salutation(addressee: paper.Addressee | None, language: str) -> str:
    return phrase("dear_name", language, name=addressed(addressee.name)) if addressee else phrase("dear", language)


def addressed(name: str) -> str:
    """How one writes to somebody: `Mevrouw A. de Vries` is mevrouw De Vries, `Fam. de Vries` is familie De Vries.

    A name without a title stays as it is.

    Source: Dutch letter conventions: no initials in a salutation, and a capital for the prefix that then comes first.
    """
    words = name.split()
    titled = _TITLES.match(name.strip())
    if not titled:
        return " ".join(words)
    rest = [word for word in name.strip()[titled.end() :].split() if not _INITIALS.fullmatch(word)]
    surname = " ".join(rest)
    titles = [_TITLE_WORDS[title.lower().rstrip(".")] for title in titled.groups() if title]
    both = f" {_JOINED.get(titles[0], 'en')} ".join(titles)
    return f"{both} {surname[:1].upper()}{surname[1:]}".strip()


def _subject(title: str) -> str:
    text = " ".join(printable(title).split())
    return text if len(text) <= 250 else f"{text[:249].rsplit(' ', 1)[0]}…"


def _form(answer: Answer) -> str:
    return answer.contact.form_of_address
