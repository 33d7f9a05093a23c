"""Who works at the desk, and for which municipalities: members of `ORGANISATION-kcc` for those that it serves.

Such a group is made with its organisation and may be named in `CONTENTHUB_OIDC_ROLES`. It gives no right to write.
"""

from __future__ import annotations

from typing import Any

from contenthub.models.place import Municipality

ROLE = "-kcc"


def group_of(organisation: str) -> str:
    """The name of the group of an organisation's agents."""
    return f"{organisation}{ROLE}"


def served_by(user: Any) -> dict[str, str]:
    """Names of municipalities by code, in alphabetical order: those that this user answers for; empty for who is no agent.

    Administrators answer for all that have texts of their own. Asked once per user object, so once per request.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, "_contenthub_served"):
        every = Municipality.objects.filter(organisations__isnull=False)
        if not user.is_superuser:
            names = user.groups.filter(name__endswith=ROLE).values_list("name", flat=True)
            every = every.filter(organisations__in=[name.removesuffix(ROLE) for name in names])
        found = every.order_by("name").distinct().values_list("code", "name")
        user._contenthub_served = dict(found)
    served: dict[str, str] = user._contenthub_served
    return served
