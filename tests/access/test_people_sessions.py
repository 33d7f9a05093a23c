"""How long one stays signed in, which doors are closed, and where one ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from contenthub.access.people import sessions
from contenthub.access.people.backends import LOCAL, ORGANISATION
from contenthub.models import AuditRow, Identity
from tests.access import people

pytestmark = pytest.mark.django_db
HOUR = 3600
Clock = Callable[[float], None]


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Moves the clock by which sessions are measured."""
    began, now = time.time(), [0.0]
    monkeypatch.setattr("contenthub.access.people.sessions.time.time", lambda: began + now[0])

    def move(seconds: float) -> None:
        now[0] = seconds

    return move


@pytest.fixture
def client(settings: Any) -> Client:
    people.use(settings, longest=8 * HOUR, idle=HOUR)
    people.person()
    client = Client()
    assert client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD}).status_code == 302
    return client


def is_in(client: Client, path: str = people.ADMIN) -> bool:
    return client.get(path).status_code == 200


def test_idle_for_too_long_is_out(client: Client, after: Clock) -> None:
    assert is_in(client)
    after(HOUR - 10)
    assert is_in(client)
    after(2 * HOUR - 20)
    assert is_in(client)
    key = client.session.session_key
    after(3 * HOUR)
    assert not is_in(client) and not Session.objects.filter(pk=key).exists()


def test_busy_all_day_is_out_at_the_end_of_it(client: Client, after: Clock) -> None:
    for half_hours in range(1, 16):
        after(half_hours * HOUR / 2)
        assert is_in(client), half_hours
    after(8 * HOUR + 1)
    assert not is_in(client)


def test_an_editor_left_open_is_no_activity(client: Client, after: Clock) -> None:
    for seconds in range(600, HOUR, 600):
        after(seconds)
        client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    after(HOUR + 1)
    assert not is_in(client)


def test_a_session_in_use_is_not_written_at_every_request(client: Client, after: Clock) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert is_in(client)
        return sum("UPDATE" in query["sql"] and "django_session" in query["sql"] for query in queries)

    after(30)
    assert writes() == 0
    after(90)
    assert (writes(), writes()) == (1, 0)


def test_public_reads_have_no_session_and_no_cookie(client: Client, django_assert_num_queries: Any) -> None:
    for visitor in (Client(), client):
        with django_assert_num_queries(0):
            answer = visitor.get("/healthz")
        assert not answer.cookies and "Cookie" not in answer.get("Vary", "")


def test_a_session_without_a_code_ends_when_codes_become_required(settings: Any, client: Client) -> None:
    assert is_in(client)
    people.use(settings, totp=True)
    assert not is_in(client)


def test_a_local_session_ends_when_local_sign_in_is_forbidden(settings: Any, client: Client) -> None:
    people.use(settings, local=False, provider=people.provider_at("http://127.0.0.1:9"))
    assert not is_in(client)
    assert client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD}).status_code == 404
    page = client.get(people.SIGN_IN).content.decode()
    assert 'name="password"' not in page and "Aanmelden met Gemeente Waterrijk" in page
    assert client.get("/admin/password_reset/").status_code == 404


def test_an_organisations_session_ends_with_its_provider_and_with_its_account(settings: Any) -> None:
    user = people.person("anna")
    Identity.objects.create(issuer="https://a.example", subject="1", user=user)
    people.use(settings, provider=people.provider_at("https://a.example"))
    client = Client()
    client.force_login(user, backend=ORGANISATION)
    assert is_in(client)
    people.use(settings, provider=people.provider_at("https://b.example"))
    assert not is_in(client)
    people.use(settings, provider=people.provider_at("https://a.example"))
    client.force_login(user, backend=ORGANISATION)
    get_user_model().objects.update(is_active=False)
    assert not is_in(client)


def test_wagtails_own_door_asks_for_the_code_too(settings: Any) -> None:
    people.use(settings, totp=True)
    user = people.person()
    client = Client()
    assert reverse("wagtailadmin_login") == people.SIGN_IN
    answer = client.post(reverse("wagtailadmin_login"), {"username": people.NAME, "password": people.PASSWORD, "remember": "on"})
    assert answer["Location"] == people.SET_UP and "_auth_user_id" not in client.session
    assert not is_in(client)
    # And whoever signs somebody in by another way than ours has not signed them in.
    client.force_login(user, backend=LOCAL)
    assert not is_in(client)


def test_a_new_password_by_e_mail_signs_nobody_in(settings: Any, mailoutbox: list[Any]) -> None:
    people.use(settings, totp=True)
    user = people.person()
    people.app(user)
    client = Client()
    assert client.post("/admin/password_reset/", {"email": user.email}).status_code == 302 and len(mailoutbox) == 1
    link = f"/admin/password_reset/confirm/{urlsafe_base64_encode(force_bytes(user.pk))}/{default_token_generator.make_token(user)}/"
    page = client.get(link, follow=True)
    new = "een ander lang wachtwoord"
    done = client.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert done["Location"] == "/admin/password_reset/complete/"
    assert not is_in(client)
    answer = client.post(people.SIGN_IN, {"username": people.NAME, "password": new})
    assert answer["Location"] == people.CODE and not is_in(client)


