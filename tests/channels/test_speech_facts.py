"""Facts said aloud: each type, in Dutch, English and a language without a table; and what is refused."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from channels import speech
from contenthub.vocabulary import DurationUnit

MONEY = [
    ("86.85", "zesentachtig euro vijfentachtig", "eighty-six euros and eighty-five cents"),
    ("86.850", "zesentachtig euro vijfentachtig", "eighty-six euros and eighty-five cents"),
    ("0.50", "vijftig cent", "fifty cents"),
    ("0.01", "één cent", "one cent"),
    ("0", "nul euro", "zero euros"),
    ("1", "één euro", "one euro"),
    ("15", "vijftien euro", "fifteen euros"),
    ("12.05", "twaalf euro en vijf cent", "twelve euros and five cents"),
    ("12.50", "twaalf euro vijftig", "twelve euros and fifty cents"),
    ("1E+3", "duizend euro", "one thousand euros"),
    ("1250", "twaalfhonderdvijftig euro", "one thousand two hundred and fifty euros"),
    ("-3.10", "min drie euro tien", "minus three euros and ten cents"),
    ("0.1234", "nul komma één twee drie vier euro", "zero point one two three four euros"),
]


@pytest.mark.parametrize(("amount", "dutch", "english"), MONEY, ids=[case[0] for case in MONEY])
def test_money(amount: str, dutch: str, english: str) -> None:
    assert speech.say_money(Decimal(amount)) == dutch
    assert speech.say_money(Decimal(amount), language="en") == english


@pytest.mark.parametrize(
    ("currency", "dutch", "english"),
    [
        ("USD", "twee dollar vijftig", "two dollars and fifty cents"),
        ("GBP", "twee pond vijftig", "two pounds and fifty pence"),
        ("CHF", "twee frank vijftig", "two francs and fifty centimes"),
    ],
)
def test_money_of_other_countries(currency: str, dutch: str, english: str) -> None:
    assert speech.say_money(Decimal("2.50"), currency) == dutch
    assert speech.say_money(Decimal("2.50"), currency, "en") == english


DATES = [
    (date(2027, 1, 1), "één januari tweeduizend zevenentwintig", "the first of January twenty twenty-seven"),
    (date(1985, 5, 12), "twaalf mei negentienvijfentachtig", "the twelfth of May nineteen eighty-five"),
    (
        date(1905, 12, 31),
        "eenendertig december negentienhonderdvijf",
        "the thirty-first of December nineteen oh five",
    ),
    (date(1900, 2, 2), "twee februari negentienhonderd", "the second of February nineteen hundred"),
    (date(2000, 2, 29), "negenentwintig februari tweeduizend", "the twenty-ninth of February two thousand"),
    (date(2001, 3, 3), "drie maart tweeduizend één", "the third of March two thousand and one"),
    (date(2010, 8, 8), "acht augustus tweeduizend tien", "the eighth of August twenty ten"),
]


@pytest.mark.parametrize(("day", "dutch", "english"), DATES, ids=[str(case[0]) for case in DATES])
def test_date(day: date, dutch: str, english: str) -> None:
    assert speech.say_date(day) == dutch
    assert speech.say_date(day, "en") == english


TIMES = [
    (time(9), "negen uur 's ochtends", "nine o'clock in the morning"),
    (time(13, 30), "half twee 's middags", "half past one in the afternoon"),
    (time(0), "twaalf uur 's nachts", "midnight"),
    (time(12), "twaalf uur 's middags", "noon"),
    (time(12, 45), "kwart voor één 's middags", "quarter to one in the afternoon"),
    (time(17, 55), "vijf voor zes 's middags", "five to six in the afternoon"),
    (time(18), "zes uur 's avonds", "six o'clock in the evening"),
    (time(4, 40), "tien over half vijf 's nachts", "twenty to five at night"),
    (time(13, 37), "dertien uur zevenendertig", "one thirty-seven in the afternoon"),
    (time(8, 0, 10), "acht uur nul en tien seconden", "eight o'clock in the morning and ten seconds"),
]


@pytest.mark.parametrize(("value", "dutch", "english"), TIMES, ids=[str(case[0]) for case in TIMES])
def test_time(value: time, dutch: str, english: str) -> None:
    assert speech.say_time(value) == dutch
    assert speech.say_time(value, "en") == english


DURATIONS = [
    (1, "minute", "één minuut", "one minute"),
    (20, "minute", "twintig minuten", "twenty minutes"),
    (1, "hour", "één uur", "one hour"),
    (48, "hour", "achtenveertig uur", "forty-eight hours"),
    (1, "day", "één dag", "one day"),
    (5, "day", "vijf dagen", "five days"),
    (1, "workday", "één werkdag", "one working day"),
    (5, "workday", "vijf werkdagen", "five working days"),
    (1, "week", "één week", "one week"),
    (8, "week", "acht weken", "eight weeks"),
    (1, "month", "één maand", "one month"),
    (6, "month", "zes maanden", "six months"),
    (1, "year", "één jaar", "one year"),
    (10, "year", "tien jaar", "ten years"),
    (0, "day", "nul dagen", "zero days"),
]


@pytest.mark.parametrize(("amount", "unit", "dutch", "english"), DURATIONS)
def test_duration(amount: int, unit: str, dutch: str, english: str) -> None:
    assert speech.say_duration(amount, unit) == dutch
    assert speech.say_duration(amount, unit, "en") == english


def test_every_unit_of_the_vocabulary_is_said() -> None:
    for unit in DurationUnit:
        assert speech.say_duration(2, unit).startswith("twee ")
        assert speech.say_duration(2, unit, "en").startswith("two ")


PHONES = [
    ("14 0123", "één vier, nul één twee drie"),
    ("14020", "één vier, nul twee nul"),
    ("0800 1234", "nul acht nul nul, één twee drie vier"),
    ("0900-1234567", "nul negen nul nul, één twee drie, vier vijf, zes zeven"),
    ("06 12345678", "nul zes, één twee, drie vier, vijf zes, zeven acht"),
    ("06-12 34 56 78", "nul zes, één twee, drie vier, vijf zes, zeven acht"),
    ("(070) 123 45 67", "nul zeven nul, één twee drie, vier vijf, zes zeven"),
    ("0481 123 456", "nul vier acht één, één twee, drie vier, vijf zes"),
    ("+31 6 12345678", "plus drie één, zes, één twee, drie vier, vijf zes, zeven acht"),
    ("+31 (0)70 123 4567", "plus drie één, zeven nul, één twee drie, vier vijf, zes zeven"),
    ("0031701234567", "plus drie één, zeven nul, één twee drie, vier vijf, zes zeven"),
    ("+44 20 7946 0958", "plus vier vier, twee nul, zeven negen vier zes, nul negen vijf acht"),
    ("112", "één één twee"),
    ("116 117", "één één zes, één één zeven"),
]


@pytest.mark.parametrize(("number", "dutch"), PHONES, ids=[case[0] for case in PHONES])
def test_phone(number: str, dutch: str) -> None:
    assert speech.say_phone(number) == dutch


def test_phone_in_english() -> None:
    assert speech.say_phone("14 0123", "en") == "one four, zero one two three"


NUMBERS = [
    ("0", "nul", "zero"),
    ("1", "één", "one"),
    ("101", "honderdeen", "one hundred and one"),
    ("1001", "duizend één", "one thousand and one"),
    ("1100", "elfhonderd", "one thousand one hundred"),
    ("1999", "negentienhonderdnegenennegentig", "one thousand nine hundred and ninety-nine"),
    ("2500", "tweeduizend vijfhonderd", "two thousand five hundred"),
    ("21000", "eenentwintigduizend", "twenty-one thousand"),
    ("1000000", "één miljoen", "one million"),
    ("2.5", "twee komma vijf", "two point five"),
    ("2.50", "twee komma vijftig", "two point five zero"),
    ("0.05", "nul komma nul vijf", "zero point zero five"),
    ("-7", "min zeven", "minus seven"),
]


@pytest.mark.parametrize(("value", "dutch", "english"), NUMBERS, ids=[case[0] for case in NUMBERS])
def test_number(value: str, dutch: str, english: str) -> None:
    assert speech.say_number(Decimal(value)) == dutch
    assert speech.say_number(Decimal(value), "en") == english


def test_email() -> None:
    said = "burgerzaken streepje balie één apenstaartje gemeente streepje voorbeeld punt N L"
    assert speech.say_email("burgerzaken-balie1@gemeente-voorbeeld.nl") == said
    assert speech.say_email("info@gemeente.nl", "en") == "info at gemeente dot N L"


def test_url() -> None:
    said = "W W W punt gemeente punt N L, schuine streep afspraak, schuine streep maken"
    assert speech.say_url("https://www.gemeente.nl/afspraak/maken/") == said
    assert speech.say_url("HTTP://gemeente.nl", "en") == "gemeente dot N L"


def test_postcode() -> None:
    assert speech.say_postcode("1234 AB") == "één twee drie vier, A B"
    assert speech.say_postcode("1234ab") == "één twee drie vier, A B"
    assert speech.say_postcode("1234 AB", "en") == "one two three four, A B"


def test_reference() -> None:
    assert speech.say_reference("K7QF-2M9D-4TXR") == "K zeven Q F, twee M negen D, vier T X R"
    assert speech.say_reference("k7qf-2m9d-4txr") == "K zeven Q F, twee M negen D, vier T X R"
    assert speech.say_reference("K7QF-2M9D-4TXR", "en") == "K seven Q F, two M nine D, four T X R"


def test_a_language_without_a_table_keeps_its_notation() -> None:
    assert speech.say_money(Decimal("86.85"), language="de") == "EUR 86.85"
    assert speech.say_date(date(2027, 1, 1), "de") == "2027-01-01"
    assert speech.say_time(time(13, 30), "de") == "13:30"
    assert speech.say_duration(5, "workday", "de") == "5 workday"
    assert speech.say_number(Decimal("2.5"), "de") == "2.5"
    assert speech.say_phone("14 0123", "de") == "14 0123"
    assert speech.say_email("info@gemeente.nl", "de") == "info@gemeente.nl"
    assert speech.say_url("https://gemeente.nl", "de") == "https://gemeente.nl"
    assert speech.say_postcode("1234 AB", "de") == "1234 AB"
    assert speech.say_reference("K7QF-2M9D-4TXR", "de") == "K7QF-2M9D-4TXR"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("written", "fact"),
    [
        ("€ 86,85", lambda language: speech.say_money(Decimal("86.85"), language=language)),
        ("€ 1.250,-", lambda language: speech.say_money(Decimal("1250.00"), language=language)),
        ("01-01-2027", lambda language: speech.say_date(date(2027, 1, 1), language)),
        ("13:30", lambda language: speech.say_time(time(13, 30), language)),
        ("06-12345678", lambda language: speech.say_phone("0612345678", language)),
        ("+31 70 123 45 67", lambda language: speech.say_phone("+31701234567", language)),
        ("info@gemeente.nl", lambda language: speech.say_email("info@gemeente.nl", language)),
        ("www.gemeente.nl", lambda language: speech.say_url("https://www.gemeente.nl", language)),
        ("1234 AB", lambda language: speech.say_postcode("1234AB", language)),
        ("K7QF-2M9D-4TXR", lambda language: speech.say_reference("K7QF-2M9D-4TXR", language)),
    ],
)
def test_a_fact_and_the_same_fact_in_text_sound_alike(written: str, fact, language: str) -> None:
    assert speech.speak(written, language) == fact(language)


@pytest.mark.parametrize(
    ("say", "named", "remedy"),
    [
        (lambda: speech.say_money(Decimal("1"), "XXX"), "currency: 'XXX'", "EUR"),
        (lambda: speech.say_money(Decimal("1"), "XXX", "en"), "currency: 'XXX'", "EUR"),
        (lambda: speech.say_money(Decimal("NaN")), "amount: NaN", "86.85"),
        (lambda: speech.say_money(Decimal("Infinity"), "EUR", "en"), "amount: Infinity", "86.85"),
        (lambda: speech.say_number(Decimal("NaN")), "value: NaN", "2.5"),
        (lambda: speech.say_number(Decimal("-Infinity"), "en"), "value: -Infinity", "2.5"),
        (lambda: speech.say_duration(-1, "day"), "amount: -1", "0 or more"),
        (lambda: speech.say_duration(1, "fortnight"), "unit: 'fortnight'", "workday"),
        (lambda: speech.say_duration(1, "fortnight", "en"), "unit: 'fortnight'", "workday"),
        (lambda: speech.say_phone("bel ons"), "number: 'bel ons'", "14 0123"),
        (lambda: speech.say_phone(""), "number: ''", "14 0123"),
        (lambda: speech.say_email("info"), "address: 'info'", "name@example.nl"),
        (lambda: speech.say_url("www.a b.nl"), "url: 'www.a b.nl'", "https://"),
        (lambda: speech.say_url("https://"), "url: 'https://'", "https://"),
        (lambda: speech.say_postcode("0123 AB"), "code: '0123 AB'", "1234 AB"),
        (lambda: speech.say_postcode("1234 ABC"), "code: '1234 ABC'", "1234 AB"),
        (lambda: speech.say_reference("K7QF-2M9D"), "code: 'K7QF-2M9D'", "K7QF-2M9D-4TXR"),
        (lambda: speech.say_reference("K7QF-2M9D-4TXO"), "code: 'K7QF-2M9D-4TXO'", "K7QF-2M9D-4TXR"),
    ],
)
def test_bad_input_is_refused_by_name_with_what_would_be_right(say, named: str, remedy: str) -> None:
    with pytest.raises(ValueError) as refused:
        say()
    assert named in str(refused.value)
    assert remedy in str(refused.value)
