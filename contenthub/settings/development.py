"""Embedded development: SQLite, no server beside this one, secrets made once under the data folder."""

from __future__ import annotations

import os
import secrets

from contenthub.settings import people
from contenthub.settings.base import *
from contenthub.settings.base import DATA_DIR, GIVEN, INSTALLED_APPS, REFERENCE_KEY, settings_of

GIVEN.check(more=people.problems(os.environ, production=False))
globals().update(settings_of(people.read(os.environ, production=False)))
DEBUG = True
# The files of GraphiQL, which production does not show.
INSTALLED_APPS = [*INSTALLED_APPS, "graphene_django_graphiql_static"]
ALLOWED_HOSTS = ["*"]
ALLOW_FUTURE_MOMENTS = True
SIDE_BY_SIDE = True


def _secret(name: str) -> str:
    """A secret that survives restarts: references made yesterday must be found today."""
    file = DATA_DIR / f"{name}.secret"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(48))
        file.chmod(0o600)
    return file.read_text().strip()


SECRET_KEY = _secret("django")
REFERENCE_KEY = REFERENCE_KEY or _secret("reference").encode()
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
