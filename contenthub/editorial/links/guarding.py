"""A connection that leads outside only: a text must not make the hub knock on doors of its own network.

The address of a host is looked up once, judged, and then connected to by its number, so that a name that changes in
between (DNS rebinding) leads nowhere else. This holds for every step of a redirect, since each makes its connection here.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx


class NoSuchHost(Exception):
    """The name server says that there is no host of this name."""


class NotPublic(Exception):
    """The host lies in a network of ours, or nowhere on the internet."""


class GuardedBackend(httpcore.SyncBackend):
    def __init__(self, *, private: bool) -> None:
        self._private = private

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = _looked_up(host, port)
        if not self._private and not all(map(is_public, numbers)):
            raise NotPublic(host)
        return super().connect_tcp(numbers[0], port, timeout, local_address, socket_options)


class GuardedTransport(httpx.HTTPTransport):
    """httpx's own, with a pool that connects through the guard."""

    def __init__(self, *, private: bool) -> None:
        super().__init__(trust_env=False)
        # httpx takes no network backend itself; this is its only private name that is used here, and httpx is pinned.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), max_connections=2,
            network_backend=GuardedBackend(private=private))


def is_public(number: str) -> bool:
    """Whether anybody on the internet could connect to this address; those that hold another one are judged by that."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or _translated(address)
        if within is not None:
            return is_public(str(within))
    return address.is_global and not address.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """RFC 6052: 64:ff9b::/96 ends in the IPv4 address that is meant."""
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        # Anything else, such as a name server that is away, may be over tomorrow.
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
            raise NoSuchHost(host) from error
        raise httpcore.ConnectError(str(error)) from error
    except UnicodeError as error:
        raise NoSuchHost(host) from error
    # IPv4 first: many servers have no way out by IPv6, and no address is tried twice.
    return [str(each[4][0]) for each in sorted(found, key=lambda each: each[0] != socket.AF_INET)]
