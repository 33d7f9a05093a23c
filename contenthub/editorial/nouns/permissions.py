"""Wagtail's permission policies for the nouns: everything follows from the roles on the page tree."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from contenthub.access.roles import GENERIC, has_role, publishable, readable
from contenthub.actions.law_changes import may_keep
from contenthub.models import (
    Edition,
    Fact,
    LawChange,
    Municipality,
    Notice,
    Organisation,
    PersonFact,
    SynonymGroup,
    Topic,
    UplName,
)

WRITES = frozenset({"add", "change"})


class ReadOnly(BasePermissionPolicy):
    """Whoever has a role for anyone may look; nobody changes anything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user) if action == "view" else action in WRITES and self.may_write(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "view":
            return has_role(user)
        return self.user_has_permission(user, action) and self.may_write_this(user, instance)

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        return get_user_model().objects.filter(is_active=True, is_superuser=True)

    def may_write(self, user: Any, action: str) -> bool:
        return False

    def may_write_this(self, user: Any, instance: Any) -> bool:
        return True


class ByLibrary(ReadOnly):
    """Shared by all organisations, so it belongs to those who publish generic texts."""

    def may_write(self, user: Any, action: str) -> bool:
        return GENERIC in publishable(user)


class ByAdministrators(ReadOnly):
    """Making groups and giving rights is no editor's work."""

    def may_write(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)


class ByItsOrganisation(ReadOnly):
    def may_write(self, user: Any, action: str) -> bool:
        return bool(publishable(user))

    def may_write_this(self, user: Any, instance: Notice) -> bool:
        return (instance.organisation_id or GENERIC) in publishable(user)


class ByWhoWritesForIt(ByLibrary):
    """A municipality is added by the library, and kept by the library and by the organisations that write for it."""

    def may_write(self, user: Any, action: str) -> bool:
        return bool(publishable(user)) if action == "change" else super().may_write(user, action)

    def may_write_this(self, user: Any, instance: Municipality) -> bool:
        may = publishable(user)
        return GENERIC in may or instance.organisations.filter(pk__in=may).exists()


class ByWhoPublishes(ReadOnly):
    """A change of the law is entered by whoever publishes for anyone."""

    def may_write(self, user: Any, action: str) -> bool:
        return may_keep(user)

    def may_write_this(self, user: Any, instance: LawChange) -> bool:
        return may_keep(user, instance)


POLICIES: dict[type[Model], type[ReadOnly]] = {
    Fact: ByLibrary,
    PersonFact: ByLibrary,
    Topic: ByLibrary,
    SynonymGroup: ByLibrary,
    Notice: ByItsOrganisation,
    Municipality: ByWhoWritesForIt,
    Organisation: ByAdministrators,
    LawChange: ByWhoPublishes,
    UplName: ReadOnly,
    Edition: ReadOnly,
}


def register() -> None:
    for model, policy in POLICIES.items():
        register_permission_policy(model, policy(model), exact_class=True)


def seen_by(user: Any) -> Q:
    """Rows of an organisation that this user may see: the generic ones and those of whom they write for."""
    if user.is_superuser:
        return Q()
    return Q(organisation__in=[GENERIC, *readable(user)])
