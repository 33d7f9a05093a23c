"""The verbs of access, called by whoever: a refusal has a code, and nothing has changed after it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from contenthub.actions.give_token import issue_token, revoke_token, rotate_token
from contenthub.actions.keep_client import alter_client, create_client
from contenthub.models import ApiClient, ApiToken, AuditRow
from contenthub.resolving.refusal import Refused
from tests import pages, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> ApiClient:
    world.municipality("GM9001", "Waterrijk")
    return create_client("Balie", user=world.administrator())


def state() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (ApiClient, ApiToken, AuditRow)]


def refused(code: str, act) -> None:
    before = state()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code and state() == before


@pytest.mark.parametrize("who", ["nobody", "anonymous", "none", "inactive administrator"])
def test_without_leave_nothing_is_done(client, who):
    token = issue_token(client, user=world.administrator()).row
    user = {"nobody": lambda: pages.user("nobody"), "anonymous": AnonymousUser, "none": lambda: None,
            "inactive administrator": lambda: pages.user("weg", superuser=True)}[who]()
    if who.startswith("inactive"):
        user.is_active = False
    for act in (
        lambda: create_client("Nieuw", user=user),
        lambda: alter_client(client, name="Anders", scopes=[], municipalities=[], user=user),
        lambda: issue_token(client, user=user),
        lambda: rotate_token(token, user=user),
        lambda: revoke_token(token, user=user),
    ):
        refused("NOT_ALLOWED", act)


@pytest.mark.parametrize(("change", "code"), [
    ({"name": "  "}, "EMPTY_NAME"), ({"name": "Balie"}, "NAME_TWICE"), ({"name": "x" * 101}, "TOO_LONG"),
    ({"contact": "x" * 201}, "TOO_LONG"), ({"scopes": ["alles"]}, "UNKNOWN_SCOPE"),
    ({"municipalities": ["GM0000"]}, "UNKNOWN_MUNICIPALITY"), ({"requests_per_minute": 0}, "BAD_RATE_LIMIT"),
    ({"requests_per_minute": 1_000_001}, "BAD_RATE_LIMIT")])
def test_a_client_that_cannot_be(client, change, code):
    refused(code, lambda: create_client(**{"name": "Nieuw", **change}, user=world.administrator()))


def test_a_client_always_has_the_scope_public(client):
    assert client.scopes == ["public"]
    assert create_client("Leeg", scopes=[], user=world.administrator()).scopes == ["public"]
    assert create_client("Meer", scopes=["letters", "desk"], user=world.administrator()).scopes == ["public", "desk", "letters"]


def test_a_token_ends_within_two_years(client):
    now = timezone.now()
    for ahead in (dt.timedelta(0), dt.timedelta(days=-1), dt.timedelta(days=732)):
        refused("BAD_EXPIRY", lambda ahead=ahead: issue_token(client, expires_at=now + ahead, user=world.administrator()))
    refused("BAD_EXPIRY", lambda: issue_token(client, expires_at=dt.datetime(2099, 1, 1), user=world.administrator()))
    assert issue_token(client, expires_at=now + dt.timedelta(days=731), user=world.administrator()).row.expires_at > now
    usual = issue_token(client, user=world.administrator()).row
    assert usual.expires_at - usual.issued_at == dt.timedelta(days=365)


def test_a_token_is_replaced_once_and_for_as_long_as_it_was_given(client):
    who = world.administrator()
    old = issue_token(client, expires_at=timezone.now() + dt.timedelta(days=90), user=who).row
    refused("BAD_OVERLAP", lambda: rotate_token(old, overlap=dt.timedelta(days=31), user=who))
    refused("BAD_OVERLAP", lambda: rotate_token(old, overlap=dt.timedelta(days=-1), user=who))
    new = rotate_token(old, user=who).row
    assert abs((new.expires_at - new.issued_at) - dt.timedelta(days=90)) < dt.timedelta(seconds=5)
    refused("ALREADY_REPLACED", lambda: rotate_token(old, user=who))
    revoke_token(new, user=who)
    refused("ALREADY_REVOKED", lambda: revoke_token(new, user=who))
    refused("TOKEN_OVER", lambda: rotate_token(new, user=who))


def test_the_overlap_never_prolongs_a_token(client):
    who = world.administrator()
    end = timezone.now() + dt.timedelta(hours=1)
    old = issue_token(client, expires_at=end, user=who).row
    rotate_token(old, overlap=dt.timedelta(days=30), user=who)
    old.refresh_from_db()
    assert old.expires_at == end


def test_without_overlap_the_old_token_stops_at_once(client):
    who = world.administrator()
    old = issue_token(client, user=who).row
    rotate_token(old, overlap=dt.timedelta(0), user=who)
    old.refresh_from_db()
    assert old.expires_at <= timezone.now()
