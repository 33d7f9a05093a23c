"""No page of ours asks another host for anything, and no page breaks the policy that it is sent with.

Chromium says what a page asks for, and what the policy stopped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from graphene_django.views import GraphQLView
from playwright.sync_api import Browser, Page, expect

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import ProductPage
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests import pages, world
from tests.journeys import side_by_side_world as here

pytestmark = pytest.mark.django_db(transaction=True)
Watched = tuple[Page, list[str], list[str]]


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """A page, all that it asks for, and all that its policy stopped."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    asked: list[str] = []
    stopped: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: stopped.append(message.text) if "Content Security Policy" in message.text else None)
    yield page, asked, stopped
    context.close()


def elsewhere(asked: list[str], base: str) -> list[str]:
    """What goes to another host than ours; `data:` and `blob:` go nowhere."""
    assert len(asked) > 3
    return [url for url in asked if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(f"{base}/")]


def test_the_side_by_side_page(settings: Any, one_at_a_time: None, live_server: Any, watched: Watched) -> None:
    settings.SIDE_BY_SIDE = True
    here.build()
    page, asked, stopped = watched
    page.goto(f"{live_server.url}/?municipality=GM9001")
    expect(page.locator("#letter-picture img")).to_be_visible()
    assert (elsewhere(asked, live_server.url), stopped) == ([], [])


def test_graphiql_asks_and_is_answered(
        settings: Any, one_at_a_time: None, live_server: Any, watched: Watched) -> None:
    settings.DEBUG = True
    here.build()
    page, asked, stopped = watched
    page.goto(f'{live_server.url}/graphql#query={{municipality(code:"GM9001"){{name}}}}')
    page.get_by_role("button", name="Execute query").click()
    expect(page.locator(".result-window")).to_contain_text("Waterrijk")
    assert (elsewhere(asked, live_server.url), stopped) == ([], [])


@pytest.mark.parametrize(("file", "expected"), [
    ("react.production.min.js", GraphQLView.react_sri), ("react-dom.production.min.js", GraphQLView.react_dom_sri),
    ("graphiql.min.js", GraphQLView.graphiql_sri), ("graphiql.min.css", GraphQLView.graphiql_css_sri),
    ("graphql-ws.min.js", GraphQLView.subscriptions_transport_ws_sri),
    ("graphiql-plugin-explorer.umd.js", GraphQLView.graphiql_plugin_explorer_sri),
    ("style.css", GraphQLView.graphiql_plugin_explorer_css_sri),
])
def test_the_files_of_graphiql_are_those_that_graphene_django_trusts(file: str, expected: str) -> None:
    path = finders.find(f"graphene_django_graphiql_static/{file}")
    with open(str(path), "rb") as opened:
        content = opened.read()
    # The package ends two files with a line break that the originals do not have.
    kept = {content, content.removesuffix(b"\n")}
    assert expected in {"sha256-" + base64.b64encode(hashlib.sha256(each).digest()).decode() for each in kept}


def test_the_admin_from_login_to_a_published_page(
        one_at_a_time: None, live_server: Any, watched: Watched) -> None:
    prepare_library(["nl", "en"])
    world.municipality("GM9001", "Waterrijk")
    onboard_organisation("waterrijk", "Waterrijk", ["GM9001"], by=world.BY)
    pages.user("beheer", superuser=True)
    write_item(ItemDraft(type="product", slug="paspoort", title="Paspoort",
                         sections={SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>")}),
               item=pages.ITEM, language="nl", by=By(actor="import"))
    product = ProductPage.objects.get()
    page, asked, stopped = watched
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Gebruikersnaam").fill("beheer")
    page.locator("input[name=password]").fill("geheim")
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(f"{live_server.url}/admin/")
    for address in (reverse("wagtailadmin_explore", args=[product.get_parent().pk]), reverse("notices:add"),
                    reverse("wagtailadmin_account"), reverse("wagtailusers_users:index"), reverse("wagtailimages:add"),
                    reverse("wagtailadmin_reports:site_history"), reverse("wagtailadmin_pages:history", args=[product.pk])):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[product.pk])}")
    page.get_by_role("tab").nth(1).click()
    editor = page.locator(".public-DraftEditor-content:visible").first
    editor.click()
    page.keyboard.type("Dat kan aan de balie. ")
    expect(editor).to_contain_text("Dat kan aan de balie.")
    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    expect(page.frame_locator("#w-preview-iframe").locator("body")).to_contain_text("Paspoort")
    page.get_by_role("button", name="Bewaar concept").click()
    page.wait_for_load_state("networkidle")
    assert (elsewhere(asked, live_server.url), stopped) == ([], [])
    product.refresh_from_db()
    assert product.has_unpublished_changes


def test_what_would_go_elsewhere_is_seen_and_stopped(one_at_a_time: None, live_server: Any, watched: Watched) -> None:
    """The tests above could fail: this page would leak, if the policy let it."""
    page, asked, stopped = watched
    page.goto(f"{live_server.url}/admin/login/")
    page.evaluate("new Image().src = 'https://elsewhere.example/pixel.png'")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => 0)")
    page.wait_for_load_state("networkidle")
    assert {kind for kind in ("img-src", "connect-src") for text in stopped if kind in text and "elsewhere.example" in text} == {
        "img-src", "connect-src"}
