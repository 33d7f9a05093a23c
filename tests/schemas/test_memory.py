"""What a process remembers is never wrong: it ends when somebody publishes, and at the moment of the next change."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contenthub.actions.publish_fact import publish_fact_value
from contenthub.models.epoch import epoch_of
from schemas import front as front_module
from schemas.documents import trusted
from schemas.front import REMEMBERED_AS, Front
from schemas.memory import memory
from schemas.schema import schema
from tests import world

pytestmark = pytest.mark.django_db

HERE, THERE = {"slug": "paspoort", "municipality": "GM9001"}, {"slug": "paspoort", "municipality": "GM9002"}


@pytest.fixture(autouse=True)
def hub():
    memory.clear()
    world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk"))
    world.organisation("heideveld", world.municipality("GM9002", "Heideveld"))
    world.money_fact("paspoort.kosten", "86.85")
    world.product()


def body_of(name, variables):
    found = next(d for d in trusted(schema.graphql_schema).values() if d.name == name)
    return json.dumps({"documentId": found.id, "variables": variables})


def send(client, variables, name="product-website", **headers):
    return client.post("/graphql", body_of(name, variables), content_type="application/json", headers=headers)


def takes(client, variables):
    with CaptureQueriesContext(connection) as queries:
        response = send(client, variables)
    return len(queries), response


@pytest.mark.parametrize("scope", [{}, {"organisation": "waterrijk"}])
def test_what_is_published_is_in_the_next_answer(client, scope):
    assert "86,85" in send(client, HERE).content.decode()
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY, **scope)
    assert "80,50" in send(client, HERE).content.decode()


def test_what_another_municipality_publishes_costs_this_one_nothing(client):
    for place in (HERE, THERE):
        send(client, place)
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY, organisation="heideveld")
    assert takes(client, HERE)[0] == 1
    queries, there = takes(client, THERE)
    assert queries > 1 and "80,50" in there.content.decode()


def test_an_epoch_is_raised_with_the_edition_or_not_at_all():
    before = epoch_of(["waterrijk"])
    with pytest.raises(Exception, match="amount"):
        publish_fact_value("paspoort.kosten", {"amount": "veel"}, by=world.BY, organisation="waterrijk")
    assert epoch_of(["waterrijk"]) == before
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY, organisation="waterrijk")
    assert epoch_of(["waterrijk"]) == before + 1


def test_a_fee_that_changes_at_midnight_changes_in_what_is_remembered(client, monkeypatch):
    midnight = (timezone.now() + dt.timedelta(days=2)).replace(hour=23, minute=0, second=0, microsecond=0)
    publish_fact_value("paspoort.kosten", {"amount": "99.50"}, by=world.BY, valid_from=midnight)
    real = timezone.now
    ahead = dt.timedelta()
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
    ahead = midnight - dt.timedelta(seconds=4) - real()
    first = send(client, HERE)
    assert "86,85" in first.content.decode()
    assert first["Cache-Control"] == "public, max-age=3, s-maxage=3, stale-while-revalidate=0"
    assert takes(client, HERE)[0] == 1
    ahead = midnight - real()
    last = send(client, HERE)
    assert "99,50" in last.content.decode() and last["ETag"] != first["ETag"]


def test_headers_let_a_shared_cache_keep_it_and_drop_it_by_name(client):
    response = send(client, HERE)
    assert response["Cache-Control"] == "public, max-age=10, s-maxage=30, stale-while-revalidate=30"
    assert set(response["Surrogate-Key"].split()) == {"GM9001", world.PASSPORT}
    assert not response.cookies


@pytest.fixture
def kept_connection():
    """Django's own handler ends a request's connection; the test's transaction lives on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_door_says_the_same_of_a_first_answer_and_of_a_repeat(kept_connection):
    app, body = Front(WSGIHandler()), body_of("product-website", HERE).encode()
    first = ask(app, body, HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="nl", SERVER_NAME="x", SERVER_PORT="80")
    again = ask(app, body, HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en", SERVER_NAME="x", SERVER_PORT="80")
    for said in (first, again):
        # The language of an answer is an argument; a cache need not keep one for each browser's wish.
        assert said["headers"]["Vary"] == "Accept, Authorization, Contenthub-Perspective"
        assert "Content-Language" not in said["headers"]
    assert set(first["headers"]) == set(again["headers"]) and first["body"] == again["body"]


def test_who_has_it_already_gets_no_bytes(client):
    first = send(client, HERE)
    with CaptureQueriesContext(connection) as queries:
        again = send(client, HERE, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert len(queries) == 1


def test_an_error_is_remembered_by_nobody(client):
    response = send(client, {**HERE, "municipality": "GM0000"})
    assert response.json()["errors"] and response["Cache-Control"] == "no-cache"
    assert len(memory) == 0


def test_what_a_document_does_not_declare_makes_no_second_entry(client):
    send(client, HERE)
    send(client, {**HERE, "nonsense": "x" * 1_000})
    assert len(memory) == 1


class Inner:
    """A WSGI application as the view would be: it remembers under the given key, and counts its calls."""

    def __init__(self, key=None):
        self.key, self.calls = key, 0

    def __call__(self, environ, start_response):
        self.calls += 1
        if self.key:
            environ[REMEMBERED_AS] = self.key
        start_response("200 OK", [("Content-Type", "application/json"), ("X-Frame-Options", "DENY")])
        return [b"from django"]


def ask(app, body=b"{}", **environ):
    said = {}

    def start(status, headers, *_):
        said.update(status=status, headers=dict(headers))

    given = {
        "PATH_INFO": "/graphql",
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **environ,
    }
    said["body"] = b"".join(app(given, start))
    return said


@pytest.fixture
def remembered_key(client):
    send(client, HERE)
    return memory.keys()[0]


def test_a_repeat_is_answered_at_the_door_with_the_same_headers(remembered_key):
    inner = Inner(remembered_key)
    app = Front(inner)
    ask(app)
    said = ask(app)
    assert inner.calls == 1 and b"86,85" in said["body"]
    assert said["headers"]["X-Frame-Options"] == "DENY"
    assert said["headers"]["Content-Length"] == str(len(said["body"]))
    not_again = ask(app, HTTP_IF_NONE_MATCH=said["headers"]["ETag"])
    assert (not_again["status"], not_again["body"]) == ("304 Not Modified", b"")


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_CONTENTHUB_PERSPECTIVE": "draft"},
        {"HTTP_ACCEPT": "application/graphql-response+json"},
        {"HTTP_HOST": "elsewhere.example"},
        {"PATH_INFO": "/letters"},
        {"CONTENT_TYPE": "text/plain"},
        {"REQUEST_METHOD": "PUT"},
    ],
)
def test_a_request_that_is_not_the_same_goes_through(remembered_key, other):
    inner = Inner(remembered_key)
    app = Front(inner)
    ask(app)
    assert ask(app, **other)["body"] == b"from django"
    assert inner.calls == 2


def test_what_was_not_remembered_goes_through_each_time():
    inner = Inner()
    app = Front(inner)
    ask(app)
    assert ask(app)["body"] == b"from django"


def test_a_lost_database_is_said_by_django_and_nothing_stale_is_given(remembered_key, monkeypatch):
    inner = Inner(remembered_key)
    app = Front(inner)
    ask(app)

    def lost(key, now):
        raise DatabaseError("gone")

    closed = []
    monkeypatch.setattr(front_module, "remembered", lost)
    monkeypatch.setattr(front_module.connection, "close", lambda: closed.append(True))
    assert ask(app)["body"] == b"from django"
    assert closed
