"""Production: everything secret comes from the environment, and nothing starts while a setting is wrong."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from contenthub.operating.logs import logging_for
from contenthub.settings import people
from contenthub.settings.base import *
from contenthub.settings.base import GIVEN, settings_of

GIVEN.check(production=True, more=people.problems(os.environ, production=True))

DEBUG = False
ALLOW_FUTURE_MOMENTS = False
SECRET_KEY = GIVEN["CONTENTHUB_SECRET_KEY"]
ALLOWED_HOSTS = list(GIVEN["CONTENTHUB_HOSTS"])
CSRF_TRUSTED_ORIGINS = [f"https://{host if host[0] != '.' else '*' + host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not GIVEN["CONTENTHUB_PLAIN_HTTP"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
globals().update(settings_of(people.read(os.environ, production=True)))
WAGTAILADMIN_BASE_URL = GIVEN["CONTENTHUB_BASE_URL"] or (
    f"{'https' if SECURE_SSL_REDIRECT else 'http'}://{ALLOWED_HOSTS[0].removeprefix('.')}"
)
if not GIVEN["CONTENTHUB_MAIL_FROM"]:
    DEFAULT_FROM_EMAIL = f"contenthub@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ACCESS_LOG = GIVEN["CONTENTHUB_ACCESS_LOG"]
LOGGING = logging_for(GIVEN["CONTENTHUB_LOG_LEVEL"])
