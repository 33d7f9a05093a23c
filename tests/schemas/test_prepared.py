"""What one process has made is there for all, never longer than it holds, and no caller can make up rows."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client import REGISTRY

from contenthub.actions.publish_fact import publish_fact_value
from contenthub.models import PreparedAnswer
from contenthub.models.epoch import epoch_of
from schemas import prepared, serving
from schemas.documents import trusted
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
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    world.product()


def named(name):
    return next(d for d in trusted(schema.graphql_schema).values() if d.name == name)


def send(client, variables=HERE, name="product-website", **headers):
    body = json.dumps({"documentId": named(name).id, "variables": variables})
    return client.post("/graphql", body, content_type="application/json", headers=headers)


def another_process(client, variables=HERE, name="product-website"):
    """The answer of a process that remembers nothing, and how many queries it took."""
    memory.clear()
    with CaptureQueriesContext(connection) as queries:
        response = send(client, variables, name)
    return response, len(queries)


def stored():
    labels = {"document": "other", "cache": "stored"}
    return REGISTRY.get_sample_value("contenthub_served_seconds_count", labels) or 0.0


def test_what_one_process_has_made_takes_another_one_look_up(client, monkeypatch):
    monkeypatch.setattr("contenthub.metrics._documents", set())
    first, before = send(client), stored()
    second, queries = another_process(client)
    assert (second.content, second["ETag"], second["Surrogate-Key"]) == (
        first.content,
        first["ETag"],
        first["Surrogate-Key"],
    )
    assert queries == 1 and stored() == before + 1
    with CaptureQueriesContext(connection) as repeat:
        send(client)
    assert len(repeat) == 1


def test_a_row_is_told_with_the_state_of_all_its_writers(client):
    send(client)
    key = serving.key_of(named("product-website"), HERE)
    entry, epoch = prepared.fetched(key)
    assert entry == memory.get(key) and entry.scopes == ("", "waterrijk")
    assert epoch == entry.epoch == epoch_of(entry.scopes)
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY, organisation="heideveld")
    assert prepared.fetched(key) == (entry, epoch)
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY, organisation="waterrijk")
    assert prepared.fetched(key) == (entry, epoch + 1)


@pytest.mark.parametrize("scope", [{}, {"organisation": "waterrijk"}])
def test_no_process_gives_what_held_before_a_publication(client, scope):
    send(client)
    for amount in ("80.50", "81.50", "80.50"):
        publish_fact_value("paspoort.kosten", {"amount": amount}, by=world.BY, **scope)
        response, queries = another_process(client)
        assert amount.replace(".", ",") in response.content.decode() and queries > 1
    assert PreparedAnswer.objects.count() == 1


def test_what_another_municipality_publishes_changes_nothing_here(client):
    for place in (HERE, THERE):
        send(client, place)
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY, organisation="heideveld")
    assert another_process(client, HERE)[1] == 1
    response, queries = another_process(client, THERE)
    assert queries > 1 and "80,50" in response.content.decode()


def test_a_process_that_is_late_with_an_older_answer_harms_nobody(client):
    send(client)
    key = serving.key_of(named("product-website"), HERE)
    old = memory.get(key)
    publish_fact_value("paspoort.kosten", {"amount": "80.50"}, by=world.BY)
    another_process(client)
    prepared.put(key, old)
    assert prepared.fetched(key)[0] == old
    assert "80,50" in another_process(client)[0].content.decode()
    assert prepared.fetched(key)[0].epoch > old.epoch


def test_a_fee_that_changes_at_a_moment_changes_in_what_was_prepared(client, monkeypatch):
    later = timezone.now() + dt.timedelta(days=2)
    publish_fact_value("paspoort.kosten", {"amount": "99.50"}, by=world.BY, valid_from=later)
    real, ahead = timezone.now, dt.timedelta()
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
    ahead = later - dt.timedelta(hours=1) - real()
    assert "86,85" in send(client).content.decode()
    ahead = later - dt.timedelta(seconds=2) - real()
    response, queries = another_process(client)
    assert "86,85" in response.content.decode() and queries == 1
    ahead = later - real()
    assert "99,50" in another_process(client)[0].content.decode()


@pytest.mark.parametrize("changed", ["release", "key"])
def test_another_release_and_another_secret_find_nothing(client, monkeypatch, settings, changed):
    send(client)
    prepared.release.cache_clear()
    if changed == "key":
        settings.REFERENCE_KEY = b"another-secret-of-some-length"
    else:
        monkeypatch.setattr(prepared, "distributions", list)
    try:
        assert another_process(client)[1] > 1
    finally:
        prepared.release.cache_clear()


def test_a_release_is_the_same_in_each_process():
    first = prepared.release()
    prepared.release.cache_clear()
    assert prepared.release() == first


NOT_PREPARED = {
    "an error": ("product-website", {**HERE, "municipality": "GM0000"}),
    "something that is not there": ("product-website", {**HERE, "slug": "nergens"}),
    "a moment": ("product-website", {**HERE, "moment": "2200-01-01T00:00:00Z"}),
    "a language that nobody has": ("product-website", {**HERE, "language": "fr"}),
    "a language in capitals": ("product-website", {**HERE, "language": "NL"}),
    "a null": ("product-website", {**HERE, "language": None}),
    "a search": ("municipalities", {"search": "water"}),
    "a page of any size": ("products", {"municipality": "GM9001", "first": 7}),
    "a page as a truth": ("products", {"municipality": "GM9001", "first": True}),
    "a topic": ("products", {"municipality": "GM9001", "topic": "afval"}),
    "person facts": ("product-personal", {**HERE, "person": [{"name": "leeftijd", "value": 17}]}),
    "a document that may carry person facts": ("product-personal", HERE),
}


@pytest.mark.parametrize("what", NOT_PREPARED)
def test_not_prepared(client, what):
    name, variables = NOT_PREPARED[what]
    send(client, variables, name)
    assert PreparedAnswer.objects.count() == 0


def test_a_language_of_no_municipality_is_any_word():
    assert prepared.nameable({"language": "nl", "code": "GM9001"}) and not prepared.nameable({"language": "nl"})


def test_what_a_known_caller_is_told_is_not_prepared(client):
    send(client, **world.bearer("desk"))
    assert PreparedAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("product-website", {**HERE, "language": "nl-x-a2"}),
        ("product", {"id": world.PASSPORT, "municipality": "GM9001"}),
        ("products", {"municipality": "GM9001", "first": 20}),
        ("municipality", {"code": "GM9001"}),
        ("municipalities", {}),
        ("topics", {"municipality": "GM9001"}),
    ],
)
def test_prepared(client, name, variables):
    first = send(client, variables, name)
    assert PreparedAnswer.objects.count() == 1
    again, queries = another_process(client, variables, name)
    assert again.content == first.content and queries == 1


def test_an_answer_is_given_where_it_cannot_be_prepared(client, monkeypatch):
    def refuse(*_arguments, **_options):
        raise DatabaseError("read only")

    monkeypatch.setattr(PreparedAnswer.objects, "bulk_create", refuse)
    assert "86,85" in send(client).content.decode()
    assert PreparedAnswer.objects.count() == 0


def test_a_reader_does_not_stand_in_the_line_of_writers():
    if connection.vendor != "sqlite":
        with prepared._not_waiting(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return
    patience = "PRAGMA busy_timeout"
    before = connection.connection.execute(patience).fetchone()
    with prepared._not_waiting():
        assert connection.connection.execute(patience).fetchone() == (0,)
    assert connection.connection.execute(patience).fetchone() == before != (0,)


def test_with_the_setting_off_every_first_read_is_made_anew(client, settings):
    settings.PREPARED_ANSWERS = False
    send(client)
    assert PreparedAnswer.objects.count() == 0 and another_process(client)[1] > 1


@pytest.mark.parametrize("first", [[[]], {}, {"x": 1}, "20", 20.0, True, 21, None])
def test_a_size_of_page_that_nobody_asks_for_is_not_kept(first):
    assert not prepared.nameable({"municipality": "GM9001", "first": first})
    assert prepared.nameable({"municipality": "GM9001", "first": 20})
