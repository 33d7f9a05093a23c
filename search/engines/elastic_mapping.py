"""What Elasticsearch is told of our documents; `elasticsearch.json` beside it holds the same and a test compares.

It gets finished tokens and splits them at spaces, so nothing of its own analysis, and no plugin, is needed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from search.documents import Document
from search.dutch import Analyser
from search.engines import fields
from search.engines.reading import card_of
from search.query import Card
from search.semantics import DIMENSIONS, Passage, passages, space

# Where a document has internal text, all its chunks stand apart once more, for agents. So no filter has to keep a caller
# without the scope desk from what is internal: it is not asked.
CHUNKS, DESK_CHUNKS = "chunks", "desk_chunks"
# Elasticsearch would keep a byte a dimension, and tell cosines that are a hundredth off.
_FLOATS = {"index_options": {"type": "hnsw", "m": 16, "ef_construction": 100}}
_OPEN_END = 2**53
COMMITTED = Path(__file__).with_name("elasticsearch.json")


def mapping() -> dict[str, Any]:
    """Of the documents; `_meta` says by which fields and analyser an index was made."""
    chunk = {
        "type": "nested",
        "properties": {
            "section": {"type": "keyword", "index": False},
            "about": {"type": "boolean", "index": False},
            "vector": {"type": "dense_vector", "dims": DIMENSIONS, "index": True, "similarity": "cosine", **_FLOATS},
        },
    }
    return {
        "dynamic": "strict",
        "_source": {"excludes": [f"{CHUNKS}.vector", f"{DESK_CHUNKS}.vector"]},
        "properties": {
            **{name: {"type": "keyword"} for name in fields.TERMS if name != "id"},
            **{name: {"type": "text", "analyzer": "whitespace"} for name in fields.TOKENS},
            "valid_from": {"type": "long"},
            "valid_until": {"type": "long"},
            "version": {"type": "long"},
            "gone": {"type": "boolean"},
            "card": {"type": "object", "enabled": False},
            CHUNKS: chunk,
            DESK_CHUNKS: chunk,
        },
    }


# One row an item: its version and what it has, also where it has nothing any more.
ITEMS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "version": {"type": "long"},
        "digests": {"type": "keyword", "index": False},
        # Whether its vectors were computed; until then the documents themselves are needed once more.
        "placed": {"type": "boolean"},
        "documents": {"type": "object", "enabled": False},
    },
}


def committed() -> str:
    """What stands in `elasticsearch.json`: the mappings of both indexes."""
    return json.dumps({"documents": mapping(), "items": ITEMS}, indent=1) + "\n"


def body_of(document: Document, version: int, vectors: dict[bytes, Any], words: Analyser) -> dict[str, Any]:
    """The document as it is stored; `vectors` by the hash of their text, those that are missing are left out."""
    known = [passage for passage in passages(document) if passage.key in vectors]
    card = card_of(document, placed=bool(known))
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
    }
    body |= {name: " ".join(tokens) for name, tokens in fields.tokens_of(document, words).items() if tokens}
    body[CHUNKS] = _chunks([passage for passage in known if not passage.internal], vectors)
    body[DESK_CHUNKS] = _chunks(known, vectors) if any(passage.internal for passage in known) else []
    return body


def _chunks(several: list[Passage], vectors: dict[bytes, Any]) -> list[dict[str, Any]]:
    return [
        {"section": passage.section, "about": first, "vector": space().placed(vectors[passage.key]).tolist()}
        for first, passage in zip([True, *[False] * len(several)], several, strict=False)
    ]


def card_from(source: dict[str, Any]) -> Card:
    told = source["card"]
    return Card(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})
