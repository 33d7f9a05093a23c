"""The tree back as editors' HTML."""

from __future__ import annotations

from html import escape

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
from contenthub.writing.markdown import fact_link


def html_of_tree(blocks: Blocks) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<p>{_run(block.c)}</p>"
        case Heading():
            return f"<h{block.level}>{_run(block.c)}</h{block.level}>"
        case Bullets():
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{_item(item)}</li>" for item in block.items)
            return f"<{tag}>{items}</{tag}>"
        case Table():
            head = "".join(f'<th scope="col">{_run(cell)}</th>' for cell in block.header)
            rows = "".join(f"<tr>{''.join(f'<td>{_run(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{rows}</tbody></table>"
        case Details():
            return f"<details><summary>{_run(block.summary)}</summary>{html_of_tree(block.c)}</details>"
        case Image():
            return f'<img src="{escape(block.url)}" alt="{escape(block.alt)}">'
        case Download():
            return f'<p><a href="{escape(block.url)}">{escape(block.label)}</a></p>'


def _item(blocks: Blocks) -> str:
    if blocks and isinstance(blocks[0], Paragraph):
        return _run(blocks[0].c) + html_of_tree(blocks[1:])
    return html_of_tree(blocks)


def _run(nodes: Run) -> str:
    return "".join(map(_inline, nodes))


def _inline(node: Inline) -> str:
    match node:
        case Text():
            text = escape(node.s)
            text = f"<i>{text}</i>" if node.i else text
            return f"<b>{text}</b>" if node.b else text
        case FactRef():
            return fact_link(node.key)
        case Break():
            return "<br>"
        case Link():
            return f'<a href="{escape(node.href)}">{"".join(map(_linked, node.c))}</a>'


def _linked(node: Text | FactRef) -> str:
    """A link cannot stand in a link, so a fact in one is written as it is typed."""
    return "{{%s}}" % node.key if isinstance(node, FactRef) else _inline(node)
