"""Fetching from a server that is slow, busy, broken, or hangs up."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import Any

import pytest

from contenthub.exchange.fetching import ATTEMPTS, Fetcher, same_host
from contenthub.exchange.sources import json_of
from contenthub.resolving.refusal import Refused
from tests.exchange.server import Answer, body, cut_off, cut_off_silently, hang_up, serving, status, too_slow

GOOD = b'{"waarde": [1, 2, 3], "vulling": "' + b"x" * 1000 + b'"}'


class Clock:
    """Waits without waiting, and remembers how long it would have been."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


def fetch(url: str, clock: Clock, **options: Any) -> Any:
    with Fetcher(timeout=0.3, sleep=clock.sleep, **options) as fetcher:
        return fetcher.get(url, json_of)["waarde"]


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(status(500), id="500"),
        pytest.param(status(502), id="502"),
        pytest.param(status(503), id="503"),
        pytest.param(status(429), id="429"),
        pytest.param(too_slow(1.0), id="timeout"),
        pytest.param(hang_up, id="hang up"),
        pytest.param(cut_off(GOOD), id="cut off"),
        pytest.param(cut_off_silently(GOOD), id="cut off silently"),
        pytest.param(body(b"<html>Storing</html>"), id="no JSON"),
    ],
)
def test_a_failure_that_passes_is_waited_for(trouble: Answer) -> None:
    clock = Clock()
    with serving(body(GOOD), trouble, trouble) as server:
        assert fetch(server.url, clock) == [1, 2, 3]
    assert clock.waited == [1.0, 2.0]
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        pytest.param(status(500), "SOURCE_UNAVAILABLE", id="500"),
        pytest.param(status(429), "SOURCE_UNAVAILABLE", id="429"),
        pytest.param(hang_up, "SOURCE_UNAVAILABLE", id="hang up"),
        pytest.param(cut_off(GOOD), "SOURCE_UNAVAILABLE", id="cut off"),
        pytest.param(cut_off_silently(GOOD), "BAD_JSON", id="cut off silently"),
    ],
)
def test_a_failure_that_stays_is_refused_with_the_address(trouble: Answer, code: str) -> None:
    clock = Clock()
    with serving(trouble) as server, pytest.raises(Refused) as refused:
        fetch(server.url, clock)
    assert refused.value.code == code
    assert server.url in refused.value.field
    assert len(server.asked) == ATTEMPTS and clock.waited == [1.0, 2.0, 4.0, 8.0]


def test_the_server_says_how_long_to_wait() -> None:
    clock = Clock()
    with serving(body(GOOD), status(429, Retry_After="7"), status(503, Retry_After="600")) as server:
        fetch(server.url, clock)
    assert clock.waited == [7.0, 120.0]


def test_the_server_says_until_when_to_wait() -> None:
    clock = Clock()
    later = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    with serving(body(GOOD), status(429, Retry_After=later), status(429, Retry_After="binnenkort")) as server:
        fetch(server.url, clock)
    assert 25 < clock.waited[0] <= 30 and clock.waited[1] == 2.0


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_plain_no_is_not_asked_again(code: int) -> None:
    clock = Clock()
    with serving(status(code)) as server, pytest.raises(Refused, match=str(code)) as refused:
        fetch(server.url, clock)
    assert refused.value.code == "SOURCE_REFUSED" and len(server.asked) == 1 and clock.waited == []


def test_an_answer_without_end_is_refused() -> None:
    with serving(body(b"[" + b"1," * 5000)) as server, pytest.raises(Refused) as refused:
        fetch(server.url, Clock(), most=1000)
    assert refused.value.code == "TOO_LARGE" and len(server.asked) == 1


def test_nobody_at_home_is_refused() -> None:
    with serving(body(GOOD)) as server:
        url = server.url
    with pytest.raises(Refused) as refused:
        fetch(url, Clock())
    assert refused.value.code == "SOURCE_UNAVAILABLE"


@pytest.mark.parametrize("url", ["ftp://example.nl/x", "http://", "https://exa mple.nl:poort/"])
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    clock = Clock()
    with pytest.raises(Refused) as refused:
        fetch(url, clock)
    assert refused.value.code == "BAD_URL" and clock.waited == []


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("https://a.nl/x", True),
        ("http://a.nl/x", False),
        ("https://b.nl/", False),
        ("https://a.nl:444/", False),
        ("https://a.nl@b.nl/", False),
    ],
)
def test_a_source_may_not_send_us_elsewhere(other: str, same: bool) -> None:
    assert same_host(other, "https://a.nl/lijst?rows=2") is same
