"""What the pages of the admin are called, where their search boxes lead, and what they no longer say."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from contenthub.models import Edition, LibraryPage, LifeEventPage, LocalLifeEventPage, OrganisationPage, ProductPage
from contenthub.models.pages import PUBLISHED_PAGES
from contenthub.vocabulary import EditionKind
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401
from tests.editorial.test_items_list import items, page, write  # noqa: F401

pytestmark = pytest.mark.django_db


def heading(client: Client, name: str, *args: object) -> str:
    html = client.get(reverse(name, args=args)).content.decode()
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found, html[:500]
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


@pytest.mark.parametrize(("name", "expected"), [
    ("contenthub_waiting", "Versies die nog ingaan: Rijbewijs verlengen"), ("contenthub_withdraw", "Intrekken: Rijbewijs verlengen")])
def test_a_page_about_a_page_is_called_after_it(items, library, name, expected):
    made = page("rijbewijs")
    assert heading(library, name, made.pk) == expected
    trail = library.get(reverse(name, args=[made.pk])).context["breadcrumbs_items"]
    assert [str(step["label"]) for step in trail][1:3] == ["Landelijke bibliotheek", "Rijbewijs verlengen"]
    assert trail[-1]["label"] == expected.split(":")[0] and trail[2]["url"] == reverse("wagtailadmin_pages:edit", args=[made.pk])


def test_a_version_is_called_after_its_text_also_a_local_one(items, waterrijk):
    own = Edition.objects.get(kind="item", organisation="waterrijk", content__type="local")
    generic = Edition.objects.get(kind="item", subject=own.subject, organisation="")
    for edition in (own, generic):
        assert heading(waterrijk, "editions:show", edition.pk) == "Versie: Paspoort aanvragen, versie 1"


def test_a_value_is_called_after_its_fact(house, library):
    world.money_fact("paspoort.kosten", "86.85")
    value = Edition.objects.get(kind=EditionKind.FACT_VALUE)
    assert heading(library, "editions:show", value.pk) == "Versie: paspoort.kosten, versie 1"


@pytest.mark.parametrize("model", PUBLISHED_PAGES, ids=lambda model: model.__name__)
def test_every_form_stands_in_tabs(house, admin, model):
    branch = OrganisationPage.objects.first()
    html = admin.get(reverse("wagtailadmin_pages:add", args=["contenthub", model._meta.model_name, branch.pk])).content.decode()
    assert html.count('role="tab"') >= 2
    assert {panel.heading for panel in model.get_edit_handler().children} and all(
        panel.heading for panel in model.get_edit_handler().children)


def test_no_field_was_lost_between_the_tabs():
    fields = {model: set(model.get_edit_handler().get_form_class().base_fields) for model in (LifeEventPage, LocalLifeEventPage)}
    assert fields[LifeEventPage] >= {"title", "introduction", "steps", "for_residents", "for_businesses", "icon", "order",
                                     "public_slug", "valid_from"}
    assert fields[LocalLifeEventPage] >= {"title", "item", "municipalities", "introduction", "steps", "based_on", "valid_from"}


def test_a_branch_is_live_and_nothing_more(house):
    for branch in (LibraryPage.objects.get(), *OrganisationPage.objects.all()):
        assert (branch.live, branch.has_unpublished_changes) == (True, False)
    assert not Edition.objects.filter(kind="item").exists()


def test_a_branch_in_another_language_names_it_in_dutch(house):
    from contenthub.actions.branches import organisation_branch
    from contenthub.models import Organisation
    town = Organisation.objects.get(pk="waterrijk")
    names = [organisation_branch(town, language).title for language in ("nl", "en", "nl-x-a2")]
    assert names == ["Waterrijk", "Waterrijk (Engels)", "Waterrijk (Eenvoudig Nederlands)"]


def test_no_count_of_references_is_shown_where_it_would_mislead(items, library):
    made = page("paspoort")
    for name in ("edit", "delete", "unpublish"):
        html = library.get(reverse(f"wagtailadmin_pages:{name}", args=[made.pk])).content.decode()
        assert reverse("wagtailadmin_pages:usage", args=[made.pk]) not in html, name


def test_the_explorer_warns_of_no_website(items, waterrijk):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    for name, args in (("wagtailadmin_explore_root", ()), ("wagtailadmin_explore", (branch.pk,))):
        html = waterrijk.get(reverse(name, args=args), follow=True).content.decode()
        assert "niet bereikbaar" not in html and "toegankelijk" not in html


def test_the_list_of_branches_has_a_name(house, admin):
    assert admin.get(reverse("wagtailadmin_explore_root")).context["page_subtitle"] == "Alle takken"


def test_the_dashboard_counts_and_searches_the_list(items, waterrijk):
    html = waterrijk.get(reverse("wagtailadmin_home")).content.decode()
    index = reverse("items:index")
    assert f'action="{index}"' in html and f'<a href="{index}">6 producten en vragen</a>' in html
    # The box in the menu is drawn by a script from this.
    assert f'"_args": ["{index}"]' in html or f'["{index}"]' in html.replace("&quot;", '"')
    assert "guide.wagtail.org" not in html and "/releases/" not in html


def test_other_searches_lead_to_the_list_and_no_more_to_pages(items, waterrijk):
    html = waterrijk.get(reverse("wagtailimages:index"), {"q": "x"}).content.decode()
    assert reverse("items:index") in html and reverse("wagtailadmin_pages:search") not in html


def test_the_explorer_finds_within_a_branch(items, library, waterrijk):
    branch = LibraryPage.objects.get()
    found = library.get(reverse("wagtailadmin_explore", args=[branch.pk]), {"q": "rijbew"}).context["object_list"]
    assert [row.title for row in found] == ["Rijbewijs verlengen"]
    other = Page.objects.get(pk=OrganisationPage.objects.get(organisation="waterrijk").pk)
    found = waterrijk.get(reverse("wagtailadmin_explore", args=[other.pk]), {"q": "rijbew", "search_all": "1"})
    assert list(found.context["object_list"]) == []


def test_a_chooser_finds_by_words_and_shows_no_draft_of_others(items, waterrijk):
    made = ProductPage.objects.get(title="Rijbewijs verlengen")
    made.title = "Geheim rijbewijs"
    made.save_revision()
    asked = {"page_type": "contenthub.ProductPage"}
    address = reverse("wagtailadmin_choose_page_search")
    html = waterrijk.get(address, {**asked, "q": "rijbew"}).content.decode()
    assert "Rijbewijs verlengen" in html and "Geheim" not in html
    assert "Geheim" not in waterrijk.get(address, {**asked, "q": "geheim"}).content.decode()


def test_who_writes_for_nobody_has_no_list_in_the_menu(house):
    html = dutch(pages.user("nobody")).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("items:index") not in html
