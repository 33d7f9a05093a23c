"""Signing in at the organisation, in a real browser and at a real OpenID provider."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.models import AuditRow, Identity
from tests import world
from tests.access import people
from tests.journeys.browser import browse, chromium, one_at_a_time, violations  # noqa: F401
from tests.journeys.organisation import PEOPLE, Organisation, oidc_provider, organisation, running_organisation  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
BUTTON = "Aanmelden met Gemeente Waterrijk"
Browse = Callable[..., Page]


@pytest.fixture
def site(settings: Any, one_at_a_time: None, live_server: Any, organisation: Organisation) -> str:
    people.use(settings, provider=people.provider_at(organisation.issuer))
    onboard_organisation("waterrijk", "Waterrijk", [world.municipality("GM9001", "Waterrijk").pk])
    return live_server.url


def at_organisation(page: Page, name: str) -> None:
    """Type a name at the provider, whose development pages believe any password."""
    page.fill('input[name="login"]', name)
    page.fill('input[name="password"]', "geheim")
    page.click('button[type="submit"]')


def sign_in(page: Page, site: str, name: str, path: str = people.SIGN_IN) -> None:
    page.goto(f"{site}{path}")
    page.get_by_role("link", name=BUTTON).click()
    at_organisation(page, name)


def tampered(page: Page, site: str, name: str, **with_: str) -> None:
    """Sign in while somebody between us and the provider changes what is asked of it."""
    answer = page.request.get(f"{site}/admin/login/organisatie/", max_redirects=0)
    parts = urlsplit(answer.headers["location"])
    query = {key: values[0] for key, values in parse_qs(parts.query).items()} | with_
    page.goto(urlunsplit(parts._replace(query=urlencode(query))))
    at_organisation(page, name)


def way_back(client: httpx.Client, site: str, name: str) -> str:
    """The address with code and state to which the provider sends a browser back, not yet visited."""
    answer = client.get(f"{site}/admin/login/organisatie/")
    while "/terug/?" not in (address := answer.headers.get("location", "")):
        if address:
            answer = client.get(urljoin(str(answer.url), address))
        else:
            form = {"prompt": "login", "login": name, "password": "geheim"}
            answer = client.post(str(answer.url), data=form)
    return address


def start(page: Page, site: str) -> dict[str, str]:
    """What the browser is told to ask of the provider."""
    answer = page.request.get(f"{site}/admin/login/organisatie/", max_redirects=0)
    return {key: values[0] for key, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def nobody_is_in(page: Page, site: str) -> None:
    assert page.request.get(f"{site}{people.ADMIN}", max_redirects=0).status == 302


def test_somebody_of_the_organisation_signs_in_with_the_role_of_their_group(site: str, browse: Browse) -> None:
    page = browse()
    page.goto(f"{site}/admin/account/")
    assert page.url == f"{site}/admin/login/?next=/admin/account/"
    before = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}.get("sessionid")
    page.get_by_role("link", name=BUTTON).click()
    half_way = {cookie["name"]: cookie["value"] for cookie in page.context.cookies(site)}["sessionid"]
    at_organisation(page, "anna")
    expect(page).to_have_url(f"{site}/admin/account/")
    after = {cookie["name"]: cookie["value"] for cookie in page.context.cookies(site)}["sessionid"]
    assert before is None and half_way != after and not Session.objects.filter(pk=half_way).exists()
    user = get_user_model().objects.get(username="anna.bakker")
    assert (user.first_name, user.last_name, user.email) == ("Anna", "Bakker", "anna@waterrijk.example")
    assert [group.name for group in user.groups.all()] == ["waterrijk-editors"]
    assert not user.is_superuser and not user.has_usable_password()
    assert Identity.objects.get().subject == "anna"
    assert list(AuditRow.objects.filter(kind="user").values_list("actor", "verb", "note")) == [
        ("sign-in of the organisation", "give_roles", "waterrijk-editors"), ("anna.bakker", "sign_in", "organisation")]


def test_code_flow_with_pkce_state_and_nonce_and_nothing_in_the_address(site: str, browse: Browse) -> None:
    page = browse()
    asked = start(page, site)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["code_challenge"]) == 43 and len(asked["state"]) >= 20 and len(asked["nonce"]) >= 20
    assert asked["redirect_uri"] == f"{site}/admin/login/organisatie/terug/"
    again = start(page, site)
    assert all(again[key] != asked[key] for key in ("state", "nonce", "code_challenge"))


def test_administrators_may_everything(site: str, browse: Browse) -> None:
    sign_in(page := browse(), site, "bilal")
    expect(page).to_have_url(f"{site}/admin/")
    user = get_user_model().objects.get(username="bilal.yilmaz")
    assert user.is_superuser and not user.is_staff and list(user.groups.all()) == []


@pytest.mark.parametrize("name", ["carla", "dirk"])
def test_without_a_group_of_ours_one_gets_in_nowhere_and_is_told_so(site: str, browse: Browse, name: str) -> None:
    sign_in(page := browse(), site, name)
    expect(page.get_by_role("heading", name="U hebt geen toegang")).to_be_visible()
    expect(page.locator("main")).to_contain_text("geen van uw groepen geeft toegang tot contenthub")
    assert violations(page) == []
    nobody_is_in(page, site)
    assert not get_user_model().objects.exists() and not Identity.objects.exists()
    assert not AuditRow.objects.filter(kind="user").exists()
    # Who has another account there can change to it.
    page.get_by_role("link", name="Afmelden bij uw organisatie").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.get_by_role("link", name=BUTTON).click()
    at_organisation(page, "anna")
    expect(page).to_have_url(f"{site}/admin/")


def test_a_group_taken_away_is_a_right_taken_away(site: str, browse: Browse, organisation: Organisation) -> None:
    two = {**PEOPLE, "anna": {**PEOPLE["anna"], "groups": ["redactie", "eindredactie", "beheer"]}}
    organisation.set_people(two)
    sign_in(first := browse(), site, "anna")
    expect(first).to_have_url(f"{site}/admin/")
    user = get_user_model().objects.get(username="anna.bakker")
    assert user.is_superuser and user.groups.count() == 2
    organisation.set_people(PEOPLE)
    sign_in(second := browse(), site, "anna")
    expect(second).to_have_url(f"{site}/admin/")
    user.refresh_from_db()
    assert not user.is_superuser and [group.name for group in user.groups.all()] == ["waterrijk-editors"]
    organisation.set_people({**PEOPLE, "anna": {**PEOPLE["anna"], "groups": []}})
    sign_in(third := browse(), site, "anna")
    expect(third.get_by_role("heading", name="U hebt geen toegang")).to_be_visible()
    user.refresh_from_db()
    assert list(user.groups.all()) == [] and not user.is_superuser
    nobody_is_in(third, site)
    # Who was still in with an older session has lost everything too.
    nobody_is_in(first, site)
    assert list(AuditRow.objects.filter(verb="give_roles").values_list("note", flat=True)) == [
        "waterrijk-editors, waterrijk-reviewers, administrators", "waterrijk-editors", ""]


def test_who_it_is_follows_from_the_subject_and_never_from_the_e_mail_address(
    site: str, browse: Browse, organisation: Organisation
) -> None:
    local = get_user_model().objects.create_superuser("anna.bakker", "anna@waterrijk.example", people.PASSWORD)
    sign_in(page := browse(), site, "anna")
    expect(page).to_have_url(f"{site}/admin/")
    made = Identity.objects.get().user
    assert made.pk != local.pk and re.fullmatch(r"anna\.bakker-[0-9a-f]{12}", made.username) and not made.is_superuser
    # The same person under another name and address; then another person under the first name and address.
    organisation.set_people({"anna": {**PEOPLE["anna"], "family_name": "de Boer", "email": "a.deboer@waterrijk.example"},
                             "eva": PEOPLE["anna"]})
    sign_in(browse(), site, "anna")
    sign_in(browse(), site, "eva")
    made.refresh_from_db()
    assert (made.last_name, made.email) == ("de Boer", "a.deboer@waterrijk.example")
    assert set(Identity.objects.values_list("subject", flat=True)) == {"anna", "eva"}
    local.refresh_from_db()
    assert local.is_superuser and local.check_password(people.PASSWORD)


@pytest.mark.parametrize("changed", [
    {"nonce": "a-nonce-that-is-not-ours"},
    {"state": "a-state-that-is-not-ours"},
    {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"},
], ids=lambda changed: next(iter(changed)))
def test_what_was_changed_on_the_way_is_refused(site: str, browse: Browse, changed: dict[str, str]) -> None:
    page = browse()
    tampered(page, site, "bilal", **changed)
    expect(page.get_by_role("heading", name="Aanmelden is niet gelukt")).to_be_visible()
    assert violations(page) == []
    nobody_is_in(page, site)
    assert not get_user_model().objects.exists()


def test_the_way_back_of_somebody_else_is_refused(site: str, browse: Browse) -> None:
    """An attacker gives a victim the address with the attacker's own code and state, to have them in as the attacker."""
    victim = browse()
    with httpx.Client() as attacker:
        address = way_back(attacker, site, "bilal")
        assert victim.goto(address).status == 403
        nobody_is_in(victim, site)
        # In the attacker's own browser it is good once, and never again.
        assert attacker.get(address).headers["location"] == people.ADMIN
        assert attacker.get(address).status_code == 403


