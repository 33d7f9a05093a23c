"""Who is let in, from outside: a token that does not hold is an error, and nothing of the answer comes with it."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contenthub.access import callers, tokens
from contenthub.actions.give_token import issue_token, revoke_token, rotate_token
from contenthub.actions.keep_client import alter_client
from contenthub.models import ApiClient, ApiToken, StoredAnswer
from tests import world
from tests.access.hub import ACCOUNT, code, hub, letter, send  # noqa: F401


def moved(**fields):
    ApiToken.objects.update(**fields)


def rewritten(headers, change):
    return {"Authorization": change(headers["Authorization"])}


NOT_HELD = {
    "no scheme": (lambda text: text.removeprefix("Bearer "), "BAD_TOKEN"),
    "basic": (lambda text: "Basic YTpi", "BAD_TOKEN"),
    "empty": (lambda text: "", "BAD_TOKEN"),
    "two tokens": (lambda text: f"{text} {text}", "BAD_TOKEN"),
    "malformed": (lambda text: "Bearer KANARIE-TOKEN", "BAD_TOKEN"),
    "too short": (lambda text: text[:-1], "BAD_TOKEN"),
    "wrong checksum": (lambda text: text[:-1] + ("a" if text[-1] != "a" else "b"), "BAD_TOKEN"),
    "unknown": (lambda text: f"Bearer {tokens.make()}", "UNKNOWN_TOKEN"),
}


@pytest.mark.parametrize("path", ["graphql", "get", "letters", "pdf"])
@pytest.mark.parametrize("name", NOT_HELD)
def test_a_token_that_does_not_hold_is_never_anybody(client, hub, name, path, caplog):
    change, expected = NOT_HELD[name]
    reference = send(client).json()["data"]["product"]["reference"]
    before = StoredAnswer.objects.count()
    headers = rewritten(world.bearer("desk", "personal", "letters"), change)
    get = {"query": '{ product(slug: "paspoort", municipality: "GM9001") { title } }'}
    with caplog.at_level(logging.DEBUG):
        answer = {
            "graphql": lambda: send(client, headers=headers),
            "get": lambda: client.get("/graphql", get, headers=headers),
            "letters": lambda: letter(client, headers),
            "pdf": lambda: client.get(f"/letters/{reference}.pdf", headers=headers),
        }[path]()
    assert (answer.status_code, code(answer)) == (401, expected)
    assert answer["Cache-Control"] == "no-store" and answer["WWW-Authenticate"].startswith('Bearer realm="contenthub"')
    assert "data" not in answer.json() and StoredAnswer.objects.count() == before
    assert "KANARIE" not in answer.content.decode() + caplog.text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expires_at": dt.timedelta(seconds=-1)}, "EXPIRED_TOKEN"),
        ({"revoked_at": dt.timedelta(seconds=-1)}, "REVOKED_TOKEN"),
        ({"revoked_at": dt.timedelta(seconds=-1), "expires_at": dt.timedelta(days=-9)}, "REVOKED_TOKEN"),
    ],
)
def test_a_token_whose_time_is_over(client, hub, fields, expected):
    headers = world.bearer("desk")
    assert send(client, headers=headers).status_code == 200
    moved(**{name: timezone.now() + ahead for name, ahead in fields.items()})
    answer = send(client, headers=headers)
    assert (answer.status_code, code(answer)) == (401, expected)


def test_revoked_in_one_request_refused_in_the_next(client, hub):
    headers = world.bearer("public")
    assert send(client, headers=headers).status_code == 200
    revoke_token(ApiToken.objects.get(), user=world.administrator())
    assert code(send(client, headers=headers)) == "REVOKED_TOKEN"


def test_after_rotation_both_hold_until_the_overlap_is_over(client, hub):
    old = world.bearer("desk")
    new = {"Authorization": f"Bearer {rotate_token(ApiToken.objects.get(), user=world.administrator()).token}"}
    assert send(client, headers=old).status_code == send(client, headers=new).status_code == 200
    row = ApiToken.objects.get(replaced_by__isnull=False)
    assert row.expires_at < timezone.now() + dt.timedelta(days=7, minutes=1)
    ApiToken.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert code(send(client, headers=old)) == "EXPIRED_TOKEN"
    assert send(client, headers=new).status_code == 200


def test_a_token_is_kept_nowhere(client, hub):
    headers = world.bearer("desk")
    secret = headers["Authorization"].removeprefix("Bearer ")
    send(client, headers=headers)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert all(secret not in str(row) and secret[11:] not in str(row) for row in cursor.fetchall()), table


def test_the_last_use_is_noted_once_a_day(client, hub):
    headers = world.bearer("public")
    assert ApiToken.objects.get().last_used_on is None
    send(client, headers=headers)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        send(client, headers=headers)
    assert not [q for q in queries if q["sql"].startswith("UPDATE")]
    moved(last_used_on=timezone.localdate() - dt.timedelta(days=1))
    callers._noted.clear()
    send(client, headers=headers)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()


def test_a_token_costs_one_query(client, hub):
    headers = world.bearer("public", municipalities=("GM9001",))
    for given in ({}, headers):
        send(client, headers=given)
    counts = []
    for given in ({}, headers):
        with CaptureQueriesContext(connection) as queries:
            send(client, headers=given)
        counts.append(len(queries))
    assert counts[1] == counts[0] + 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_can_still_be_read_with_a_token(client, hub, caplog):
    headers = world.bearer("desk", "personal")
    callers._noted.clear()
    with read_only():
        answer = send(client, headers=headers)
        again = send(client, headers=headers)
        refused = send(client, headers={**headers, **ACCOUNT}, person=[{"name": "inkomen", "value": 18_000}])
    assert answer.json()["data"]["product"]["title"] == again.json()["data"]["product"]["title"] == "Paspoort aanvragen"
    assert sum("last use of a token" in record.getMessage() for record in caplog.records) == 1
    assert ApiToken.objects.get().last_used_on is None
    assert (refused.status_code, code(refused)) == (503, "LEDGER_UNAVAILABLE")
    assert b"data" not in refused.content and "18000" not in caplog.text


class read_only:
    def __enter__(self):
        self._set(True)

    def __exit__(self, *problem):
        self._set(False)

    def _set(self, on: bool) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")
            else:
                cursor.execute(f"SET default_transaction_read_only = {'on' if on else 'off'}")


def test_what_a_client_may_changes_with_its_next_request(client, hub):
    headers = world.bearer("desk")
    assert b"KANARIE-MEMO" in send(client, headers=headers).content
    alter_client(ApiClient.objects.get(), name="Testklant", scopes=["public"], municipalities=[], user=world.administrator())
    assert b"KANARIE-MEMO" not in send(client, headers=headers).content


def test_issued_twice_is_two_tokens(client, hub):
    first = world.bearer("public")
    second = {"Authorization": f"Bearer {issue_token(ApiClient.objects.get(), user=world.administrator()).token}"}
    revoke_token(ApiToken.objects.order_by("pk").first(), user=world.administrator())
    assert code(send(client, headers=first)) == "REVOKED_TOKEN"
    assert send(client, headers=second).status_code == 200
