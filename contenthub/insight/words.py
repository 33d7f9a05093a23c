"""Texts that people typed: within bounds."""

from __future__ import annotations

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
