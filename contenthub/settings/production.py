"""Production: everything secret comes from the environment, and nothing starts without it."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from contenthub.settings import people
from contenthub.settings.base import *
from contenthub.settings.base import REFERENCE_KEY, settings_of

DEBUG = False
ALLOW_FUTURE_MOMENTS = False


def _required(name: str, remedy: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; {remedy}")
    return value


SECRET_KEY = _required("CONTENTHUB_SECRET_KEY", "give at least 50 random characters")
ALLOWED_HOSTS = _required("CONTENTHUB_HOSTS", "give the host names, separated by commas").split(",")
if len(REFERENCE_KEY) < 16:
    raise ImproperlyConfigured(
        "CONTENTHUB_REFERENCE_KEY is not set; give at least 16 characters and never change it: "
        "with another key, equal content would get another reference"
    )
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = os.environ.get("CONTENTHUB_PLAIN_HTTP") != "1"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
globals().update(settings_of(people.read(os.environ, production=True)))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
