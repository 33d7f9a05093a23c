"""Tests: SQLite in memory, or PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("CONTENTHUB_DATA", tempfile.mkdtemp(prefix="contenthub-test-"))

from contenthub.settings import people
from contenthub.settings.base import *
from contenthub.settings.base import settings_of

globals().update(settings_of(people.read({}, production=False)))
from contenthub.settings.base import GIVEN, INSTALLED_APPS

GIVEN.check()
INSTALLED_APPS = [*INSTALLED_APPS, "graphene_django_graphiql_static"]
SECRET_KEY = "only-for-tests"
REFERENCE_KEY = b"only-for-tests-and-nothing-else"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ALLOW_FUTURE_MOMENTS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
