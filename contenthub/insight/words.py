"""What came from outside, within bounds: texts that people typed, and ids."""

from __future__ import annotations

import uuid

from contenthub.resolving.refusal import Refused

MOST_CHARACTERS = 1_000


def within(field: str, text: str, most: int = MOST_CHARACTERS) -> str:
    """The text without spaces around it. Refused: TOO_LONG."""
    text = text.strip()
    if len(text) > most:
        raise Refused(
            "TOO_LONG", field, "%(field)s: %(value)s characters; at most %(most)s", value=len(text), most=most
        )
    return text


def is_item_id(text: str) -> bool:
    """Whether an item could have this id; PostgreSQL refuses to look for what has a NUL in it."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
