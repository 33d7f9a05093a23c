"""What is refused of a file and of its rows: each error names row, column and value, and nothing is written."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.editorial.nouns.layers import Layer
from contenthub.editorial.sheets import files
from contenthub.editorial.sheets.columns import COLUMNS
from contenthub.editorial.sheets.planning import Plan, plan
from contenthub.editorial.sheets.views import SheetForm
from contenthub.models import Fact, Organisation, UploadedSheet
from contenthub.models.pages.speaking import beside_its_field
from contenthub.resolving.material import today
from tests import world
from tests.editorial.nouns import house, library, waterrijk  # noqa: F401
from tests.editorial.sheets.sheet import (
    HEADINGS,
    ROWS,
    begins,
    cells,
    confirm,
    counts,
    csv,
    fact,
    first_of_january,
    refusals,
    said,
    upload,
    xlsx,
)

pytestmark = pytest.mark.django_db
DAY = first_of_january()


@pytest.fixture
def fees(db):
    """Facts of two organisations. There is no page tree, which takes seconds; whoever needs one asks for it first."""
    if not Organisation.objects.exists():
        for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heidestad")):
            world.organisation(name.lower(), world.municipality(code, name))
    fact("paspoort.kosten", value={"amount": "86.85"}, organisation="waterrijk")
    fact("rijbewijs.leges", "TARIFF", {"rows": ROWS}, organisation="waterrijk")
    fact("afval.pas", value={"amount": "12.50"}, organisation="heidestad")
    fact("balie.adres", "ADDRESS", {"street": "Kerkplein", "number": "1", "postcode": "9001 AA", "city": "Waterrijk"},
         organisation="waterrijk")


def planned(content: bytes, name: str = "leges.xlsx") -> Plan:
    """What the file would do for Waterrijk, as the preview works it out."""
    return plan(files.read_sheet(name, content), Layer("waterrijk"))


def wrong(made: Plan) -> list[tuple[int, str, str]]:
    with override("nl"):
        return [
            (each.line.number, str(COLUMNS.get(refused.field, COLUMNS["new"])), beside_its_field(refused))
            for each in made.outcomes for refused in each.refusals]


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_entities() -> bytes:
    """A workbook whose first sheet says that it is a billion laughs."""
    made = io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
    with zipfile.ZipFile(io.BytesIO(xlsx([GOOD]))) as sound, zipfile.ZipFile(made, "w") as archive:
        for part in sound.namelist():
            archive.writestr(part, bomb if part.endswith("sheet1.xml") else sound.read(part))
    return made.getvalue()


GOOD = ["rijbewijs.leges", "kind", 70, DAY]
TOO_LONG = csv([["paspoort.kosten", "", "", "", "", ""]] * 5001)
BAD_FILES = {
    "of another type": ("leges.txt", b"sleutel;nieuwe waarde", "leges.txt is geen .xlsx of .csv"),
    "an old workbook": ("leges.xls", b"\xd0\xcf\x11\xe0", "leges.xls is geen .xlsx of .csv"),
    "text called xlsx": ("leges.xlsx", b"sleutel;nieuwe waarde", "is niet te lezen"),
    "a zip called xlsx": ("leges.xlsx", packed(brief=b"hallo"), "is niet te lezen"),
    "a zip that swells": ("leges.xlsx", packed(brief=bytes(101 * 1024 * 1024)), "hoogstens 5 MB"),
    "a workbook with entities": ("leges.xlsx", with_entities(), "is niet te lezen"),
    "nothing at all": ("leges.csv", b"", "staat niets. Zet daar de koppen"),
    "an empty sheet": ("leges.xlsx", xlsx([], headings=[]), "staat niets. Zet daar de koppen"),
    "headings alone": ("leges.xlsx", xlsx([]), "onder de koppen van leges.xlsx staat niets"),
    "no heading": ("leges.csv", csv([["a"]], headings=["sleutel"]), "ontbreken deze koppen: nieuwe waarde, geldig vanaf"),
    "a heading twice": ("leges.csv", csv([["a", "b"]], headings=["sleutel", "Sleutel"]), "de kop sleutel staat er twee keer"),
    "not utf-8": ("leges.csv", csv([["é"]], code="cp1252"), "niet in UTF-8"),
    "a quote that never ends": ("leges.csv", csv([['"paspoort.kosten']]), "niet te lezen"),
    "more than 5 MB": ("leges.csv", b"x" * (files.MOST_BYTES + 1), "hoogstens 5 MB"),
    "more than 5000 rows": ("leges.csv", TOO_LONG, "hoogstens 5000 rijen"),
    "a NUL": ("leges.csv", csv([["paspoort.kosten", "", "1\x00", "", "", ""]]), "past"),
}


@pytest.mark.parametrize(("name", "content", "why"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_is_no_sheet_is_refused_at_its_field(name, content, why):
    with override("nl"):
        form = SheetForm({}, {"file": SimpleUploadedFile(name, content)})
        [error] = form.errors["file"]
    assert why.casefold() in error.casefold()


def test_a_refused_file_is_told_above_the_form_and_not_kept(house, fees, waterrijk):
    before = counts()
    response = upload(waterrijk, b"", name="leges.csv")
    assert list(response.context["form"].errors) == ["file"]
    assert "Het bestand is niet te gebruiken." in said(response)
    assert (counts(), UploadedSheet.objects.count()) == (before, 0)


def test_five_thousand_rows_will_do(house, fees, waterrijk, django_assert_max_num_queries):
    rows = [["paspoort.kosten", "", "", "", "", ""]] * 4999 + [["paspoort.kosten", "", "90", "1-1-" + str(DAY.year), "", ""]]
    with django_assert_max_num_queries(60):
        shown = upload(waterrijk, csv(rows), name="leges.csv")
    assert (refusals(shown), shown.context["facts"]) == ([], 1)


YESTERDAY = today(timezone.now()) - dt.timedelta(days=1)
BAD_ROWS = {
    "unknown key": (["paspoort.kostne", None, 1, DAY], "sleutel", "er is geen gegeven paspoort.kostne. Bedoelt u paspoort.kosten?"),
    "no key": ([None, None, 1, DAY], "sleutel", "er is niets ingevuld"),
    "no amount": (["paspoort.kosten", None, "veel", DAY], "nieuwe waarde", "veel is geen bedrag. Schrijf het als 85,40."),
    "below nothing": (["paspoort.kosten", None, -1.5, DAY], "nieuwe waarde", "-1,5 is geen bedrag"),
    "part of a cent": (["paspoort.kosten", None, 85.405, DAY], "nieuwe waarde", "85,405 is geen bedrag"),
    "yes": (["paspoort.kosten", None, True, DAY], "nieuwe waarde", "True is geen bedrag"),
    "a formula": (["paspoort.kosten", None, "=D2*1,03", DAY], "nieuwe waarde", "=D2*1,03 is een formule"),
    "a day as formula": (["paspoort.kosten", None, 1, "=TODAY()"], "geldig vanaf", "=TODAY() is een formule"),
    "an error": (["paspoort.kosten", None, "#REF!", DAY], "nieuwe waarde", "#REF! is"),
    "no day": (["paspoort.kosten", None, 1, None], "geldig vanaf", "er is niets ingevuld"),
    "not a day": (["paspoort.kosten", None, 1, "31-02-2027"], "geldig vanaf", "31-02-2027 is geen datum"),
    "the past": (["paspoort.kosten", None, 1, YESTERDAY], "geldig vanaf", "is al begonnen"),
    "today": (["paspoort.kosten", None, 1, today(timezone.now())], "geldig vanaf", "is al begonnen"),
    "the far future": (["paspoort.kosten", None, 1, "1-1-2207"], "geldig vanaf", "niet binnen tien jaar"),
    "no row of a tariff": (["rijbewijs.leges", None, 1, DAY], "regel", "is een tarieventabel"),
    "unknown row": (["rijbewijs.leges", "oud", 1, DAY], "regel", "oud is geen regel van rijbewijs.leges. De regels zijn 18plus, kind."),
    "a row where none is": (["paspoort.kosten", "kind", 1, DAY], "regel", "paspoort.kosten heeft geen regels"),
    "an article where none is": (["paspoort.kosten", None, 1, DAY, "1.2"], "artikel", "Alleen een regel van een tarief"),
    "of another organisation": (["afval.pas", None, 1, DAY], "sleutel", "alleen andere organisaties geven een waarde aan afval.pas"),
    "a row for another": (["paspoort.kosten", None, 1, DAY, None, "Heidestad"], "voor wie", "deze rij is voor Heidestad, maar u uploadt voor Waterrijk"),
    "too much for a cell": (["balie.adres", None, "Kerkplein 2", DAY], "sleutel", "past niet in één cel"),
}


@pytest.mark.parametrize(("row", "column", "why"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_row_that_is_wrong_is_named_with_its_column_and_value(fees, row, column, why):
    made = planned(xlsx([GOOD, row]))
    [(number, where, told)] = wrong(made)
    assert (number, where) == (3, column)
    assert why.casefold() in told.casefold()
    assert (made.values, made.may) == ((), False)


def test_rows_that_are_wrong_are_listed_and_nothing_can_be_confirmed(house, fees, waterrijk):
    before = counts()
    shown = upload(waterrijk, xlsx([GOOD, BAD_ROWS["no amount"][0], BAD_ROWS["the past"][0]]))
    assert [(each["number"], str(each["column"]), each["value"]) for each in shown.context["refusals"]] == [
        (3, "nieuwe waarde", "veel"), (3, "sleutel", "paspoort.kosten"),
        (4, "geldig vanaf", f"{YESTERDAY:%d-%m-%Y}"), (4, "sleutel", "paspoort.kosten")]
    assert not shown.context["may"] and "publiceren</em>" not in shown.content.decode()
    confirm(waterrijk, shown)
    assert counts() == before


def test_a_row_that_is_there_twice_is_refused_both_times(fees):
    made = planned(xlsx([["rijbewijs.leges", "kind", 1, DAY], ["rijbewijs.leges.kind", None, 2, DAY]]))
    assert [(number, column) for number, column, _why in wrong(made)] == [(2, "sleutel"), (3, "sleutel")]
    assert "in de rijen 2, 3" in wrong(made)[0][2]


def test_rows_of_one_tariff_begin_on_one_day(fees):
    later = DAY + dt.timedelta(days=31)
    made = planned(xlsx([["rijbewijs.leges", "18plus", 1, DAY], ["rijbewijs.leges", "kind", 2, later]]))
    assert [(number, column) for number, column, _why in wrong(made)] == [(3, "geldig vanaf")]


def test_an_amount_above_the_national_maximum_is_refused_at_its_row(fees):
    made = Fact.objects.create(key="pas.maximum", type="MONEY", label={"nl": "Pas"}, maximum=True)
    publish_fact(made)
    publish_fact_value("pas.maximum", {"amount": "50"})
    assert [each[:2] for each in wrong(planned(xlsx([["pas.maximum", None, "50,01", DAY]])))] == [(2, "nieuwe waarde")]
    assert planned(xlsx([["pas.maximum", None, "50", DAY]])).may


@pytest.mark.parametrize(("given", "read"), [
    ("85,40", "85.40"), ("€ 85,40", "85.40"), ("€\u00a01.085,40", "1085.40"), ("85,-", "85"), ("85.4", "85.4"), ("1.234", "1234"),
    (85.4, "85.4"), (1.0 + 84.3999999999, "85.4"), ("85,4 euro", "85.4"), (1234.0, "1234")])
def test_amounts_are_read_as_the_dutch_write_them(fees, given, read):
    [new] = planned(xlsx([["paspoort.kosten", None, given, DAY]])).values
    assert (new.value["amount"], new.valid_from) == (Decimal(read), begins())


@pytest.mark.parametrize("content", [
    csv([["paspoort.kosten", "", "85,40", f"01-01-{DAY.year}", "", ""]]),
    csv([["paspoort.kosten", "", "85,40", f"{DAY.year}-01-01", "", "waterrijk"]], code="utf-8-sig"),
    csv([["paspoort.kosten", "", '"85,40"', f"1 januari {DAY.year}", "", ""]], mark=","),
    csv([["paspoort.kosten", "", "€ 85,40", f"1/1/{DAY.year}", "", "Waterrijk"]], headings=["KEY", "x", "New value", "Valid from", "y", "For whom"]),
])
def test_csv_is_read_with_either_mark_and_with_or_without_bom(fees, content):
    [new] = planned(content, "leges.CSV").values
    assert (new.key, new.value["amount"], new.valid_from) == ("paspoort.kosten", Decimal("85.40"), begins())


def test_the_template_has_each_value_of_the_layer_and_comes_back_unchanged(house, fees, waterrijk):
    fact("formule.naam", value={"amount": "1"}, label="=1+1", organisation="waterrijk")
    fact("termijn.pas", "DURATION", {"amount": 6, "unit": "week"}, organisation="waterrijk")
    response = waterrijk.get(reverse("facts:sheet_template"))
    assert f"waarden-waterrijk-{DAY.year}.xlsx" in response["Content-Disposition"]
    rows = cells(response.content)
    day = dt.datetime.combine(DAY, dt.time())
    assert rows == [
        ["sleutel", "omschrijving", "regel", "huidige waarde", "nieuwe waarde", "geldig vanaf", "artikel", "voor wie"],
        ["formule.naam", "=1+1", None, 1, None, day, None, "Waterrijk"],
        ["paspoort.kosten", "Kosten paspoort.kosten", None, 86.85, None, day, None, "Waterrijk"],
        ["rijbewijs.leges", "Kosten rijbewijs.leges: vanaf 18 jaar", "18plus", 86.85, None, day, "1.2", "Waterrijk"],
        ["rijbewijs.leges", "Kosten rijbewijs.leges: tot 18 jaar", "kind", 65.7, None, day, "1.3", "Waterrijk"],
        ["termijn.pas", "Kosten termijn.pas", None, "6 weken", None, day, None, "Waterrijk"],
    ]
    shown = upload(waterrijk, response.content)
    assert (refusals(shown), shown.context["rows"], shown.context["may"]) == ([], [], False)
    assert "Er is niets te publiceren" in shown.content.decode()


def test_every_value_of_the_template_can_be_filled_in_as_it_stands(house, fees, waterrijk):
    for key, kind, value in (
        ("a.getal", "NUMBER", {"value": "2.5", "unit": {"nl": "meter"}}), ("a.termijn", "DURATION", {"amount": 6, "unit": "week"}),
        ("a.dag", "DATE", {"date": "2027-03-01"}), ("a.tel", "PHONE", {"number": "14 0123"}),
        ("a.mail", "EMAIL", {"address": "info@waterrijk.example"}),
        ("a.site", "URL", {"url": "https://waterrijk.example", "label": {"nl": "De site", "en": "The site"}})):
        fact(key, kind, value, organisation="waterrijk")
    head, *rows = cells(waterrijk.get(reverse("facts:sheet_template")).content)
    filled = [[*row[:4], row[3], *row[5:]] for row in rows]
    shown = upload(waterrijk, xlsx(filled, headings=head))
    assert (refusals(shown), shown.context["may"], len(rows)) == ([], False, 9)
    changed = {"a.getal": "3,5", "a.termijn": "8 weken", "a.dag": "01-04-2027", "a.tel": "14 0124",
               "a.mail": "balie@waterrijk.example", "a.site": "https://nieuw.example"}
    shown = upload(waterrijk, xlsx([[key, None, text, DAY] for key, text in changed.items()], headings=HEADINGS[:4]))
    assert [row["after"] for row in shown.context["rows"]] == [
        "3,5 meter", "8 weken", "1 april 2027", "14 0124", "balie@waterrijk.example", "De site"]
