"""The documents that are measured, on the demo."""

from __future__ import annotations

# Name -> document, variables, and what must stand in the answer.
DOCUMENTS: dict[str, tuple[str, dict[str, object], str]] = {
    "single": ("product", {"slug": "paspoort-aanvragen", "municipality": "GM9001"}, "Paspoort aanvragen"),
    "all-channels": ("product-everywhere", {"slug": "paspoort-aanvragen", "municipality": "GM9001"}, "ssml"),
    "life-event": ("life-event", {"slug": "verhuizen", "municipality": "GM9001"}, "journey"),
    "list-of-20": ("products", {"municipality": "GM9001", "first": 20}, "questions"),
}