def test_an_unknown_address_is_answered_as_a_known_one_when_a_password_is_asked(mailoutbox: list[Any]) -> None:
    people.person()
    answers = [Client().post("/admin/password_reset/", {"email": f"{name}@example.invalid"}) for name in (people.NAME, "niemand")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/admin/password_reset/done/")] * 2


def test_half_way_takes_at_most_ten_minutes_and_ends_with_a_new_password(settings: Any, after: Clock) -> None:
    people.use(settings, totp=True)
    user = people.person()
    _device, app = people.app(user)
    for spoil in (lambda: after(601), lambda: (user.set_password("iets heel anders"), user.save())):
        client = Client()
        after(0)
        client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
        assert client.get(people.CODE).status_code == 200
        spoil()
        answer = client.post(people.CODE, {"code": app.now()})
        assert answer["Location"] == people.SIGN_IN and not is_in(client)


def test_who_has_an_app_cannot_set_up_another_one_half_way(settings: Any) -> None:
    people.use(settings, totp=True)
    people.app(people.person())
    client = Client()
    client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
    for answer in (client.get(people.SET_UP), client.post(people.SET_UP, {"code": "123456"})):
        assert answer["Location"] == people.SIGN_IN
    assert TOTPDevice.objects.filter(confirmed=False).count() == 0


@pytest.mark.parametrize("path", [people.CODE, people.SET_UP, "/admin/login/code/app/", "/admin/login/code/herstelcodes/"])
def test_without_a_password_first_the_second_step_is_closed(path: str) -> None:
    client = Client()
    for answer in (client.get(path), client.post(path, {"code": "123456"})):
        assert answer.status_code == 302 and answer["Location"] == people.SIGN_IN


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example", "http:///evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize("totp", [False, True])
def test_one_never_ends_elsewhere(settings: Any, next: str, totp: bool) -> None:
    people.use(settings, totp=totp)
    _device, app = people.app(people.person())
    client = Client()
    assert "evil" not in client.get(people.SIGN_IN, {"next": next}).content.decode()
    client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD, "next": next})
    assert client.post(people.CODE, {"code": app.now()})["Location"] == people.ADMIN


def test_each_step_has_a_session_key_that_nobody_knew_before(settings: Any) -> None:
    people.use(settings, totp=True)
    _device, app = people.app(people.person())
    client = Client()
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    keys = [planted.session_key]
    client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
    keys.append(client.session.session_key)
    client.post(people.CODE, {"code": app.now()})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3 and "planted" not in client.session
    assert set(Session.objects.values_list("pk", flat=True)) == {keys[-1]}


def test_signing_out_is_a_post_and_forgets_the_session(client: Client) -> None:
    key = client.session.session_key
    assert client.get("/admin/logout/").status_code == 405 and is_in(client)
    answer = client.post("/admin/logout/", follow=True)
    assert "U bent afgemeld" in answer.content.decode()
    assert not Session.objects.filter(pk=key).exists() and not is_in(client)


def test_codes_and_secrets_are_not_kept_by_a_cache(settings: Any) -> None:
    people.use(settings, totp=True)
    people.person()
    client = Client()
    client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
    for path in (people.SIGN_IN, people.SET_UP):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_the_account_page_of_the_organisations_people_has_no_second_step(settings: Any) -> None:
    user = people.person("anna")
    Identity.objects.create(issuer="https://a.example", subject="1", user=user)
    people.use(settings, provider=people.provider_at("https://a.example"), totp=True)
    client = Client()
    client.force_login(user, backend=ORGANISATION)
    assert "Tweede stap" not in client.get("/admin/account/").content.decode()
    assert client.get(people.SET_UP).status_code == 404


def test_the_second_step_of_somebody_who_lost_everything_is_forgotten_by_a_command() -> None:
    user = people.person()
    people.app(user)
    StaticDevice.objects.create(user=user, name="recovery codes")
    call_command("forget_second_step", people.NAME, stdout=StringIO())
    assert not TOTPDevice.objects.exists() and not StaticDevice.objects.exists()
    assert AuditRow.objects.filter(verb="forget_second_step", subject=str(user.pk)).count() == 1
    for name, reason in ((people.NAME, "no second step"), ("niemand", "there is no user niemand")):
        before = AuditRow.objects.count()
        with pytest.raises(CommandError, match=reason):
            call_command("forget_second_step", name)
        assert AuditRow.objects.count() == before


def test_sign_in_pages_speak_english_to_who_asks_for_it() -> None:
    assert "Aanmelden bij contenthub" in Client().get(people.SIGN_IN).content.decode()
    assert "Sign in to contenthub" in Client().get(people.SIGN_IN, headers={"accept-language": "en"}).content.decode()


def test_a_session_of_before_these_limits_begins_to_count(client: Client, after: Clock) -> None:
    held = client.session
    del held[sessions.SINCE], held[sessions.SEEN]
    held.save()
    assert is_in(client)
    after(9 * HOUR)
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_in_many_places_at_once_lets_one_in(settings: Any) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory is one connection; .ci/run has PostgreSQL as well")
    settings.OTP_TOTP_THROTTLE_FACTOR = 0
    people.use(settings, totp=True, failures=100)
    _device, app = people.app(people.person())
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
    code, together = app.now(), threading.Barrier(len(clients))

    def enter(client: Client) -> int:
        together.wait(timeout=60)
        try:
            return client.post(people.CODE, {"code": code}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        assert sorted(pool.map(enter, clients)) == [200] * 5 + [302]
    assert sum(is_in(client) for client in clients) == 1