def test_saying_no_at_the_organisation_leads_to_a_page_that_says_what_to_do(site: str, browse: Browse) -> None:
    page = browse()
    page.goto(f"{site}{people.SIGN_IN}")
    page.get_by_role("link", name=BUTTON).click()
    page.get_by_role("link", name="[ Cancel ]").click()
    expect(page.get_by_role("heading", name="Aanmelden is niet gelukt")).to_be_visible()
    assert "access_denied" not in page.content().replace(page.url, "")
    page.get_by_role("link", name=BUTTON).click()
    at_organisation(page, "anna")
    expect(page).to_have_url(f"{site}/admin/")


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_one_never_ends_elsewhere(site: str, browse: Browse, next: str) -> None:
    page = browse()
    sign_in(page, site, "anna", f"{people.SIGN_IN}?{urlencode({'next': next})}")
    expect(page).to_have_url(f"{site}/admin/")
    # And not by the address behind the button either.
    other = browse()
    other.goto(f"{site}/admin/login/organisatie/?{urlencode({'next': next})}")
    at_organisation(other, "anna")
    expect(other).to_have_url(f"{site}/admin/")


def test_signing_out_here_signs_out_at_the_organisation(site: str, browse: Browse) -> None:
    page = browse()
    sign_in(page, site, "anna")
    expect(page).to_have_url(f"{site}/admin/")
    session = {cookie["name"]: cookie["value"] for cookie in page.context.cookies(site)}["sessionid"]
    page.evaluate("""() => { const form = document.createElement("form"); form.method = "post"; form.action = "/admin/logout/";
        const token = document.createElement("input"); token.name = "csrfmiddlewaretoken";
        token.value = JSON.parse(document.getElementById("wagtail-config").textContent).CSRF_TOKEN;
        form.append(token); document.body.append(form); form.submit(); }""")
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.get_by_role("link", name=BUTTON)).to_be_visible()
    assert not Session.objects.filter(pk=session).exists()
    nobody_is_in(page, site)
    # The organisation asks who one is again, so that the next person at this desk is not taken for this one.
    page.get_by_role("link", name=BUTTON).click()
    expect(page.locator('input[name="login"]')).to_be_visible()


