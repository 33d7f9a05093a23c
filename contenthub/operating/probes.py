"""`/healthz`, `/readyz` and `/metrics`, for those who watch over the service.

They are answered before anything else: a probe comes by address and over plain http, from inside, so the name that it
asks for and the way of the redirect to https are of no use here. No transaction, no session, no cookie.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
from collections.abc import Callable

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from contenthub.metrics import count_waiting
from contenthub.operating.away import RETRY_AFTER
from contenthub.operating.gauges import Gauges
from contenthub.operating.readiness import missing

# A request with one of these came through a proxy, and its address is the proxy's.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class ProbesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            response = _plain("use GET\n", 405)
            response["Allow"] = "GET, HEAD"
        else:
            count_waiting()
            response = probe(request)
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. It touches nothing: whether others live is no reason to start this process again."""
    return _plain("ok\n")


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests can be answered; if not, 503 and the names of what is missing."""
    absent = missing()
    body = orjson.dumps({"ready": not absent, "missing": absent})
    response = HttpResponse(body, status=503 if absent else 200, content_type="application/json")
    if absent:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus reads here, in its text format. For everybody else there is nothing."""
    if not _may_measure(request):
        return _plain("not found\n", 404)
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)  # type: ignore[arg-type]
    registry.register(Gauges())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").encode()
    if settings.METRICS_TOKEN and hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return True
    if not settings.METRICS_FROM or any(name in request.META for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_FROM)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


_PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
