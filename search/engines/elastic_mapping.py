"""What Elasticsearch is told of our documents; `elasticsearch.json` beside it holds the same and a test compares.

It gets finished tokens and splits them at spaces, so nothing of its own analysis, and no plugin, is needed.
"""

from __future__ import annotations

from typing import Any

from search.documents import Document
from search.dutch import Analyser
from search.engines import fields
from search.engines.reading import card_of
from search.query import Card
from search.semantics import DIMENSIONS, passages

# Apart, so that no filter has to keep a caller without the scope desk from what is internal: it is not asked.
CHUNKS, INTERNAL_CHUNKS = "chunks", "internal_chunks"
_OPEN_END = 2**53


def mapping() -> dict[str, Any]:
    chunk = {
        "type": "nested",
        "properties": {
            "section": {"type": "keyword", "index": False},
            "vector": {"type": "dense_vector", "dims": DIMENSIONS, "index": True, "similarity": "cosine"},
        },
    }
    return {
        "dynamic": "strict",
        "_source": {"excludes": [f"{CHUNKS}.vector", f"{INTERNAL_CHUNKS}.vector"]},
        "properties": {
            **{name: {"type": "keyword"} for name in fields.TERMS if name != "id"},
            **{name: {"type": "text", "analyzer": "whitespace"} for name in fields.TOKENS},
            "valid_from": {"type": "long"},
            "valid_until": {"type": "long"},
            "version": {"type": "long"},
            "gone": {"type": "boolean"},
            "card": {"type": "object", "enabled": False},
            CHUNKS: chunk,
            INTERNAL_CHUNKS: chunk,
        },
    }


# One row an item: its version and what it has, also where it has nothing any more.
ITEMS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {"version": {"type": "long"}, "digests": {"type": "keyword", "index": False}},
}


def body_of(document: Document, version: int, vectors: dict[bytes, Any], words: Analyser) -> dict[str, Any]:
    """The document as it is stored; `vectors` by the hash of their text, those that are missing are left out."""
    card = card_of(document)
    body: dict[str, Any] = {
        "item": document.item,
        "language": document.language,
        "languages": list(document.languages),
        "served": list(document.served),
        "excluded": list(document.excluded),
        "audience": list(document.audience),
        "life_event": list(document.life_events),
        "valid_from": 0 if document.valid_from is None else int(document.valid_from.timestamp() * 1000),
        "valid_until": _OPEN_END if document.valid_until is None else int(document.valid_until.timestamp() * 1000),
        "version": version,
        "gone": False,
        "card": {name: getattr(card, name) for name in card.__struct_fields__},
        CHUNKS: [],
        INTERNAL_CHUNKS: [],
    }
    body |= {name: " ".join(tokens) for name, tokens in fields.tokens_of(document, words).items() if tokens}
    for passage in passages(document):
        if (vector := vectors.get(passage.key)) is not None:
            chunk = {"section": passage.section, "vector": vector.tolist()}
            body[INTERNAL_CHUNKS if passage.internal else CHUNKS].append(chunk)
    return body


def card_from(source: dict[str, Any]) -> Card:
    told = source["card"]
    return Card(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})