def test_signing_out_by_a_link_or_from_another_site_does_nothing(site: str, browse: Browse) -> None:
    page = browse()
    sign_in(page, site, "anna")
    expect(page).to_have_url(f"{site}/admin/")
    assert page.request.get(f"{site}/admin/logout/").status == 405
    assert page.request.post(f"{site}/admin/logout/").status == 403
    assert page.request.get(f"{site}/admin/", max_redirects=0).status == 200


def test_groups_may_stand_in_the_id_token_and_under_a_path(
    settings: Any, site: str, browse: Browse, organisation: Organisation
) -> None:
    nested = {"anna": {**PEOPLE["anna"], "groups": {"contenthub": {"roles": ["eindredactie"]}}}}
    with_token = Organisation(site, in_token=True)
    try:
        for place in (organisation, with_token):
            place.set_people(nested)
            people.use(settings, provider=people.provider_at(place.issuer, claim="groups.contenthub.roles"))
            sign_in(page := browse(), site, "anna")
            expect(page).to_have_url(f"{site}/admin/")
            user = Identity.objects.get(issuer=place.issuer).user
            assert [group.name for group in user.groups.all()] == ["waterrijk-reviewers"]
    finally:
        with_token.stop()
    # Two providers, one subject: two people.
    assert Identity.objects.count() == 2


