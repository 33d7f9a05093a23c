"""Suggestions while one types, and what was probably meant."""

from __future__ import annotations

import pytest

from contenthub.answering import ask
from search.dutch.synonyms import Synonyms
from search.finding import find
from search.suggesting import suggest
from tests import world
from tests.search.conftest import index
from tests.search.test_embedded import BICYCLE, world_sections


@pytest.fixture
def indexed(hub):
    world.product(phrasings=("Mijn pas is verlopen",))
    world.product(BICYCLE, slug="fiets", title="Gevonden fiets ophalen", sections=world_sections("Een fiets."))
    index(hub)
    return hub


def texts(engine, prefix: str, code: str = "GM9001") -> list[str]:
    return [one.text for one in suggest(prefix, ask(code), engine, 8)]


@pytest.mark.parametrize("prefix", ["paspo", "Paspoort", "paspoort aanv", "aanvr pas", "pasport", "páspoort"])
def test_beginnings_of_words_find_a_title_in_any_order_and_with_a_slip(indexed, prefix):
    assert texts(indexed, prefix)[0] == "Paspoort aanvragen"


def test_a_phrasing_is_suggested_as_it_is(indexed):
    (found,) = suggest("mijn pas is ver", ask("GM9001"), indexed, 8)
    assert (found.text, found.item, found.kind) == ("Mijn pas is verlopen", world.PASSPORT, "phrasing")


@pytest.mark.parametrize("prefix", ["", " ", "?", "p", "zwembad"])
def test_nothing_is_suggested_for_nothing(indexed, prefix):
    assert texts(indexed, prefix) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [("pasport anvragen", "paspoort aanvragen"), ("Gevonden fits?", "Gevonden fiets?"), ("paspoort aanvragen", "")],
)
def test_what_was_probably_meant(indexed, text, meant):
    assert find(text, ask("GM9001"), indexed, Synonyms(())).corrected == meant


def test_a_word_of_some_text_is_no_slip(indexed):
    assert find("gemeente", ask("GM9001"), indexed, Synonyms(())).corrected == ""
