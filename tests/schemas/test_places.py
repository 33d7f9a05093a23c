"""A location as GraphQL gives it: hours, the days on which they differ, and services, in the language of the answer."""

from __future__ import annotations

import json

import pytest

from contenthub.models import Location
from tests import world

pytestmark = pytest.mark.django_db

NOTE = {"nl": "avondopenstelling", "en": "evening opening"}
CHRISTMAS = {"date": "2026-12-25", "closed": True, "note": {"nl": "Kerst", "en": "Christmas"}}
SHORT = {"date": "2026-12-31", "opens": "09:00", "closes": "12:00"}
LOCATIONS = """locations {
  address openingHours { day note } exceptions { date closed opens closes note }
  services { service openingHours { day opens byAppointment note } exceptions { date note } }
}"""


@pytest.fixture(autouse=True)
def hub():
    waterrijk = world.municipality("GM9001", "Waterrijk")
    hours = {
        "days": [{"day": "monday", "opens": "09:00", "closes": "20:00", "note": NOTE}],
        "exceptions": [CHRISTMAS, SHORT],
    }
    passports = {
        "days": [{"day": "monday", "opens": "18:00", "closes": "20:00", "byAppointment": True, "note": NOTE}],
        "exceptions": [CHRISTMAS],
    }
    Location.objects.update(opening_hours=hours, services=[{"service": "paspoort", "opening_hours": passports}])
    world.organisation("waterrijk", waterrijk)
    world.money_fact("paspoort.kosten", "86.85")
    world.product()
    world.product(language="en", title="Apply for a passport", slug="passport")


def data(client, query):
    payload = client.post("/graphql", json.dumps({"query": query}), content_type="application/json").json()
    assert "errors" not in payload, payload
    return payload["data"]


def expected(evening: str, christmas: str) -> list[dict[str, object]]:
    day = {"date": "2026-12-25", "closed": True, "opens": None, "closes": None, "note": christmas}
    short = {"date": "2026-12-31", "closed": False, "opens": "09:00", "closes": "12:00", "note": None}
    service = {
        "service": "paspoort",
        "openingHours": [{"day": "monday", "opens": "18:00", "byAppointment": True, "note": evening}],
        "exceptions": [{"date": "2026-12-25", "note": christmas}],
    }
    return [
        {
            "address": "Kerkplein 1, 9001 AA Waterrijk",
            "openingHours": [{"day": "monday", "note": evening}],
            "exceptions": [day, short],
            "services": [service],
        }
    ]


@pytest.mark.parametrize(
    ("language", "evening", "christmas"),
    [("nl", "avondopenstelling", "Kerst"), ("en", "evening opening", "Christmas")],
)
def test_locations_speak_the_language_of_the_answer(client, language, evening, christmas):
    asked = f'municipality: "GM9001", language: "{language}"'
    product = data(
        client, f'{{ product(id: "{world.PASSPORT}", {asked}) {{ {LOCATIONS} municipality {{ {LOCATIONS} }} }} }}'
    )["product"]
    said = [place["locations"] for place in (product, product["municipality"])]
    for made in said:
        assert [{**each, "address": each["address"].replace("\xa0", " ")} for each in made] == expected(
            evening, christmas
        )


def test_a_municipality_by_itself_speaks_its_own_language_or_the_one_asked(client, settings):
    # All locations of all municipalities are more than one document may ask for.
    settings.GRAPHQL_LIMITS = {"cost": 10**12}
    notes = {}
    for arguments in ("", ', language: "en"'):
        place = data(client, f'{{ municipality(code: "GM9001"{arguments}) {{ {LOCATIONS} }} }}')["municipality"]
        notes[arguments] = place["locations"][0]["openingHours"][0]["note"]
    assert list(notes.values()) == ["avondopenstelling", "evening opening"]
    listed = data(client, f'{{ municipalities(language: "en") {{ {LOCATIONS} }} }}')["municipalities"]
    assert listed[0]["locations"][0]["exceptions"][0]["note"] == "Christmas"
