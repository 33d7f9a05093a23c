"""Number words back to figures, Dutch and English."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sameness.extract import Claim, claims, money_value
from channels.sameness.numberwords import figures
from channels.speech import say_duration, say_money, say_number
from contenthub.vocabulary import DurationUnit

DUTCH = [
    ("zesentachtig euro vijfentachtig", "86 euro 85"),
    ("één januari tweeduizend zevenentwintig", "1 januari 2027"),
    ("drieëntwintig", "23"),
    ("drieentwintig", "23"),
    ("honderdeen en honderdentwaalf", "101 en 112"),
    ("twaalfhonderdvijftig euro", "1250 euro"),
    ("duizend tweehonderdvijftig", "1250"),
    ("negentienvijfentachtig", "1985"),
    ("elfeenentwintig", "1121"),
    ("twee miljoen driehonderdduizend vijf", "2300005"),
    ("één vier, nul één twee drie", "1 4, 0 1 2 3"),
    ("twee komma vijf procent", "2,5 procent"),
    ("nul komma nul vijf", "0,05"),
    ("anderhalf jaar", "1,5 jaar"),
    ("een paspoort en een pas", "een paspoort en een pas"),
    ("de eerste en de achtste dag", "de eerste en de achtste dag"),
    ("zevende hemel, achteraf, tienduizend", "zevende hemel, achteraf, 10000"),
    ("geachte heer, wie acht slaat", "geachte heer, wie 8 slaat"),
    ("", ""),
]
ENGLISH = [
    ("eighty-six euros and eighty-five cents", "86 euros and 85 cents"),
    ("one hundred and five", "105"),
    ("two thousand and five", "2005"),
    ("twelve thousand three hundred", "12300"),
    ("three point one four", "3.14"),
    ("the first of January", "the first of January"),
    ("no one else", "no 1 else"),
]


@pytest.mark.parametrize(("words", "wanted"), DUTCH)
def test_dutch(words: str, wanted: str) -> None:
    assert figures(words, "nl") == wanted


@pytest.mark.parametrize(("words", "wanted"), ENGLISH)
def test_english(words: str, wanted: str) -> None:
    assert figures(words, "en") == wanted


def test_easy_dutch_is_dutch() -> None:
    assert figures("vijf dagen", "nl-x-a2") == "5 dagen"


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["nl", "en"]))
def test_what_the_speech_normaliser_says_reads_back(value: int, language: str) -> None:
    assert figures(say_number(Decimal(value), language), language).replace("een", "1") == str(value)


@given(st.decimals(min_value=Decimal("0.01"), max_value=99999, places=2), st.sampled_from(["nl", "en"]))
def test_every_spoken_amount_reads_back(amount: Decimal, language: str) -> None:
    found = claims(say_money(amount, "EUR", language), language, counted=True)
    assert (Claim.MONEY, money_value(amount)) in [reading for find in found for reading in find.readings]


@given(st.integers(min_value=1, max_value=999), st.sampled_from(DurationUnit), st.sampled_from(["nl", "en"]))
def test_every_spoken_duration_reads_back(amount: int, unit: DurationUnit, language: str) -> None:
    found = claims(say_duration(amount, unit, language), language, counted=True)
    assert (Claim.DURATION, f"{amount} {unit}") in [reading for find in found for reading in find.readings]
