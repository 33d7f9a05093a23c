"""The demo's texts by themselves: what a visitor judges the hub by, and what a municipality must answer for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from contenthub.exchange.demo import FOLDER
from contenthub.exchange.demo_texts import Raw, languages_of, sources, untold

TOWNS = {"GM9001": ("gd-delinge", "GM9001"), "GM9002": ("gd-delinge", "GM9002")}
DIGITAL = {"WEBSITE", "APP", "EMAIL"}
FACT = re.compile(r"{{([\w.-]+)}}")
# A sentence ends the line or stands before a space; a colon does not end one.
SENTENCES = re.compile(r"(?<=[.!?])\s+")
LONGEST = {"nl": 30, "nl-x-a2": 18}
INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)


def read(pattern: str) -> dict[str, Raw]:
    return {source.place: source.raw for source in sources(FOLDER, pattern)}


def rows(pattern: str) -> list[Raw]:
    return [row for raw in read(pattern).values() for row in raw]


PRODUCTS = {raw["slug"]: raw for raw in read("products/*.yaml").values()}
QUESTIONS = {raw["slug"]: raw for raw in read("questions/*.yaml").values()}
LOCALS = {(place.split("/")[1], raw["item"]): raw for place, raw in read("local/*/*.yaml").items()}
ITEMS = [*PRODUCTS.values(), *QUESTIONS.values()]


def layered(slug: str, town: str) -> list[Raw]:
    """The routes of a product here: a local one takes the place of a generic one for the same purpose and channel."""
    found: dict[tuple[str, str], Raw] = {}
    for who in reversed(TOWNS[town]):
        for route in LOCALS.get((who, slug), {}).get("routes") or ():
            found.setdefault((route["purpose"], route["channel"]), route)
    for route in PRODUCTS[slug]["routes"]:
        found.setdefault((route["purpose"], route["channel"]), route)
    return list(found.values())


def on_paper(route: Raw) -> bool:
    """By post, or at the counter on paper: the law wants some things done in person."""
    return route["channel"] == "LETTER" or (route["channel"] == "COUNTER" and "papier" in route["text"]["nl"])


def said(raw: Any, language: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its language; how people ask and what they type to find it is theirs, not ours."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name not in ("phrasings", "keywords"):
                yield from said(value, name if name in ("nl", "en", "nl-x-a2") else language)
    elif isinstance(raw, list):
        for value in raw:
            yield from said(value, language)
    elif isinstance(raw, str) and language:
        yield language, raw


def told() -> list[tuple[str, str, str]]:
    patterns = ("products/*.yaml", "questions/*.yaml", "life_events/*.yaml", "local/*/*.yaml", "notices*.yaml")
    return [
        (place, language, text)
        for pattern in (*patterns, "person_facts.yaml")
        for place, raw in read(pattern).items()
        for language, text in said(raw)
    ]


def test_the_demo_holds_what_it_promises() -> None:
    events = read("life_events/*.yaml").values()
    assert (len(PRODUCTS), len(QUESTIONS), len(events)) == (40, 120, 10)
    assert all(raw["upls"] for raw in PRODUCTS.values()) and all(raw["journey"] for raw in events)
    assert {raw["product"] for raw in QUESTIONS.values()} == set(PRODUCTS)
    assert all({"nl", "en"} <= set(languages_of(raw)) for raw in (*ITEMS, *events))
    assert sum("nl-x-a2" in raw for raw in PRODUCTS.values()) == 10
    assert [row["id"] for row in rows("organisations.yaml") if set(row["serves"]) == set(TOWNS)] == ["gd-delinge"]
    assert any(value.get("from") == "next-january" for row in rows("facts/*.yaml") for value in row["values"])


def test_every_rule_speaks_every_language_of_its_item() -> None:
    missing = {raw["slug"]: untold(raw, language) for raw in ITEMS for language in languages_of(raw)}
    assert [slug for slug, rules in missing.items() if rules] == []


@pytest.mark.parametrize("town", TOWNS)
def test_what_can_be_done_online_can_be_done_on_paper(town: str) -> None:
    without = [
        (slug, purpose)
        for slug in PRODUCTS
        for purpose in ("APPLY", "OBJECT")
        for routes in [[route for route in layered(slug, town) if route["purpose"] == purpose]]
        if any(route["channel"] in DIGITAL for route in routes) and not any(map(on_paper, routes))
    ]
    assert without == []


def test_a_local_text_that_says_online_brings_the_way_there() -> None:
    routes = {
        route["channel"]: route for route in layered("rijbewijs-aanvragen", "GM9001") if route["purpose"] == "APPLY"
    }
    assert set(routes["WEBSITE"]["text"]) == set(routes["COUNTER"]["text"]) == {"nl", "en", "nl-x-a2"}
    for language in ("nl", "en", "nl-x-a2"):
        sections = LOCALS["GM9001", "rijbewijs-aanvragen"][language]["sections"]
        assert "online" in sections["INTRODUCTION"]["text"] and sections["INTRODUCTION"]["mode"] == "replace"
    assert {route["channel"] for route in layered("rijbewijs-aanvragen", "GM9002") if route["purpose"] == "APPLY"} == {
        "COUNTER"
    }


def test_letters_for_a_shared_service_go_to_its_own_address() -> None:
    place = next(row for row in rows("facts/*.yaml") if row["key"] == "delinge.postadres")["values"][0]["value"]
    address = f"{place['street']} {place['number']}, {place['postcode']} {place['city']}"
    for slug, purpose in (("woz-bezwaar", "OBJECT"), ("kwijtschelding-belastingen", "APPLY")):
        letter = [r for r in layered(slug, "GM9001") if (r["purpose"], r["channel"]) == (purpose, "LETTER")]
        assert [route["address"] for route in letter] == [address]


def test_what_costs_nothing_is_said_in_words() -> None:
    amounts = [
        (row["key"], Decimal(part["amount"]))
        for row in rows("facts/*.yaml")
        for value in row["values"]
        if row["type"] in ("MONEY", "TARIFF")
        for part in value["value"].get("rows", [value["value"]])
    ]
    assert amounts and [key for key, amount in amounts if not amount] == []


def test_every_figure_in_a_text_has_a_value_and_every_row_stands_in_every_table() -> None:
    facts = {row["key"]: row for row in rows("facts/*.yaml")}
    unknown = set()
    for place, _, text in told():
        for key in FACT.findall(text):
            tariff, _, name = key.rpartition(".")
            tables = [value["value"].get("rows", ()) for value in facts.get(tariff, {}).get("values", ())]
            in_all = bool(tables) and all(name in {row["key"] for row in table} for table in tables)
            if key not in facts and not key.startswith("gemeente.") and not in_all:
                unknown.add((place, key))
    assert unknown == set()


def test_a_legal_source_names_a_regulation_an_article_and_its_page() -> None:
    for raw in (*ITEMS, *LOCALS.values()):
        for kind, source in (raw.get("legal_source") or {}).items():
            assert re.fullmatch(r"BWBR\d{7}|CVDR\d{6}", source["id"]) and source["article"], (raw, kind)
            assert source["url"].endswith(source["id"]), (raw, kind)
    # Wet op de lijkbezorging, article 21: the mayor sees to it where nobody arranges a funeral.
    source = PRODUCTS["overlijden-aangeven"]["legal_source"]["PARTICULARS"]
    assert (source["id"], source["article"]) == ("BWBR0005009", "21")


def test_two_locations_tell_exceptions_and_a_service_keeps_hours_of_its_own() -> None:
    town = next(row for row in rows("municipalities.yaml") if row["code"] == "GM9001")
    first, second = town["locations"]
    for place in (first, second):
        closed = {exception["date"] for exception in place["opening_hours"]["exceptions"] if exception.get("closed")}
        assert len(closed) >= 3
    assert any(not exception.get("closed") for exception in first["opening_hours"]["exceptions"])
    own = {s["service"]: s["opening_hours"]["days"] for s in first["services"] if isinstance(s, dict)}
    assert set(own) >= {"geboorte-aangeven", "overlijden-aangeven", "stempas-vervangen"}
    assert all(days != first["opening_hours"]["days"] for days in own.values())


def test_sentences_are_short_enough_and_nobody_is_addressed_informally() -> None:
    wrong = [
        (place, sentence)
        for place, language, text in told()
        if language in LONGEST
        for line in text.splitlines()
        for sentence in SENTENCES.split(line)
        if "|" not in sentence and (len(sentence.split()) > LONGEST[language] or INFORMAL.search(sentence))
    ]
    assert wrong == []
