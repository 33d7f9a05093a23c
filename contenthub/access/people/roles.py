"""From the groups that a provider names to the groups that have rights here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contenthub.access.people.provider import found
from contenthub.settings.people import Provider


def roles_of(claims: Mapping[str, Any], provider: Provider) -> frozenset[str]:
    """The roles that this person's groups give, by `CONTENTHUB_OIDC_ROLES`; empty where no group is known here.

    The claim is a list of names, or one name. Anything else gives no role: rights are never guessed.
    """
    value = found(claims, provider.claim)
    groups = [value] if isinstance(value, str) else value
    if not isinstance(groups, list):
        return frozenset()
    held = {group for group in groups if isinstance(group, str)}
    return frozenset(role for group, roles in provider.roles if group in held for role in roles)
