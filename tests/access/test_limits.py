"""Rate limits from outside: the standard header fields, 429, and whom a request is counted for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from contenthub.access import limits
from contenthub.models import LedgerRow, StoredAnswer
from tests import world
from tests.access.hub import ACCOUNT, code, facts, hub, letter, send  # noqa: F401

GET = {"query": '{ product(slug: "paspoort", municipality: "GM9001") { title } }'}


@pytest.fixture(autouse=True)
def few(settings) -> Iterator[None]:
    settings.RATE_LIMIT_ANONYMOUS, settings.RATE_LIMIT_CLIENT = 3, 5
    limits.forget()
    yield
    limits.forget()


def ask(client, headers=None, **meta):
    return client.get("/graphql", GET, headers=headers or {}, **meta)


def test_every_answer_says_what_is_left_and_one_too_many_is_refused(client, hub):
    left = []
    for _ in range(3):
        answer = ask(client)
        assert answer.status_code == 200 and "Retry-After" not in answer
        assert answer["RateLimit-Policy"] == '"anonymous";q=3;w=60'
        remaining, seconds = re.fullmatch(r'"anonymous";r=(\d+);t=(\d+)', answer["RateLimit"]).groups()
        assert 1 <= int(seconds) <= 60
        left.append(int(remaining))
    assert left == [2, 1, 0]
    refused = ask(client)
    assert (refused.status_code, code(refused)) == (429, "RATE_LIMITED")
    assert refused["RateLimit-Policy"] == '"anonymous";q=3;w=60' and refused["RateLimit"].startswith('"anonymous";r=0;t=')
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["Cache-Control"] == "no-store" and "data" not in refused.json()


def test_a_client_is_counted_by_itself_wherever_it_calls_from(client, hub):
    headers = world.bearer("desk")
    for number in range(5):
        answer = ask(client, headers, REMOTE_ADDR=f"192.0.2.{number}")
        assert answer.status_code == 200 and answer["RateLimit-Policy"] == '"client";q=5;w=60'
    refused = ask(client, headers, REMOTE_ADDR="192.0.2.99")
    assert (refused.status_code, refused["Cache-Control"]) == (429, "private, no-store")
    assert ask(client, world.bearer("desk", name="Een ander")).status_code == 200
    assert ask(client, REMOTE_ADDR="192.0.2.99").status_code == 200


def test_a_client_may_have_a_limit_of_its_own(client, hub):
    headers = world.bearer("public", requests_per_minute=2)
    assert [ask(client, headers).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(client, headers)["RateLimit-Policy"] == '"client";q=2;w=60'


def test_all_doors_count_together(client, hub):
    reference = ask(client) and send(client).json()["data"]["product"]["reference"]
    assert letter(client).status_code == 200
    assert client.get(f"/letters/{reference}.pdf").status_code == 429
    assert letter(client).status_code == 429
    assert client.get("/healthz").status_code == 200


def test_tokens_cannot_be_tried_out(client, hub):
    wrong = {"Authorization": "Bearer chub_" + "0" * 46}
    assert [ask(client, wrong).status_code for _ in range(5)] == [401, 401, 401, 429, 429]


def test_a_refused_request_reads_and_keeps_nothing(client, hub, django_assert_num_queries):
    headers = {**world.bearer("personal", "letters", requests_per_minute=1), **ACCOUNT}
    assert ask(client, headers).status_code == 200
    kept = StoredAnswer.objects.count()
    # The one query is the token.
    with django_assert_num_queries(1):
        assert send(client, headers=headers, person=facts(inkomen=1)).status_code == 429
    assert letter(client, headers, person=facts(inkomen=1)).status_code == 429
    assert (StoredAnswer.objects.count(), LedgerRow.objects.count()) == (kept, 0)


def test_without_a_limit_nothing_is_counted(client, hub, settings):
    settings.RATE_LIMIT_ANONYMOUS = 0
    answers = [ask(client) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("RateLimit" in answer or "RateLimit-Policy" in answer for answer in answers)


def test_a_forged_address_brings_nobody_further(client, hub, settings):
    settings.TRUSTED_PROXIES = 0
    told = [ask(client, {"X-Forwarded-For": f"203.0.113.{number}"}).status_code for number in range(4)]
    assert told == [200, 200, 200, 429]


def test_behind_a_proxy_visitors_are_told_apart(client, hub, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(9):
        assert ask(client, {"X-Forwarded-For": f"198.51.100.1, 203.0.113.{number}"}).status_code == 200
    forged = [ask(client, {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.77"}).status_code for number in range(4)]
    assert forged == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.9, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.9, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "10.0.0.1", "192.0.2.1"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "KANARIE", "unknown"),
    ],
)
def test_which_address_counts(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert limits.address({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}) == expected


def test_a_server_behind_a_socket_has_no_address(settings):
    assert limits.address({"REMOTE_ADDR": ""}) == "unknown"
