"""From a filled in sheet to published values: what the preview tells is what is written, all of it or nothing."""

from __future__ import annotations

import pytest

from contenthub.models import Edition, UploadedSheet
from tests import world
from tests.editorial.nouns import admin, house, library, waterrijk  # noqa: F401
from tests.editorial.sheets.sheet import ROWS, begins, confirm, counts, fact, first_of_january, refusals, said, upload, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def fees(house):
    fact("paspoort.kosten", value={"amount": "86.85"}, organisation="waterrijk")
    fact("rijbewijs.leges", "TARIFF", {"rows": ROWS}, organisation="waterrijk")
    world.product()


def test_values_are_shown_first_and_then_published_together(waterrijk, fees):
    before = counts()
    day = first_of_january()
    shown = upload(waterrijk, xlsx([
        ["paspoort.kosten", None, "€ 90,-", day, None, "Waterrijk"],
        ["rijbewijs.leges", "kind", 70, day, "1.4", "Waterrijk"],
        ["rijbewijs.leges", "18plus", None, day, "1.2", "Waterrijk"],
    ]))
    assert shown.context.get("form") is None, shown.context["form"].errors
    assert counts() == before
    assert refusals(shown) == []
    assert [(str(name), number) for name, number, _ in shown.context["counts"]] == [
        ("nieuw", 0), ("gewijzigd", 2), ("ongewijzigd", 1), ("geweigerd", 0)]
    assert [(row["before"], row["after"]) for row in shown.context["rows"]] == [
        ("€\u00a086,85", "€\u00a090"), ("€\u00a065,70", "€\u00a070")]
    [text] = shown.context["texts"]
    assert [(c["before"], c["after"], c["towns"]) for c in text["changes"]] == [
        ("Een paspoort kost €\u00a086,85.", "Een paspoort kost €\u00a090.", "Waterrijk")]
    done = confirm(waterrijk, shown)
    assert "2 waarden" in said(done)
    assert counts() == (*(number + 2 for number in before[:3]), before[3])
    assert UploadedSheet.objects.count() == 0
    values = {e.subject: e for e in Edition.objects.filter(kind="fact-value", valid_from=begins())}
    assert {(e.organisation, e.published_by) for e in values.values()} == {("waterrijk", "wim")}
    assert values["rijbewijs.leges"].content["value"]["rows"] == [ROWS[0], {**ROWS[1], "amount": "70", "article": "1.4"}]
