"""Where the history of an answer stands."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse


def history_url(item: str, language: str, organisation: str = "") -> str:
    """With the municipality left to choose: one of this organisation, or else of who asks."""
    asked = {"language": language, **({"organisation": organisation} if organisation else {})}
    return f"{reverse('contenthub_history', args=[item])}?{urlencode(asked)}"
