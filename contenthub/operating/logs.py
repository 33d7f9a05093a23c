"""Log lines of production: one JSON object a line, made of named fields only.

A record may carry anything (Django attaches the request itself), so a line has what is on this list and nothing else.
An exception is its type and the places it went through: its message could repeat what a person told us.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
import traceback
from typing import Any

import orjson


class Answering(threading.local):
    """The request that this thread answers; "" between requests.

    Not a ContextVar: setting one makes every other slower to find, Django's connection among them.
    """

    request_id = ""


ANSWERING = Answering()
FIELDS = ("method", "path", "status", "duration_ms")
# A token of ours, wherever it turns up: that of a fact check stands in an address. See `access/tokens.py`.
_TOKEN = re.compile(r"chub_[0-9A-Za-z]+")
MOST_FRAMES = 12
MOST_CHARACTERS = 1_000


class Lines(logging.Formatter):
    """time, level, logger, message, request_id, and where they apply method, path, status, duration_ms, exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _clean(record.getMessage()),
        }
        if request_id := ANSWERING.request_id:
            line["request_id"] = request_id
        for field in FIELDS:
            if (value := record.__dict__.get(field)) is not None:
                line[field] = value if isinstance(value, (int, float)) else _clean(str(value))
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _places(record.exc_info[1])
        return orjson.dumps(line).decode()


class Broken(logging.Filter):
    """Lets through what broke here, and why. A refusal, or a database that is away, has its line in contenthub.access."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info) and getattr(record, "status_code", 500) == 500


class WithoutQuery(logging.Filter):
    """Takes the query out of the request lines that Django's server for development prints."""

    _QUERY = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._QUERY.sub("", each) if isinstance(each, str) else each for each in record.args)
        return True


class WithoutTokens(logging.Filter):
    """Makes tokens unusable in the lines in which Django, in development, says which address was asked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_token(each) if isinstance(each, str) else each for each in record.args)
        return True


def logging_for(level: str) -> dict[str, Any]:
    """Django's LOGGING, and granian's: everything goes through one handler to standard output."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"broken": {"()": "contenthub.operating.logs.Broken"}},
        "formatters": {"lines": {"()": "contenthub.operating.logs.Lines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stdout"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            # Without handlers of its own, Django neither prints tracebacks nor mails them.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"filters": ["broken"]},
            "_granian": {"handlers": [], "level": level, "propagate": True},
            # These say which address they asked, with its query.
            "httpx": {"level": "WARNING"},
        },
    }


def without_token(text: str) -> str:
    """The text with its tokens made unusable."""
    return _TOKEN.sub("chub_…", text) if "chub_" in text else text


def _places(error: BaseException) -> list[str]:
    """Each exception of the chain, the last first: its type, then file, line and function from the inside out."""
    found: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen and len(found) < MOST_FRAMES:
        seen.add(id(cause))
        found.append(type(cause).__qualname__)
        frames = traceback.StackSummary.extract(traceback.walk_tb(cause.__traceback__), lookup_lines=False)
        found += [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return found[:MOST_FRAMES]


def _short(file: str) -> str:
    return "/".join(file.split("/")[-3:])


def _clean(text: str) -> str:
    # JSON knows no half of a surrogate pair, and a path may hold one.
    return without_token(text)[:MOST_CHARACTERS].encode("utf-8", "backslashreplace").decode()
