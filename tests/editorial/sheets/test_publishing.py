"""From a filled in sheet to published values: what the preview tells is what is written, all of it or nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contenthub.actions import publish_fact
from contenthub.actions.publish_fact import publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.answering import answer_item
from contenthub.answering.asking import ask
from contenthub.insight.tidying import tidy_up
from contenthub.models import Edition, Municipality, Organisation, UploadedSheet
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401
from tests.editorial.sheets.sheet import (
    ROWS,
    begins,
    confirm,
    counts,
    fact,
    first_of_january,
    one,
    refusals,
    said,
    upload,
    xlsx,
)

pytestmark = pytest.mark.django_db
DAY = first_of_january()


@pytest.fixture
def fees(house):
    fact("paspoort.kosten", value={"amount": "86.85"}, organisation="waterrijk")
    fact("rijbewijs.leges", "TARIFF", {"rows": ROWS}, organisation="waterrijk")
    world.product()


def address(shown) -> str:
    return reverse("facts:sheet_preview", args=[shown.context["sheet"].pk])


def waiting() -> dict[str, Edition]:
    return {e.subject: e for e in Edition.objects.filter(kind="fact-value", valid_from=begins())}


def test_values_are_shown_first_and_then_published_together(waterrijk, fees):
    before = counts()
    shown = upload(waterrijk, xlsx([
        ["paspoort.kosten", None, "€ 90,-", DAY, None, "Waterrijk"],
        ["rijbewijs.leges", "kind", 70, DAY, "1.4", "Waterrijk"],
        ["rijbewijs.leges", "18plus", None, DAY, "1.2", "Waterrijk"],
    ]))
    assert (counts(), refusals(shown)) == (before, [])
    assert [(str(name), number) for name, number, _ in shown.context["counts"]] == [
        ("nieuw", 0), ("gewijzigd", 2), ("ongewijzigd", 1), ("geweigerd", 0)]
    assert [(row["before"], row["after"], row["article"]) for row in shown.context["rows"]] == [
        ("€\u00a086,85", "€\u00a090", ""), ("€\u00a065,70", "€\u00a070", "1.4")]
    [text] = shown.context["texts"]
    assert [(c["before"], c["after"], c["towns"]) for c in text["changes"]] == [
        ("Een paspoort kost €\u00a086,85.", "Een paspoort kost €\u00a090.", "Waterrijk")]
    done = confirm(waterrijk, shown)
    assert "2 waarden zijn gepubliceerd" in said(done) and "waiting=true" in said(done)
    assert counts() == (*(number + 2 for number in before[:3]), before[3])
    assert UploadedSheet.objects.count() == 0
    values = waiting()
    assert {(e.organisation, e.published_by) for e in values.values()} == {("waterrijk", "wim")}
    assert values["rijbewijs.leges"].content["value"]["rows"] == [ROWS[0], {**ROWS[1], "amount": "70", "article": "1.4"}]
    assert "is er niet meer" in said(waterrijk.get(address(shown), follow=True))
    assert "is er niet meer" in said(confirm(waterrijk, shown))
    assert len(waiting()) == 2


def test_answers_say_the_old_fee_now_and_the_new_one_from_midnight(waterrijk, fees):
    confirm(waterrijk, one(waterrijk, "paspoort.kosten", None, 90, DAY))

    def cost(moment: dt.datetime) -> str:
        found = answer_item(world.PASSPORT, ask("GM9001", moment=moment, may_see_future=True))
        return str(found.fact("paspoort.kosten").value.amount)

    assert cost(timezone.now()) == "86.85"
    assert [cost(begins() - dt.timedelta(seconds=1)), cost(begins())] == ["86.85", "90"]


def test_the_preview_says_what_the_answer_will_say_and_writes_nothing(waterrijk, fees):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    before = counts()
    waterrijk.get(address(shown))
    answer = answer_item(world.PASSPORT, ask("GM9001", moment=begins(), may_see_future=True))
    assert (str(answer.fact("paspoort.kosten").value.amount), counts()) == ("86.85", before)


def test_a_first_value_of_an_organisation_is_new_and_takes_over_the_national_rows(waterrijk, fees):
    fact("akte.leges", "TARIFF", {"rows": ROWS})
    fact("uittreksel.kosten")
    shown = upload(waterrijk, xlsx([["akte.leges.kind", None, 10, DAY], ["uittreksel.kosten", None, "7,50", DAY]]))
    assert [(row["is_new"], row["before"], row["after"]) for row in shown.context["rows"]] == [
        (True, "", "€\u00a010"), (True, "", "€\u00a07,50")]
    confirm(waterrijk, shown)
    assert waiting()["akte.leges"].content["value"]["rows"] == [ROWS[0], {**ROWS[1], "amount": "10"}]


def test_a_value_that_waits_already_is_what_is_compared_with(waterrijk, fees):
    publish_fact_value("paspoort.kosten", {"amount": "88"}, organisation="waterrijk", valid_from=begins())
    publish_fact_value("paspoort.kosten", {"amount": "95"}, organisation="waterrijk", valid_from=begins() + dt.timedelta(days=31))
    [row] = one(waterrijk, "paspoort.kosten", None, 90, DAY).context["rows"]
    assert (row["before"], row["waits"], row["ends"]) == ("€\u00a088", True, begins() + dt.timedelta(days=31))
    same = one(waterrijk, "paspoort.kosten", None, 88, DAY)
    assert (same.context["rows"], same.context["may"]) == ([], False)


def test_what_was_published_in_between_shows_the_preview_anew(waterrijk, fees):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    publish_fact_value("paspoort.kosten", {"amount": "87"}, organisation="waterrijk")
    before = counts()
    again = confirm(waterrijk, shown)
    assert "Er is iets veranderd sinds u dit overzicht zag." in said(again)
    assert (counts(), again.context["rows"][0]["before"]) == (before, "€\u00a087")
    assert "gepubliceerd" in said(confirm(waterrijk, again))
    assert len(waiting()) == 1


def test_a_text_that_came_in_between_shows_the_preview_anew(waterrijk, fees):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    world.product(item="8f5c0f2e-0000-4000-8000-000000000002", slug="id", title="ID-kaart")
    again = confirm(waterrijk, shown)
    assert ([text["title"] for text in again.context["texts"]], waiting()) == (["ID-kaart", "Paspoort aanvragen"], {})


def test_what_does_not_touch_it_does_not_stop_it(waterrijk, fees):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    world.money_fact("iets.anders", "1")
    confirm(waterrijk, shown)
    assert len(waiting()) == 1


def test_a_mark_of_ones_own_publishes_nothing(waterrijk, fees):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    before = counts()
    for mark in ("", "x", "0" * 64):
        waterrijk.post(address(shown), {"mark": mark, "lines": "[]", "layer": "heidestad"})
    assert (counts(), UploadedSheet.objects.count()) == (before, 1)


def test_all_are_published_or_none(waterrijk, fees, monkeypatch):
    shown = upload(waterrijk, xlsx([["paspoort.kosten", None, 90, DAY], ["rijbewijs.leges", "kind", 70, DAY]]))
    before, append = counts(), publish_fact.append

    def fails(series, *args, **kwargs):
        if series.subject == "rijbewijs.leges":
            raise RuntimeError("the database is full")
        return append(series, *args, **kwargs)

    monkeypatch.setattr(publish_fact, "append", fails)
    with pytest.raises(RuntimeError):
        confirm(waterrijk, shown)
    assert (counts(), UploadedSheet.objects.count()) == (before, 1)


def test_an_upload_waits_for_its_editor_and_can_be_thrown_away(waterrijk, fees):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY, name="leges <2027>.xlsx")
    page = waterrijk.get(reverse("facts:sheet"))
    assert [sheet.name for sheet, _name in page.context["kept"]] == ["leges <2027>.xlsx"]
    assert "leges &lt;2027&gt;.xlsx" in page.content.decode()
    before = counts()
    discard = f"{address(shown)}discard/"
    assert "Er wordt niets van gepubliceerd" in waterrijk.get(discard).content.decode()
    assert UploadedSheet.objects.count() == 1
    assert "weggegooid" in said(waterrijk.post(discard, follow=True))
    assert (counts(), UploadedSheet.objects.count()) == (before, 0)


def test_an_upload_goes_after_a_week(waterrijk, fees):
    one(waterrijk, "paspoort.kosten", None, 90, DAY)
    assert tidy_up().sheets == 0
    UploadedSheet.objects.update(made_at=timezone.now() - dt.timedelta(days=8))
    assert tidy_up().sheets == 1


def test_only_who_may_publish_there_sees_or_does_anything(house, fees, waterrijk, library):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    before, page, template = counts(), reverse("facts:sheet"), reverse("facts:sheet_template")
    outside = [Client(), dutch(pages.user("nobody")), dutch(pages.user("eva", "waterrijk-editors"))]
    for client in [*outside, dutch(pages.user("hans", "heidestad-reviewers")), library]:
        for url in (f"{page}?layer=waterrijk", f"{template}?layer=waterrijk", address(shown)):
            assert client.get(url).status_code == 302
        assert client.post(f"{page}?layer=waterrijk", {}).status_code == 302
        assert client.post(address(shown), {"mark": shown.context["mark"]}).status_code == 302
        assert client.post(f"{address(shown)}discard/").status_code == 302
    for client in outside:
        assert client.get(page).status_code == 302
        assert "Waarden uit een spreadsheet" not in client.get(reverse("facts:index"), follow=True).content.decode()
    for layer in ("national", "heidestad", "waterrijk|GM9001", "x"):
        assert waterrijk.get(f"{template}?layer={layer}").status_code == 302
        assert upload(waterrijk, b"", layer=layer).redirect_chain
    assert (counts(), UploadedSheet.objects.count()) == (before, 1)
    assert "Waarden uit een spreadsheet" in waterrijk.get(reverse("facts:index")).content.decode()


def test_who_loses_the_role_loses_the_upload(house, fees, waterrijk):
    shown = one(waterrijk, "paspoort.kosten", None, 90, DAY)
    shown.context["sheet"].user.groups.set([])
    before = counts()
    assert waterrijk.post(address(shown), {"mark": shown.context["mark"]}).status_code == 302
    assert counts() == before


def test_for_whom_is_chosen_where_there_is_a_choice(admin, fees, waterrijk):
    assert [code for code, _name in waterrijk.get(reverse("facts:sheet")).context["layers"]] == ["waterrijk"]
    asked = admin.get(reverse("facts:sheet"))
    assert [code for code, _name in asked.context["layers"]] == ["national", "heidestad", "waterrijk"]
    assert (asked.context["layer"], b'type="file"' in asked.content) == (None, False)
    assert "geen enkel gegeven" in admin.get(f"{reverse('facts:sheet')}?layer=heidestad").content.decode()


def test_one_municipality_of_a_shared_service_has_values_of_its_own(admin, fees):
    Organisation.objects.get(pk="waterrijk").municipalities.set(Municipality.objects.all())
    publish_municipality(Municipality.objects.get(pk="GM9002"))
    publish_fact_value("paspoort.kosten", {"amount": "80"}, organisation="waterrijk", municipality="GM9002")
    shown = one(admin, "paspoort.kosten", None, 81, DAY, layer="waterrijk|GM9002")
    assert [row["before"] for row in shown.context["rows"]] == ["€\u00a080"]
    assert [c["towns"] for text in shown.context["texts"] for c in text["changes"]] == ["Heidestad"]
    confirm(admin, shown)
    assert [(e.organisation, e.municipality) for e in waiting().values()] == [("waterrijk", "GM9002")]
