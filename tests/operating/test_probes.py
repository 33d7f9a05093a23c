"""Probes: one that touches nothing, and one that names what is missing."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from contenthub.models import guards


def test_healthz_touches_nothing(client):
    # Without the mark django_db every query is an error here.
    response = client.get("/healthz", HTTP_HOST="10.1.2.3")
    assert (response.status_code, response.content, response["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert client.head("/healthz").status_code == 200 and not response.cookies
    refused = client.post("/healthz")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
def test_readyz_is_content_when_all_is_there(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(3):
        response = client.get("/readyz")
    assert response.status_code == 200 and json.loads(response.content) == {"ready": True, "missing": []}
    assert "Retry-After" not in response


@pytest.mark.django_db
def test_readyz_names_a_migration_that_is_not_applied(client):
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="wagtail_localize").order_by("name").last()
    recorder.record_unapplied(last.app, last.name)
    response = client.get("/readyz")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert json.loads(response.content) == {"ready": False, "missing": [f"migration wagtail_localize.{last.name}"]}


@pytest.mark.django_db
def test_readyz_names_triggers_that_are_gone(client):
    with guards.lifted():
        missing = json.loads(client.get("/readyz").content)["missing"]
    kinds = {"sqlite": 3, "postgresql": 2}[connection.vendor]
    assert len(missing) == len(guards.GUARDED) * kinds and all(name.startswith("trigger contenthub_") for name in missing)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_says_nothing_of_what_the_driver_says(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection to db.internal as contenthub with password geheim failed")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    response = client.get("/readyz")
    assert response.status_code == 503 and json.loads(response.content) == {"ready": False, "missing": ["database"]}
