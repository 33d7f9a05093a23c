"""API clients in the admin: who may, what is shown once, and that each act is one row of the audit trail."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contenthub.access import tokens
from contenthub.models import ApiClient, ApiToken, AuditRow
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
CLIENT = {"name": "Website Waterrijk", "contact": "Team Web", "scopes": ["desk"], "municipalities": ["GM9001"],
          "requests_per_minute": ""}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (ApiClient, ApiToken, AuditRow))


def at(name: str, *arguments: int) -> str:
    return reverse(f"api_clients:{name}", args=arguments)


@pytest.fixture
def website(admin) -> ApiClient:
    assert admin.post(at("add"), CLIENT).status_code == 302
    return ApiClient.objects.get()


def issue(admin: Client, client: ApiClient, **change) -> str:
    until = timezone.localdate() + dt.timedelta(days=100)
    answer = admin.post(at("issue", client.pk), {"seen": client.tokens.count(), "until": until.isoformat(), **change})
    found = re.findall(tokens.PATTERN, answer.content.decode())
    assert len(found) == 1, answer.content.decode()
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    return found[0]


def test_a_client_is_made_and_changed_with_a_line_of_audit_each(admin):
    before = AuditRow.objects.count()
    made = admin.post(at("add"), CLIENT)
    client = ApiClient.objects.get()
    assert made.url == at("show", client.pk)
    assert (client.name, client.contact, client.scopes, client.municipalities, client.requests_per_minute) == (
        "Website Waterrijk", "Team Web", ["public", "desk"], ["GM9001"], None)
    changed = admin.post(at("edit", client.pk), {**CLIENT, "name": "Site", "scopes": ["preview"], "municipalities": [],
                                                 "requests_per_minute": "90"})
    assert changed.status_code == 302
    client.refresh_from_db()
    assert (client.name, client.scopes, client.municipalities, client.requests_per_minute) == ("Site", ["public", "preview"], [], 90)
    rows = AuditRow.objects.order_by("pk")[before:]
    assert [(row.verb, row.actor, row.kind, row.subject) for row in rows] == [
        ("create_client", "admin", "api-client", str(client.pk)), ("alter_client", "admin", "api-client", str(client.pk))]
    assert rows[1].note == ("Website Waterrijk: public, desk; GM9001 → Site: public, preview; all municipalities, 90 a minute")


@pytest.mark.parametrize(("change", "field"), [
    ({"name": ""}, "name"), ({"name": "x" * 101}, "name"), ({"scopes": ["alles"]}, "scopes"),
    ({"municipalities": ["GM0000"]}, "municipalities"), ({"requests_per_minute": "0"}, "requests_per_minute"),
    ({"requests_per_minute": "veel"}, "requests_per_minute")])
def test_a_client_that_is_wrong_is_refused_at_its_field(admin, change, field):
    before = counts()
    assert list(admin.post(at("add"), {**CLIENT, **change}).context["form"].errors) == [field]
    assert counts() == before


def test_a_second_client_of_the_same_name_is_refused(admin, website):
    before = counts()
    assert list(admin.post(at("add"), CLIENT).context["form"].errors) == ["name"]
    assert counts() == before


def test_a_token_is_shown_once_and_works(admin, website):
    token = issue(admin, website)
    row = ApiToken.objects.get()
    assert row.digest == tokens.digest(token) and row.issued_by == "admin"
    local = timezone.localtime(row.expires_at)
    assert (local.date(), local.time()) == (timezone.localdate() + dt.timedelta(days=101), dt.time())
    for page in (at("show", website.pk), at("index"), at("issue", website.pk), at("edit", website.pk)):
        assert token not in admin.get(page).content.decode()
    assert tokens.hint(token) in admin.get(at("show", website.pk)).content.decode()
    assert token not in "".join(AuditRow.objects.values_list("note", flat=True))
    answer = Client().get("/graphql", {"query": "{ municipalities { code } }"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    shown = admin.get(at("show", website.pk)).content.decode()
    assert timezone.localdate().strftime("%-d-%-m-%Y") in shown or timezone.localdate().strftime("%d-%m-%Y") in shown


def test_a_page_sent_twice_issues_one_token(admin, website):
    issue(admin, website)
    before = counts()
    again = admin.post(at("issue", website.pk), {"seen": 0, "until": (timezone.localdate() + dt.timedelta(days=9)).isoformat()})
    assert again.url == at("show", website.pk)
    assert counts() == before


@pytest.mark.parametrize("days", [-1, 732, 9_999])
def test_a_token_without_a_sensible_end_is_not_issued(admin, website, days):
    before = counts()
    until = timezone.localdate() + dt.timedelta(days=days)
    answer = admin.post(at("issue", website.pk), {"seen": 0, "until": until.isoformat()})
    assert answer.context["form"].non_field_errors() and counts() == before


def test_rotation_and_revocation_go_through_their_pages(admin, website):
    issue(admin, website)
    old = ApiToken.objects.get()
    answer = admin.post(at("rotate", website.pk, old.pk), {"seen": 1, "overlap": 3})
    new = re.findall(tokens.PATTERN, answer.content.decode())[0]
    old.refresh_from_db()
    assert old.replaced_by is not None and old.replaced_by.digest == tokens.digest(new)
    assert abs(old.expires_at - timezone.now() - dt.timedelta(days=3)) < dt.timedelta(minutes=1)
    assert admin.get(at("revoke", website.pk, old.pk)).status_code == 200
    old.refresh_from_db()
    assert old.revoked_at is None
    assert admin.post(at("revoke", website.pk, old.pk)).url == at("show", website.pk)
    old.refresh_from_db()
    assert old.revoked_at is not None and old.revoked_by == "admin"
    assert [row.verb for row in AuditRow.objects.filter(kind="api-client").order_by("pk")] == [
        "create_client", "issue_token", "rotate_token", "revoke_token"]
    before = counts()
    for act in (admin.post(at("rotate", website.pk, old.pk), {"seen": 2, "overlap": 3}), admin.post(at("revoke", website.pk, old.pk))):
        assert not re.search(tokens.PATTERN, act.content.decode())
    assert counts() == before


@pytest.mark.parametrize("overlap", ["-1", "31", ""])
def test_an_overlap_that_is_none_is_refused_at_its_field(admin, website, overlap):
    issue(admin, website)
    before = counts()
    answer = admin.post(at("rotate", website.pk, ApiToken.objects.get().pk), {"seen": 1, "overlap": overlap})
    assert list(answer.context["form"].errors) == ["overlap"] and counts() == before


def test_a_token_is_reached_only_through_its_own_client(admin, website):
    issue(admin, website)
    other = ApiClient.objects.create(name="Ander")
    before = counts()
    for page in ("rotate", "revoke"):
        assert admin.post(at(page, other.pk, ApiToken.objects.get().pk), {"seen": 0, "overlap": 1}).status_code == 404
    assert counts() == before


def everywhere(client: ApiClient, token: ApiToken) -> list[tuple[str, dict]]:
    return [(at("add"), CLIENT), (at("edit", client.pk), {**CLIENT, "name": "Anders"}), (at("issue", client.pk), {"seen": 1, "until": "2030-01-01"}),
            (at("rotate", client.pk, token.pk), {"seen": 1, "overlap": 1}), (at("revoke", client.pk, token.pk), {})]


def test_editors_neither_see_nor_change_clients(admin, website, library, waterrijk):
    issue(admin, website)
    before = counts()
    for who in (library, waterrijk, dutch(pages.user("nobody")), Client()):
        for page, form in everywhere(website, ApiToken.objects.get()):
            assert who.post(page, form).status_code in (302, 403)
        for page in (at("index"), at("show", website.pk)):
            assert who.get(page).status_code in (302, 403)
        assert at("index") not in who.get(reverse("wagtailadmin_home")).content.decode()
    assert counts() == before and ApiClient.objects.get().name == "Website Waterrijk"


def granted(name: str, *rights: str) -> Client:
    user = pages.user(name)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *(f"{right}_apiclient" for right in rights)]))
    return dutch(user)


def test_the_model_permission_is_enough(admin, website):
    keeper = granted("keeper", "add", "change")
    assert at("index") in keeper.get(reverse("wagtailadmin_home")).content.decode()
    token = issue(keeper, website)
    assert ApiToken.objects.get(digest=tokens.digest(token)).issued_by == "keeper"
    assert keeper.post(at("add"), {**CLIENT, "name": "Tweede"}).status_code == 302


def test_who_may_only_look_looks(admin, website):
    issue(admin, website)
    looker, before = granted("looker", "view"), counts()
    page = looker.get(at("show", website.pk)).content.decode()
    assert ApiToken.objects.get().hint in page and at("issue", website.pk) not in page
    for page, form in everywhere(website, ApiToken.objects.get()):
        assert looker.post(page, form).status_code in (302, 403)
    assert counts() == before


def test_the_list_says_how_many_hold_and_when_they_were_used(admin, website, django_assert_max_num_queries):
    for number in range(5):
        world.bearer("public", name=f"Client {number}")
    issue(admin, website)
    ApiToken.objects.filter(client=website).update(last_used_on=dt.date(2026, 3, 4))
    admin.get(at("index"))
    with django_assert_max_num_queries(18):
        page = admin.get(at("index"))
    found = {client.name: (client.holding, client.used_on) for client in page.context["object_list"]}
    assert found["Website Waterrijk"] == (1, dt.date(2026, 3, 4)) and found["Client 0"] == (1, None)
    assert "nooit" in page.content.decode()


def test_a_persons_fact_says_in_dutch_where_it_comes_from(library):
    income = {"name": "inkomen", "type": "NUMBER", "question_nl": "Wat is uw inkomen?", "question_en": "", "choices": "",
              "provenance": "register-derived"}
    assert library.post(reverse("person_facts:add"), income).status_code == 302
    shown = library.get(reverse("person_facts:index")).content.decode()
    assert "Uit een register, zoals de BRP of de WOZ" in shown
    assert "Waar een waarde vandaan komt" in library.get(reverse("person_facts:edit", args=["inkomen"])).content.decode()
