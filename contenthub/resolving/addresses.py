"""Web addresses as a server is asked for them."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit


def asked_as(address: str) -> str:
    """Without what only a browser looks at (`#hier`); empty for what is no public web address, or holds a password."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    return urldefrag(address.strip()).url
