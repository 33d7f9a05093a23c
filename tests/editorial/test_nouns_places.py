"""Municipalities, their locations, and organisations in the admin: what is published, what is refused, who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contenthub.models import AuditRow, Edition, Location, Municipality, Organisation, OrganisationPage, OutboxRow
from contenthub.resolving.content import Section
from contenthub.vocabulary import SectionKind
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, posted, table, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db

HERE = {
    "name": "Waterrijk", "slug": "waterrijk", "phone": "14 0199", "email": "info@waterrijk.example",
    "website": "https://www.waterrijk.example", "street": "Kerkplein", "house_number": "1", "postcode": "9001 AA",
    "city": "Waterrijk", "postal_address": "", "languages": ["nl", "en"], "default_language": "nl", "form_of_address": "je",
    "logo_alt": "", "colour": "#0B5C7A", "sender_lines": "Gemeente Waterrijk\r\nKerkplein 1", "return_address": "",
    "signatory": "J. Waterman", "signatory_role": "", "begins_on": "2011-01-01", "ends_on": "", "former": table([]),
}
DAY = {"service": "", "day": "monday", "opens": "09:00", "closes": "17:00", "note_nl": "", "note_en": ""}
PLACE = {
    "name": "Servicepunt", "slug": "servicepunt", "street": "Sluisweg", "house_number": "24", "postcode": "9018 WS",
    "city": "Sluisdorp", "phone": "", "order": "", "services": "", "days": table([DAY]), "exceptions": table([]),
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/>{}</svg>'


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, AuditRow, OutboxRow, Municipality, Location, Organisation, Group))


def save(client: Client, code: str = "GM9001", **fields: Any) -> Any:
    return client.post(reverse("municipalities:edit", args=[code]), posted({**HERE, **fields}))


def place(client: Client, code: str = "GM9001", **fields: Any) -> Any:
    return client.post(reverse("municipalities:add_location", args=[code]), posted({**PLACE, **fields}))


def said(code: str = "GM9001") -> Any:
    return Edition.objects.filter(kind="municipality", subject=code).latest("pk").row().content


def test_saving_a_municipality_makes_one_edition(waterrijk):
    before = Edition.objects.count()
    assert save(waterrijk).status_code == 302
    assert Edition.objects.count() == before + 1
    details = said()
    assert (details.phone, details.form_of_address, details.languages) == ("14 0199", "je", ("nl", "en"))
    assert details.letterhead.sender_lines == ("Gemeente Waterrijk", "Kerkplein 1")
    assert Edition.objects.latest("pk").published_by == "wim"
    assert save(waterrijk).status_code == 302
    assert Edition.objects.count() == before + 1


@pytest.mark.parametrize(("change", "field"), [
    ({"phone": "bel maar"}, "phone"), ({"email": "info"}, "email"), ({"postcode": "12"}, "postcode"), ({"colour": "blauw"}, "colour"),
    ({"languages": ["tlh"]}, "languages"), ({"default_language": "nl-x-a2"}, "default_language"), ({"form_of_address": "gij"}, "form_of_address"),
])
def test_details_that_are_wrong_are_refused_at_their_field(waterrijk, change, field):
    before, row = counts(), Municipality.objects.get(pk="GM9001").phone
    response = save(waterrijk, **change)
    assert list(response.context["form"].errors) == [field]
    assert counts() == before
    assert Municipality.objects.get(pk="GM9001").phone == row


def test_an_end_before_the_beginning_is_refused_at_the_end(admin):
    before = counts()
    assert list(save(admin, ends_on="2010-01-01").context["form"].errors) == ["ends_on"]
    assert counts() == before


def test_successors_and_old_texts(admin):
    response = save(admin, successors=["GM9002"], former=table([{"code": "GM9002", "until": "2028-01-01"}]))
    assert response.status_code == 302
    assert said().successors == ("GM9002",)
    assert Municipality.objects.get(pk="GM9001").keeps_old_texts == {"GM9002": "2028-01-01"}
    wrong = save(admin, former=table([{"code": "GM0000", "until": "2028-01-01"}]))
    assert [list(form.errors) for form in wrong.context["form"].rows["former"]] == [["code"]]


def test_an_organisation_does_not_rename_or_end_its_municipality(waterrijk):
    save(waterrijk, name="Anders", slug="anders", ends_on="2026-01-01", former=table([{"code": "GM9002", "until": "2028-01-01"}]))
    town = Municipality.objects.get(pk="GM9001")
    assert (town.name, town.slug, town.ends_on, town.keeps_old_texts) == ("Waterrijk", "waterrijk", None, {})


def test_a_new_municipality(admin, waterrijk):
    before = counts()
    data = posted({**HERE, "code": "GM9003", "name": "Nieuwland", "slug": "nieuwland"})
    assert waterrijk.post(reverse("municipalities:add"), data).status_code == 302
    assert counts() == before
    assert admin.post(reverse("municipalities:add"), data).status_code == 302
    assert said("GM9003").name == "Nieuwland"
    again = admin.post(reverse("municipalities:add"), data)
    assert set(again.context["form"].errors) == {"code", "slug"}


def test_a_logo_is_kept_and_shown_and_taken_away(waterrijk):
    save(waterrijk, logo=SimpleUploadedFile("logo.svg", SVG.format("").encode()), logo_alt="Een zeilboot")
    assert said().letterhead.logo_svg == SVG.format("")
    assert b"data:image/svg+xml" in waterrijk.get(reverse("municipalities:edit", args=["GM9001"])).content
    save(waterrijk, remove_logo="on")
    assert said().letterhead.logo_svg == ""


@pytest.mark.parametrize("svg", [
    SVG.format("<script>alert(1)</script>"), SVG.format('<a href="https://x.example">x</a>'), SVG.format('<g onload="x()"/>'),
    SVG.format('<image href="https://x.example/x.png"/>'), SVG.format("<style>@import url(x)</style>"), "<p>geen svg</p>", "leeg",
    '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
    '<?xml-stylesheet href="https://x.example/x.css"?>' + SVG.format(""),
])
def test_a_logo_that_runs_or_fetches_is_refused(waterrijk, svg):
    before = counts()
    response = save(waterrijk, logo=SimpleUploadedFile("logo.svg", svg.encode()), logo_alt="Logo")
    assert list(response.context["form"].errors) == ["logo"]
    assert counts() == before


def test_a_location_with_hours_makes_one_edition(waterrijk):
    before = Edition.objects.count()
    balie = {**DAY, "service": "Trouwen", "opens": "10:00", "closes": "12:00", "by_appointment": "on"}
    closed = {"service": "", "date": "2026-12-25", "closed": "on", "opens": "", "closes": "", "note_nl": "Kerst", "note_en": "Christmas"}
    response = place(waterrijk, services="Paspoort\r\nRijbewijs", days=table([DAY, balie]), exceptions=table([closed]))
    assert response.status_code == 302, response.context["form"].errors
    assert Edition.objects.count() == before + 1
    location = said().locations[-1]
    assert [service.service for service in location.services] == ["Paspoort", "Rijbewijs", "Trouwen"]
    assert location.services[0].opening_hours == location.opening_hours
    assert [(day.opens, day.by_appointment) for day in location.services[2].opening_hours.days] == [("10:00", True)]
    assert location.opening_hours.exceptions[0].note == {"nl": "Kerst", "en": "Christmas"}


def test_editing_a_location_without_a_change_changes_nothing(waterrijk):
    balie = {**DAY, "service": "Trouwen", "opens": "10:00"}
    place(waterrijk, services="Paspoort", days=table([DAY, balie]))
    location = Location.objects.get(slug="servicepunt")
    url = reverse("municipalities:edit_location", args=["GM9001", location.pk])
    form = waterrijk.get(url).context["form"]
    shown = [{name: row[name].value() or "" for name in DAY} for row in form.rows["days"] if row.initial]
    assert [(row["service"], row["opens"]) for row in shown] == [("", "09:00"), ("Trouwen", "10:00")]
    before = Edition.objects.count()
    data = posted({**PLACE, "order": form["order"].value(), "services": form["services"].value(), "days": table(shown, len(shown))})
    assert waterrijk.post(url, data).status_code == 302
    assert Edition.objects.count() == before


def test_a_row_that_is_ticked_away_is_gone(waterrijk):
    tuesday = {**DAY, "day": "tuesday", "DELETE": "on"}
    place(waterrijk, days=table([DAY, tuesday]))
    assert [day["day"] for day in Location.objects.get(slug="servicepunt").opening_hours["days"]] == ["monday"]


@pytest.mark.parametrize(("change", "field"), [
    ({"postcode": "9018"}, "postcode"), ({"slug": "stadhuis"}, "slug"), ({"name": ""}, "name"), ({"street": ""}, "street")])
def test_a_location_that_is_wrong_is_refused_at_its_field(waterrijk, change, field):
    before = counts()
    assert list(place(waterrijk, **change).context["form"].errors) == [field]
    assert counts() == before


@pytest.mark.parametrize(("rows", "errors"), [
    ([DAY, {**DAY, "opens": "16:00", "closes": "18:00"}], [[], ["opens"]]),
    ([{**DAY, "opens": "18:00"}], [["opens"]]), ([{**DAY, "opens": "9 uur"}], [["opens"]]), ([{**DAY, "day": "zondag"}], [["day"]]),
    ([DAY, {**DAY, "service": "Trouwen", "opens": "18:00"}], [[], ["opens"]]),
])
def test_hours_that_are_wrong_are_refused_at_their_row(waterrijk, rows, errors):
    before = counts()
    response = place(waterrijk, days=table(rows))
    assert [list(form.errors) for form in response.context["form"].rows["days"]] == errors
    assert counts() == before


def test_removing_a_location(waterrijk):
    stadhuis = Location.objects.get(municipality="GM9001")
    remove = reverse("municipalities:remove_location", args=["GM9001", stadhuis.pk])
    hours = Section(blocks=world.text("Open: ", "{{gemeente.openingstijden}}"), owner="Team")
    world.product(sections={SectionKind.COSTS: hours})
    before = counts()
    asked = waterrijk.get(remove)
    assert [use["title"] for use in asked.context["uses"]] == ["Paspoort aanvragen"]
    assert "Het is de laatste locatie." in asked.content.decode()
    assert counts() == before
    assert waterrijk.post(remove).status_code == 302
    assert Edition.objects.count() == before[0] + 1
    assert said().locations == ()


def test_removing_the_first_location_says_whose_hours_are_said_then(waterrijk):
    place(waterrijk)
    first, second = Location.objects.filter(municipality="GM9001")
    asked = [waterrijk.get(reverse("municipalities:remove_location", args=["GM9001", one.pk])).content.decode()
             for one in (first, second)]
    says = f"geven dan de openingstijden van {second.name}."
    assert [says in page for page in asked] == [True, False]


def test_two_exceptions_on_one_date_are_refused_per_service(waterrijk):
    closed = {"service": "", "date": "2026-12-25", "closed": "on", "opens": "", "closes": "", "note_nl": "", "note_en": ""}
    before = counts()
    response = place(waterrijk, exceptions=table([closed, closed]))
    assert [list(form.errors) for form in response.context["form"].rows["exceptions"]] == [[], ["date"]]
    assert "De locatie is niet gepubliceerd." in " ".join(map(str, response.context["messages"]))
    assert counts() == before
    assert place(waterrijk, exceptions=table([closed, {**closed, "service": "Trouwen"}])).status_code == 302


def test_others_change_no_municipality(house, waterrijk):
    stadhuis = Location.objects.get(municipality="GM9002")
    before = counts()
    for client in (Client(), dutch(pages.user("nobody")), dutch(pages.user("eva", "heidestad-editors")), waterrijk):
        assert save(client, "GM9002", slug="heidestad").status_code == 302
        assert place(client, "GM9002").status_code == 302
        remove = reverse("municipalities:remove_location", args=["GM9002", stadhuis.pk])
        assert (client.get(remove).status_code, client.post(remove).status_code) == (302, 302)
    assert counts() == before
    assert Municipality.objects.get(pk="GM9002").form_of_address == "u"


def test_a_location_is_found_under_its_own_municipality_only(waterrijk):
    other = Location.objects.get(municipality="GM9002")
    url = reverse("municipalities:edit_location", args=["GM9001", other.pk])
    assert waterrijk.post(url, posted(PLACE)).status_code == 404
    other.refresh_from_db()
    assert other.name == "Stadhuis"


NEW = {"name": "Samen", "slug": "samen", "order": "2", "municipalities": ["GM9001", "GM9002"], "languages": ["nl", "en"]}


def test_onboarding_makes_branches_groups_and_one_edition_per_municipality(admin):
    before = Edition.objects.count()
    assert admin.post(reverse("organisations:add"), NEW).status_code == 302
    assert Edition.objects.count() == before + 2
    assert said("GM9002").organisations == ("heidestad", "samen")
    assert OrganisationPage.objects.filter(organisation="samen").count() == 2
    assert sorted(Group.objects.filter(name__startswith="samen-").values_list("name", flat=True)) == [
        "samen-editors", "samen-kcc", "samen-readers", "samen-reviewers", "samen-translators"]


def test_an_organisation_stops_writing_for_a_municipality(admin):
    admin.post(reverse("organisations:add"), NEW)
    edit = reverse("organisations:edit", args=["samen"])
    assert admin.post(edit, {**NEW, "name": "Samen Sterk", "municipalities": ["GM9001"]}).status_code == 302
    assert said("GM9002").organisations == ("heidestad",)
    assert Organisation.objects.get(pk="samen").name == "Samen Sterk"


@pytest.mark.parametrize(("change", "field"), [
    ({"slug": "Samen!"}, "slug"), ({"slug": "SAMEN"}, "slug"), ({"name": " "}, "name"), ({"municipalities": ["GM0001"]}, "municipalities"),
    ({"languages": []}, "languages"), ({"slug": "waterrijk"}, "slug")])
def test_an_onboarding_that_is_wrong_is_refused_at_its_field(admin, change, field):
    before = counts()
    assert list(admin.post(reverse("organisations:add"), {**NEW, **change}).context["form"].errors) == [field]
    assert counts() == before


def test_only_administrators_onboard(house, waterrijk):
    before = counts()
    for client in (Client(), waterrijk, dutch(pages.user("lia", "landelijk-reviewers"))):
        assert client.post(reverse("organisations:add"), NEW).status_code == 302
        assert client.post(reverse("organisations:edit", args=["waterrijk"]), NEW).status_code == 302
    assert counts() == before


def test_lists_in_few_queries(admin, waterrijk, django_assert_max_num_queries):
    for number in range(30):
        town = Municipality.objects.create(code=f"GM80{number:02}", name=f"Dorp {number}", slug=f"dorp-{number}")
        world.organisation(f"org-{number}", town)
    for name in ("municipalities:index", "organisations:index"):
        for client in (admin, waterrijk):
            assert client.get(reverse(name)).status_code == 200
            with django_assert_max_num_queries(19):
                client.get(reverse(name))
    assert waterrijk.get(reverse("municipalities:index"), {"q": "GM9001"}).context["paginator"].count == 1
    assert waterrijk.get(reverse("municipalities:index"), {"ended": "yes"}).context["paginator"].count == 0
