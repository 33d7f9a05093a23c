"""Counts have labels from fixed sets only, and nobody reads them who may not."""

from __future__ import annotations

import datetime as dt
from ipaddress import ip_network

import pytest
from django.utils import timezone
from prometheus_client import REGISTRY

from contenthub import metrics
from contenthub.models import OutboxRow
from tests import world

PERSON = "Jan de Vries"


def count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_answer_is_counted_under_its_document_and_the_state_of_the_cache(monkeypatch):
    monkeypatch.setattr(metrics, "_documents", set())
    metrics.know(["product"])
    labels = {"document": "product", "cache": "miss"}
    before, timed = count("contenthub_requests_total", **labels), count("contenthub_served_seconds_count", **labels)
    metrics.served("product", "miss", 0.0002)
    assert count("contenthub_requests_total", **labels) == before + 1
    assert count("contenthub_served_seconds_count", **labels) == timed + 1


def test_repeats_are_counted_together_before_anybody_looks(monkeypatch, client):
    monkeypatch.setattr(metrics, "_documents", {"product"})
    labels = {"document": "product", "cache": "hit"}
    client.get("/healthz")
    before = count("contenthub_requests_total", **labels)
    for _ in range(metrics._MOST_WAITING + 3):
        metrics.served("product", "hit", 0.0002)
    assert count("contenthub_requests_total", **labels) == before + metrics._MOST_WAITING
    client.get("/healthz")
    assert count("contenthub_requests_total", **labels) == before + metrics._MOST_WAITING + 3


def test_names_that_a_caller_made_up_become_no_label(monkeypatch):
    monkeypatch.setattr(metrics, "_documents", {"product"})
    before = count("contenthub_served_seconds_count", document="other", cache="other")
    metrics.served(PERSON, PERSON, 0.1)
    metrics.executed(PERSON, PERSON)
    metrics.refused(418)
    assert count("contenthub_served_seconds_count", document="other", cache="other") == before + 1
    assert count("contenthub_graphql_execution_total", how="other", reason="other") >= 1 and count("contenthub_refused_total", status="other") >= 1
    said = [str(sample) for family in REGISTRY.collect() for sample in family.samples]
    assert not any(PERSON in sample for sample in said)


def test_resolving_is_timed():
    before = count("contenthub_resolve_seconds_count")
    metrics.resolved(0.003)
    assert count("contenthub_resolve_seconds_count") == before + 1


@pytest.fixture
def measured(settings, client, db):
    settings.METRICS_TOKEN, settings.METRICS_FROM = "a-token-of-some-length", (ip_network("10.0.0.0/8"),)
    return lambda **sent: client.get("/metrics", **sent).status_code


def test_only_who_may_reads_metrics(measured):
    assert measured() == 404
    assert measured(HTTP_AUTHORIZATION="Bearer a-token-of-some-length") == 200
    assert measured(HTTP_AUTHORIZATION="Bearer another") == measured(HTTP_AUTHORIZATION="Bearer é") == 404
    assert measured(REMOTE_ADDR="10.1.2.3") == 200
    assert measured(REMOTE_ADDR="192.0.2.7") == measured(REMOTE_ADDR="unix:") == 404


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO"])
def test_the_address_of_a_proxy_is_nobodys(measured, header):
    assert measured(REMOTE_ADDR="10.1.2.3", **{header: "10.1.2.3"}) == 404


def test_without_settings_nobody_reads_metrics(settings, client):
    settings.METRICS_TOKEN, settings.METRICS_FROM = "", ()
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404


def gauges(client) -> dict[str, float]:
    text = client.get("/metrics", REMOTE_ADDR="10.0.0.1").content.decode()
    return {line.split()[0]: float(line.split()[1]) for line in text.splitlines() if line.startswith("contenthub_") and "{" not in line}


def test_gauges_are_read_when_they_are_asked_for(measured, client):
    assert "contenthub_epoch_age_seconds" not in gauges(client) and gauges(client)["contenthub_outbox_lag_seconds"] == 0
    world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk"))
    world.product()
    # One older row: the lag is that of the oldest.
    OutboxRow.objects.update(at=timezone.now() - dt.timedelta(hours=1))
    found = gauges(client)
    assert found["contenthub_database_up"] == 1 and found["contenthub_outbox_rows"] == OutboxRow.objects.count() > 0
    assert 3600 <= found["contenthub_outbox_lag_seconds"] < 3700 and 0 <= found["contenthub_epoch_age_seconds"] < 100
