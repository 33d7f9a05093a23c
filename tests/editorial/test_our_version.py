"""The page "Onze invulling": what an organisation made of every generic item, and that it stays quick."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.append import By
from contenthub.actions.branches import organisation_branch
from contenthub.actions.withdraw import withdraw_item
from contenthub.actions.write_page import write_item, write_local
from contenthub.editorial.local import gists
from contenthub.models import LocalVersionPage, Organisation, OrganisationPage, ProductPage
from contenthub.vocabulary import Offered, SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests import world
from tests.editorial.frame import ADDRESS
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401
from tests.editorial.test_items_list import key

pytestmark = pytest.mark.django_db
INDEX = "local:index"
INHERITS, ADAPTED, MISSING, CHANGED, NOT_OFFERED = (
    "Landelijke tekst geldt", "Aangepast", "Verplichte tekst ontbreekt", "Bron gewijzigd", "Niet aangeboden")
BY = By(actor="import")


def write(slug: str, html: str = "<p>U vraagt het aan.</p>", *, kind: str = "product", keywords: list[str] | None = None, **section: Any) -> None:
    draft = ItemDraft(type=kind, slug=slug, title=slug.title(), keywords=keywords or [],
                      sections={SectionKind.INTRODUCTION: SectionDraft(html=html, **section)})
    write_item(draft, item=key(slug), language="nl", by=BY)


def local(slug: str, html: str = "<p>Bij ons aan de kade.</p>", *, organisation: str = "waterrijk", mode: SectionMode = SectionMode.APPEND,
          **fields: Any) -> None:
    where = {name: fields.pop(name) for name in ("valid_from",) if name in fields}
    sections = {SectionKind.INTRODUCTION: SectionDraft(html=html, mode=mode)} if html else {}
    write_local(LocalDraft(sections=sections, **fields), item=key(slug), language="nl", organisation=organisation, by=BY, **where)


def tags(client: Client, **asked: str) -> dict[str, list[str]]:
    response = client.get(reverse(INDEX), asked)
    assert response.status_code == 200
    tags = response.context["table"].columns["tags"]
    return {row.title: [tag.text for tag in tags.get_value(row)] for row in response.context["object_list"]}


def counters(client: Client, **asked: str) -> dict[str, int]:
    return {each["label"]: each["number"] for each in client.get(reverse(INDEX), asked).context["counters"]}


@pytest.fixture
def items(house: None) -> None:
    write("erven")
    write("aangepast", keywords=["bordeauxrood"])
    write("verplicht", local_required=True)
    write("niet-hier", local_required=True)
    write("herzien", kind="question", review_by=dt.date.today() + dt.timedelta(days=29))
    write("later", review_by=dt.date.today() + dt.timedelta(days=31))
    local("aangepast")
    local("niet-hier", "", offered=Offered.NO, explanation="Ga naar de provincie.")


def test_every_generic_item_says_what_the_organisation_made_of_it(items, waterrijk):
    seen = tags(waterrijk)
    review = seen["Herzien"].pop()
    assert seen == {"Aangepast": [ADAPTED], "Erven": [INHERITS], "Herzien": [INHERITS], "Later": [INHERITS],
                    "Niet-Hier": [NOT_OFFERED], "Verplicht": [INHERITS, MISSING]}
    assert review.startswith("Herzien voor ")
    assert counters(waterrijk) == {"Wat moeten wij nog doen": 2, INHERITS: 4, ADAPTED: 1, MISSING: 1, CHANGED: 0,
                                   "Herziening nodig": 1, NOT_OFFERED: 1}


@pytest.mark.parametrize(("asked", "expected"), [
    ({"state": "todo"}, ["Herzien", "Verplicht"]), ({"state": "adapted"}, ["Aangepast"]), ({"state": "missing"}, ["Verplicht"]),
    ({"state": "not_offered"}, ["Niet-Hier"]), ({"state": "review"}, ["Herzien"]), ({"state": "changed"}, []),
    ({"kind": "question"}, ["Herzien"]), ({"q": "BORDEAUX"}, ["Aangepast"]), ({"q": "zzz"}, []),
    ({"state": "inherits", "kind": "product", "q": "r"}, ["Erven", "Later", "Verplicht"]),
])
def test_the_page_is_narrowed_down(items, waterrijk, asked, expected):
    assert list(tags(waterrijk, **asked)) == expected


def test_a_local_text_takes_what_is_missing_away(items, waterrijk):
    local("verplicht")
    assert tags(waterrijk)["Verplicht"] == [ADAPTED]
    LocalVersionPage.objects.get(item=key("verplicht")).unpublish()
    assert tags(waterrijk)["Verplicht"] == [INHERITS, MISSING, "Concept"]


def test_a_text_that_waits_does_not_count_yet(items, waterrijk):
    local("verplicht", valid_from=timezone.now() + dt.timedelta(days=3))
    assert tags(waterrijk)["Verplicht"] == [INHERITS, MISSING]


def test_the_source_has_changed_when_it_means_something_else(items, waterrijk):
    write("aangepast", "<p>U vraagt het <b>aan</b>!</p>", keywords=["bordeauxrood"])
    assert tags(waterrijk)["Aangepast"] == [ADAPTED]
    write("aangepast", "<p>U vraagt het digitaal aan.</p>", keywords=["bordeauxrood"])
    assert tags(waterrijk)["Aangepast"] == [ADAPTED, CHANGED]
    assert list(tags(waterrijk, state="changed")) == ["Aangepast"]


def test_what_was_withdrawn_is_no_work(items, waterrijk):
    withdraw_item(ProductPage.objects.get(translation_key=key("verplicht")), reason="Weg.", by=BY)
    assert "Verplicht" not in tags(waterrijk)


def test_each_organisation_has_its_own_page(items, admin):
    local("erven", organisation="heidestad")
    assert tags(admin, organisation="heidestad")["Erven"] == [ADAPTED] and tags(admin, organisation="waterrijk")["Erven"] == [INHERITS]
    assert tags(admin, organisation="heidestad")["Aangepast"] == [INHERITS]


def test_the_drafts_and_states_of_another_organisation_cannot_be_asked_for(items, waterrijk):
    local("erven", organisation="heidestad")
    response = waterrijk.get(reverse(INDEX), {"organisation": "heidestad"})
    assert "Heidestad" not in response.content.decode() and tags(waterrijk, organisation="heidestad")["Erven"] == [INHERITS]


def test_who_writes_for_no_organisation_has_no_such_page(items, library):
    assert library.get(reverse(INDEX)).status_code == 302
    assert reverse(INDEX) not in library.get(reverse("items:index")).content.decode()
    assert Client().get(reverse(INDEX)).status_code == 302


@pytest.fixture
def shared(items) -> None:
    """Waterrijk writes for two municipalities; in one of them a service of its own writes too."""
    second = world.municipality("GM9003", "Polderveen")
    Organisation.objects.get(pk="waterrijk").municipalities.add(second)
    organisation_branch(world.organisation("dienst", second), "nl")


def test_what_is_written_for_one_municipality_counts_there_alone(shared, waterrijk):
    local("erven", municipalities=["GM9003"])
    assert tags(waterrijk)["Erven"] == [INHERITS]
    assert tags(waterrijk, municipality="GM9003")["Erven"] == [ADAPTED]
    assert tags(waterrijk, municipality="GM9001")["Erven"] == [INHERITS]


def test_another_organisation_of_the_municipality_may_have_written_what_was_asked_for(shared, waterrijk):
    local("verplicht", organisation="dienst")
    assert tags(waterrijk, municipality="GM9003")["Verplicht"] == [INHERITS]
    assert tags(waterrijk, municipality="GM9001")["Verplicht"] == [INHERITS, MISSING]


def test_a_row_leads_to_the_own_version_or_to_a_new_one_of_this_item(items, waterrijk):
    said = waterrijk.get(reverse(INDEX)).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[LocalVersionPage.objects.get(item=key("aangepast")).pk]) in said
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    add = reverse("local:add", args=[branch.pk])
    assert f"{add}?item={key('erven')}" in said
    form = waterrijk.get(add, {"item": key("erven")})
    assert form.context["form"].initial["item"] == key("erven") and form.context["form"].initial["title"] == "Erven"
    assert reverse("wagtailadmin_pages:add", args=["contenthub", "localversionpage", branch.pk]) in form.content.decode()


@pytest.mark.parametrize("item", ["", "geen-uuid", key("bestaat-niet")])
def test_a_new_version_of_what_is_no_item_says_so(items, waterrijk, item):
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    form = waterrijk.get(reverse("local:add", args=[branch.pk]), {"item": item})
    assert form.status_code == 200 and "staat niet in de landelijke bibliotheek" in form.content.decode()


def test_a_new_version_for_another_organisation_is_refused(items, waterrijk):
    branch = OrganisationPage.objects.get(organisation="heidestad")
    assert waterrijk.get(reverse("local:add", args=[branch.pk]), {"item": key("erven")}).status_code == 302
    assert not LocalVersionPage.objects.child_of(branch).exists()


def test_an_empty_library_says_what_comes(house, waterrijk):
    assert "heeft nog geen producten of vragen" in waterrijk.get(reverse(INDEX)).content.decode()


def _queries(client: Client, address: str, **asked: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, asked).status_code == 200
    return len(captured)


@pytest.mark.urls("tests.editorial.framed")
@pytest.mark.parametrize("asked", [{}, {"state": "todo"}, {"q": "erven"}], ids=["all", "to do", "words"])
def test_the_number_of_queries_beyond_the_frame_does_not_grow(items, waterrijk, admin, asked):
    address, clients = reverse(INDEX), (waterrijk, admin)

    def beyond() -> list[int]:
        for client in clients:
            client.get(address, asked)
        return [_queries(client, address, **asked) - _queries(client, ADDRESS) for client in clients]

    write("aangepast", "<p>Het gaat digitaal.</p>")
    before = beyond()
    for number in range(30):
        write(f"meer-{number}", local_required=number % 2 == 0)
        local(f"meer-{number}")
        write(f"meer-{number}", "<p>Het gaat per post.</p>")
    gists.forget()
    for client in clients:
        # After a start the contents are read once: three queries more, however many there are.
        assert _queries(client, address, **asked) - _queries(client, ADDRESS) <= before[0] + 3
    assert beyond() == before
    assert max(before) <= 7
