"""Rich text as semantic, escaped HTML: nothing that a text says can become a tag."""

from __future__ import annotations

import re
from html import escape

from channels.phrases import phrase
from channels.voice.facts import Facts, fact_of, written
from channels.voice.plain import fact_heads, fact_rows, standing_alone
from channels.voice.sentence import trimmed
from contenthub.resolving.facts import Date, Duration, Email, Fact, Money, Number, Phone, Url
from contenthub.resolving.languages import label
from contenthub.resolving.text import (
    Block,
    Blocks,
    Break,
    Bullets,
    Details,
    Download,
    FactRef,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Run,
    Table,
    Text,
)
from contenthub.vocabulary import DurationUnit

ALLOWED_TAGS = frozenset(
    {
        "a",
        "br",
        "caption",
        "data",
        "details",
        "em",
        "h3",
        "h4",
        "img",
        "li",
        "ol",
        "p",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    }
)
ALLOWED_ATTRIBUTES = {
    "a": {"href", "data-fact"},
    "data": {"value", "data-fact"},
    "img": {"src", "alt"},
    "span": {"data-fact"},
    "table": {"data-fact"},
    "th": {"scope"},
    "time": {"datetime", "data-fact"},
}
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""What `html` makes, for whoever sanitises or checks it: cleaning with these lists takes nothing away."""

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_SAFE_ADDRESS = re.compile(
    r"""https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:[/?\#][^\s<>"'`\\{}|^]*)?\Z
                               |mailto:[^\s<>"'`\\:/]+@[^\s<>"'`\\:/]+\Z
                               |tel:\+?[0-9]+\Z
                               |/(?![/\\])[^\s<>"'`\\{}|^]*\Z
                               |\#[A-Za-z0-9._-]+\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_ISO_DURATION = {
    DurationUnit.MINUTE: "PT{}M",
    DurationUnit.HOUR: "PT{}H",
    DurationUnit.DAY: "P{}D",
    DurationUnit.WEEK: "P{}W",
}


def html(blocks: Blocks, facts: Facts, language: str) -> str:
    """Blocks as HTML, one after the other; facts carry their key in `data-fact` and their value for machines."""
    return "".join(_block(block, facts, language) for block in blocks)


def html_text(text: str) -> str:
    """A plain text for use between tags; control characters, which HTML forbids, are left out."""
    return escape(_UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), quote=False)


def html_value(text: str) -> str:
    """A plain text for use between the double quotes of an attribute."""
    return escape(_UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), quote=True)


def safe_address(href: str) -> str:
    """The address if a citizen may be sent there, else an empty string: no `javascript:`, no site without a scheme."""
    return href if _SAFE_ADDRESS.match(href) and not _UNSEEN.search(href) else ""


def html_link(href: str, inner: str) -> str:
    """A link around HTML that is already made; without a safe address only what stands in it."""
    address = safe_address(href)
    return f'<a href="{html_value(address)}">{inner}</a>' if address and inner else inner


def html_run(run: Run, facts: Facts, language: str) -> str:
    return "".join(_inline(node, facts, language, linked=False) for node in trimmed(run)).strip()


