"""Fact values: what is right is kept exactly, what is wrong is refused with place and remedy."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from contenthub.resolving import facts as f
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import FactType, Layer

GOOD = {
    "MONEY": {"amount": "86.85"},
    "TARIFF": {"rows": [{"key": "18plus", "label": {"nl": "18+"}, "amount": "86.85"}]},
    "DURATION": {"amount": 5, "unit": "workday"},
    "DATE": {"date": "2027-01-01"},
    "PHONE": {"number": "14 0123"},
    "EMAIL": {"address": "info@waterrijk.example"},
    "URL": {"url": "https://www.rijksoverheid.nl"},
    "ADDRESS": {"street": "Kerkplein", "number": "1", "postcode": "1234 AB", "city": "Waterrijk"},
    "OPENING_HOURS": {
        "days": [{"day": "monday", "opens": "09:00", "closes": "17:00", "byAppointment": True}],
        "exceptions": [{"date": "2026-12-25", "closed": True}],
    },
    "NUMBER": {"value": "18", "unit": {"nl": "jaar"}},
    "TEXT": {"text": {"nl": "met pin"}},
}


@pytest.mark.parametrize("kind", list(FactType))
def test_each_type_survives_storage(kind):
    value = f.parse_value(kind, GOOD[kind], "sleutel")
    assert msgspec.convert(msgspec.to_builtins(value), f.FactValue, strict=False) == value


@pytest.mark.parametrize(
    ("kind", "raw", "place"),
    [
        ("MONEY", {"amount": "86,85"}, "sleutel"),
        ("MONEY", {"amount": "-1"}, "sleutel"),
        ("MONEY", {"amount": "1.005"}, "sleutel"),
        ("MONEY", {"amount": "NaN"}, "sleutel"),
        ("MONEY", {"amount": "1", "currency": "euro"}, "sleutel"),
        ("MONEY", {}, "sleutel"),
        ("TARIFF", {"rows": []}, "sleutel"),
        (
            "TARIFF",
            {"rows": [{"key": "a", "label": {}, "amount": "1"}, {"key": "a", "label": {}, "amount": "2"}]},
            "sleutel.a",
        ),
        ("TARIFF", {"rows": [{"key": "A b", "label": {}, "amount": "1"}]}, "sleutel.A b"),
        ("DURATION", {"amount": 0, "unit": "day"}, "sleutel"),
        ("DURATION", {"amount": 5, "unit": "fortnight"}, "sleutel"),
        ("DATE", {"date": "31-12-2026"}, "sleutel"),
        ("PHONE", {"number": "bel ons"}, "sleutel"),
        ("EMAIL", {"address": "info(at)waterrijk"}, "sleutel"),
        ("URL", {"url": "javascript:alert(1)"}, "sleutel"),
        ("ADDRESS", {"street": "Kerkplein", "postcode": "0123 ab", "city": "W"}, "sleutel.postcode"),
        ("ADDRESS", {"street": "", "postcode": "1234 AB", "city": "W"}, "sleutel.street"),
        ("OPENING_HOURS", {"days": [{"day": "monday", "opens": "17:00", "closes": "09:00"}]}, "sleutel.monday"),
        ("OPENING_HOURS", {"days": [{"day": "monday", "opens": "9:00", "closes": "17:00"}]}, "sleutel.monday"),
        (
            "OPENING_HOURS",
            {
                "days": [
                    {"day": "monday", "opens": "09:00", "closes": "13:00"},
                    {"day": "monday", "opens": "12:00", "closes": "17:00"},
                ]
            },
            "sleutel.monday",
        ),
        ("OPENING_HOURS", {"days": [{"day": "maandag", "opens": "09:00", "closes": "13:00"}]}, "sleutel"),
        ("NUMBER", {"value": "Infinity"}, "sleutel"),
        ("TEXT", {"text": {"nl": " "}}, "sleutel"),
        ("TEXT", [], "sleutel"),
    ],
)
def test_wrong_values_are_refused_with_their_place(kind, raw, place):
    with pytest.raises(Refused) as refusal:
        f.parse_value(FactType(kind), raw, "sleutel")
    assert refusal.value.field == place
    assert place in str(refusal.value)


def fact(kind, raw):
    return f.Fact(
        key="paspoort.kosten",
        label={"nl": "Kosten"},
        type=FactType(kind),
        value=f.parse_value(FactType(kind), raw, "x"),
        layer=Layer.GENERIC,
    )


def test_row_of_a_tariff_is_a_fact_of_its_own():
    found = f.find("paspoort.kosten.18plus", {"paspoort.kosten": fact("TARIFF", GOOD["TARIFF"])})
    assert (found.key, found.type, found.value) == (
        "paspoort.kosten.18plus",
        FactType.MONEY,
        f.Money(amount=Decimal("86.85")),
    )
    assert f.find("paspoort.kosten.tot18", {"paspoort.kosten": fact("TARIFF", GOOD["TARIFF"])}) is None


@pytest.mark.parametrize(
    ("generic", "local", "where"),
    [
        (f.Money(amount=Decimal("10")), f.Money(amount=Decimal("10")), None),
        (f.Money(amount=Decimal("10")), f.Money(amount=Decimal("10.01")), ""),
        (f.Number(value=Decimal("2")), f.Number(value=Decimal("3")), ""),
        (
            f.Tariff(rows=(f.TariffRow("a", {}, Decimal(1)), f.TariffRow("b", {}, Decimal(2)))),
            f.Tariff(rows=(f.TariffRow("a", {}, Decimal(1)), f.TariffRow("b", {}, Decimal(3)))),
            "b",
        ),
    ],
)
def test_maximum(generic, local, where):
    assert f.above_maximum(generic, local) == where
