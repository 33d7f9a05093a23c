"""Settings that hold everywhere. Each variable that a deployment sets is read here, once."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def _number(name: str, default: int, *, least: int = 0) -> int:
    given = os.environ.get(name, str(default))
    if not given.isdecimal() or int(given) < least:
        raise ImproperlyConfigured(f"{name} is {given!r}; give a whole number from {least} on, or nothing for {default}")
    return int(given)


BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("CONTENTHUB_DATA", BASE_DIR / "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
REFERENCE_DATA = Path(os.environ.get("CONTENTHUB_REFERENCE_DATA", BASE_DIR.parent / "shared" / "data"))

INSTALLED_APPS = [
    "contenthub",
    "channels.apps.ChannelsConfig",
    "schemas.apps.SchemasConfig",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "graphene_django",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "contenthub.editorial.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "contenthub.urls"
WSGI_APPLICATION = "contenthub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'contenthub.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
# A receiver that raises would leave a page live without its edition unless request and edition share a transaction.
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English")), ("nl-x-a2", _("Easy Dutch"))]
LOCALE_PATHS = [
    BASE_DIR / "contenthub" / "locale",
    # wagtail_localize.locales stands in for wagtail.locales, whose words it uses without a Dutch catalogue of its own.
    Path(str(find_spec("wagtail.locales").origin)).parent / "locale",  # type: ignore[union-attr]
]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

WAGTAIL_SITE_NAME = "contenthub"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAILADMIN_BASE_URL = os.environ.get("CONTENTHUB_BASE_URL", "http://localhost:8000")
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Nothing of an editor is sent to a third party, also not the hash of an address for a picture.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Substrings of titles, without an index: indexing 40,000 local versions takes many seconds and finds no more.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# One answer may have many sections with many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

GRAPHENE = {"SCHEMA": "schemas.schema.schema"}

LOGIN_URL = "/admin/login/"
SILENCED_SYSTEM_CHECKS: list[str] = []

# The answers' own settings ----------------------------------------------------------------------
REFERENCE_KEY = os.environ.get("CONTENTHUB_REFERENCE_KEY", "").encode()
ALLOW_FUTURE_MOMENTS = False
# Whether anybody may ask in their own words; otherwise only the documents of schemas/documents are answered.
FREE_FORM_DOCUMENTS = os.environ.get("CONTENTHUB_FREE_FORM") == "1"
# Whether `/` shows the side-by-side page; otherwise it leads to the admin.
SIDE_BY_SIDE = os.environ.get("CONTENTHUB_SIDE_BY_SIDE") == "1"

# Access ------------------------------------------------------------------------------------------
# Whether `POST /letters` is open to all; otherwise it needs a token with the scope letters.
LETTERS_OPEN = os.environ.get("CONTENTHUB_LETTERS_OPEN") == "1"
# Requests a minute, per server process: per address without a token, and per client with one; 0 is no limit.
RATE_LIMIT_ANONYMOUS = _number("CONTENTHUB_RATE_LIMIT_ANONYMOUS", 600)
RATE_LIMIT_CLIENT = _number("CONTENTHUB_RATE_LIMIT_CLIENT", 6000)
# How many proxies in front of us append to X-Forwarded-For; without any, that header is not believed.
TRUSTED_PROXIES = _number("CONTENTHUB_TRUSTED_PROXIES", 0)
LEDGER_RETENTION_DAYS = _number("CONTENTHUB_LEDGER_RETENTION_DAYS", 1096, least=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
