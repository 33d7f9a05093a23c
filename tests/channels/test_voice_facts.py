"""How facts are written and said: one flat case each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from channels.phrases import duration_unit, joined, login_level, phrase, section_title
from channels.voice.facts import coming_exceptions, spoken, tariff_rows, written
from channels.voice.written import days_in_words, hours_rows
from contenthub.resolving.facts import (
    Address,
    Date,
    DayHours,
    Duration,
    Email,
    FactValue,
    HoursException,
    Money,
    Number,
    OpeningHours,
    Phone,
    PlainText,
    Tariff,
    TariffRow,
    Url,
)
from contenthub.vocabulary import DurationUnit, SectionKind, Weekday
from tests.channels.answers import HOURS, KOSTEN, fact

WEEK = tuple(Weekday)
WORKWEEK = tuple(DayHours(day=day, opens="09:00", closes="17:00") for day in WEEK[:5])

WRITTEN: list[tuple[str, FactValue, str, str]] = [
    ("money with cents", Money(amount=Decimal("86.85")), "€\u00a086,85", "€86.85"),
    ("whole money", Money(amount=Decimal("15.00")), "€\u00a015", "€15"),
    ("no money", Money(amount=Decimal("0")), "€\u00a00", "€0"),
    ("one decimal", Money(amount=Decimal("86.5")), "€\u00a086,50", "€86.50"),
    ("thousands", Money(amount=Decimal("1234.50")), "€\u00a01.234,50", "€1,234.50"),
    ("whole thousands", Money(amount=Decimal("22500")), "€\u00a022.500", "€22,500"),
    ("other currency", Money(amount=Decimal("10.50"), currency="CHF"), "CHF\u00a010,50", "CHF\u00a010.50"),
    ("dollars", Money(amount=Decimal("10.50"), currency="USD"), "US$\u00a010,50", "US$10.50"),
    ("date", Date(date=dt.date(2027, 1, 1)), "1 januari 2027", "1 January 2027"),
    ("one week", Duration(amount=1, unit=DurationUnit.WEEK), "1 week", "1 week"),
    ("six weeks", Duration(amount=6, unit=DurationUnit.WEEK), "6 weken", "6 weeks"),
    ("working days", Duration(amount=5, unit=DurationUnit.WORKDAY), "5 werkdagen", "5 working days"),
    ("one working day", Duration(amount=1, unit=DurationUnit.WORKDAY), "1 werkdag", "1 working day"),
    ("years", Duration(amount=10, unit=DurationUnit.YEAR), "10 jaar", "10 years"),
    ("hours", Duration(amount=24, unit=DurationUnit.HOUR), "24 uur", "24 hours"),
    ("minutes", Duration(amount=30, unit=DurationUnit.MINUTE), "30 minuten", "30 minutes"),
    ("days", Duration(amount=3, unit=DurationUnit.DAY), "3 dagen", "3 days"),
    ("months", Duration(amount=8, unit=DurationUnit.MONTH), "8 maanden", "8 months"),
    ("phone", Phone(number="14 0123"), "14 0123", "14 0123"),
    ("e-mail", Email(address="info@gemeente.example"), "info@gemeente.example", "info@gemeente.example"),
    (
        "url",
        Url(url="https://www.gemeente.example/pas"),
        "https://www.gemeente.example/pas",
        "https://www.gemeente.example/pas",
    ),
    (
        "url with label",
        Url(url="https://x.example", label={"nl": "de website", "en": "the website"}),
        "de website",
        "the website",
    ),
    (
        "address",
        Address(street="Kerkplein", number="1", postcode="1234AB", city="Waterrijk"),
        "Kerkplein 1, 1234 AB Waterrijk",
        "Kerkplein 1, 1234 AB Waterrijk",
    ),
    (
        "address without number",
        Address(street="De Hoeve", postcode="1234 AB", city="Waterrijk"),
        "De Hoeve, 1234 AB Waterrijk",
        "De Hoeve, 1234 AB Waterrijk",
    ),
    ("number with unit", Number(value=Decimal("16"), unit={"nl": "jaar", "en": "years"}), "16 jaar", "16 years"),
    ("decimal number", Number(value=Decimal("2.50"), unit={"nl": "meter", "en": "metres"}), "2,5 meter", "2.5 metres"),
    ("bare number", Number(value=Decimal("12000")), "12.000", "12,000"),
    ("hundred", Number(value=Decimal("100")), "100", "100"),
    ("percentage", Number(value=Decimal("6.5"), unit={"nl": "%", "en": "%"}), "6,5%", "6.5%"),
    ("text", PlainText(text={"nl": "met pin", "en": "by card"}), "met pin", "by card"),
    ("text in Dutch only", PlainText(text={"nl": "met pin"}), "met pin", "met pin"),
    (
        "tariff",
        KOSTEN,
        "18 jaar en ouder: €\u00a086,85; jonger dan 18 jaar: €\u00a065,70",
        "18 and older: €86.85; younger than 18: €65.70",
    ),
    (
        "hours",
        OpeningHours(days=WORKWEEK),
        "maandag tot en met vrijdag: 9.00 tot 17.00 uur",
        "Monday to Friday: 9:00 to 17:00",
    ),
    (
        "hours mixed",
        HOURS,
        "maandag, dinsdag en donderdag: 9.00 tot 17.00 uur (op afspraak); woensdag: 9.00 tot 12.30 uur (zonder afspraak) "
        "en 13.30 tot 17.00 uur (op afspraak)",
        "Monday, Tuesday and Thursday: 9:00 to 17:00 (by appointment); Wednesday: 9:00 to 12:30 (no appointment needed) "
        "and 13:30 to 17:00 (by appointment)",
    ),
]


@pytest.mark.parametrize(
    ("value", "dutch", "english"), [case[1:] for case in WRITTEN], ids=[case[0] for case in WRITTEN]
)
def test_written_in_dutch_and_english(value: FactValue, dutch: str, english: str) -> None:
    assert written(fact("a.b", value), "nl") == dutch
    assert written(fact("a.b", value), "en") == english


@pytest.mark.parametrize("language", ["nl-x-a2", "uk"])
def test_written_in_easy_dutch_and_in_a_language_without_words_is_dutch(language: str) -> None:
    assert written(fact("bezwaar.termijn"), language) == "6 weken"


def test_written_in_british_english_is_english() -> None:
    assert written(fact("bezwaar.termijn"), "en-GB") == "6 weeks"


SPOKEN: list[tuple[str, FactValue, str]] = [
    ("money", Money(amount=Decimal("86.85")), "zesentachtig euro vijfentachtig"),
    ("whole money", Money(amount=Decimal("15.00")), "vijftien euro"),
    ("date", Date(date=dt.date(2027, 1, 1)), "één januari tweeduizend zevenentwintig"),
    ("duration", Duration(amount=5, unit=DurationUnit.WORKDAY), "vijf werkdagen"),
    ("phone", Phone(number="14 0123"), "één vier, nul één twee drie"),
    ("e-mail", Email(address="info@gemeente.nl"), "info apenstaartje gemeente punt N L"),
    ("number", Number(value=Decimal("16"), unit={"nl": "jaar"}), "zestien jaar"),
    (
        "address",
        Address(street="Kerkplein", number="1", postcode="1234AB", city="Waterrijk"),
        "Kerkplein één, één twee drie vier, A B, Waterrijk",
    ),
    ("text", PlainText(text={"nl": "met pin"}), "met pin"),
    (
        "tariff",
        KOSTEN,
        "achttien jaar en ouder: zesentachtig euro vijfentachtig; jonger dan achttien jaar: vijfenzestig euro zeventig",
    ),
    (
        "hours",
        OpeningHours(days=WORKWEEK),
        "maandag tot en met vrijdag van negen uur 's ochtends tot vijf uur 's middags",
    ),
]


@pytest.mark.parametrize(("value", "said"), [case[1:] for case in SPOKEN], ids=[case[0] for case in SPOKEN])
def test_spoken_in_dutch(value: FactValue, said: str) -> None:
    assert spoken(fact("a.b", value), "nl") == said


def test_spoken_holds_no_figure_for_any_type_of_fact() -> None:
    from tests.channels.answers import FACTS

    for each in FACTS.values():
        for language in ("nl", "en"):
            assert not any(map(str.isdigit, spoken(each, language))), (each.key, spoken(each, language))


def test_an_unlabelled_url_is_spoken_without_its_scheme() -> None:
    assert "https" not in spoken(fact("a.b", Url(url="https://www.gemeente.nl")), "nl")


def test_tariff_rows_keep_their_keys_and_order() -> None:
    assert [row.key for row in tariff_rows(KOSTEN, "nl")] == ["18plus", "tot18"]


def test_a_tariff_row_without_a_label_is_named_by_its_key() -> None:
    tariff = Tariff(rows=(TariffRow(key="spoed", label={}, amount=Decimal(1)),))
    assert written(fact("a.b", tariff), "nl") == "spoed: €\u00a01"


def test_exceptions_from_today_on_are_told_and_past_ones_are_not() -> None:
    assert coming_exceptions(HOURS, "nl", dt.date(2026, 12, 25)) == [
        "vrijdag 25 december 2026: gesloten (eerste kerstdag)",
        "donderdag 31 december 2026: 9.00 tot 13.00 uur",
    ]
    assert coming_exceptions(HOURS, "nl", dt.date(2026, 12, 26)) == ["donderdag 31 december 2026: 9.00 tot 13.00 uur"]
    assert coming_exceptions(HOURS, "en", dt.date(2026, 12, 31)) == ["Thursday 31 December 2026: 9:00 to 13:00"]


def test_an_exception_with_another_note_keeps_it_in_brackets() -> None:
    hours = OpeningHours(
        days=(), exceptions=(HoursException(date=dt.date(2027, 4, 27), closed=True, note={"nl": "Koningsdag"}),)
    )
    assert coming_exceptions(hours, "nl", dt.date(2027, 1, 1)) == ["dinsdag 27 april 2027: gesloten (Koningsdag)"]


def test_days_in_a_row_are_a_range_and_two_days_are_not() -> None:
    assert days_in_words(WEEK[:2], "nl") == "maandag en dinsdag"
    assert days_in_words((*WEEK[:3], WEEK[5]), "nl") == "maandag tot en met woensdag en zaterdag"


def test_a_note_of_a_day_is_shown_behind_its_hours() -> None:
    friday = DayHours(day=Weekday.FRIDAY, opens="09:00", closes="12:00", note={"nl": "alleen spoed"})
    hours = OpeningHours(days=(friday,))
    assert hours_rows(hours, "nl") == (("vrijdag", "9.00 tot 12.00 uur (alleen spoed)"),)


@pytest.mark.parametrize("kind", list(SectionKind))
def test_every_section_has_a_title_in_every_language(kind: SectionKind) -> None:
    assert section_title(kind, "nl") and section_title(kind, "en")
    assert section_title(kind, "uk") == section_title(kind, "nl")


def test_easy_dutch_has_its_own_title_or_the_dutch_one() -> None:
    assert section_title(SectionKind.COSTS, "nl-x-a2") == "Wat kost het?"
    assert section_title(SectionKind.INTRODUCTION, "nl-x-a2") == "In het kort"


def test_a_phrase_follows_the_form_of_address() -> None:
    assert phrase("more_questions", "nl") == "Hebt u nog vragen?"
    assert phrase("more_questions", "nl", form="je") == "Heb je nog vragen?"
    assert phrase("more_questions", "en", form="je") == "Any more questions?"


def test_an_unknown_phrase_and_a_missing_blank_are_errors() -> None:
    with pytest.raises(KeyError, match="no-such"):
        phrase("no-such", "nl")
    with pytest.raises(KeyError, match="name"):
        phrase("not_offered", "nl")


def test_lists_in_words() -> None:
    assert joined([], "nl") == ""
    assert joined(["a"], "nl") == "a"
    assert joined(["a", "b", "c"], "nl") == "a, b en c"
    assert joined(["DigiD", "eHerkenning"], "nl", "or") == "DigiD of eHerkenning"


def test_plural_of_units() -> None:
    assert duration_unit(DurationUnit.YEAR, 2, "nl") == "jaar"
    assert duration_unit(DurationUnit.YEAR, 2, "en") == "years"


def test_a_login_level_is_translated_and_a_name_stays() -> None:
    assert login_level("substantieel", "en") == "substantial"
    assert login_level("substantieel", "nl") == "substantieel"
    assert login_level("EH3", "en") == "EH3"
