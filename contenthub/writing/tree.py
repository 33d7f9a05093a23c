"""From an editor's HTML to the tree that channels say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from lxml import html as lxml_html
from lxml.html import HtmlElement

from contenthub.resolving.facts import KEY
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import (
    Block,
    Blocks,
    Break,
    Bullets,
    Details,
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
from contenthub.writing.sanitise import sanitise

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LEVELS = {"h1": 3, "h2": 3, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_CONTAINERS = {"div", "section", "blockquote", "tbody", "thead", "caption"}
_BLOCK_TAGS = {"p", "ul", "ol", "li", "table", "details", "img", "embed", *_LEVELS, *_CONTAINERS}


class Places(Protocol):
    """Where Wagtail's own links and pictures lead; what is unknown gives None and is refused."""

    def page(self, page_id: str) -> str | None: ...
    def document(self, document_id: str) -> tuple[str, str] | None: ...
    def image(self, image_id: str) -> str | None: ...


class Nowhere:
    """For texts without internal links."""

    def page(self, page_id: str) -> str | None:
        return None

    def document(self, document_id: str) -> tuple[str, str] | None:
        return None

    def image(self, image_id: str) -> str | None:
        return None


def tree(html: str, field: str, places: Places = Nowhere()) -> Blocks:
    """The text as a tree. `field` names the place in refusals.

    Refused: more than 200,000 characters, a broken `{{reference}}`, a link to a page, document or picture that is
    not there, a picture without a text alternative.
    """
    clean = sanitise(html, field)
    if not clean.strip():
        return ()
    root = lxml_html.fragment_fromstring(clean, create_parent="div")
    return tuple(_Reader(field, places).blocks(root))


