"""Who may write for which organisation: read from the page tree, where editors' rights are given.

The rights on what is no page (facts, notices, details of a municipality) follow the root of an organisation's branch
in the main language: who may publish its texts may publish its facts. The library of generic texts is organisation "".
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from wagtail.permissions import page_permission_policy

from contenthub.models.pages.library import LibraryPage, OrganisationPage
from contenthub.models.place import Organisation

GENERIC = ""
_PUBLISH = frozenset({"publish_page"})
_EDIT = _PUBLISH | {"add_page", "change_page"}


def may_publish(user: Any, organisation: str) -> bool:
    """Whether this user may publish for this organisation; "" is the library of generic texts."""
    return organisation in publishable(user)


def may_edit(user: Any, organisation: str) -> bool:
    """Whether this user may write for this organisation, be it to have it approved by another."""
    return organisation in editable(user)


def has_role(user: Any) -> bool:
    """Whether this user writes for anyone at all."""
    return bool(getattr(user, "is_superuser", False) and user.is_active) or bool(editable(user))


def publishable(user: Any) -> frozenset[str]:
    return _organisations(user, _PUBLISH)


def editable(user: Any) -> frozenset[str]:
    return _organisations(user, _EDIT)


def _organisations(user: Any, rights: frozenset[str]) -> frozenset[str]:
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({GENERIC, *(slug for slug, _path in _branches(user))})
    given = page_permission_policy.get_cached_permissions_for_user(user)
    paths = tuple({one.page.path for one in given if one.permission.codename in rights})
    return frozenset(slug for slug, path in _branches(user) if path.startswith(paths)) if paths else frozenset()


def _branches(user: Any) -> list[tuple[str, str]]:
    """(organisation, path) of every branch in the main language; for a superuser of every organisation.

    Asked once per user object, so once per request, as Wagtail does with the permissions themselves.
    """
    if not hasattr(user, "_contenthub_branches"):
        main = {"locale__language_code": settings.LANGUAGE_CODE}
        library = LibraryPage.objects.filter(**main).values_list("path", flat=True)
        if user.is_superuser:
            branches = [(slug, "") for slug in Organisation.objects.values_list("pk", flat=True)]
        else:
            branches = list(OrganisationPage.objects.filter(**main).values_list("organisation_id", "path"))
        user._contenthub_branches = [*((GENERIC, path) for path in library), *branches]
    return user._contenthub_branches
