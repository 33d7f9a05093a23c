"""EMAIL: a subject, the text, and the same as HTML that needs nothing from outside: inline style, no images."""

from __future__ import annotations

import re

from channels.phrases import phrase
from channels.renderings import Email
from channels.voice.facts import Facts
from channels.voice.frame import item_url, sections, statements
from channels.voice.html import html, html_link, html_text, html_value, tel
from channels.voice.plain import plain
from channels.voice.routes import said_routes
from contenthub.resolving.answer import Answer
from contenthub.resolving.text import Block, Blocks, Bullets, Details, Image, paragraph
from contenthub.vocabulary import Channel

_STYLES = {
    "h1": "margin:0 0 16px;font-size:24px;line-height:1.3",
    "h2": "margin:28px 0 8px;font-size:19px;line-height:1.3",
    "h3": "margin:20px 0 8px;font-size:17px;line-height:1.3",
    "h4": "margin:16px 0 8px;font-size:16px;line-height:1.3",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding-left:24px",
    "ol": "margin:0 0 12px;padding-left:24px",
    "li": "margin:0 0 4px",
    "table": "margin:0 0 12px;border-collapse:collapse",
    "caption": "padding:0 0 4px;text-align:left;font-weight:bold",
    "th": "padding:6px 12px 6px 0;border-bottom:1px solid #767676;text-align:left;vertical-align:top",
    "td": "padding:6px 12px 6px 0;border-bottom:1px solid #767676;text-align:left;vertical-align:top",
    "a": "color:#154273",
}
_NOTE = "margin:0 0 16px;padding:12px 16px;border-left:4px solid #154273;background-color:#eef3f8"
_BODY = (
    "margin:0;padding:16px;background-color:#ffffff;color:#1b1b1b;font-family:Arial,Helvetica,sans-serif;"
    "font-size:16px;line-height:1.5"
)
_TAG = re.compile(r"<([a-z][a-z0-9]*)(?=[ >])")


def render(answer: Answer) -> Email:
    title, name = answer.question or answer.title, answer.contact.name
    return Email(
        subject=" ".join(phrase("email_subject", answer.language, title=title, name=name).split()),
        text=_text(answer, title),
        html=_html(answer, title),
    )


def without_images(blocks: Blocks) -> Blocks:
    """The same text with each image as its text alternative."""
    out: list[Block] = []
    for block in blocks:
        match block:
            case Image():
                out += [paragraph(block.alt.strip())] if block.alt.strip() else []
            case Bullets():
                out.append(Bullets(items=tuple(map(without_images, block.items)), ordered=block.ordered))
            case Details():
                out.append(Details(summary=block.summary, c=without_images(block.c)))
            case _:
                out.append(block)
    return tuple(out)


def _text(answer: Answer, title: str) -> str:
    facts = {fact.key: fact for fact in answer.facts}
    parts = [phrase("hello", answer.language), _intro(answer), title]
    for statement in statements(answer, Channel.EMAIL):
        said = plain(statement.blocks, facts, answer.language)
        parts.append("\n".join(filter(None, (statement.heading(answer.language), said))))
    for section in sections(answer, Channel.EMAIL):
        if said := plain(section.blocks, facts, answer.language):
            parts.append(f"{_ruled(section.title)}\n{said}")
    ways = ["\n".join((heading, *(f"- {route.line}" for route in routes))) for heading, routes in said_routes(answer)]
    if ways:
        parts.append(f"{_ruled(phrase('routes', answer.language))}\n" + "\n\n".join(ways))
    parts.append("\n".join((_ruled(_ask(answer)), *(line for line, _ in _contact(answer)))))
    parts.append(_reference(answer))
    parts.append(f"{phrase('kind_regards', answer.language)}\n{_sender(answer)}")
    return "\n\n".join(parts) + "\n"


def _html(answer: Answer, title: str) -> str:
    facts: Facts = {fact.key: fact for fact in answer.facts}
    language = answer.language
    parts = [_p(phrase("hello", language)), _p(_intro(answer)), f"<h1>{html_text(title)}</h1>"]
    for statement in statements(answer, Channel.EMAIL):
        name = html_text(statement.heading(language))
        head = f"<p><strong>{name}</strong></p>" if name else ""
        parts.append(f'<div style="{_NOTE}">{head}{html(without_images(statement.blocks), facts, language)}</div>')
    for section in sections(answer, Channel.EMAIL):
        if said := html(without_images(section.blocks), facts, language):
            parts.append(f"<h2>{html_text(section.title)}</h2>{said}")
    if ways := said_routes(answer):
        parts.append(f"<h2>{html_text(phrase('routes', language))}</h2>")
    for heading, routes in ways:
        items = "".join(f"<li>{_linked(route.line, route.url)}</li>" for route in routes)
        parts.append(f"<h3>{html_text(heading)}</h3><ul>{items}</ul>")
    contact = "".join(f"<li>{_linked(line, href)}</li>" for line, href in _contact(answer))
    parts.append(f"<h2>{html_text(_ask(answer))}</h2>" + (f"<ul>{contact}</ul>" if contact else ""))
    parts += [
        _p(_reference(answer)),
        f"<p>{html_text(phrase('kind_regards', language))}<br>{html_text(_sender(answer))}</p>",
    ]
    body = _TAG.sub(lambda tag: f'{tag[0]} style="{_STYLES[tag[1]]}"' if tag[1] in _STYLES else tag[0], "".join(parts))
    return (
        f'<!doctype html><html lang="{html_value(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html_text(title)}</title>'
        f'</head><body style="{_BODY}"><div style="max-width:640px;margin:0 auto">{body}</div></body></html>'
    )


def _contact(answer: Answer) -> list[tuple[str, str]]:
    """How one reaches the municipality: a line and the address behind it."""
    place, language = answer.contact, answer.language
    found = []
    if place.phone:
        found.append((phrase("call", language, phone=place.phone), tel(place.phone)))
    if place.email:
        found.append((phrase("send_mail", language, email=place.email), f"mailto:{place.email}"))
    if url := item_url(answer):
        found.append((f"{phrase('read_on', language)}: {url}", url))
    return found


def _linked(line: str, href: str) -> str:
    """The line with what is written of its address made a link, or the whole line where the address is not in it."""
    shown = href.partition(":")[2] if href.startswith(("mailto:", "tel:")) else href
    before, found, after = line.partition(shown) if shown else (line, "", "")
    if not found:
        return html_link(href, html_text(line)) if href else html_text(line)
    return f"{html_text(before)}{html_link(href, html_text(found))}{html_text(after)}"


def _intro(answer: Answer) -> str:
    return phrase("email_intro", answer.language, name=answer.contact.name, form=answer.contact.form_of_address)


def _ask(answer: Answer) -> str:
    return phrase("more_questions", answer.language, form=answer.contact.form_of_address)


def _reference(answer: Answer) -> str:
    help_text = phrase("reference_help", answer.language, form=answer.contact.form_of_address)
    return f"{phrase('reference', answer.language)}: {answer.reference}. {help_text}"


def _sender(answer: Answer) -> str:
    return phrase("municipality_title", answer.language, name=answer.contact.name)


def _ruled(title: str) -> str:
    """A heading that stands out without mark-up."""
    return f"{title}\n{'-' * len(title)}"


def _p(text: str) -> str:
    return f"<p>{html_text(text)}</p>"
