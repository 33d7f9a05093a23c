"""Settings that hold everywhere. What a deployment may set stands in `variables.py`; it is read here, once."""

from __future__ import annotations

import datetime as dt
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from contenthub.settings import people, variables

BASE_DIR = variables.ROOT
GIVEN = variables.read(os.environ)
DATA_DIR = GIVEN["CONTENTHUB_DATA"]
DATA_DIR.mkdir(parents=True, exist_ok=True)
REFERENCE_DATA = GIVEN["CONTENTHUB_REFERENCE_DATA"]

INSTALLED_APPS = [
    "contenthub",
    "channels.apps.ChannelsConfig",
    "schemas.apps.SchemasConfig",
    "search.apps.SearchConfig",
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
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "contenthub.operating.probes.ProbesMiddleware",
    "contenthub.operating.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "contenthub.access.people.sessions.PeopleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "contenthub.editorial.refusals.RefusalMiddleware",
    "contenthub.operating.away.DatabaseAwayMiddleware",
    # Last, as django-axes asks: it turns the answer to a locked-out sign-in into the page that says until when.
    "axes.middleware.AxesMiddleware",
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
    "default": dj_database_url.parse(
        GIVEN["DATABASE_URL"] or f"sqlite:///{DATA_DIR / 'contenthub.sqlite3'}", conn_max_age=60, conn_health_checks=True
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
else:
    # A server that has vanished is noticed in seconds, not in the minutes that TCP would wait. What the URL says counts.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3,
        "tcp_user_timeout": 10_000, **DATABASES["default"].get("OPTIONS", {}),
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
STATIC_ROOT = GIVEN["CONTENTHUB_STATIC"] or DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

WAGTAIL_SITE_NAME = "contenthub"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAILADMIN_BASE_URL = GIVEN["CONTENTHUB_BASE_URL"] or "http://localhost:8000"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# No third party is asked for anything, by the server or by a browser, also not for a picture by the hash of an address.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Substrings of titles, without an index: indexing 40,000 local versions takes many seconds and finds no more.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# One answer may have many sections with many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# What was asked and said of the answers.
CONTACTS_FILE = GIVEN["CONTENTHUB_CONTACTS_FILE"]
INSIGHT_RETENTION_DAYS = GIVEN["CONTENTHUB_INSIGHT_RETENTION_DAYS"]

# Links in texts are asked for by `manage.py check_links`, on the internet and nowhere else.
LINKS_TO_PRIVATE = GIVEN["CONTENTHUB_LINKS_TO_PRIVATE"]

# Finding: the embedded index, its generations and the vectors.
SEARCH_FOLDER = DATA_DIR / "search"
SEARCH_ENGINE = GIVEN["CONTENTHUB_SEARCH_ENGINE"]
ELASTICSEARCH_URL = GIVEN["CONTENTHUB_ELASTICSEARCH_URL"]
ELASTICSEARCH_PREFIX = GIVEN["CONTENTHUB_ELASTICSEARCH_PREFIX"]
SEARCH_WORKER = GIVEN["CONTENTHUB_SEARCH_WORKER"]

# E-mails: to editors, and to experts who check a text. A mail server that hangs holds up one request so long, in seconds.
DEFAULT_FROM_EMAIL = GIVEN["CONTENTHUB_MAIL_FROM"] or "contenthub@localhost"
EMAIL_TIMEOUT = 10

GRAPHENE = {"SCHEMA": "schemas.schema.schema"}

# People who sign in --------------------------------------------------------------------------------
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/admin/"
AUTHENTICATION_BACKENDS = [
    "contenthub.access.people.backends.LocalBackend",
    "contenthub.access.people.backends.OrganisationBackend",
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# How often a session in use is written again; see contenthub/access/people/sessions.py.
SEEN_EVERY = 60
OTP_TOTP_ISSUER = "contenthub"
AXES_HANDLER = "contenthub.access.people.lockout.Lockout"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_LOCKOUT_CALLABLE = "contenthub.access.people.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "contenthub.access.people.addresses.client_network"
AXES_CLIENT_STR_CALLABLE = "contenthub.access.people.lockout.nobody"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "email", "next", "state", "csrfmiddlewaretoken"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False


def settings_of(read: people.People) -> dict[str, Any]:
    """What Django and the packages are told of these settings."""
    return {
        "PEOPLE": read,
        "SESSION_COOKIE_AGE": read.longest,
        "WAGTAIL_PASSWORD_RESET_ENABLED": read.local,
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": read.local,
        "WAGTAILUSERS_PASSWORD_ENABLED": read.local,
        "AXES_FAILURE_LIMIT": read.failures,
        "AXES_COOLOFF_TIME": dt.timedelta(seconds=read.locked),
    }


SILENCED_SYSTEM_CHECKS: list[str] = []

# The answers' own settings ----------------------------------------------------------------------
REFERENCE_KEY = GIVEN["CONTENTHUB_REFERENCE_KEY"].encode()
ALLOW_FUTURE_MOMENTS = False
# Whether anybody may ask in their own words; otherwise only the documents of schemas/documents are answered.
FREE_FORM_DOCUMENTS = GIVEN["CONTENTHUB_FREE_FORM"]
# Whether `/` shows the side-by-side page; otherwise it leads to the admin.
SIDE_BY_SIDE = GIVEN["CONTENTHUB_SIDE_BY_SIDE"]

# What runs around the answers -----------------------------------------------------------------------
ACCESS_LOG = False
METRICS_TOKEN = GIVEN["CONTENTHUB_METRICS_TOKEN"]
METRICS_FROM = GIVEN["CONTENTHUB_METRICS_FROM"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Access ------------------------------------------------------------------------------------------
# Whether `POST /letters` is open to all; otherwise it needs a token with the scope letters.
LETTERS_OPEN = GIVEN["CONTENTHUB_LETTERS_OPEN"]
# Requests a minute, per server process: per address without a token, and per client with one; 0 is no limit.
RATE_LIMIT_ANONYMOUS = GIVEN["CONTENTHUB_RATE_LIMIT_ANONYMOUS"]
RATE_LIMIT_CLIENT = GIVEN["CONTENTHUB_RATE_LIMIT_CLIENT"]
# How many proxies in front of us append to X-Forwarded-For; without any, that header is not believed.
TRUSTED_PROXIES = GIVEN["CONTENTHUB_TRUSTED_PROXIES"]
LEDGER_RETENTION_DAYS = GIVEN["CONTENTHUB_LEDGER_RETENTION_DAYS"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_query": {"()": "contenthub.operating.logs.WithoutQuery"},
        "without_tokens": {"()": "contenthub.operating.logs.WithoutTokens"},
    },
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"filters": ["without_tokens"]},
        "django.server": {"filters": ["without_query", "without_tokens"], "handlers": ["console"], "propagate": False},
        # On its lower levels Authlib writes what protects a sign-in.
        "authlib": {"level": "WARNING"},
    },
}
