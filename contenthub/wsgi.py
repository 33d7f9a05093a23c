"""WSGI entry point: what granian loads in each process of `make serve`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from contenthub.operating.memory import settle
from contenthub.operating.requests import Requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.production")
application = Requests(get_wsgi_application(), log=settings.ACCESS_LOG)
settle()