class _Reader:
    def __init__(self, field: str, places: Places) -> None:
        self.field, self.places = field, places

    def blocks(self, parent: HtmlElement) -> Iterator[Block]:
        """Blocks in order; loose text and inline tags between them become paragraphs."""
        loose: list[Inline] = list(self.text(parent.text))
        for child in parent:
            if child.tag in _BLOCK_TAGS and not self._is_inline_link(child):
                yield from _paragraphs(loose)
                loose = []
                yield from self.block(child)
            else:
                loose.extend(self.inline(child, bold=False, italic=False))
            loose.extend(self.text(child.tail))
        yield from _paragraphs(loose)

    def block(self, element: HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if tag == "p":
            yield from self.blocks(element) if self._holds_blocks(element) else _paragraphs(self.run(element))
        elif tag in _LEVELS:
            if content := _trim(self.run(element)):
                yield Heading(level=_LEVELS[tag], c=content)
        elif tag in ("ul", "ol"):
            items = tuple(content for li in element.iterchildren("li") if (content := tuple(self.blocks(li))))
            if items:
                yield Bullets(items=items, ordered=tag == "ol")
        elif tag == "table":
            yield from self.table(element)
        elif tag == "details":
            summary = next(element.iterchildren("summary"), None)
            title = _trim(self.run(summary)) if summary is not None else ()
            if summary is not None:
                element.remove(summary)
            yield Details(summary=title, c=tuple(self.blocks(element)))
        elif tag in ("img", "embed"):
            yield self.image(element)
        else:
            yield from self.blocks(element)

    def table(self, element: HtmlElement) -> Iterator[Block]:
        rows = [
            (row, tuple(_trim(self.run(cell)) for cell in row.iterchildren("th", "td"))) for row in element.iter("tr")
        ]
        rows = [(row, cells) for row, cells in rows if any(cells)]
        if not rows:
            return
        first = rows[0][0]
        has_header = all(cell.tag == "th" for cell in first.iterchildren("th", "td"))
        header = rows[0][1] if has_header else ()
        yield Table(header=header, rows=tuple(cells for _, cells in rows[1 if has_header else 0 :]))

    def image(self, element: HtmlElement) -> Block:
        alt = _SPACE.sub(" ", element.get("alt") or "").strip()
        source = element.get("src") or self.places.image(element.get("id") or "")
        if not source:
            raise Refused(
                "UNKNOWN_IMAGE",
                self.field,
                "%(field)s: picture %(value)s is not there; choose another",
                value=element.get("id"),
            )
        if not alt:
            raise Refused(
                "IMAGE_WITHOUT_ALTERNATIVE",
                self.field,
                "%(field)s: picture %(value)s has no text alternative; say what it shows",
                value=source,
            )
        return Image(url=source, alt=alt)

    def run(self, element: HtmlElement, bold: bool = False, italic: bool = False) -> Run:
        nodes = list(self.text(element.text, bold, italic))
        for child in element:
            nodes.extend(self.inline(child, bold, italic))
            nodes.extend(self.text(child.tail, bold, italic))
        return tuple(nodes)

    def inline(self, element: HtmlElement, bold: bool, italic: bool) -> Iterator[Inline]:
        tag = element.tag
        if tag == "br":
            yield Break()
        elif tag == "a":
            yield from self.link(element, bold, italic)
        elif isinstance(tag, str):
            if tag in _BLOCK_TAGS:
                yield Text(s=" ")
            yield from self.run(element, bold or tag in ("b", "strong"), italic or tag in ("i", "em"))

    def link(self, element: HtmlElement, bold: bool, italic: bool) -> Iterator[Inline]:
        kind, target = element.get("linktype"), element.get("id") or ""
        if kind == "fact":
            yield FactRef(key=self.key(target))
            return
        inner = tuple(node for node in self.run(element, bold, italic) if isinstance(node, (Text, FactRef)))
        href = element.get("href")
        if kind == "page":
            href = self.places.page(target)
        elif kind == "document":
            document = self.places.document(target)
            href = document[0] if document else None
            inner = inner or ((Text(s=document[1]),) if document else ())
        if kind in ("page", "document") and href is None:
            raise Refused(
                "UNKNOWN_LINK",
                self.field,
                "%(field)s: the link to page %(value)s leads nowhere"
                if kind == "page"
                else "%(field)s: the link to document %(value)s leads nowhere",
                value=target,
            )
        if href and inner:
            yield Link(href=href, c=inner)
        else:
            yield from inner

    def text(self, raw: str | None, bold: bool = False, italic: bool = False) -> Iterator[Inline]:
        if not raw:
            return
        words = _SPACE.sub(" ", raw)
        position = 0
        for match in _BRACES.finditer(words):
            if match.start() > position:
                yield self.plain(words[position : match.start()], bold, italic)
            yield FactRef(key=self.key(match[1].strip()))
            position = match.end()
        if position < len(words):
            yield self.plain(words[position:], bold, italic)

    def plain(self, words: str, bold: bool, italic: bool) -> Text:
        if "{{" in words or "}}" in words:
            raise Refused(
                "BROKEN_REFERENCE",
                self.field,
                "%(field)s: %(value)s is no reference; write it like {{paspoort.kosten}}",
                value=words.strip(),
            )
        return Text(s=words, b=bold, i=italic)

    def key(self, text: str) -> str:
        if not KEY.match(text):
            raise Refused(
                "BAD_FACT_KEY", self.field, "%(field)s: %(value)s is no key; write it like paspoort.kosten", value=text
            )
        return text

    @staticmethod
    def _holds_blocks(element: HtmlElement) -> bool:
        return any(child.tag in ("img", "embed") for child in element)

    @staticmethod
    def _is_inline_link(element: HtmlElement) -> bool:
        return element.tag == "a"


def _paragraphs(nodes: list[Inline] | Run) -> Iterator[Block]:
    content = _trim(tuple(nodes))
    if content:
        yield Paragraph(c=content)


def _trim(nodes: Run) -> Run:
    """Without space at the ends, with neighbouring texts of one style joined."""
    joined: list[Inline] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text) and (node.b, node.i) == (last.b, last.i):
            joined[-1] = Text(s=_SPACE.sub(" ", last.s + node.s), b=node.b, i=node.i)
        else:
            joined.append(node)
    while joined and (isinstance(joined[0], Break) or (isinstance(joined[0], Text) and not joined[0].s.strip())):
        del joined[0]
    while joined and (isinstance(joined[-1], Break) or (isinstance(joined[-1], Text) and not joined[-1].s.strip())):
        del joined[-1]
    if joined and isinstance(first := joined[0], Text):
        joined[0] = Text(s=first.s.lstrip(), b=first.b, i=first.i)
    if joined and isinstance(end := joined[-1], Text):
        joined[-1] = Text(s=end.s.rstrip(), b=end.b, i=end.i)
    return tuple(joined)
