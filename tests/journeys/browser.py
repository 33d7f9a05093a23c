"""A real browser for journeys: Debian's Chromium through Playwright, against Django's live server.

Where CI=true a missing browser is a failure: a journey that did not run has proved nothing.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.needed import missing

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        missing(f"there is no browser at {CHROMIUM}; install it with: apt-get install -y chromium")
    # Playwright keeps an event loop in this thread, in which Django would otherwise refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def editors_page(chromium: Browser) -> Iterator[Page]:
    """As a Dutch editor has it. Wagtail's own editor writes errors to the console, so those of a script alone count."""
    context, broken = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL"), []
    made = context.new_page()
    made.on("pageerror", lambda error: broken.append(str(error)))
    yield made
    context.close()
    assert broken == []


@pytest.fixture
def one_at_a_time(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[AbstractContextManager[Any]]:
    """SQLite in memory is one connection for the test and all of the server's threads: no two requests at once, and
    none any more once the database is about to be emptied. A test that writes while a page is open does so within it."""
    lock, call, over = threading.Lock(), WSGIHandler.__call__, threading.Event()

    def locked(handler: WSGIHandler, environ: Any, start_response: Any) -> Any:
        with lock:
            if not over.is_set():
                return call(handler, environ, start_response)
        start_response("503 Service Unavailable", [("Content-Length", "0")])
        return [b""]

    monkeypatch.setattr(WSGIHandler, "__call__", locked)
    yield lock
    with lock:
        over.set()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as a Dutch visitor; fails the test afterwards where the browser's console had an error."""
    contexts, errors = [], []

    def make(width: int = 1440, height: int = 1000, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="nl-NL",
                                       timezone_id="Europe/Amsterdam", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == [], errors


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page for a journey through the admin or a refusal: their console has errors that are not ours (time zones
    of Wagtail that Chromium does not know) or that are the point (403), so it is not looked at."""
    contexts = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(**{"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", **options})
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def follow(page: Page, link: Locator) -> None:
    """Clicks what leads to another page, and waits until that is here: what is asked sooner is answered by the old one."""
    with page.expect_navigation():
        link.click()


# An animation without end, such as that of a wheel, is not waited for.
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime !== Infinity).map(each => each.finished.catch(() => null)))"""


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the page or in one part: the rule, how many, and the first place; looks
    when nothing fades any more, and the page that was asked for has come."""
    page.wait_for_load_state("networkidle")
    page.evaluate(SETTLED)
    found = Axe().run(page, context=within, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [f"{each['id']} ({len(each['nodes'])}): {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]
