"""One night's round along all links."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

from django.utils import timezone
from msgspec import Struct

from contenthub.actions.keep_link_states import NO_SUCH_HOST, forget_link_states, keep_link_state
from contenthub.editorial.links.asking import TIMEOUT, Told, ask_host
from contenthub.editorial.links.standing import in_texts
from contenthub.models import LinkState
from contenthub.models.checks import LONGEST_ADDRESS

# Hosts at the same time; of each, one address at a time.
AT_ONCE = 6


class Round(Struct, frozen=True):
    """How many addresses were asked for and how many not, since they are not on the internet; `alone` where no host
    answered at all, so that nothing was kept of names that were not found."""

    asked: int
    skipped: int
    broken: int
    alone: bool


def check_links(*, sleep: Callable[[float], None] = time.sleep, timeout: float = TIMEOUT) -> Round:
    """Ask for every address in texts in force once, and keep what came of it; what stands in no text any more is forgotten."""
    standing = {address: subjects for address, subjects in in_texts(timezone.now()).items() if len(address) <= LONGEST_ADDRESS}
    forget_link_states(standing)
    asked, skipped, answered = 0, 0, False
    nameless: list[Told] = []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        hosts = [pool.submit(_all_of, addresses, sleep, timeout) for addresses in _by_host(standing)]
        # Only this thread touches the database.
        for host in as_completed(hosts):
            for told in host.result():
                asked, skipped = asked + (not told.skipped), skipped + told.skipped
                answered = answered or bool(told.status)
                if told.status == NO_SUCH_HOST:
                    nameless.append(told)
                elif not told.skipped:
                    keep_link_state(told.address, told.status, standing[told.address], now=timezone.now())
    # Without a way out no name is found, and that says nothing of the names.
    for told in nameless if answered else ():
        keep_link_state(told.address, told.status, standing[told.address], now=timezone.now())
    return Round(asked=asked, skipped=skipped, broken=LinkState.objects.broken().count(), alone=bool(asked and not answered))


def _all_of(addresses: list[str], sleep: Callable[[float], None], timeout: float) -> list[Told]:
    return list(ask_host(addresses, sleep=sleep, timeout=timeout))


def _by_host(addresses: dict[str, set[str]]) -> list[list[str]]:
    hosts: dict[str, list[str]] = {}
    for address in sorted(addresses):
        hosts.setdefault(urlsplit(address).netloc.casefold(), []).append(address)
    return list(hosts.values())