def test_a_provider_that_calls_itself_otherwise_or_is_away_is_said_to_be_away(
    settings: Any, site: str, browse: Browse, organisation: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    page = browse()
    for issuer in (organisation.issuer.replace("127.0.0.1", "localhost"), "http://127.0.0.1:9"):
        people.use(settings, provider=people.provider_at(issuer))
        page.goto(f"{site}{people.SIGN_IN}")
        page.get_by_role("link", name=BUTTON).click()
        expect(page.locator("main")).to_contain_text("De aanmelding van uw organisatie antwoordt niet")
        assert page.request.get(f"{site}/admin/login/organisatie/").status == 503
    assert get_user_model().objects.count() == 0


def test_a_role_without_a_group_here_gives_nothing(site: str, browse: Browse, caplog: pytest.LogCaptureFixture) -> None:
    Group.objects.filter(name="waterrijk-editors").delete()
    sign_in(page := browse(), site, "anna")
    expect(page.get_by_role("heading", name="U hebt geen toegang")).to_be_visible()
    assert "there is no such group" in caplog.text and "anna" not in caplog.text.lower()


def test_no_name_code_or_token_comes_in_the_log(site: str, browse: Browse, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("anna", "carla"):
        sign_in(browse(), site, name)
    page = browse()
    tampered(page, site, "anna", nonce="a-nonce-that-is-not-ours")
    expect(page.get_by_role("heading", name="Aanmelden is niet gelukt")).to_be_visible()
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django"))
    assert "no group of it has a role here" in ours and "InvalidClaimError" in ours
    assert not re.search(r"anna|bakker|carla|smit|waterrijk\.example|code=|eyJ", ours, re.IGNORECASE)


def test_a_person_of_the_organisation_has_no_password_here(
    settings: Any, site: str, browse: Browse, mailoutbox: list[Any]
) -> None:
    page = browse()
    sign_in(page, site, "anna")
    expect(page).to_have_url(f"{site}/admin/")
    user = get_user_model().objects.get(username="anna.bakker")
    other = browse()
    other.goto(f"{site}/admin/password_reset/")
    other.fill('input[name="email"]', user.email)
    other.click('button[type="submit"]')
    expect(other).to_have_url(f"{site}/admin/password_reset/done/")
    assert mailoutbox == []
    # Not even where an administrator gave one.
    user.set_password(people.PASSWORD)
    user.save()
    other.goto(f"{site}{people.SIGN_IN}")
    other.fill('input[name="username"]', user.username)
    other.fill('input[name="password"]', people.PASSWORD)
    other.click('button[type="submit"]')
    expect(other.locator("main")).to_contain_text("horen niet bij elkaar")
    nobody_is_in(other, site)
