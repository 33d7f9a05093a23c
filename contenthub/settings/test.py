"""Tests: SQLite in memory, or PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("CONTENTHUB_DATA", tempfile.mkdtemp(prefix="contenthub-test-"))

from contenthub.settings import people
from contenthub.settings.base import *
from contenthub.settings.base import GIVEN, INSTALLED_APPS, settings_of

GIVEN.check()
globals().update(settings_of(people.read({}, production=False)))
INSTALLED_APPS = [*INSTALLED_APPS, "graphene_django_graphiql_static"]
SECRET_KEY = "only-for-tests"
REFERENCE_KEY = b"only-for-tests-and-nothing-else"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ALLOW_FUTURE_MOMENTS = False
FREE_FORM_DOCUMENTS = True
LETTERS_OPEN = True
RATE_LIMIT_ANONYMOUS = RATE_LIMIT_CLIENT = 1_000_000
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEARCH_WORKER = False
