"""What is curated for the Dutch analysis: lay words, stems and compounds; their form, and that nothing in it is idle."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import Stemmer
import yaml

from search.dutch.propose_parts import proposals, words_of

DUTCH = Path(__file__).parents[2] / "search" / "dutch"
Group = dict[str, list[str]]


def read(name: str) -> Any:
    return yaml.safe_load((DUTCH / name).read_text("utf-8"))


def folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    found: list[Group] = read("lay_words.yaml")["groups"]
    return found


@pytest.fixture(scope="module")
def exceptions() -> dict[str, str]:
    found: dict[str, str] = read("stemmer_exceptions.yaml")
    return found


@pytest.fixture(scope="module")
def compounds() -> dict[str, list[str]]:
    found: dict[str, list[str]] = read("compounds.yaml")
    return found


def stem(word: str, exceptions: dict[str, str]) -> str:
    return exceptions.get(word) or str(Stemmer.Stemmer("dutch").stemWord(word))


def test_a_group_is_one_way_or_two_way(groups):
    assert [group for group in groups if set(group) not in ({"say", "mean"}, {"same"})] == []
    assert [group for group in groups if "same" in group and len(group["same"]) < 2] == []
    assert [group for group in groups if not all(group.values())] == []


def test_words_are_text_in_lower_case_without_white_space_around(groups):
    words = [word for group in groups for side in group.values() for word in side]
    assert [word for word in words if not isinstance(word, str) or word != " ".join(word.split()).lower()] == []


def test_no_word_means_itself(groups):
    assert [word for group in groups if "say" in group for word in group["say"] if word in group["mean"]] == []


def test_a_word_stands_once_in_a_form(groups):
    for side in ("say", "same"):
        counted = Counter(folded(word) for group in groups for word in group.get(side, ()))
        assert [word for word, count in counted.items() if count > 1] == []
    within = [Counter(group["mean"]).most_common(1)[0] for group in groups if "mean" in group]
    assert [word for word, count in within if count > 1] == []


def test_there_are_groups_for_services_in_general(groups):
    assert len(groups) >= 250
    assert sum("same" in group for group in groups) >= 15


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("gejat", "diefstal"),
        ("trouwboekje", "huwelijksakte"),
        ("uitkering", "bijstand"),
        ("scheiden", "echtscheiding"),
        ("doodgaan", "overlijden"),
        ("pas", "paspoort"),
        ("poetshulp", "huishoudelijke hulp"),
        ("bon", "naheffingsaanslag"),
    ],
)
def test_one_says_and_means(groups, said, meant):
    assert any(said in group.get("say", ()) and meant in group["mean"] for group in groups if "mean" in group)


def test_kliko_is_a_container_both_ways(groups):
    assert any({"kliko", "afvalcontainer"} <= set(group.get("same", ())) for group in groups)


def test_exceptions_are_single_folded_words(exceptions):
    wrong = [
        (word, stem) for word, stem in exceptions.items() if not (word.isalpha() and word.isascii() and stem.isalpha())
    ]
    assert wrong == []
    assert [word for word in exceptions if word != folded(word)] == []


def test_no_exception_is_what_the_stemmer_says_anyway(exceptions):
    stemmer = Stemmer.Stemmer("dutch")
    assert [word for word, stem in exceptions.items() if stemmer.stemWord(word) == stem] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("geboorte", "boor"),
        ("gezin", "zinnen"),
        ("gezond", "zonder"),
        ("gemeente", "mening"),
        ("gebied", "bieden"),
        ("overheid", "over"),
        ("waarde", "waar"),
        ("plaats", "plaatje"),
        ("geldig", "geld"),
        ("woning", "gewoon"),
        ("wijzigen", "wijzen"),
        ("begeleiding", "beleid"),
        ("weekend", "week"),
        ("openbaar", "opening"),
        ("leges", "lege"),
        ("gemachtigde", "gemeente"),
        ("gezonden", "gezond"),
    ],
)
def test_different_words_have_different_stems(exceptions, one, other):
    assert stem(one, exceptions) != stem(other, exceptions)


@pytest.mark.parametrize(
    "family",
    [
        ("overlijden", "overleden", "overledene", "overlijdt"),
        ("melden", "melding", "gemeld", "meldt"),
        ("stelen", "gestolen", "steelt"),
        ("verliezen", "verloren", "verlies"),
        ("erkennen", "erkenning", "erkend"),
        ("inschrijven", "ingeschreven", "inschrijving"),
        ("verhuizen", "verhuisd", "verhuist", "verhuizing"),
        ("betalen", "betaald", "betaalt"),
        ("begraven", "begrafenis"),
        ("verzekering", "verzekerd", "verzekeraar"),
        ("geboorte", "geboren"),
        ("machtigen", "gemachtigde", "machtiging"),
        ("kind", "kinderen"),
    ],
)
def test_forms_of_one_word_have_one_stem(exceptions, family):
    assert len({stem(word, exceptions) for word in family}) == 1


def test_parts_and_whole_words_are_folded_sorted_and_unique(compounds):
    assert set(compounds) == {"parts", "whole"}
    for words in compounds.values():
        assert words == sorted(set(words))
        assert [word for word in words if not (word.isalpha() and word.isascii() and word.islower())] == []


def test_parts_have_three_letters_or_more(compounds):
    assert [part for part in compounds["parts"] if len(part) < 3] == []


def test_what_stays_whole_begins_and_ends_with_parts(compounds):
    """Otherwise nothing would split it and it need not be there."""
    parts = tuple(compounds["parts"])
    assert [word for word in compounds["whole"] if not (word.startswith(parts) and word.endswith(parts))] == []


@pytest.mark.parametrize(
    "words",
    [
        ("parkeer", "vergunning"),
        ("leerlingen", "vervoer"),
        ("identiteit", "kaart"),
        ("geboorte", "akte"),
        ("afvalstoffen", "heffing"),
        ("schuld", "hulp", "verlening"),
    ],
)
def test_parts_of_everyday_compounds_are_known(compounds, words):
    assert set(words) <= set(compounds["parts"])


def test_words_of_a_text_are_folded_without_markup_and_placeholders():
    words = words_of(["<p>Geünieerd</p> {{gemeente.naam}} café https://voorbeeld.nl/pad de café"])
    assert words == {"geunieerd": 1, "cafe": 2}


def test_a_proposal_is_a_word_that_stands_in_two_compounds_of_known_words():
    words = dict.fromkeys(("parkeer", "vergunning", "hond", "belasting", "parkeervergunning", "hondenbelasting"), 1)
    assert proposals(words) == {}
    more = words | dict.fromkeys(("parkeerbelasting", "vergunningaanvraag"), 1)
    assert proposals(more) == {
        "belasting": ["hondenbelasting", "parkeerbelasting"],
        "parkeer": ["parkeerbelasting", "parkeervergunning"],
    }