def fact_table(fact: Fact, language: str) -> str:
    """A tariff or opening hours as a table with its label as caption."""
    head = "".join(f'<th scope="col">{html_text(name)}</th>' for name in fact_heads(fact, language))
    body = "".join(
        f'<tr><th scope="row">{html_text(what)}</th><td>{html_text(value)}</td></tr>'
        for what, value in fact_rows(fact, language)
    )
    name = html_text(label(fact.label, language))
    caption = f"<caption>{name}</caption>" if name else ""
    return (
        f'<table data-fact="{html_value(fact.key)}">{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _block(block: Block, facts: Facts, language: str) -> str:
    match block:
        case Paragraph() if fact := standing_alone(block, facts):
            return fact_table(fact, language)
        case Paragraph():
            return _wrapped("p", html_run(block.c, facts, language))
        case Heading():
            return _wrapped("h4" if block.level >= 4 else "h3", html_run(block.c, facts, language))
        case Bullets():
            items = "".join(_wrapped("li", _item(item, facts, language)) for item in block.items)
            return _wrapped("ol" if block.ordered else "ul", items)
        case Table():
            return _table(block, facts, language)
        case Details():
            summary = html_run(block.summary, facts, language)
            inner = html(block.c, facts, language)
            return f"<details><summary>{summary}</summary>{inner}</details>" if summary else inner
        case Image():
            if address := safe_address(block.url):
                return f'<p><img src="{html_value(address)}" alt="{html_value(block.alt)}"></p>'
            return _wrapped("p", html_text(block.alt.strip()))
        case Download():
            name = block.label.strip() or block.url
            alt = block.alt.strip()
            more = f": {html_text(alt)}" if alt and alt != name else ""
            return _wrapped("p", html_link(block.url, html_text(name)) + more)


def _item(item: Blocks, facts: Facts, language: str) -> str:
    """A first paragraph needs no `<p>` in a list item; what follows it keeps its own tags."""
    if item and isinstance(first := item[0], Paragraph) and not standing_alone(first, facts):
        return html_run(first.c, facts, language) + html(item[1:], facts, language)
    return html(item, facts, language)


def _table(table: Table, facts: Facts, language: str) -> str:
    head = "".join(_cell(html_run(cell, facts, language), "col") for cell in table.header)
    rows = ""
    for row in table.rows:
        cells = [html_run(cell, facts, language) for cell in row]
        scopes = ["row" if len(cells) > 1 else ""] + [""] * len(cells)
        rows += _wrapped("tr", "".join(map(_cell, cells, scopes)))
    made = (f"<thead><tr>{head}</tr></thead>" if head else "") + _wrapped("tbody", rows)
    return _wrapped("table", made)


def _cell(inner: str, scope: str) -> str:
    """An empty heading is no heading: it would be read aloud as one without a name."""
    return f'<th scope="{scope}">{inner}</th>' if scope and inner else f"<td>{inner}</td>"


def _wrapped(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def _inline(node: Inline, facts: Facts, language: str, *, linked: bool) -> str:
    match node:
        case Text():
            text = html_text(node.s)
            if not text.strip():
                return text
            text = f"<em>{text}</em>" if node.i else text
            return f"<strong>{text}</strong>" if node.b else text
        case Break():
            return "<br>"
        case FactRef():
            fact = fact_of(node.key, facts)
            return _fact(fact, language, linked) if fact else html_text(phrase("ask_us", language))
        case Link():
            return html_link(node.href, "".join(_inline(child, facts, language, linked=True) for child in node.c))


def _fact(fact: Fact, language: str, linked: bool) -> str:
    """The fact in words inside the element that tells a machine its value; a link inside a link is not allowed."""
    text, key, value = html_text(written(fact, language)), html_value(fact.key), fact.value
    href = "" if linked else safe_address(_address(fact))
    if href:
        return f'<a href="{html_value(href)}" data-fact="{key}">{text}</a>'
    match value:
        case Date():
            return f'<time datetime="{value.date.isoformat()}" data-fact="{key}">{text}</time>'
        case Duration() if value.unit in _ISO_DURATION:
            return f'<time datetime="{_ISO_DURATION[value.unit].format(value.amount)}" data-fact="{key}">{text}</time>'
        case Duration():
            return f'<data value="{value.amount} {value.unit}" data-fact="{key}">{text}</data>'
        case Money():
            return f'<data value="{value.amount:f}" data-fact="{key}">{text}</data>'
        case Number():
            return f'<data value="{value.value:f}" data-fact="{key}">{text}</data>'
        case _:
            return f'<span data-fact="{key}">{text}</span>'


def _address(fact: Fact) -> str:
    match fact.value:
        case Phone():
            return tel(fact.value.number)
        case Email():
            return f"mailto:{fact.value.address}"
        case Url():
            return fact.value.url
        case _:
            return ""


def tel(number: str) -> str:
    """The address that dials a number: `tel:140199`; a zero in brackets is for callers at home and is left out."""
    international = number.strip().startswith("+")
    digits = re.sub(r"[^0-9]", "", number.replace("(0)", "") if international else number)
    return f"tel:{'+' if international else ''}{digits}"
