"""The committed list of trusted documents. What a deployment answers is what this says, and a test holds it to that."""

from __future__ import annotations

import hashlib
import json

from schemas.documents import trusted
from schemas.schema import schema, sdl


def written() -> str:
    """The manifest as it should stand: for each document what clients send, and by which schema it was judged."""
    documents = {
        document.name: {
            "documentId": document.id,
            "personal": document.personal,
            **({"writes": True} if document.writes else {}),
        }
        for document in sorted(trusted(schema.graphql_schema).values(), key=lambda d: d.name)
    }
    version = f"sha256:{hashlib.sha256(sdl().encode()).hexdigest()}"
    return json.dumps({"schema": version, "documents": documents}, indent=2) + "\n"
