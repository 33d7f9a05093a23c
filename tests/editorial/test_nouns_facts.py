"""Facts in the admin: definitions, values per layer with typed fields, waiting values; and who may do what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contenthub.access.roles import editable, has_role, may_edit, may_publish, publishable
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.models import AuditRow, Edition, Fact, OutboxRow
from contenthub.resolving.refusal import Refused
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, library, posted, table, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, AuditRow, OutboxRow, Fact))


def make(key: str = "paspoort.kosten", kind: str = "MONEY", **more: Any) -> Fact:
    fact = Fact.objects.create(key=key, label={"nl": "Kosten"}, type=kind, **more)
    publish_fact(fact)
    return fact


def give(client: Client, key: str = "paspoort.kosten", layer: str = "national", **fields: Any) -> Any:
    data = posted({"layer": layer, "valid_from": "", **fields})
    return client.post(reverse("facts:value", args=[key]), data)


def value_of(key: str) -> dict[str, Any]:
    return Edition.objects.filter(kind="fact-value", subject=key).latest("pk").content["value"]


DEFINITION = {"key": "paspoort.kosten", "label_nl": "Kosten van een paspoort", "label_en": "Costs of a passport",
              "type": "MONEY", "role": "", "maximum": "on"}


def test_roles_follow_the_branches(house):
    wim, eva = pages.user("wim", "waterrijk-reviewers"), pages.user("eva", "waterrijk-editors")
    lia, nobody = pages.user("lia", "landelijk-reviewers"), pages.user("nobody")
    assert (publishable(wim), editable(wim)) == ({"waterrijk"}, {"waterrijk"})
    assert (publishable(eva), editable(eva)) == (frozenset(), {"waterrijk"})
    assert (publishable(lia), publishable(nobody)) == ({""}, frozenset())
    assert publishable(pages.user("root", superuser=True)) == {"", "waterrijk", "heidestad"}
    assert (may_publish(wim, "heidestad"), may_publish(wim, ""), may_edit(eva, "waterrijk")) == (False, False, True)
    assert [has_role(who) for who in (wim, eva, lia, nobody, AnonymousUser())] == [True, True, True, False, False]
    wim.is_active = False
    assert not may_publish(wim, "waterrijk")


def test_defining_a_fact_makes_one_edition(library):
    before = counts()
    response = library.post(reverse("facts:add"), DEFINITION)
    assert response.status_code == 302
    assert counts() == tuple(number + 1 for number in before)
    edition = Edition.objects.get(kind="fact", subject="paspoort.kosten")
    assert edition.content["label"] == {"nl": "Kosten van een paspoort", "en": "Costs of a passport"}
    assert (edition.content["maximum"], edition.published_by) == (True, "lia")


def test_editing_a_definition_keeps_key_type_and_other_languages(library):
    fact = make()
    Fact.objects.filter(pk=fact.pk).update(label={"nl": "Kosten", "nl-x-a2": "Wat het kost"})
    response = library.post(reverse("facts:edit", args=[fact.pk]), {**DEFINITION, "key": "iets.anders", "type": "DATE"})
    fact.refresh_from_db()
    assert response.status_code == 302
    assert (fact.key, fact.type, fact.maximum) == ("paspoort.kosten", "MONEY", True)
    assert fact.label == {"nl": "Kosten van een paspoort", "en": "Costs of a passport", "nl-x-a2": "Wat het kost"}
    assert Edition.objects.filter(kind="fact").count() == 2


@pytest.mark.parametrize(("change", "field"), [
    ({"key": "Paspoort"}, "key"), ({"label_nl": ""}, "label_nl"), ({"type": "LIST"}, "type"), ({"role": "x"}, "role")])
def test_a_definition_that_is_wrong_is_refused_at_its_field(library, change, field):
    before = counts()
    response = library.post(reverse("facts:add"), {**DEFINITION, **change})
    assert list(response.context["form"].errors) == [field]
    assert counts() == before


TYPED = [
    ("MONEY", {"amount": "86,85"}, {"amount": "86.85"}),
    ("DURATION", {"amount": "6", "unit": "week"}, {"amount": 6, "unit": "week"}),
    ("DATE", {"date": "2027-01-01"}, {"date": "2027-01-01"}),
    ("PHONE", {"number": "14 0123"}, {"number": "14 0123"}),
    ("EMAIL", {"address": "info@waterrijk.example"}, {"address": "info@waterrijk.example"}),
    ("URL", {"url": "https://waterrijk.example", "label_nl": "De site"},
     {"url": "https://waterrijk.example", "label": {"nl": "De site"}}),
    ("ADDRESS", {"street": "Kerkplein", "number": "1", "postcode": "9001 AA", "city": "Waterrijk"},
     {"street": "Kerkplein", "number": "1", "postcode": "9001 AA", "city": "Waterrijk"}),
    ("NUMBER", {"value_": "2,5", "unit_nl": "meter"}, {"value": "2.5", "unit": {"nl": "meter"}}),
    ("TEXT", {"text_nl": "op afspraak", "text_en": "by appointment"}, {"text": {"nl": "op afspraak", "en": "by appointment"}}),
    ("TARIFF", {"rows": table([{"key": "18plus", "label_nl": "Vanaf 18 jaar", "label_en": "", "amount": "86,85", "article": "1.2"}])},
     {"rows": [{"key": "18plus", "label": {"nl": "Vanaf 18 jaar"}, "amount": "86.85", "article": "1.2"}]}),
    ("OPENING_HOURS", {
        "days": table([{"day": "monday", "opens": "09:00", "closes": "17:00", "by_appointment": "on", "note_nl": "", "note_en": ""}]),
        "exceptions": table([{"date": "2026-12-25", "closed": "on", "opens": "", "closes": "", "note_nl": "Kerst", "note_en": ""}])},
     {"days": [{"day": "monday", "opens": "09:00", "closes": "17:00", "byAppointment": True}],
      "exceptions": [{"date": "2026-12-25", "closed": True, "note": {"nl": "Kerst"}}]}),
]


@pytest.mark.parametrize(("kind", "fields", "stored"), TYPED, ids=[kind for kind, *_rest in TYPED])
def test_a_value_of_each_type_makes_one_edition(library, kind, fields, stored):
    make(kind=kind)
    before = Edition.objects.count()
    response = give(library, **fields)
    assert response.status_code == 302, response.context["form"].errors
    assert Edition.objects.count() == before + 1
    assert value_of("paspoort.kosten") == {"type": kind, **stored}
    shown = library.get(reverse("facts:value", args=["paspoort.kosten"]))
    assert shown.status_code == 200
    assert "{" not in "".join(str(field.value()) for group in shown.context["form"].grouped() for field in group.fields)
    assert library.get(reverse("facts:show", args=["paspoort.kosten"])).status_code == 200


@pytest.mark.parametrize(("kind", "fields", "field"), [
    ("MONEY", {"amount": "veel"}, "amount"), ("MONEY", {"amount": "-1"}, "amount"), ("MONEY", {"amount": "1,234"}, "amount"),
    ("DURATION", {"amount": "0", "unit": "week"}, "amount"), ("DURATION", {"amount": "1", "unit": "eeuw"}, "unit"),
    ("DATE", {"date": "31-02-2027"}, "date"), ("PHONE", {"number": "bel maar"}, "number"),
    ("EMAIL", {"address": "info"}, "address"), ("URL", {"url": "ftp://x"}, "url"),
    ("ADDRESS", {"street": "Kerkplein", "number": "", "postcode": "123", "city": "Waterrijk"}, "postcode"),
    ("NUMBER", {"value_": "NaN"}, "value_"), ("TEXT", {"text_nl": ""}, "text_nl"),
    ("MONEY", {"amount": "1", "valid_from": "2020-01-01T00:00"}, "valid_from"), ("MONEY", {"amount": "1", "layer": "niemand"}, "layer"),
])
def test_a_value_that_is_wrong_is_refused_at_its_field(library, kind, fields, field):
    make(kind=kind)
    before = counts()
    response = give(library, **fields)
    assert list(response.context["form"].errors) == [field]
    assert counts() == before


def test_a_tariff_row_that_is_wrong_is_refused_at_its_row(library):
    make(kind="TARIFF")
    row = {"key": "18plus", "label_nl": "Vanaf 18", "label_en": "", "amount": "1", "article": ""}
    before = counts()
    bad = give(library, rows=table([row, {**row, "key": "tot18", "amount": "x"}]))
    assert [list(form.errors) for form in bad.context["form"].rows["rows"]] == [[], ["amount"], ]
    double = give(library, rows=table([row, row]))
    assert [list(form.errors) for form in double.context["form"].rows["rows"]] == [[], ["amount"]]
    assert give(library, rows=table([])).context["form"].errors
    assert counts() == before


def test_overlapping_hours_are_refused_at_their_day(library):
    make(kind="OPENING_HOURS")
    row = {"day": "monday", "opens": "09:00", "closes": "13:00", "note_nl": "", "note_en": ""}
    before = counts()
    response = give(library, days=table([row, {**row, "opens": "12:30"}]), exceptions=table([]))
    assert [list(form.errors) for form in response.context["form"].rows["days"]] == [[], ["opens"]]
    assert counts() == before


def test_an_amount_above_the_maximum_is_refused_at_the_amount(waterrijk):
    make(maximum=True)
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    before = counts()
    assert list(give(waterrijk, layer="waterrijk", amount="86,86").context["form"].errors) == ["amount"]
    assert counts() == before
    assert give(waterrijk, layer="waterrijk", amount="80").status_code == 302


def test_the_same_value_again_publishes_nothing(library):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    before = counts()
    assert give(library, amount="86,85").status_code == 302
    assert counts() == before


def test_a_value_for_later_waits_and_can_be_cancelled(library):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    give(library, amount="90", valid_from=f"{timezone.localtime() + 9 * DAY:%Y-%m-%dT%H:%M}")
    page = library.get(reverse("facts:show", args=["paspoort.kosten"]))
    assert [line["words"] for line in page.context["current"]] == ["€\u00a086,85"]
    [line] = page.context["waiting"]
    assert (line["words"], line["may"]) == ("€\u00a090", True)
    before, cancel = counts(), reverse("facts:cancel", args=["paspoort.kosten", line["edition"].pk])
    asked = library.get(cancel).content.decode()
    assert "€\u00a090 gelden. Dat gaat niet door." in asked and "blijft gelden: €\u00a086,85." in asked
    assert counts() == before
    library.post(cancel)
    assert Edition.objects.count() == before[0] + 1
    assert library.get(reverse("facts:show", args=["paspoort.kosten"])).context["waiting"] == []
    after = counts()
    assert (library.get(cancel).status_code, library.post(cancel).status_code) == (302, 302)
    assert counts() == after


def test_a_value_that_was_the_only_one_to_come_is_cancelled_with_its_texts_named(library):
    make()
    waiting = publish_fact_value("paspoort.kosten", {"amount": "90"}, valid_from=timezone.now() + DAY)
    world.product(valid_from=timezone.now() + 2 * DAY)
    shown = library.get(reverse("facts:cancel", args=["paspoort.kosten", waiting.pk]))
    assert [use["title"] for use in shown.context["uses"]] == ["Paspoort aanvragen"]


def end(client: Client, layer: str = "national", **fields: Any) -> Any:
    return client.post(f"{reverse('facts:end', args=['paspoort.kosten'])}?layer={layer}", fields)


def asked(client: Client, layer: str = "national") -> Any:
    return client.get(f"{reverse('facts:end', args=['paspoort.kosten'])}?layer={layer}")


def test_ending_a_value_is_asked_first_and_says_what_holds_then(waterrijk):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    publish_fact_value("paspoort.kosten", {"amount": "80"}, organisation="waterrijk")
    page = waterrijk.get(reverse("facts:show", args=["paspoort.kosten"]))
    assert [line["end_url"] for line in page.context["current"] if line["may"]] == [
        f"{reverse('facts:end', args=['paspoort.kosten'])}?layer=waterrijk"]
    before = counts()
    shown = asked(waterrijk, "waterrijk")
    assert shown.context["consequences"][1] == "Daarna geldt de waarde van de laag Landelijk: €\u00a086,85."
    assert "leaving_gaps" not in shown.context["form"].fields
    assert counts() == before
    assert end(waterrijk, "waterrijk", valid_from="").status_code == 302
    assert counts() == (*(number + 1 for number in before[:3]), before[3])
    edition = Edition.objects.latest("pk")
    assert (edition.state, edition.organisation, edition.published_by) == ("ended", "waterrijk", "wim")
    assert asked(waterrijk, "waterrijk").status_code == 404


def test_ending_a_value_that_texts_need_has_to_be_accepted(library):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    world.product()
    before = counts()
    shown = asked(library)
    assert [(use["title"], use["municipalities"]) for use in shown.context["uses"]] == [
        ("Paspoort aanvragen", "Waterrijk, Heidestad")]
    response = end(library, valid_from="")
    assert list(response.context["form"].errors) == ["leaving_gaps"]
    assert "De waarde is niet beëindigd." in " ".join(map(str, response.context["messages"]))
    assert counts() == before
    assert end(library, valid_from="", leaving_gaps="on").status_code == 302
    assert Edition.objects.latest("pk").state == "ended"


@pytest.mark.parametrize("when", ["2020-01-01T00:00", "morgen"])
def test_an_end_at_no_possible_moment_is_refused_at_its_field(library, when):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    before = counts()
    assert list(end(library, valid_from=when).context["form"].errors) == ["valid_from"]
    assert counts() == before


def test_a_planned_end_waits_and_is_cancelled(library):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    end(library, valid_from=f"{timezone.localtime() + 9 * DAY:%Y-%m-%dT%H:%M}")
    [line] = library.get(reverse("facts:show", args=["paspoort.kosten"])).context["waiting"]
    assert line["ended"]
    cancel = reverse("facts:cancel", args=["paspoort.kosten", line["edition"].pk])
    assert "zou de waarde eindigen. Dat gaat niet door." in library.get(cancel).content.decode()
    library.post(cancel)
    assert library.get(reverse("facts:show", args=["paspoort.kosten"])).context["waiting"] == []


def test_two_exceptions_on_one_date_are_refused_and_the_date_is_named(library):
    make(kind="OPENING_HOURS")
    row = {"date": "2026-12-25", "closed": "on", "opens": "", "closes": "", "note_nl": "Kerst", "note_en": ""}
    before = counts()
    response = give(library, days=table([]), exceptions=table([row, {**row, "note_nl": "Nog eens"}]))
    errors = [form.errors for form in response.context["form"].rows["exceptions"]]
    assert [list(one) for one in errors] == [[], ["date"]]
    assert "25 december 2026 staat er twee keer" in str(errors[1])
    assert counts() == before
    with pytest.raises(Refused) as refused:
        publish_fact_value("paspoort.kosten", {"days": [], "exceptions": [{"date": "2026-12-25", "closed": True}] * 2})
    assert (refused.value.code, refused.value.field) == ("DOUBLE_DATE", "paspoort.kosten.2026-12-25")
    assert counts() == before


def test_a_form_that_is_not_right_says_so_above_it(library):
    make()
    response = give(library, amount="veel")
    assert "De waarde is niet gepubliceerd." in " ".join(map(str, response.context["messages"]))


def test_an_organisation_gives_values_at_its_own_layers_only(waterrijk):
    make()
    page = waterrijk.get(reverse("facts:value", args=["paspoort.kosten"]))
    assert [code for code, _name in page.context["form"].fields["layer"].choices] == ["waterrijk"]
    before = counts()
    for layer in ("national", "heidestad", "waterrijk|GM9002"):
        assert list(give(waterrijk, layer=layer, amount="1").context["form"].errors) == ["layer"]
    assert counts() == before
    assert give(waterrijk, layer="waterrijk", amount="1").status_code == 302
    edition = Edition.objects.latest("pk")
    assert (edition.organisation, edition.municipality, edition.published_by) == ("waterrijk", "", "wim")


def test_others_change_nothing(house, waterrijk):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "1"})
    waiting = publish_fact_value("paspoort.kosten", {"amount": "2"}, organisation="heidestad", valid_from=timezone.now() + DAY)
    before = counts()
    outside = [Client(), dutch(pages.user("nobody")), dutch(pages.user("eva", "waterrijk-editors")), waterrijk]
    publish_fact_value("paspoort.kosten", {"amount": "3"}, organisation="heidestad")
    before = counts()
    cancel = reverse("facts:cancel", args=["paspoort.kosten", waiting.pk])
    for client in outside:
        for layer in ("national", "heidestad"):
            assert (asked(client, layer).status_code, end(client, layer, valid_from="").status_code) == (302, 302)
        assert client.get(cancel).status_code == 302
        assert client.post(reverse("facts:add"), {**DEFINITION, "key": "nieuw.gegeven"}).status_code == 302
        assert client.post(reverse("facts:edit", args=["paspoort.kosten"]), DEFINITION).status_code == 302
        assert client.post(cancel).status_code == 302
    for client in outside[:3]:
        assert give(client, layer="waterrijk", amount="1").status_code == 302
    assert counts() == before
    assert not Fact.objects.filter(pk="nieuw.gegeven").exists()


def test_waiting_values_of_another_organisation_are_not_shown(waterrijk, admin):
    make()
    publish_fact_value("paspoort.kosten", {"amount": "2"}, organisation="heidestad", valid_from=timezone.now() + DAY)
    show = reverse("facts:show", args=["paspoort.kosten"])
    assert waterrijk.get(show).context["waiting"] == []
    assert len(admin.get(show).context["waiting"]) == 1


def test_without_a_role_one_sees_nothing(house):
    make()
    nobody = dutch(pages.user("nobody"))
    for url in (reverse("facts:index"), reverse("facts:show", args=["paspoort.kosten"])):
        assert nobody.get(url).status_code == 302
        assert Client().get(url).status_code == 302


def test_the_list_shows_the_national_value_in_few_queries(admin, django_assert_max_num_queries):
    for number in range(30):
        make(f"groot.feit{number}")
        publish_fact_value(f"groot.feit{number}", {"amount": "12.5"})
    admin.get(reverse("facts:index"))
    with django_assert_max_num_queries(18):
        page = admin.get(reverse("facts:index"))
    assert page.content.decode().count("12,50") == 30
    assert admin.get(reverse("facts:index"), {"q": "feit29"}).context["paginator"].count == 1
    assert admin.get(reverse("facts:index"), {"type": "DATE"}).context["paginator"].count == 0
