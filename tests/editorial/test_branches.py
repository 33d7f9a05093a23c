"""Branches with their rights, and the walls between them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site, Workflow

from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import Edition, LibraryPage, Organisation, OrganisationPage, ProductPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.pages import ITEM, client, product_data, rows, user
from tests.world import municipality

pytestmark = pytest.mark.django_db


def item(organisation: str = "") -> ProductPage:
    intro = SectionDraft(html="<p>U vraagt het aan.</p>")
    write_item(ItemDraft(type="product", slug="paspoort", title="Paspoort", sections={SectionKind.INTRODUCTION: intro}),
               item=ITEM, language="nl", organisation=organisation)
    return ProductPage.objects.get()


def test_preparing_twice_makes_one_library_a_language() -> None:
    prepare_library(["nl", "en"])
    prepare_library(["nl", "en"])
    assert sorted(LibraryPage.objects.values_list("locale__language_code", flat=True)) == ["en", "nl"]
    root = Site.objects.get(is_default_site=True).root_page
    assert root.specific == LibraryPage.objects.get(locale__language_code="nl")
    assert Page.objects.filter(depth=2).count() == 2


def test_onboarding_makes_branches_groups_workflow_and_tells_the_municipality() -> None:
    prepare_library(["nl", "en"])
    municipality("GM9001", "Meer")
    for _ in range(2):
        onboard_organisation("meer", "Meer", ["GM9001"], ["nl", "en"])
    branches = OrganisationPage.objects.all()
    assert sorted(page.locale.language_code for page in branches) == ["en", "nl"]
    assert len({page.translation_key for page in branches}) == 1
    assert all(page.get_workflow() == Workflow.objects.get(name="Redactie Meer") for page in branches)
    held = GroupPagePermission.objects.filter(group=Group.objects.get(name="meer-editors"))
    assert {row.page_id for row in held} == {page.pk for page in branches}
    town = Edition.objects.filter(kind="municipality", subject="GM9001").order_by("pk").last()
    assert town is not None and town.row().content.organisations == ("meer",)


@pytest.mark.parametrize(("slug", "name", "codes", "languages", "field"), [
    ("Meer!", "Meer", [], ["nl"], "slug"), ("meer", " ", [], ["nl"], "name"),
    ("meer", "Meer", ["GM0001"], ["nl"], "municipalities"), ("meer", "Meer", [], ["fr"], "language"),
])
def test_onboarding_that_is_refused_makes_nothing(
        slug: str, name: str, codes: list[str], languages: list[str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        onboard_organisation(slug, name, codes, languages)
    assert refused.value.field == field
    assert not Organisation.objects.exists() and not OrganisationPage.objects.exists()


def test_an_editor_of_a_branch_sees_nothing_of_another() -> None:
    prepare_library(["nl"])
    page = item()
    onboard_organisation("meer", "Meer", [], ["nl"])
    mees = client(user("mees", "meer-reviewers"))
    for name in ("edit", "unpublish", "delete", "copy", "history", "view_draft"):
        response = mees.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert response.status_code in (302, 403, 404), name
    mees.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), product_data(title="Van mij"))
    mees.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    assert page.live and len(rows()) == 1


def test_an_own_item_of_an_organisation_is_in_its_own_series() -> None:
    prepare_library(["nl"])
    municipality("GM9001", "Meer")
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl"])
    item("meer")
    row = Edition.objects.get(kind="item")
    assert (row.organisation, row.municipality, row.row().content.type) == ("meer", "", "product")


def test_a_product_and_a_question_may_share_a_slug() -> None:
    prepare_library(["nl"])
    item()
    question = ItemDraft(type="question", slug="paspoort", title="Hoe vraag ik een paspoort aan?", product=ITEM)
    write_item(question, item="0c7c7a5e-9a0c-5d38-9a44-0a3d5f1d1f10", language="nl")
    assert [row.row().content.slug for row in Edition.objects.filter(kind="item")] == ["paspoort", "paspoort"]


def test_the_forms_of_every_page_type_open() -> None:
    prepare_library(["nl"])
    onboard_organisation("meer", "Meer", [], ["nl"])
    boss = client(user("baas", superuser=True))
    branch = OrganisationPage.objects.get()
    for name in ("productpage", "questionpage", "lifeeventpage", "localversionpage", "locallifeeventpage"):
        assert boss.get(reverse("wagtailadmin_pages:add",
                                args=["contenthub", name, branch.pk])).status_code == 200, name


@pytest.mark.parametrize("view", ["delete", "unpublish"])
def test_a_reviewer_cannot_take_a_whole_branch_away(view: str) -> None:
    prepare_library(["nl"])
    library = LibraryPage.objects.get()
    response = client(user("ria", "landelijk-reviewers")).post(
        reverse(f"wagtailadmin_pages:{view}", args=[library.pk]), {}, follow=True)
    assert "is a branch" in " ".join(map(str, response.context["messages"]))
    library.refresh_from_db()
    assert library.live


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_a_reviewer_cannot_take_a_whole_branch_away_in_bulk(action: str) -> None:
    prepare_library(["nl"])
    library = LibraryPage.objects.get()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    response = client(user("ria", "landelijk-reviewers")).post(f"{address}?id={library.pk}", {}, follow=True)
    assert "is a branch" in " ".join(map(str, response.context["messages"]))
    library.refresh_from_db()
    assert library.live


def test_an_administrator_can_take_an_empty_branch_away() -> None:
    prepare_library(["nl"])
    library = LibraryPage.objects.get()
    library.live = True
    library.save()
    address = reverse("wagtailadmin_pages:unpublish", args=[library.pk])
    client(user("beheer", superuser=True)).post(address, {})
    library.refresh_from_db()
    assert not library.live


def meer() -> OrganisationPage:
    municipality("GM9001", "Meer")
    onboard_organisation("meer", "Meer", ["GM9001"])
    return OrganisationPage.objects.get()


def test_code_cannot_move_a_page_to_another_branch() -> None:
    prepare_library(["nl"])
    page, there = item(), meer()
    with pytest.raises(Refused, match="stays in its branch"):
        page.move(there, pos="last-child")
    assert ProductPage.objects.get().get_parent().specific == LibraryPage.objects.get()


def test_a_page_that_was_moved_behind_our_back_does_not_end_its_old_branch() -> None:
    prepare_library(["nl"])
    page, there = item(), meer()
    Page.objects.get(pk=page.pk).move(there, pos="last-child")
    with pytest.raises(Refused, match="speaks in another branch"):
        ProductPage.objects.get().save_revision().publish()
    assert rows() == [(1, "published", "")]


def test_a_page_may_change_its_place_within_its_branch() -> None:
    prepare_library(["nl"])
    page = item()
    page.move(LibraryPage.objects.get(), pos="first-child")
    assert ProductPage.objects.get().get_parent().specific == LibraryPage.objects.get()


def chosen(who: str, group: str, page: Page) -> str:
    response = client(user(who, group)).get(
        reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk]), {"page_type": "contenthub.ProductPage"})
    return str(response.json()["html"])


def test_a_chooser_shows_the_published_titles_of_others() -> None:
    prepare_library(["nl"])
    page = item()
    meer()
    page.title = "Geheim plan"
    page.save_revision()
    for_others, for_its_own = chosen("mees", "meer-editors", page), chosen("ria", "landelijk-editors", page)
    assert "Paspoort" in for_others and "Geheim plan" not in for_others
    assert "Geheim plan" in for_its_own


def test_a_chooser_does_not_show_what_others_never_published() -> None:
    prepare_library(["nl"])
    page = item()
    meer()
    LibraryPage.objects.get().add_child(
        instance=ProductPage(title="Nog geheim", public_slug="nog", live=False, locale=page.locale))
    assert "Nog geheim" not in chosen("mees", "meer-editors", page)
    assert "Nog geheim" in chosen("ria", "landelijk-editors", page)


def test_the_editor_shows_no_schedule_to_set() -> None:
    prepare_library(["nl"])
    page = item()
    screen = client(user("ria", "landelijk-reviewers")).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "publishing schedule" not in screen.content.decode()
