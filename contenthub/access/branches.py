"""The branches of the page tree, and in which of them a user has which rights: all in one query, once for each request."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from msgspec import Struct
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from contenthub.models.pages.library import LibraryPage, OrganisationPage

PUBLISHES = frozenset({"publish_page"})
WRITES = PUBLISHES | {"add_page", "change_page"}
READS = WRITES | {"view_page"}
ADDS = frozenset({"add_page"})


class Branch(Struct, frozen=True):
    """`organisation` and `name` are empty for the library."""

    page: int
    path: str
    language: str
    organisation: str
    name: str


def branches(user: Any) -> tuple[Branch, ...]:
    """Every branch; kept on the user, as Wagtail keeps the permissions."""
    if not hasattr(user, "_contenthub_tree"):
        types = ContentType.objects.get_for_models(LibraryPage, OrganisationPage).values()
        rows = Page.objects.filter(content_type__in=[each.pk for each in types]).values_list(
            "pk", "path", "locale__language_code", "organisationpage__organisation", "organisationpage__organisation__name"
        )
        user._contenthub_tree = tuple(Branch(*row[:3], *(value or "" for value in row[3:])) for row in rows)
    return user._contenthub_tree


def own(user: Any, rights: frozenset[str] = WRITES) -> list[Branch]:
    """Those in which this user has one of these rights."""
    paths = _given(user, rights)
    return [branch for branch in branches(user) if branch.path.startswith(paths)]


def own_q(user: Any) -> Q:
    """Pages of the branches in which this user writes.

    By the paths themselves, as Wagtail's policy finds them: as a subquery, a database would ask it anew for each use.
    """
    return below(_given(user, WRITES))


def below(paths: tuple[str, ...]) -> Q:
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    return within


def _given(user: Any, rights: frozenset[str]) -> tuple[str, ...]:
    if not user.is_active:
        return ()
    if user.is_superuser:
        return ("",)
    given = page_permission_policy.get_cached_permissions_for_user(user)
    return tuple(sorted({one.page.path for one in given if one.permission.codename in rights}))
