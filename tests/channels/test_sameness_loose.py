"""Which values stand loose in a text and where: what an editor would make a fact of, and what only looks like it."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from channels.sameness.extract import placed
from channels.sameness.loose import loose_values, typed
from channels.sameness.source import FACT
from contenthub.writing.tree import tree
from tests.reference_data import reference


def found(text: str, language: str = "nl") -> list[str]:
    return [text[each.start : each.end] for each in loose_values(text, language)]


@pytest.mark.parametrize(("text", "values"), [
    ("Een paspoort kost € 85,40.", ["€ 85,40"]),
    ("U betaalt 1.250 euro of vijftien euro.", ["1.250 euro", "vijftien euro"]),
    ("De dwangsom is € 23 per dag voor de eerste 2 weken.", ["€ 23", "2 weken"]),
    ("Maak binnen zes weken bezwaar, uiterlijk 4 maart 2026.", ["zes weken", "4 maart 2026"]),
    ("Dat mag vanaf 1 juli.", ["1 juli"]),
    ("Bel 0800 - 33 55555, 14 0344, 030-286 00 00 of +31 70 426 73 29.",
     ["0800 - 33 55555", "14 0344", "030-286 00 00", "+31 70 426 73 29"]),
    ("Stuur het naar Postbus 20002, 2500 EA Den Haag.", ["2500 EA"]),
    ("U kunt tot 20.00 uur terecht en krijgt 10% terug.", ["20.00", "10%"]),
    ("Mail naar info@waterrijk.example of kijk op www.waterrijk.example/pas.",
     ["info@waterrijk.example", "www.waterrijk.example/pas"]),
    # Years that are a length of time, not an age.
    ("Het paspoort is 10 jaar geldig. Bent u 18 jaar of ouder dan is dit 10 jaar.", ["10 jaar", "10 jaar"]),
    ("De looptijd is 7, 10, 15 of 20 jaar.", ["20 jaar"]),
    ("De gegevens moeten uiterlijk na 3 jaar worden weggegooid.", ["3 jaar"]),
    ("Vanaf 5 jaar na de aankoop betaalt u niets.", ["5 jaar"]),
    ("Niet meer dan 20 minuten per dag, 17 dagen per jaar.", ["20 minuten", "17 dagen"]),
])
def test_values_are_found_as_they_stand_in_the_text(text, values):
    assert found(text) == values


@pytest.mark.parametrize("text", [
    # Ages in conditions.
    "Aanvragen 18 jaar of ouder",
    "Bent u als aanvrager jonger dan 18 jaar? Vraag dan toestemming.",
    "Elke Nederlander van 14 jaar of ouder heeft een account.",
    "Heeft u kinderen onder de 18 jaar?",
    "Kinderen van 4 tot 12 jaar",
    "Kinderen tot 8 jaar krijgen een zitje.",
    "Wie ouder is dan 67 jaar: personen vanaf 67 jaar.",
    "Je wordt binnenkort 18 jaar, hoera!",
    "18 jaar worden: wat moet ik regelen?",
    "Als uw kind 18 jaar wordt, verandert dat.",
    "Vingerafdrukken vanaf 12 jaar verplicht",
    "Voorwaarde is wel dat uw woning minstens 2 jaar oud is.",
    # Laws, articles, forms and houses.
    "Volgens artikel 9, lid 2, van de Wmo 2015.",
    "Dit staat in de Wet van 14 februari 2019 en het Besluit van 1 juli 2017.",
    "Neem formulier 2 mee naar Dorpsstraat 12.",
    "In de Legesverordening 2026 staat rij 2.1.",
    # Names of sites.
    "Log in op DigiD.nl of kijk op rijksoverheid.nl.",
    # Numbers that nobody answers.
    "Uw rekening is NL91 ABNA 0417 1643 00.",
    "Uw burgerservicenummer, bijvoorbeeld 012345678",
    "Zaaknummer 2026-0412345",
    # Always.
    "Wij zijn 24 uur per dag bereikbaar, 7 dagen per week.",
    "Twee ouders tekenen.",
])
def test_what_only_looks_like_a_value_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "values"), [
    ("It takes six weeks and costs €85.40.", ["six weeks", "€85.40"]),
    ("Children under the age of 12 years do not pay.", []),
    ("You must be 18 years or older.", []),
])
def test_english_texts(text, values):
    assert found(text, "en") == values


def test_what_is_a_fact_already_is_no_loose_value():
    assert found(f"Het kost {FACT} of {FACT * 15}, binnen {FACT} weken.") == []


@pytest.mark.parametrize(("text", "places"), [
    ("Over zes weken en zesentachtig euro vijfentachtig.", ["zes weken", "zesentachtig euro vijfentachtig"]),
    ("1. Betaal € 5.", ["€ 5"]),
    # A decimal in words keeps no place of its own; the figures beside it do.
    ("Drie komma vijf procent of 10%.", ["10%"]),
])
def test_places_are_those_of_the_text_itself_where_numbers_are_words(text, places):
    assert [text[each.start : each.end] for each in placed(text, "nl")] == places


def test_the_national_questions_give_as_many_loose_values_as_were_looked_at():
    """Each was read by a person; a rule that changes these numbers needs a look at the places."""
    kinds, ages = Counter[str](), 0
    for file in sorted(reference("vac-rijksoverheid").rglob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        parts = [record.get("introduction") or "", *(part.get("paragraph") or "" for part in record.get("content") or ())]
        for part in filter(str.strip, parts):
            for each in typed(tree(part, "text"), "nl"):
                kinds[each.claim] += 1
                ages += each.text == "18 jaar"
    assert dict(kinds) == {"duration": 126, "date": 72, "time": 35, "money": 18, "percentage": 9, "phone": 1, "address": 1}
    assert ages == 0
