"""Log lines of production hold named fields only; what a caller sent is in none of them."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import re
import sys
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest

from contenthub.access import tokens
from contenthub.operating.logs import ANSWERING, Lines, WithoutQuery, WithoutTokens, logging_for
from contenthub.operating.requests import Requests, request_id_of

SECRET = "KANARIE-4711"
UUID = "4BF92F35-77b3-4da6-a3ce-929d0e0e4736"


def line(message: str = "said", *args: Any, **more: Any) -> dict[str, Any]:
    record = logging.LogRecord("some.logger", logging.WARNING, "/file.py", 1, message, args, more.pop("exc_info", None))
    record.__dict__.update(more)
    return json.loads(Lines().format(record))


def raised() -> Any:
    name = SECRET

    def inner(given: str) -> None:
        raise ValueError(f"{given} is no number")

    try:
        try:
            inner(name)
        except ValueError as error:
            raise RuntimeError(name) from error
    except RuntimeError:
        return sys.exc_info()


def test_a_line_has_the_named_fields_and_no_other():
    request = HttpRequest()
    request.META["QUERY_STRING"] = SECRET
    found = line("%s things", 3, request=request, user=SECRET, status=404, method="GET", path="/weg", duration_ms=1.5, status_code=404)
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "WARNING", "logger": "some.logger", "message": "3 things", "method": "GET", "path": "/weg",
                     "status": 404, "duration_ms": 1.5}


def test_an_exception_is_types_and_places_without_message_or_variables():
    found = line("it broke", exc_info=raised())
    assert SECRET not in json.dumps(found)
    kinds = [part for part in found["exception"] if ":" not in part]
    assert kinds == ["RuntimeError", "ValueError"]
    assert re.fullmatch(r"tests/operating/test_logs\.py:\d+ raised", found["exception"][1])
    assert found["exception"][3].endswith(" inner")


def test_a_line_is_one_line_whatever_is_in_it():
    text = Lines().format(logging.LogRecord("a", 20, "", 0, 'two\nlines "and" \ud800 half', None, None))
    assert "\n" not in text and json.loads(text)["message"] == 'two\nlines "and" \\ud800 half'
    assert len(line("x" * 50_000)["message"]) == 1_000


def test_the_request_stands_in_every_line_of_it():
    ANSWERING.request_id = "abc"
    try:
        assert line()["request_id"] == "abc"
    finally:
        ANSWERING.request_id = ""
    assert "request_id" not in line()


@pytest.fixture
def production_logging():
    """Logging as production sets it up, and afterwards as it was."""
    names = ("", "django", "django.request", "django.server", "_granian", "httpx")
    before = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).level, logging.getLogger(name).propagate)
              for name in names}
    logging.config.dictConfig(logging_for("INFO"))
    yield
    for name, (handlers, level, propagate) in before.items():
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate, logger.filters[:] = handlers, propagate, []
        logger.setLevel(level)


def test_no_logger_of_django_prints_or_mails_by_itself(production_logging):
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.split(".")[0] in ("django", "_granian")]
    assert [logger.name for logger in loggers if logger.handlers or not logger.propagate] == []
    assert [type(handler.formatter) for handler in logging.getLogger().handlers if isinstance(handler.formatter, Lines)] == [Lines]
    assert settings.ADMINS == []


def test_of_djangos_own_lines_only_what_broke_is_kept(production_logging):
    request = logging.getLogger("django.request")
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each.formatter, Lines)]
    handler.setStream(printed := io.StringIO())
    request.warning("Not Found: /weg", extra={"status_code": 404})
    request.error("Service Unavailable: /graphql", extra={"status_code": 503})
    request.error("Service Unavailable: /", extra={"status_code": 503}, exc_info=raised())
    request.error("Internal Server Error: /", extra={"status_code": 500}, exc_info=raised())
    told = [json.loads(text) for text in printed.getvalue().splitlines()]
    assert [(each["message"], each["exception"][0]) for each in told] == [("Internal Server Error: /", "RuntimeError")]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("GET /?naam=Jan HTTP/1.1", "GET / HTTP/1.1"),
        ("GET /?naam=Jan de Vries? HTTP/1.1", "GET / HTTP/1.1"),
        ("GET /?naam=Jan", "GET /"),
        ("GET /graphql HTTP/1.1", "GET /graphql HTTP/1.1"),
    ],
)
def test_developments_request_lines_have_no_query(asked, told):
    record = logging.LogRecord("django.server", logging.INFO, "", 0, '"%s" %s %s', (asked, "200", "12"), None)
    assert WithoutQuery().filter(record) and record.getMessage() == f'"{told}" 200 12'


def test_a_token_in_an_address_stands_in_no_line(lines):
    token = tokens.make()
    ask(answer_with("200 OK"), PATH_INFO=f"/feitencontrole/{token}/")
    ask(answer_with("404 Not Found"), PATH_INFO="/" + "x" * 160 + token)
    assert [each["path"] for each in lines()] == ["/feitencontrole/chub_…/", "/" + "x" * 160 + "chub_…"]
    assert line(f"Internal Server Error: /feitencontrole/{token}/")["message"] == "Internal Server Error: /feitencontrole/chub_…/"
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", f"/f/{token}/"), None)
    assert WithoutTokens().filter(record) and record.getMessage() == "Not Found: /f/chub_…/"


def answer_with(status: str):
    def application(environ, start_response):
        start_response(status, [("Content-Type", "text/plain")])
        return [b""]

    return application


def ask(application, *, log: bool = True, **environ: str):
    sent: list[Any] = []
    Requests(application, log=log)({"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": SECRET, "REMOTE_ADDR": "192.0.2.7",
                                    "HTTP_USER_AGENT": SECRET, **environ}, lambda *given: sent.append(given))
    return dict(sent[0][1]) if sent else {}


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO)
    return lambda: [json.loads(Lines().format(record)) for record in caplog.records if record.name == "contenthub.access"]


def test_a_request_is_one_line_with_its_path_and_without_its_query(lines):
    headers = ask(answer_with("302 Found"), PATH_INFO="/zo\u00c3\u00a9/", REQUEST_METHOD="POST", HTTP_X_REQUEST_ID=UUID)
    assert headers["X-Request-ID"] == UUID.lower()
    assert [(each["method"], each["path"], each["status"]) for each in lines()] == [("POST", "/zo\u00e9/", 302)]
    assert SECRET not in json.dumps(lines()) and "192.0.2.7" not in json.dumps(lines())


def test_a_probe_that_is_content_is_not_logged_and_one_that_is_not_is(lines):
    ask(answer_with("200 OK"), PATH_INFO="/readyz")
    ask(answer_with("503 Service Unavailable"), PATH_INFO="/readyz")
    ask(answer_with("200 OK"), log=False)
    assert [each["status"] for each in lines()] == [503]


def test_an_application_that_breaks_is_logged_and_the_error_goes_on(lines):
    def broken(environ, start_response):
        raise OSError(SECRET)

    with pytest.raises(OSError):
        ask(broken)
    assert [each["status"] for each in lines()] == [500] and SECRET not in json.dumps(lines())
    assert ANSWERING.request_id == ""


def test_a_method_that_a_caller_made_up_is_not_repeated(lines):
    ask(answer_with("405 Method Not Allowed"), REQUEST_METHOD=SECRET)
    assert [each["method"] for each in lines()] == ["OTHER"]


@pytest.mark.parametrize("given", ["", "999990019", "1234567890123456789", "jan-de-vries-amsterdam", "a" * 65, f"{'a' * 32}\r\nX: y", "é" * 32])
def test_an_id_that_has_not_the_form_of_one_is_replaced(given):
    assert re.fullmatch("[0-9a-f]{32}", request_id_of(given)) and request_id_of(given) != request_id_of(given)
