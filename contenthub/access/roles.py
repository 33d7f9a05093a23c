"""Who may write for which organisation: read from the page tree, where editors' rights are given.

The rights on what is no page (facts, notices, details of a municipality) follow the root of an organisation's branch
in the main language: who may publish its texts may publish its facts. The library of generic texts is organisation "".
Translators write in the other languages only, and readers nowhere; both may look at what is published and what waits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from wagtail.permissions import page_permission_policy

from contenthub.models.pages.library import LibraryPage, OrganisationPage
from contenthub.models.place import Organisation

GENERIC = ""
_PUBLISH = frozenset({"publish_page"})
_EDIT = _PUBLISH | {"add_page", "change_page"}
_READ = _EDIT | {"view_page"}


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
    return _organisations(user, _PUBLISH)


def editable(user: Any) -> frozenset[str]:
    return _organisations(user, _EDIT)


def readable(user: Any) -> frozenset[str]:
    """The organisations of which this user may see more than is public, in whichever language they have a role."""
    return _organisations(user, _READ, every_language=True)


def _organisations(user: Any, rights: frozenset[str], *, every_language: bool = False) -> frozenset[str]:
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    branches = [branch for branch in _branches(user) if every_language or branch.main]
    if user.is_superuser:
        return frozenset({GENERIC, *(branch.organisation for branch in branches)})
    given = page_permission_policy.get_cached_permissions_for_user(user)
    paths = tuple({one.page.path for one in given if one.permission.codename in rights})
    return frozenset(branch.organisation for branch in branches if branch.path.startswith(paths)) if paths else frozenset()


class _Branch(NamedTuple):
    organisation: str
    path: str
    main: bool


def _branches(user: Any) -> list[_Branch]:
    """Every branch in every language; for a superuser every organisation, also one that has none.

    Asked once per user object, so once per request, as Wagtail does with the permissions themselves.
    """
    if not hasattr(user, "_contenthub_branches"):
        if user.is_superuser:
            found = [_Branch(slug, "", True) for slug in Organisation.objects.values_list("pk", flat=True)]
        else:
            library = LibraryPage.objects.values_list("path", "locale__language_code")
            own = OrganisationPage.objects.values_list("organisation_id", "path", "locale__language_code")
            rows = [*((GENERIC, *row) for row in library), *own]
            found = [_Branch(slug, path, language == settings.LANGUAGE_CODE) for slug, path, language in rows]
        user._contenthub_branches = found
    branches: list[_Branch] = user._contenthub_branches
    return branches
