"""What a text claims: amounts, dates, times, durations, percentages, numbers to call and addresses."""

from __future__ import annotations

import pytest

from channels.sameness.extract import claims

DUTCH = [
    ("€ 86,85", "money EUR 86.85"),
    ("€\u00a086,85", "money EUR 86.85"),
    ("€86,85.", "money EUR 86.85"),
    ("€ 1.250", "money EUR 1250.00"),
    ("€ 1.250,50", "money EUR 1250.50"),
    ("€ 15,-", "money EUR 15.00"),
    ("€15,–", "money EUR 15.00"),
    ("86,85 euro", "money EUR 86.85"),
    ("15 euro 50", "money EUR 15.50"),
    ("15 euro en 5 cent", "money EUR 15.05"),
    ("20 cent", "money EUR 0.20"),
    ("EUR 15", "money EUR 15.00"),
    ("€ 1,5 miljoen", "money EUR 1500000.00"),
    ("vijftien euro", "money EUR 15.00"),
    ("$ 12", "money USD 12.00"),
    ("1 januari 2027", "date 2027-01-01"),
    ("1 jan. 2027", "date 2027-01-01"),
    ("01-02-2027", "date 2027-02-01"),
    ("1/2/2027", "date 2027-02-01"),
    ("2027-02-01", "date 2027-02-01"),
    ("2027-02-01T00:00:00+01:00", "date 2027-02-01"),
    ("op 27 april", "date --04-27"),
    ("één januari", "date --01-01"),
    ("9.00 uur", "time 09:00"),
    ("om 17:30", "time 17:30"),
    ("5 werkdagen", "duration 5 workday"),
    ("zes weken", "duration 6 week"),
    ("1 jaar", "duration 1 year"),
    ("18-jaar", "duration 18 year"),
    ("anderhalf jaar", "duration 1.5 year"),
    ("2,5%", "percentage 2.5"),
    ("12 procent", "percentage 12"),
    ("14 0123", "phone 140123"),
    ("14 020", "phone 14020"),
    ("0800 1234", "phone 08001234"),
    ("020-123 45 67", "phone 0201234567"),
    ("(020) 123 45 67", "phone 0201234567"),
    ("+31 (0)20 123 45 67", "phone 0201234567"),
    ("0031 20 1234567", "phone 0201234567"),
    ("06 12345678", "phone 0612345678"),
    ("Info@Waterrijk.example", "email info@waterrijk.example"),
    ("https://www.waterrijk.example/pas/", "url waterrijk.example/pas"),
    ("www.rijksoverheid.nl.", "url rijksoverheid.nl"),
    ("mijn.digid.nl", "url mijn.digid.nl"),
    ("1234AB", "address |1234AB|"),
    ("art. 9", "number 9"),
    ("de Wmo 2015", "number 2015"),
    ("10.000 inwoners", "number 10000"),
]
ENGLISH = [
    ("€1,234.50", "money EUR 1234.50"),
    ("86.85 euros", "money EUR 86.85"),
    ("January 1, 2027", "date 2027-01-01"),
    ("the 1st of March 2027", "date 2027-03-01"),
    ("9:00 am", "time 09:00"),
    ("5 p.m.", "time 17:00"),
    ("6 working days", "duration 6 workday"),
    ("12 per cent", "percentage 12"),
]


@pytest.mark.parametrize(("text", "wanted"), DUTCH)
def test_dutch(text: str, wanted: str) -> None:
    found = claims(text, "nl")
    assert ["{} {}".format(*find.readings[0]) for find in found] == [wanted]


@pytest.mark.parametrize(("text", "wanted"), ENGLISH)
def test_english(text: str, wanted: str) -> None:
    found = claims(text, "en")
    assert ["{} {}".format(*find.readings[0]) for find in found] == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "K7QF-2M9D-4TXR",
        "1. Maak een afspraak\n2. Kom langs",
        "een dag en een week",
        "formulier A4 en BWBR0005212",
        "twee ouders",
        "",
    ],
)
def test_no_claim(text: str) -> None:
    assert claims(text, "nl") == ()


def test_an_hour_may_be_a_time_or_a_length_of_time() -> None:
    assert [str(claim) for claim, _ in claims("9 uur", "nl")[0].readings] == ["duration", "time", "number"]


def test_number_words_count_where_asked() -> None:
    assert [find.text for find in claims("twee ouders", "nl", counted=True)] == ["2"]


def test_a_number_that_is_known_to_be_a_telephone_is_one() -> None:
    assert claims("Bel 116 000.", "nl", ("116000",))[0].readings == (("phone", "116000"),)
    assert claims("Bel 116000.", "nl", ("116 000",))[0].readings == (("phone", "116000"),)


def test_an_address_is_known_by_what_stands_around_its_postcode() -> None:
    found = claims("Kom langs: Kerkplein 1, 1234 AB Waterrijk.", "nl")
    assert found[-1].readings == (("address", "kom langs kerkplein 1|1234AB|waterrijk"),)


def test_claims_come_in_reading_order() -> None:
    found = claims("Betaal € 15 binnen 6 weken op 14 0123 of info@a.example.", "nl")
    assert [find.claim for find in found] == ["money", "duration", "phone", "email"]
