"""What an environment may say about people who sign in: wrong variables stop the start, by their name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from contenthub.settings.people import read

ROOT = Path(__file__).parents[2]
OIDC = {
    "CONTENTHUB_OIDC_ISSUER": "https://login.example.nl/realms/gemeente",
    "CONTENTHUB_OIDC_CLIENT_ID": "contenthub",
    "CONTENTHUB_OIDC_CLIENT_SECRET": "geheim",
    "CONTENTHUB_OIDC_ROLES": '{"redactie": ["waterrijk-editors"], "beheer": "administrators"}',
}


def test_production_asks_a_code_and_development_does_not():
    assert read({}, production=True).totp and not read({}, production=False).totp
    assert read({"CONTENTHUB_TOTP": "0"}, production=True).totp is False


def test_defaults():
    people = read({}, production=True)
    assert (people.provider, people.local, people.longest, people.idle, people.failures, people.locked, people.proxies) == (
        None, True, 36_000, 3_600, 5, 900, 0)


def test_a_provider_is_read_with_its_roles():
    provider = read(OIDC | {"CONTENTHUB_OIDC_NAME": "Gemeente Waterrijk"}, production=True).provider
    assert provider is not None
    assert provider.roles == (("redactie", ("waterrijk-editors",)), ("beheer", ("administrators",)))
    assert (provider.scopes, provider.claim, provider.name) == ("openid profile email", "groups", "Gemeente Waterrijk")


@pytest.mark.parametrize(("changed", "named"), [
    ({"CONTENTHUB_OIDC_ISSUER": ""}, "CONTENTHUB_OIDC_ISSUER"),
    ({"CONTENTHUB_OIDC_ISSUER": "login.example.nl"}, "CONTENTHUB_OIDC_ISSUER"),
    ({"CONTENTHUB_OIDC_ISSUER": "http://login.example.nl"}, "CONTENTHUB_OIDC_ISSUER"),
    ({"CONTENTHUB_OIDC_ISSUER": "http://localhost:3000"}, "CONTENTHUB_OIDC_ISSUER"),
    ({"CONTENTHUB_OIDC_ISSUER": "https://login.example.nl/?x=1"}, "CONTENTHUB_OIDC_ISSUER"),
    ({"CONTENTHUB_OIDC_CLIENT_ID": ""}, "CONTENTHUB_OIDC_CLIENT_ID"),
    ({"CONTENTHUB_OIDC_CLIENT_SECRET": ""}, "CONTENTHUB_OIDC_CLIENT_SECRET"),
    ({"CONTENTHUB_OIDC_SCOPES": "profile"}, "CONTENTHUB_OIDC_SCOPES"),
    ({"CONTENTHUB_OIDC_ROLES": ""}, "CONTENTHUB_OIDC_ROLES"),
    ({"CONTENTHUB_OIDC_ROLES": "redactie=waterrijk"}, "CONTENTHUB_OIDC_ROLES"),
    ({"CONTENTHUB_OIDC_ROLES": "{}"}, "CONTENTHUB_OIDC_ROLES"),
    ({"CONTENTHUB_OIDC_ROLES": '{"redactie": []}'}, "CONTENTHUB_OIDC_ROLES names no roles for 'redactie'"),
    ({"CONTENTHUB_OIDC_ROLES": '{"redactie": [1]}'}, "CONTENTHUB_OIDC_ROLES"),
    ({"CONTENTHUB_LOCAL_SIGN_IN": "nee"}, "CONTENTHUB_LOCAL_SIGN_IN is 'nee'"),
    ({"CONTENTHUB_TOTP": "true"}, "CONTENTHUB_TOTP"),
    ({"CONTENTHUB_SESSION_HOURS": "0"}, "CONTENTHUB_SESSION_HOURS"),
    ({"CONTENTHUB_SESSION_HOURS": "8,5"}, "CONTENTHUB_SESSION_HOURS"),
    ({"CONTENTHUB_SESSION_IDLE_MINUTES": "-1"}, "CONTENTHUB_SESSION_IDLE_MINUTES"),
    ({"CONTENTHUB_LOCKOUT_FAILURES": "101"}, "CONTENTHUB_LOCKOUT_FAILURES"),
    ({"CONTENTHUB_LOCKOUT_MINUTES": "x"}, "CONTENTHUB_LOCKOUT_MINUTES"),
    ({"CONTENTHUB_TRUSTED_PROXIES": "11"}, "CONTENTHUB_TRUSTED_PROXIES"),
])
def test_what_is_wrong_is_named(changed: dict[str, str], named: str):
    with pytest.raises(ImproperlyConfigured, match=named) as error:
        read(OIDC | changed, production=True)
    assert "geheim" not in str(error.value)


def test_nobody_could_sign_in():
    with pytest.raises(ImproperlyConfigured, match="nobody could sign in"):
        read({"CONTENTHUB_LOCAL_SIGN_IN": "0"}, production=True)
    assert read(OIDC | {"CONTENTHUB_LOCAL_SIGN_IN": "0"}, production=True).local is False


def production(tmp_path: Path, program: str, **environment: Any) -> subprocess.CompletedProcess[str]:
    given = {
        "PATH": os.environ["PATH"],
        "CONTENTHUB_DATA": str(tmp_path),
        "CONTENTHUB_SECRET_KEY": "a" * 10 + "bcdefghijk" * 5,
        "CONTENTHUB_REFERENCE_KEY": "b" * 32,
        "CONTENTHUB_HOSTS": "hub.example.nl",
        "DJANGO_SETTINGS_MODULE": "contenthub.settings.production",
        **environment,
    }
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=given, capture_output=True, text=True, timeout=120)


def test_production_does_not_start_with_a_wrong_variable(tmp_path: Path):
    done = production(tmp_path, "import django; django.setup()", CONTENTHUB_SESSION_HOURS="een dag")
    assert done.returncode != 0 and "CONTENTHUB_SESSION_HOURS is 'een dag'" in done.stderr


def test_cookies_in_production_are_for_https_and_not_for_scripts(tmp_path: Path):
    done = production(tmp_path, "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
                                "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_EXPIRE_AT_BROWSER_CLOSE, "
                                "s.PEOPLE.totp, s.SESSION_COOKIE_AGE, s.WAGTAIL_PASSWORD_RESET_ENABLED)", **OIDC,
                      CONTENTHUB_LOCAL_SIGN_IN="0", CONTENTHUB_SESSION_HOURS="8")
    assert done.stdout.split() == ["True", "True", "True", "Lax", "True", "True", "28800", "False"], done.stderr
