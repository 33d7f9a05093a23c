"""Signing in by password and one-time code, in a real browser; the app on the phone is another library than ours."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from contenthub.models import AuditRow
from tests.access import people
from tests.journeys.browser import browse, chromium, one_at_a_time, open_page, violations  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


@pytest.fixture
def site(settings: Any, one_at_a_time: None, live_server: Any) -> str:
    # A wrong code is followed by one second in which none is looked at; that wait has a test of its own.
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0
    people.use(settings, totp=True)
    return live_server.url


def password(page: Page, site: str, path: str = people.SIGN_IN) -> None:
    page.goto(f"{site}{path}")
    page.get_by_label("Gebruikersnaam").fill(people.NAME)
    page.get_by_role("textbox", name="Wachtwoord").fill(people.PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()


def code(page: Page, typed: str, button: str = "Aanmelden") -> None:
    page.get_by_role("textbox", name="Code").fill(typed)
    page.get_by_role("button", name=button).click()


def shown(page: Page) -> list[str]:
    """The recovery codes, once they are there."""
    expect(page.get_by_role("heading", name="Bewaar uw herstelcodes")).to_be_visible()
    return page.locator(".people-codes li").all_inner_texts()


def another(app: pyotp.TOTP, than: str) -> str:
    """A code that holds now and was not used: that of the next half minute, which is within the tolerance."""
    return next(value for value in (app.at(time.time()), app.at(time.time() + 30)) if value != than)


def session_of(page: Page, site: str) -> str:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies(site)}["sessionid"]


def test_the_first_sign_in_sets_up_an_app_and_the_next_asks_its_code(site: str, browse: Open) -> None:
    person = people.person()
    page = browse()
    password(page, site, "/admin/login/?next=/admin/account/")
    expect(page).to_have_url(f"{site}{people.SET_UP}")
    assert violations(page) == []
    # All of the picture is in the picture, or no app can read it.
    drawn = page.locator(".people-picture svg path").last.bounding_box()
    seen = page.locator(".people-picture svg").bounding_box()
    assert drawn and seen and seen["x"] < drawn["x"] and drawn["x"] + drawn["width"] < seen["x"] + seen["width"]
    assert seen["y"] < drawn["y"] and drawn["y"] + drawn["height"] < seen["y"] + seen["height"]
    # Half-way is nowhere.
    assert page.request.get(f"{site}{people.ADMIN}", max_redirects=0).status == 302
    page.get_by_text("Lukt scannen niet?").click()
    app = pyotp.TOTP(page.locator(".people-secret").inner_text().replace(" ", ""))
    half_way = session_of(page, site)
    first = app.now()
    code(page, first, "Bevestigen")
    kept = shown(page)
    assert violations(page) == []
    assert session_of(page, site) != half_way and not Session.objects.filter(pk=half_way).exists()
    assert len(set(kept)) == 10 and all(re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", each) for each in kept)
    page.get_by_role("link", name="Ik heb ze bewaard, ga verder").click()
    expect(page).to_have_url(f"{site}/admin/account/")
    expect(page.locator("main")).to_contain_text("U hebt nog 10 herstelcodes")

    second = browse()
    password(second, site)
    expect(second).to_have_url(f"{site}{people.CODE}")
    assert violations(second) == []
    assert second.request.get(f"{site}{people.ADMIN}", max_redirects=0).status == 302
    # The code with which the app was set up is used up, wherever it is typed.
    code(second, first)
    expect(second.locator("main")).to_contain_text("Deze code klopt niet, of is al gebruikt")
    assert violations(second) == []
    code(second, another(app, first))
    expect(second).to_have_url(f"{site}{people.ADMIN}")
    assert list(AuditRow.objects.filter(kind="user", subject=str(person.pk)).values_list("verb", "note")) == [
        ("set_up_second_step", ""), ("sign_in", "code"), ("sign_in", "code")]


def test_a_code_is_good_once(site: str, browse: Open) -> None:
    _device, app = people.app(people.person())
    used = app.now()
    first, second = browse(), browse()
    for page in (first, second):
        password(page, site)
    code(first, used)
    expect(first).to_have_url(f"{site}{people.ADMIN}")
    code(second, used)
    expect(second.locator("main")).to_contain_text("Deze code klopt niet, of is al gebruikt")
    assert second.request.get(f"{site}{people.ADMIN}", max_redirects=0).status == 302


def test_after_a_wrong_code_none_is_looked_at_for_a_moment(settings: Any, site: str, browse: Open) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = 90
    device, app = people.app(people.person())
    page = browse()
    password(page, site)
    right = app.now()
    code(page, "000000" if right != "000000" else "000001")
    expect(page.locator("main")).to_contain_text("Deze code klopt niet")
    code(page, right)
    expect(page.locator("main")).to_contain_text("Na een verkeerde code moet u even wachten")
    device.refresh_from_db()
    assert device.throttling_failure_count == 1
    assert page.request.get(f"{site}{people.ADMIN}", max_redirects=0).status == 302


def test_a_recovery_code_is_good_once_and_stands_nowhere_as_it_is(site: str, browse: Open) -> None:
    people.person()
    page = browse()
    password(page, site)
    page.get_by_text("Lukt scannen niet?").click()
    code(page, pyotp.TOTP(page.locator(".people-secret").inner_text().replace(" ", "")).now(), "Bevestigen")
    kept = shown(page)[0]
    assert not StaticToken.objects.filter(token__in=[kept, kept.replace("-", "")[:16]]).exists()
    # The codes are not shown again by coming back to their page.
    page.goto(f"{site}{people.SET_UP}")
    expect(page).to_have_url(f"{site}/admin/login/code/app/")
    second = browse()
    password(second, site)
    code(second, kept.upper().replace("-", " "))
    expect(second).to_have_url(f"{site}{people.ADMIN}")
    assert StaticToken.objects.count() == 9
    assert AuditRow.objects.filter(verb="sign_in", note="recovery code").count() == 1
    third = browse()
    password(third, site)
    code(third, kept)
    expect(third.locator("main")).to_contain_text("Deze code klopt niet")


def test_an_app_is_replaced_only_by_who_has_the_old_one(site: str, browse: Open) -> None:
    person = people.person()
    old_device, old = people.app(person)
    page = browse()
    password(page, site)
    used = old.now()
    code(page, used)
    expect(page).to_have_url(f"{site}{people.ADMIN}")
    page.goto(f"{site}{people.SET_UP}")
    expect(page).to_have_url(f"{site}/admin/login/code/app/")
    page.goto(f"{site}/admin/account/")
    page.get_by_role("link", name="Andere app of telefoon gebruiken").click()
    assert violations(page) == []
    code(page, another(old, used), "Doorgaan")
    expect(page).to_have_url(f"{site}{people.SET_UP}")
    expect(page.locator("main")).to_contain_text("Een app die u eerder gebruikte, werkt dan niet meer")
    page.get_by_text("Lukt scannen niet?").click()
    new = pyotp.TOTP(page.locator(".people-secret").inner_text().replace(" ", ""))
    # Until the new app has proved itself, the old one is the one that counts.
    assert TOTPDevice.objects.get(confirmed=True) == old_device
    code(page, new.now(), "Bevestigen")
    shown(page)
    assert not TOTPDevice.objects.filter(pk=old_device.pk).exists() and TOTPDevice.objects.count() == 1


def test_new_recovery_codes_replace_the_old_ones(site: str, browse: Open) -> None:
    person = people.person()
    _device, app = people.app(person)
    page = browse()
    password(page, site)
    used = app.now()
    code(page, used)
    page.goto(f"{site}/admin/account/")
    expect(page.locator("main")).to_contain_text("U hebt nog 0 herstelcodes")
    page.get_by_role("link", name="Nieuwe herstelcodes maken").click()
    code(page, another(app, used), "Doorgaan")
    first = shown(page)
    page.goto(f"{site}/admin/login/code/herstelcodes/")
    expect(page.get_by_role("heading", name="Uw code")).to_be_visible()
    code(page, first[0], "Doorgaan")
    second = shown(page)
    assert len(second) == 10 and not set(first) & set(second)
    assert StaticToken.objects.count() == 10


def test_locked_out_is_said_with_the_time_in_dutch_and_in_english(settings: Any, site: str, browse: Open) -> None:
    people.use(settings, totp=True, failures=2)
    people.person()
    for language, heading, until in (("nl-NL", "Te veel pogingen", r"Om \d\d?:\d\d uur, over 15 minuten"),
                                     ("en-GB", "Too many attempts", r"at \d\d?(:\d\d)? [ap]\.m\., in 15 minutes")):
        page = browse(locale=language)
        for _ in range(2):
            page.goto(f"{site}{people.SIGN_IN}")
            page.locator('input[name="username"]').fill(people.NAME)
            page.locator('input[name="password"]').fill("verkeerd")
            page.locator('button[type="submit"]').click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert re.search(until, page.locator("main").inner_text())
        assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 320])
def test_the_sign_in_page_is_for_everybody_at_every_width(settings: Any, site: str, open_page: Open, width: int) -> None:
    people.use(settings, totp=True, provider=people.provider_at("http://127.0.0.1:9"))
    page = open_page(width)
    page.goto(f"{site}{people.SIGN_IN}")
    expect(page.get_by_role("link", name="Aanmelden met Gemeente Waterrijk")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
