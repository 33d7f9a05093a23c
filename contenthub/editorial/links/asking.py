"""Asking one host for the addresses on it, one after the other, as a polite visitor does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import httpx
from django.conf import settings
from msgspec import Struct
from tenacity import RetryError, Retrying, retry_if_result, stop_after_attempt, wait_exponential

from contenthub.actions.keep_link_states import NO_SUCH_HOST
from contenthub.editorial.links.guarding import GuardedTransport, NoSuchHost, NotPublic

TIMEOUT = 30.0
ATTEMPTS = 3
FIRST_WAIT, PAUSE = 10.0, 1.0
MOST_REDIRECTS = 10
# What HEAD is answered with by a server that does not know it is asked again with GET.
_WELL_BELOW = 400


class Told(Struct, frozen=True):
    """`status` is None where nothing came; `skipped` where it was not asked for, since it is not on the internet."""

    address: str
    status: int | None = None
    skipped: bool = False


def ask_host(addresses: Iterable[str], *, sleep: Callable[[float], None] = time.sleep, timeout: float = TIMEOUT) -> Iterator[Told]:
    """What each answers, in order. A host that is silent on one is not asked for the others: they are told as silent."""
    silent = False
    with _client(timeout) as client:
        for place, address in enumerate(addresses):
            if silent:
                yield Told(address)
                continue
            if place:
                sleep(PAUSE)
            told = _with_patience(client, address, sleep)
            silent = told.status is None and not told.skipped
            yield told


def _client(timeout: float) -> httpx.Client:
    return httpx.Client(
        # No proxy of the environment: it would look names up itself, past the guard.
        transport=GuardedTransport(private=settings.LINKS_TO_PRIVATE), trust_env=False, timeout=timeout,
        follow_redirects=True, max_redirects=MOST_REDIRECTS,
        headers={"User-Agent": f"contenthub-linkcheck (+{settings.WAGTAILADMIN_BASE_URL})", "Accept": "*/*"})


def _with_patience(client: httpx.Client, address: str, sleep: Callable[[float], None]) -> Told:
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS), wait=wait_exponential(multiplier=FIRST_WAIT, exp_base=3), sleep=sleep,
        retry=retry_if_result(_may_pass))
    try:
        return retrying(_once, client, address)
    except RetryError as error:
        last: Told = error.last_attempt.result()
        return last


def _may_pass(told: Told) -> bool:
    return not told.skipped and (told.status is None or told.status == 429 or told.status >= 500)


def _once(client: httpx.Client, address: str) -> Told:
    try:
        status = _status(client, "HEAD", address)
        if status >= _WELL_BELOW:
            status = _status(client, "GET", address)
        return Told(address, status)
    except NoSuchHost:
        return Told(address, NO_SUCH_HOST)
    except (NotPublic, httpx.UnsupportedProtocol, httpx.InvalidURL):
        return Told(address, skipped=True)
    # An address that is written too oddly to be asked for must not end the round of all others.
    except (httpx.HTTPError, OSError, ValueError):
        return Told(address)


def _status(client: httpx.Client, method: str, address: str) -> int:
    """Nothing of a body is read."""
    with client.stream(method, address) as response:
        return response.status_code
