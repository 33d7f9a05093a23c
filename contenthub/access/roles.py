"""Who may write for which organisation: read from the page tree, where editors' rights are given.

The rights on what is no page (facts, notices, details of a municipality) follow the root of an organisation's branch
in the main language: who may publish its texts may publish its facts. The library of generic texts is organisation "".
Translators write in the other languages only, and readers nowhere; both may look at what is published and what waits.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from contenthub.access.branches import PUBLISHES, READS, WRITES, own
from contenthub.models.place import Organisation

GENERIC = ""


def may_publish(user: Any, organisation: str) -> bool:
    """Whether this user may publish for this organisation; "" is the library of generic texts."""
    return organisation in publishable(user)


def may_edit(user: Any, organisation: str) -> bool:
    """Whether this user may write for this organisation, be it to have it approved by another."""
    return organisation in editable(user)


def has_role(user: Any) -> bool:
    """Whether this user writes, translates or reads for anyone at all."""
    return bool(getattr(user, "is_superuser", False) and user.is_active) or bool(readable(user))


def publishable(user: Any) -> frozenset[str]:
    return _organisations(user, PUBLISHES)


def editable(user: Any) -> frozenset[str]:
    return _organisations(user, WRITES)


def readable(user: Any) -> frozenset[str]:
    """The organisations of which this user may see more than is public, in whichever language they have a role."""
    return _organisations(user, READS, every_language=True)


def _organisations(user: Any, rights: frozenset[str], *, every_language: bool = False) -> frozenset[str]:
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({GENERIC, *_all(user)})
    return frozenset(
        branch.organisation for branch in own(user, rights) if every_language or branch.language == settings.LANGUAGE_CODE
    )


def _all(user: Any) -> frozenset[str]:
    """Every organisation, also one that has no branch. Asked once per user object, so once per request."""
    if not hasattr(user, "_contenthub_organisations"):
        user._contenthub_organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    organisations: frozenset[str] = user._contenthub_organisations
    return organisations
