"""What an index has in which field, as it is committed in `mapping.json`. Whoever changes it makes every index anew."""

from __future__ import annotations

import json
from pathlib import Path

from search.engines import fields
from search.semantics import DIMENSIONS

MAPPING = Path(__file__).with_name("mapping.json")


def written() -> str:
    """The mapping as it should stand, the same for every engine."""
    told = {
        "terms": {name: "keyword, compared whole" for name in fields.TERMS},
        "moments": {name: "milliseconds since 1970" for name in fields.MOMENTS},
        "tokens": {name: "white space, with positions" for name in fields.TOKENS},
        "boosts": fields.WORDS | fields.STEMS,
        "internal": sorted(fields.INTERNAL_WORDS | fields.INTERNAL_STEMS),
        "vector": {"dimensions": DIMENSIONS, "similarity": "cosine"},
    }
    return json.dumps(told, indent=2) + "\n"
