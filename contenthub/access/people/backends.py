"""Who may be signed in: local accounts by password, and people of the organisation by their identity."""

from __future__ import annotations

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.http import HttpRequest

from contenthub.models import Identity

LOCAL = "contenthub.access.people.backends.LocalBackend"
ORGANISATION = "contenthub.access.people.backends.OrganisationBackend"


class LocalBackend(AxesStandaloneBackend, ModelBackend):
    """Name and password, while the account is not locked out; also gives everybody the rights of their groups."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None,
                     **other: Any) -> Any:
        # Raises where the account or the address is locked out; Django then asks no further backend.
        AxesStandaloneBackend.authenticate(self, request, username=username, password=password, **other)
        return ModelBackend.authenticate(self, request, username=username, password=password, **other)

    def user_can_authenticate(self, user: Any) -> bool:
        """Also asked at each request: who may no longer sign in this way is out at once."""
        return (
            settings.PEOPLE.local
            and super().user_can_authenticate(user)
            and not Identity.objects.filter(user=user).exists()
        )


class OrganisationBackend(BaseBackend):
    """Finds again who signed in at the organisation; the sign-in itself stands in `organisation.py`."""

    def get_user(self, user_id: Any) -> Any:
        provider = settings.PEOPLE.provider
        if provider is None:
            return None
        return get_user_model().objects.filter(pk=user_id, is_active=True, identity__issuer=provider.issuer).first()
