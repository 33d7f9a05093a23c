"""Markdown as editors' HTML, for texts that come from files."""

from __future__ import annotations

import re
import threading
from html import escape

import markdown

from contenthub.resolving.facts import KEY
from contenthub.resolving.refusal import Refused
from contenthub.writing.sanitise import check_length

_REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LINK = re.compile(r"(<a\s.*?</a>|<[^>]*>)", re.DOTALL)


def html_of(text: str, field: str) -> str:
    """HTML as an editor's rich text field holds it; `{{key}}` becomes a fact link. Refused: a broken reference.

    Within a link `{{key}}` stays as it was typed: a link cannot stand in a link.
    """
    check_length(text, field)
    for match in _REFERENCE.finditer(text):
        if not KEY.match(key := match[1].strip()):
            raise Refused(
                "BAD_FACT_KEY", field, "%(field)s: %(value)s is no key; write it like paspoort.kosten", value=key
            )
    left = _REFERENCE.sub("", text)
    if "{{" in left or "}}" in left:
        raise Refused(
            "BROKEN_REFERENCE",
            field,
            "%(field)s: %(value)s is no reference; write it like {{paspoort.kosten}}",
            value=text[max(0, text.find("{{")) :][:40],
        )
    html = _converter().convert(text)
    pieces = _LINK.split(html)
    return "".join(
        piece if number % 2 else _REFERENCE.sub(lambda match: fact_link(match[1].strip()), piece)
        for number, piece in enumerate(pieces)
    )


_of_thread = threading.local()


def _converter() -> markdown.Markdown:
    """Making one costs more than using it, and one is for one thread at a time."""
    if not hasattr(_of_thread, "converter"):
        _of_thread.converter = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
    return _of_thread.converter.reset()


def fact_link(key: str) -> str:
    return f'<a linktype="fact" id="{escape(key)}">{escape(key)}</a>'
