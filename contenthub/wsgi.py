"""WSGI entry point; `make serve` runs it with granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.production")
django = get_wsgi_application()

# What this imports needs Django to be set up.
from schemas.front import Front  # noqa: E402

application = Front(django)
