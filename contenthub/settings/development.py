"""Embedded development: SQLite, no server beside this one, secrets made once under the data folder."""

from __future__ import annotations

import secrets

from contenthub.settings.base import *
from contenthub.settings.base import DATA_DIR, REFERENCE_KEY

DEBUG = True
ALLOWED_HOSTS = ["*"]
ALLOW_FUTURE_MOMENTS = True
FREE_FORM_DOCUMENTS = True
SIDE_BY_SIDE = True
LETTERS_OPEN = True


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
