"""An answer as blocks, for clients that draw their own screens: the website's with HTML, the app's without."""

from __future__ import annotations

from channels.phrases import phrase
from channels.renderings import Block
from channels.voice.facts import Facts
from channels.voice.frame import Statement, StatementKind, sections, statements
from channels.voice.html import html, safe_address
from channels.voice.plain import fact_heads, fact_rows, lines, plain, run_text, standing_alone
from channels.voice.routes import said_routes
from contenthub.resolving import text as tree
from contenthub.resolving.answer import Answer
from contenthub.resolving.facts import Url
from contenthub.resolving.languages import label
from contenthub.vocabulary import Channel

_STATEMENT_TYPES = {StatementKind.NOTICE: "notice", StatementKind.ALERT: "alert"}


def answer_blocks(answer: Answer, channel: Channel, *, with_html: bool) -> tuple[Block, ...]:
    """All that a page or screen says under its title, in reading order; without HTML every `html` is None."""
    facts = {fact.key: fact for fact in answer.facts}
    maker = _Maker(facts, answer.language, with_html)
    out = [maker.statement(statement) for statement in statements(answer, channel)]
    for section in sections(answer, channel):
        out.append(Block(type="heading", level=2, text=section.title, section=section.id))
        out += [made for block in section.blocks if (made := maker.block(block, section.id))]
    routes_by_purpose = said_routes(answer)
    if routes_by_purpose:
        out.append(Block(type="heading", level=2, text=phrase("routes", answer.language)))
    for title, routes in routes_by_purpose:
        out.append(Block(type="heading", level=3, text=title))
        out += [
            Block(type="route", text=route.line, url=route.url or None, label=route.label or None) for route in routes
        ]
    out.append(Block(type="reference", text=answer.reference, label=phrase("reference", answer.language)))
    return tuple(out)


class _Maker:
    def __init__(self, facts: Facts, language: str, with_html: bool) -> None:
        self.facts, self.language, self.with_html = facts, language, with_html

    def statement(self, statement: Statement) -> Block:
        heading = statement.heading(self.language)
        said = plain(statement.blocks, self.facts, self.language)
        return Block(
            type=_STATEMENT_TYPES.get(statement.kind, "message"),
            html=self._html(*statement.blocks),
            text="\n".join(filter(None, (heading, said))),
            label=heading or None,
        )

    def block(self, block: tree.Block, section: str) -> Block | None:
        text = "\n".join(lines((block,), self.facts, self.language))
        if not text:
            return None
        made = self._html(block)
        match block:
            case tree.Paragraph() if fact := standing_alone(block, self.facts):
                rows = (fact_heads(fact, self.language), *fact_rows(fact, self.language))
                return Block(
                    type="table",
                    text=text,
                    section=section,
                    html=made,
                    rows=rows,
                    label=label(fact.label, self.language) or None,
                )
            case tree.Paragraph():
                url, name = self._only_link(block.c)
                return Block(type="paragraph", text=text, section=section, html=made, url=url, label=name)
            case tree.Heading():
                return Block(type="heading", level=4 if block.level >= 4 else 3, text=text, section=section, html=made)
            case tree.Bullets():
                items = tuple("\n".join(lines(item, self.facts, self.language)) for item in block.items)
                return Block(
                    type="steps" if block.ordered else "list",
                    text=text,
                    section=section,
                    html=made,
                    items=tuple(filter(None, items)),
                )
            case tree.Table():
                cells = tuple(
                    tuple(run_text(cell, self.facts, self.language) for cell in row)
                    for row in ((block.header,) if block.header else ()) + block.rows
                )
                return Block(type="table", text=text, section=section, html=made, rows=cells)
            case tree.Details():
                summary = run_text(block.summary, self.facts, self.language)
                return Block(type="details", text=text, section=section, html=made, label=summary or None)
            case tree.Image():
                return Block(type="image", text=text, section=section, html=made, url=safe_address(block.url) or None)
            case tree.Download():
                return Block(
                    type="download",
                    text=text,
                    section=section,
                    html=made,
                    label=block.label.strip() or None,
                    url=safe_address(block.url) or None,
                )

    def _html(self, *blocks: tree.Block) -> str | None:
        return html(blocks, self.facts, self.language) if self.with_html else None

    def _only_link(self, run: tree.Run) -> tuple[str | None, str | None]:
        """The link of a paragraph that has exactly one: a client may make a button of it."""
        found: list[tuple[str, str]] = []
        for node in run:
            if isinstance(node, tree.Link):
                found.append((node.href, run_text((node,), self.facts, self.language, links=False)))
            elif isinstance(node, tree.FactRef) and (fact := self.facts.get(node.key)) and isinstance(fact.value, Url):
                found.append((fact.value.url, label(fact.value.label, self.language) or fact.value.url))
        if len(found) != 1 or not safe_address(found[0][0]):
            return None, None
        return found[0][0], found[0][1] or None
