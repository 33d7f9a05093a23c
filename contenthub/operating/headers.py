"""What a browser may do with our pages: the same few headers on every response, made once.

Three policies: pages for everybody run our own files only; the admin also runs what Wagtail writes into its pages; and
GraphiQL, in development alone, styles itself. None of them reaches another host. Source: Content Security Policy
Level 3 and Permissions Policy (W3C).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

CSP = "Content-Security-Policy"
Directives = dict[str, tuple[str, ...]]

SELF, NONE, INLINE = "'self'", "'none'", "'unsafe-inline'"
# `blob:` is the picture of the letter, fetched by POST because facts about a person may not stand in an address.
PUBLIC: Directives = {
    "default-src": (NONE,), "script-src": (SELF,), "style-src": (SELF,), "img-src": (SELF, "data:", "blob:"),
    "connect-src": (SELF,), "form-action": (SELF,), "base-uri": (NONE,), "frame-ancestors": (NONE,),
}
# Wagtail starts its widgets from scripts that it writes into the page (date fields, inline panels), without a place for a
# nonce, and its editor sets styles on elements. Previews are frames of the admin itself.
EDITORIAL: Directives = {
    **PUBLIC, "script-src": (SELF, INLINE), "style-src": (SELF, INLINE), "font-src": (SELF, "data:"),
    "frame-src": (SELF,), "frame-ancestors": (SELF,),
}
# Its editor makes a style element while it runs.
GRAPHIQL: Directives = {**PUBLIC, "style-src": (SELF, INLINE), "font-src": (SELF, "data:")}
PERMISSIONS = ", ".join(f"{feature}=()" for feature in (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "usb"))


def written(directives: Directives) -> str:
    """The header. Pictures in answers are linked by the public address, which may differ from where the page is read."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    pictures = {**directives, "img-src": (*directives["img-src"], f"{own.scheme}://{own.netloc}")}
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in pictures.items())


class HeadersMiddleware:
    """What a view says itself is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public, self.editorial, self.graphiql = written(PUBLIC), written(EDITORIAL), written(GRAPHIQL)
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "is_dummy", False):
            # Wagtail sends a preview through all middleware under the address of the page itself; the request of the admin
            # around it says in which frame it may stand.
            return response
        headers = response.headers
        if CSP not in headers:
            if request.path_info.startswith(self.admin):
                headers[CSP] = self.editorial
            elif not settings.DEBUG:
                headers[CSP] = self.public
            elif response.status_code not in (404, 500):
                # Django's pages for developers style themselves.
                html = headers.get("Content-Type", "").startswith("text/html")
                headers[CSP] = self.graphiql if html and request.path_info == reverse("graphql") else self.public
        headers["Permissions-Policy"] = PERMISSIONS
        return response
