"""WEBSITE: one article of semantic HTML, the same as blocks, and what search engines read (schema.org)."""

from __future__ import annotations

from channels.phrases import phrase
from channels.renderings import WebsitePage
from channels.voice.blocks import answer_blocks
from channels.voice.facts import Facts
from channels.voice.frame import Said, Statement, sections, statements
from channels.voice.html import html, html_link, html_text, html_value
from channels.voice.routes import SaidRoute, said_routes
from channels.website.linked_data import linked_data
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel

_HTTP = ("http://", "https://")


def render(answer: Answer) -> WebsitePage:
    return WebsitePage(
        html=article(answer), json_ld=linked_data(answer), blocks=answer_blocks(answer, Channel.WEBSITE, with_html=True)
    )


def article(answer: Answer) -> str:
    """The page's content from its h1 down; each section has its own id, so that one can link to it."""
    facts = {fact.key: fact for fact in answer.facts}
    title = answer.question or answer.title
    parts = [_tag("h1", html_text(title)), _tag("p", html_text(answer.summary))]
    head = _tag("header", "".join(parts))
    said = "".join(_statement(statement, facts, answer.language) for statement in statements(answer, Channel.WEBSITE))
    body = "".join(_section(section, facts, answer.language) for section in sections(answer, Channel.WEBSITE))
    return (
        f'<article lang="{html_value(answer.language)}">{head}{said}{body}{_routes(answer)}{_footer(answer)}</article>'
    )


def _statement(statement: Statement, facts: Facts, language: str) -> str:
    """A note that stands apart; its class says what it is and how grave, so that a site can give it its own look."""
    classes = [f"statement statement-{statement.kind.value}"]
    if statement.severity:
        classes.append(f"severity-{statement.severity.value.lower()}")
    inner = _tag("h2", html_text(statement.heading(language))) + html(statement.blocks, facts, language)
    return f'<div role="note" class="{" ".join(classes)}">{inner}</div>' if inner else ""


def _section(section: Said, facts: Facts, language: str) -> str:
    inner = html(section.blocks, facts, language)
    return _titled(section.id, section.title, inner) if inner else ""


def _titled(identifier: str, title: str, inner: str) -> str:
    name = html_value(f"{identifier}.title")
    return (
        f'<section id="{html_value(identifier)}" aria-labelledby="{name}"><h2 id="{name}">{html_text(title)}</h2>'
        f"{inner}</section>"
    )


def _routes(answer: Answer) -> str:
    inner = ""
    for title, routes in said_routes(answer):
        inner += _tag("h3", html_text(title)) + _tag("ul", "".join(map(_route, routes)))
    return _titled(f"{answer.item}:routes", phrase("routes", answer.language), inner) if inner else ""


def _route(route: SaidRoute) -> str:
    """The link is named after what one does there, so that it can be understood out of its list."""
    linked = route.url.startswith(_HTTP)
    text = html_link(route.url, html_text(route.text)) if linked else html_text(route.text)
    notes = "".join(
        f" {html_link(route.url, html_text(note)) if note == route.label else html_text(note)}." for note in route.notes
    )
    return _tag("li", f"<strong>{html_text(route.how)}</strong>: {text}{notes}")


def _footer(answer: Answer) -> str:
    name = html_text(phrase("reference", answer.language))
    help_text = html_text(phrase("reference_help", answer.language, form=answer.contact.form_of_address))
    return f"<footer><p>{name}: <strong>{html_text(answer.reference)}</strong>. {help_text}</p></footer>"


def _tag(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>" if inner else ""
