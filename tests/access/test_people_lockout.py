"""Locked out after failures: what counts, over how many addresses and workers, and until when."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from contenthub.access.people import lockout
from tests.access import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three(settings: Any) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = 0
    people.use(settings, failures=3)


def attempt(name: str = people.NAME, password: str = "verkeerd", address: str = "192.0.2.1", **headers: Any) -> Any:
    return Client(REMOTE_ADDR=address, **headers).post(people.SIGN_IN, {"username": name, "password": password})


def fail(times: int, **how: Any) -> list[int]:
    return [attempt(**how).status_code for _ in range(times)]


def earlier(minutes: float) -> None:
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=minutes))


def test_the_third_failure_locks_out_and_the_right_password_does_not_help() -> None:
    people.person()
    assert fail(3) == [200, 200, 429]
    answer = attempt(password=people.PASSWORD)
    assert answer.status_code == 429 and "sessionid" not in answer.client.cookies


def test_the_page_says_until_when_and_so_does_the_header() -> None:
    people.person()
    fail(3)
    earlier(5)
    begun = timezone.now()
    answer = attempt()
    ended = timezone.now()
    assert "no-store" in answer["Cache-Control"]
    ends = AccessAttempt.objects.get().attempt_time + dt.timedelta(minutes=15)
    assert (ends - ended).total_seconds() <= int(answer["Retry-After"]) <= (ends - begun).total_seconds() + 1
    said = re.search(r"Om (\d+:\d\d) uur, over (\d+) minuten", answer.content.decode())
    assert said and said[1] == f"{timezone.localtime(ends):%-H:%M}" and 1 <= int(said[2]) <= 10


def test_failures_during_a_lock_out_do_not_make_it_longer() -> None:
    people.person()
    fail(3)
    earlier(14)
    assert int(attempt()["Retry-After"]) <= 60
    earlier(15.1)
    assert attempt(password=people.PASSWORD).status_code == 302


def test_an_account_that_does_not_exist_is_answered_alike() -> None:
    people.person()
    here = [attempt(name=people.NAME) for _ in range(4)]
    nowhere = [attempt(name="niemand", address="192.0.2.9") for _ in range(4)]
    assert [answer.status_code for answer in here] == [answer.status_code for answer in nowhere] == [200, 200, 429, 429]
    for known, unknown in zip(here, nowhere, strict=True):
        texts = [without_token(answer.content.decode()).replace("niemand", people.NAME) for answer in (known, unknown)]
        assert texts[0] == texts[1]


def without_token(page: str) -> str:
    page = re.sub(r'(csrfmiddlewaretoken" value="|"CSRF_TOKEN": ")[^"]+', "", page)
    return re.sub(r"Om \d+:\d\d uur, over \d+ minu\w+", "", page)


def test_one_account_is_locked_over_all_addresses_after_four_times_as_many() -> None:
    people.person()
    assert fail(2, address="192.0.2.1") + fail(2, address="192.0.2.2") == [200] * 4
    for last in range(3, 7):
        fail(2, address=f"192.0.2.{last}")
    assert attempt(password=people.PASSWORD, address="198.51.100.1").status_code == 429


def test_one_address_is_locked_for_all_accounts_after_ten_times_as_many() -> None:
    people.person()
    statuses = [attempt(name=f"naam{number}").status_code for number in range(30)]
    assert statuses == [200] * 29 + [429]
    assert attempt(password=people.PASSWORD).status_code == 429
    assert attempt(password=people.PASSWORD, address="192.0.2.2").status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked_out() -> None:
    people.person()
    people.person("collega")
    fail(3)
    assert attempt(name="collega", password=people.PASSWORD).status_code == 302


def test_signing_in_forgives_that_account_only() -> None:
    people.person()
    people.person("collega")
    fail(2)
    fail(2, name="collega")
    assert attempt(name="collega", password=people.PASSWORD).status_code == 302
    assert attempt(name="collega").status_code == 200
    assert attempt().status_code == 429


def test_a_right_password_forgives_nothing_before_the_code(settings: Any) -> None:
    people.use(settings, failures=3, totp=True)
    people.app(people.person())
    fail(2)
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
    assert client.post(people.CODE, {"code": "12345"}).status_code == 429


def test_wrong_codes_lock_out_and_then_the_right_code_is_not_looked_at(settings: Any) -> None:
    people.use(settings, failures=3, totp=True)
    device, app = people.app(people.person())
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})
    assert [client.post(people.CODE, {"code": "00000"}).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post(people.CODE, {"code": app.now()}).status_code == 429
    assert attempt(password=people.PASSWORD).status_code == 429
    device.refresh_from_db()
    assert device.last_t == -1 and "_auth_user_id" not in client.session


def test_an_ipv6_network_is_one_address() -> None:
    people.person()
    assert [attempt(address=f"2001:db8:0:1::{host}").status_code for host in (1, 2, 3)] == [200, 200, 429]
    assert attempt(address="2001:db8:0:2::1").status_code == 200


@pytest.mark.parametrize(("proxies", "forwarded", "counted"), [
    (0, "203.0.113.9", "192.0.2.1"),
    (1, "203.0.113.9", "203.0.113.9"),
    (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
    (2, "203.0.113.9", "192.0.2.1"),
    (1, "", "192.0.2.1"),
    (1, "onzin", "192.0.2.1"),
])
def test_the_address_is_the_one_that_our_own_proxy_saw(settings: Any, proxies: int, forwarded: str, counted: str) -> None:
    people.use(settings, proxies=proxies)
    attempt(HTTP_X_FORWARDED_FOR=forwarded)
    assert AccessAttempt.objects.get().ip_address == counted


def test_neither_the_log_nor_the_counting_keeps_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="axes")
    fail(3, name="jan.jansen", password="zijn-wachtwoord", address="192.0.2.77")
    Client().post(f"{people.SIGN_IN}?code=123456", {"username": "jan.jansen", "password": "x", "code": "123456"})
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django"))
    assert "AXES" in ours
    kept = " ".join(f"{row.get_data} {row.post_data}" for row in AccessAttempt.objects.all())
    for typed in ("jan.jansen", "192.0.2.77", "zijn-wachtwoord", "123456"):
        assert typed not in ours, typed
    for typed in ("zijn-wachtwoord", "123456"):
        assert typed not in kept, typed


class Broken(Exception):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["password", "code"])
def test_a_failure_stays_counted_when_the_request_breaks_after_it(
    settings: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """ATOMIC_REQUESTS takes back what a broken request wrote; a lock-out that can be taken back is none."""
    assert connection.settings_dict["ATOMIC_REQUESTS"] is True
    people.use(settings, failures=3, totp=True)
    people.app(people.person())
    client = Client(REMOTE_ADDR="192.0.2.1", raise_request_exception=False)
    if step == "code":
        client.post(people.SIGN_IN, {"username": people.NAME, "password": people.PASSWORD})

    def breaks(*_args: Any, **_kwargs: Any) -> None:
        raise Broken

    if step == "password":
        monkeypatch.setattr("contenthub.access.people.sign_in.SignInView.form_invalid", breaks)
        sent = [client.post(people.SIGN_IN, {"username": people.NAME, "password": "verkeerd"}).status_code for _ in range(3)]
    else:
        monkeypatch.setattr("contenthub.access.people.second_step.render", breaks)
        sent = [client.post(people.CODE, {"code": "00000"}).status_code for _ in range(3)]
    assert sent[:2] == [500, 500] and AccessAttempt.objects.get().failures_since_start == 3
    monkeypatch.undo()
    assert attempt(password=people.PASSWORD).status_code == 429


def test_the_counts_are_in_the_database_that_all_workers_share() -> None:
    """Nothing is remembered in the process: another one, with nothing but the rows, says the same."""
    people.person()
    fail(3)
    rows = list(AccessAttempt.objects.values())
    AccessAttempt.objects.all().delete()
    assert attempt(password=people.PASSWORD).status_code == 302
    with transaction.atomic():
        AccessAttempt.objects.bulk_create(AccessAttempt(**row) for row in rows)
    earlier(0)
    assert attempt(password=people.PASSWORD).status_code == 429


@pytest.mark.parametrize(("rows", "limit", "expected"), [
    ([(2, 10)], 3, None),
    ([(3, 10)], 3, 5),
    ([(1, 14), (2, 10)], 3, 1),
    ([(1, 14), (5, 10)], 3, 5),
    ([(2, 14), (2, 10), (1, 2)], 3, 5),
])
def test_the_lock_ends_with_the_row_that_brings_the_sum_below_the_limit(
    rows: list[tuple[int, int]], limit: int, expected: int | None
) -> None:
    now = timezone.now()
    for number, (failures, ago) in enumerate(rows):
        row = AccessAttempt.objects.create(username=f"n{number}", failures_since_start=failures)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=now - dt.timedelta(minutes=ago))
    ends = lockout._ends(AccessAttempt.objects.all(), limit)
    assert ends == (None if expected is None else now + dt.timedelta(minutes=expected))


def test_an_administrator_can_lift_a_lock_out() -> None:
    people.person()
    fail(3)
    call_command("axes_reset_username", people.NAME, stdout=StringIO())
    assert attempt(password=people.PASSWORD).status_code == 302
