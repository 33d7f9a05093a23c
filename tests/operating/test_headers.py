"""The policy that a page is sent with: strict for everybody, wider where Wagtail needs it, never another host."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from contenthub.operating.headers import EDITORIAL, GRAPHIQL, PUBLIC, HeadersMiddleware

BASE = "https://antwoord.example"


def policy(settings, path: str, response: HttpResponse | None = None, debug: bool = False) -> dict[str, set[str]]:
    settings.WAGTAILADMIN_BASE_URL, settings.DEBUG = f"{BASE}", debug
    made = HeadersMiddleware(lambda request: response or HttpResponse("x"))(RequestFactory().get(path))
    header = made.headers.get("Content-Security-Policy", "")
    return {part.split()[0]: set(part.split()[1:]) for part in header.split("; ") if part}


@pytest.mark.parametrize("path", ["/", "/graphql", "/letters", "/documents/1/file.pdf", "/weg", "/administrator"])
def test_everybodys_pages_run_nothing_but_our_own_files(settings, path):
    found = policy(settings, path)
    assert found["default-src"] == {"'none'"} and found["script-src"] == found["style-src"] == {"'self'"}
    assert found["frame-ancestors"] == found["base-uri"] == {"'none'"}
    assert found["img-src"] == {"'self'", "data:", "blob:", BASE}


def test_the_admin_may_run_what_wagtail_writes_and_frame_itself(settings):
    found = policy(settings, "/admin/pages/1/edit/")
    assert found["script-src"] == {"'self'", "'unsafe-inline'"} and found["frame-ancestors"] == {"'self'"}


@pytest.mark.parametrize("directives", [PUBLIC, EDITORIAL, GRAPHIQL])
def test_no_policy_names_another_host_or_lets_text_become_code(directives):
    sources = {source for values in directives.values() for source in values}
    assert sources <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert "data:" not in directives["script-src"]


def test_what_a_view_says_itself_stays(settings):
    assert policy(settings, "/", HttpResponse("x", headers={"Content-Security-Policy": "default-src 'none'; sandbox"})) == {
        "default-src": {"'none'"}, "sandbox": set()}


def test_graphiql_is_wider_in_development_alone(settings):
    assert "'unsafe-inline'" in policy(settings, "/graphql", debug=True)["style-src"]
    assert "'unsafe-inline'" not in policy(settings, "/graphql")["style-src"]
    assert "'unsafe-inline'" not in policy(settings, "/graphql", HttpResponse("{}", content_type="application/json"), debug=True)["style-src"]
    assert policy(settings, "/weg", HttpResponse("x", status=404), debug=True) == {}
    assert policy(settings, "/weg", HttpResponse("x", status=404))["script-src"] == {"'self'"}


def test_a_preview_leaves_the_policy_to_the_admin_around_it(settings):
    request = RequestFactory().get("/paspoort/")
    request.is_dummy = True
    assert "Content-Security-Policy" not in HeadersMiddleware(lambda _: HttpResponse("x"))(request)
