"""Which chat message carries which web address: a message says the link's words and holds one address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from channels.renderings import ChatMessage
from channels.voice.facts import Facts, fact_of, written
from channels.voice.plain import run_text
from contenthub.resolving.facts import Url
from contenthub.resolving.text import Block, Blocks, Bullets, Details, Download, FactRef, Link, inlines

_WEB = ("http://", "https://")


def with_links(messages: list[ChatMessage], links: Iterable[tuple[str, str]]) -> list[ChatMessage]:
    """The messages, each with the address whose words it says; an address that finds no place follows by itself.

    `messages` are one text's, at least one; `links` are words and address in reading order.
    """
    out: list[list[ChatMessage]] = [[message] for message in messages]
    for words, href in dict.fromkeys(links):
        group = next((group for group in out if words in group[0].text.replace("\n", " ")), out[-1])
        if group[0].url is None and words in group[0].text.replace("\n", " "):
            group[0] = replace(group[0], url=href)
        elif all(message.url != href for message in group):
            group.append(ChatMessage(text=words, section=messages[0].section, url=href))
    return [message for group in out for message in group]


def links(blocks: Blocks, facts: Facts, language: str) -> Iterator[tuple[str, str]]:
    """The words and the web address of every link, download and address fact in a text; words are never empty."""
    for node in inlines(blocks):
        if isinstance(node, Link) and node.href.startswith(_WEB):
            yield run_text(node.c, facts, language, links=False).replace("\n", " ") or node.href, node.href
        elif isinstance(node, FactRef) and (fact := fact_of(node.key, facts)) and isinstance(fact.value, Url):
            yield written(fact, language), fact.value.url
    for block in _downloads(blocks):
        if block.url.startswith(_WEB):
            yield block.label.strip() or block.url, block.url


def _downloads(blocks: Blocks) -> Iterator[Download]:
    for block in blocks:
        yield from _inside(block)


def _inside(block: Block) -> Iterator[Download]:
    match block:
        case Download():
            yield block
        case Bullets():
            for item in block.items:
                yield from _downloads(item)
        case Details():
            yield from _downloads(block.c)
