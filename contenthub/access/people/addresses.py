"""From which address a request comes, when proxies stand in front."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the caller, as the outermost of our own proxies saw it.

    Each of the `CONTENTHUB_TRUSTED_PROXIES` proxies adds the address that it sees at the end of X-Forwarded-For; what stands
    before that was written by the caller and proves nothing.
    """
    direct = request.META.get("REMOTE_ADDR") or ""
    proxies = settings.PEOPLE.proxies
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if not proxies or len(chain) < proxies:
        return direct
    return chain[-proxies] if _known(chain[-proxies]) else direct


def client_network(request: HttpRequest) -> str | None:
    """What counts as one address: of IPv6 a household or office has a whole /64, so all of it."""
    address = _known(client_address(request))
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address) if address else None


def _known(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None
