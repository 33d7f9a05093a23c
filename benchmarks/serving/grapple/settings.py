"""The hub's own database and pages, with grapple; without middleware, so that only what it does itself is measured."""

from benchmarks.serving.settings import *  # noqa: F403
from benchmarks.serving.settings import INSTALLED_APPS  # type: ignore[attr-defined]

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail_headless_preview", "benchmarks.serving.grapple", "grapple"]
GRAPPLE = {"APPS": ["contenthub"], "PAGE_SIZE": 20, "MAX_PAGE_SIZE": 100}
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
ROOT_URLCONF = "benchmarks.serving.grapple.urls"
MIDDLEWARE: list[str] = []
