"""Fetching from servers that may be slow, busy, broken, or cut off half-way."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from contenthub.exchange.sources import MAX_BYTES
from contenthub.resolving.refusal import Refused

T = TypeVar("T")
ATTEMPTS = 5
MAX_WAIT = 120.0
_log = logging.getLogger(__name__)


class Passing(Exception):
    """A failure that may be over the next time; `wait` is what the server asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Fetcher:
    """One polite client: bounded time and size, waits as long as the server asks, gives up after five attempts."""

    def __init__(
        self, *, timeout: float = 20.0, sleep: Callable[[float], None] = time.sleep, most: int = MAX_BYTES
    ) -> None:
        self._client = httpx.Client(
            timeout=timeout, follow_redirects=True, headers={"User-Agent": "contenthub", "Accept": "*/*"}
        )
        self._sleep, self._most = sleep, most

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.close()

    def get(self, url: str, parse: Callable[[bytes, str], T], **query: str | int) -> T:
        """What `parse` makes of the body. A body that cannot be parsed counts as cut off and is asked for again.

        Raises Refused (SOURCE_UNAVAILABLE, or what `parse` refused) when the last attempt failed too.
        """
        retrying = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            retry=retry_if_exception(_may_pass),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
            before_sleep=_tell,
        )
        try:
            return retrying(self._once, url, parse, query)
        except Passing as failure:
            raise Refused(
                "SOURCE_UNAVAILABLE",
                url,
                "%(field)s: %(why)s, also after %(attempts)s attempts; try again later",
                why=failure,
                attempts=ATTEMPTS,
            ) from failure

    def _once(self, url: str, parse: Callable[[bytes, str], T], query: dict[str, str | int]) -> T:
        try:
            with self._client.stream("GET", url, params=query or None) as response:
                _check_status(response, url)
                return parse(self._body(response, url), str(response.url))
        except httpx.TimeoutException as error:
            raise Passing("no answer in time") from error
        except httpx.InvalidURL as error:
            raise _Final("BAD_URL", url, "%(field)s is no web address: %(why)s", why=error) from error
        except httpx.UnsupportedProtocol as error:
            raise _Final("BAD_URL", url, "%(field)s is no web address; it starts with https://") from error
        except httpx.HTTPError as error:
            raise Passing(f"the connection broke ({error})") from error

    def _body(self, response: httpx.Response, url: str) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._most:
                raise _Final(
                    "TOO_LARGE", url, "%(field)s: more than %(value)s bytes; ask for smaller pages", value=self._most
                )
        return bytes(body)


class _Final(Refused):
    """A refusal that another attempt cannot mend."""


def same_host(url: str, other: str) -> bool:
    """Whether both addresses have one scheme, host and port: a source may not send us elsewhere."""
    return urlsplit(url)[:2] == urlsplit(other)[:2]


def is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _check_status(response: httpx.Response, url: str) -> None:
    status = response.status_code
    if status == 429 or status >= 500:
        raise Passing(f"status {status}", _retry_after(response.headers.get("Retry-After", "")))
    if status >= 400:
        raise _Final(
            "SOURCE_REFUSED",
            url,
            "%(field)s: the server answered status %(value)s; is the address right?",
            value=status,
        )


def _retry_after(header: str) -> float | None:
    """Seconds, or a date; RFC 9110 section 10.2.3."""
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    now = dt.datetime.now(moment.tzinfo)
    return max(0.0, (moment - now).total_seconds())


def _may_pass(failure: BaseException) -> bool:
    return isinstance(failure, (Passing, Refused)) and not isinstance(failure, _Final)


def _wait(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.wait if isinstance(failure, Passing) else None
    return min(2.0 ** (state.attempt_number - 1) if asked is None else asked, MAX_WAIT)


def _tell(state: RetryCallState) -> None:
    failure = state.outcome.exception() if state.outcome else None
    _log.warning("attempt %s failed: %s", state.attempt_number, failure)
