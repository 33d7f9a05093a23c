"""Settings and accounts for tests about people who sign in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyotp
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django_otp.plugins.otp_totp.models import TOTPDevice

from contenthub.settings.base import settings_of
from contenthub.settings.people import Provider, read

NAME, PASSWORD = "redacteur", "een heel lang wachtwoord"
SIGN_IN, CODE, SET_UP, ADMIN = "/admin/login/", "/admin/login/code/", "/admin/login/code/instellen/", "/admin/"
ROLES = (("redactie", ("waterrijk-editors",)), ("eindredactie", ("waterrijk-reviewers",)), ("beheer", ("administrators",)))


def use(settings: Any, **changes: Any) -> None:
    """The settings that an environment without variables gives, changed."""
    for name, value in settings_of(replace(read({}, production=False), **changes)).items():
        setattr(settings, name, value)


def provider_at(issuer: str, **changes: Any) -> Provider:
    """What contenthub is told about the provider of `tests/journeys/provider`."""
    told = Provider(issuer=issuer, client_id="contenthub", client_secret="only-for-tests-only-for-tests-only-for-tests",
                    name="Gemeente Waterrijk", scopes="openid profile email", claim="groups", roles=ROLES)
    return replace(told, **changes)


def person(name: str = NAME, **fields: Any) -> Any:
    """A local account that may enter the admin."""
    user = get_user_model().objects.create_user(name, f"{name}@example.invalid", PASSWORD, **fields)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def app(user: Any) -> tuple[TOTPDevice, pyotp.TOTP]:
    """An app that this user has set up: what is stored, and the app itself, by another library than ours."""
    secret = pyotp.random_base32(32)
    key = pyotp.TOTP(secret).byte_secret().hex()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True, key=key), pyotp.TOTP(secret)
