"""The WSGI application that `make serve` and `runserver` serve: requests told, repeats answered, the rest by Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.production")
django = get_wsgi_application()

# What these import needs Django to be set up.
from contenthub import metrics  # noqa: E402
from contenthub.insight.tidying import forget_in_background  # noqa: E402
from contenthub.operating.memory import settle  # noqa: E402
from contenthub.operating.requests import Requests  # noqa: E402
from schemas.documents import trusted  # noqa: E402
from schemas.front import Front  # noqa: E402
from schemas.schema import schema  # noqa: E402
from search.outbox import run_in_background  # noqa: E402
from search.setting import engine  # noqa: E402

# Read before the first request, so that a document that does not fit the schema stops the start and not a reader.
metrics.know(document.name for document in trusted(schema.graphql_schema).values())
front = Front(django)
application = Requests(front.through, log=settings.ACCESS_LOG, repeat=front.repeat)
settle()
forget_in_background()
if settings.SEARCH_WORKER:
    run_in_background(engine())
