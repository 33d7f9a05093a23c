"""What of an editor's HTML is let through: nothing that a channel cannot say. See docs/adr/0004-sanitiser.md."""

from __future__ import annotations

import re
from collections import Counter

import nh3
from lxml import html as lxml_html

from contenthub.resolving.refusal import Refused

MAX_CHARACTERS = 200_000
# The parser behind the tree drops what stands deeper than 256 tags, without a word; no text of a person comes near.
MAX_DEPTH = 100
_MOST_ROUNDS = 12

TAGS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "a",
        "b",
        "strong",
        "i",
        "em",
        "br",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "div",
        "section",
        "span",
        "blockquote",
        "img",
        "embed",
    }
)
ATTRIBUTES = {
    "a": {"href", "linktype", "id"},
    "th": {"scope"},
    "img": {"src", "alt"},
    "embed": {"embedtype", "id", "alt", "format"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title", "textarea"}

# Control characters and half characters: no channel can say them, and XML cannot hold them.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset({"br", "img", "embed"})
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")


def sanitise(html: str, field: str) -> str:
    """Clean HTML. Refused where it is too long or too deep to be one section; all else that is wrong is taken out."""
    check_length(html, field)
    clean = _settled(html, field)
    if (depth := _depth(clean)) > MAX_DEPTH:
        raise Refused(
            "TOO_DEEP",
            field,
            "%(field)s: tags stand %(value)s deep in each other; at most %(most)s can be said",
            value=depth,
            most=MAX_DEPTH,
        )
    return clean


def _settled(html: str, field: str) -> str:
    """Clean HTML that cleaning again leaves alone.

    Tags nested against the rules, and control characters that came in as references, read differently once they are
    written out: what a later reader would make of them has to be judged too.
    """
    clean = html
    for _ in range(_MOST_ROUNDS):
        before, clean = clean, _clean(_UNSAYABLE.sub("", clean))
        if clean == before:
            return clean
    raise Refused("BROKEN_HTML", field, "%(field)s: the tags are nested in a way that has no one meaning; paste it as plain text")


def _clean(html: str) -> str:
    # Without an empty "*" it lets lang and title through everywhere; the tree could hold neither.
    allowed = {"*": set(), **{tag: set(names) for tag, names in ATTRIBUTES.items()}}
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=allowed,
        url_schemes=set(SCHEMES),
        link_rel=None,
        clean_content_tags=_WITH_CONTENT,
        strip_comments=True,
    )


def _depth(clean: str) -> int:
    """How deep tags stand in each other, in HTML as the sanitiser writes it: every tag but the void ones is closed."""
    deepest = depth = 0
    for closing, tag in _TAG.findall(clean):
        if tag not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def check_length(text: str, field: str) -> None:
    """Before anything reads it: no parser gets the chance to choke."""
    if len(text) > MAX_CHARACTERS:
        raise Refused("TOO_LONG", field, "%(field)s: %(length)s characters; one section holds at most %(most)s",
                      length=len(text), most=MAX_CHARACTERS)


def removed(html: str, field: str = "html") -> list[str]:
    """What the sanitiser takes out, with how often: `script (2)`, `span[lang] (1)`; for reports."""
    before, after = _parts(html), _parts(sanitise(html, field))
    return [f"{part} ({count})" for part, count in sorted((before - after).items())]


def _parts(html: str) -> Counter[str]:
    """Tags, and attributes of tags that stay."""
    if "<" not in html:
        return Counter()
    found: Counter[str] = Counter()
    html = _UNSAYABLE.sub("", html)
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iterdescendants():
        tag = element.tag if isinstance(element.tag, str) else "comment"
        found[tag] += 1
        if tag in TAGS:
            found.update(f"{tag}[{name}]" for name in element.attrib)
    return found
