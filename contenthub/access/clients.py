"""Who may make API clients and give them tokens: administrators, and groups with the permission on API clients."""

from __future__ import annotations

from typing import Any

from contenthub.resolving.refusal import Refused


def check_may_manage(user: Any, action: str = "change") -> None:
    """Refused (NOT_ALLOWED) where this user may not add or change API clients."""
    if not (user is not None and user.is_active and user.has_perm(f"contenthub.{action}_apiclient")):
        raise Refused("NOT_ALLOWED", "user", "%(field)s: you have no leave to manage API clients")
