"""What an index has in which field, as it is committed in `mapping.json`. Whoever changes it makes every index anew."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from search.dutch import compounds, stemming
from search.engines import fields
from search.semantics import DIMENSIONS

MAPPING = Path(__file__).with_name("mapping.json")
# Raise it where the analyser makes other tokens of the same text.
_ANALYSIS = 1


@cache
def fingerprint() -> str:
    """What an index must have been made by to be understood: the fields, the analyser, and what is curated for it."""
    told = hashlib.sha256(f"{_ANALYSIS}{written()}".encode())
    for file in (stemming.EXCEPTIONS, compounds.PARTS):
        told.update(file.read_bytes() if file.exists() else b"")
    return told.hexdigest()[:16]


def written() -> str:
    """The mapping as it should stand, the same for every engine."""
    told = {
        "terms": dict.fromkeys(fields.TERMS, "keyword, compared whole"),
        "moments": dict.fromkeys(fields.MOMENTS, "milliseconds since 1970"),
        "tokens": dict.fromkeys(fields.TOKENS, "white space, with positions"),
        "boosts": fields.WORDS | fields.STEMS,
        "internal": sorted(fields.INTERNAL_WORDS | fields.INTERNAL_STEMS),
        "vector": {"dimensions": DIMENSIONS, "similarity": "cosine"},
    }
    return json.dumps(told, indent=2) + "\n"
