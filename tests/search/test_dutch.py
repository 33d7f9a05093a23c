"""One Dutch analyser: what a word is, its stem, its parts, its place, and what else it means."""

from __future__ import annotations

import pytest

from search.dutch import analyser, fold
from search.dutch.compounds import parts_of
from search.dutch.stemming import stem
from search.dutch.synonyms import Group, Synonyms, lay_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Geünieerd", "geunieerd"), ("CAFÉ", "cafe"), ("straße", "strasse"), ("Łódź", "lodz"), ("ĳs", "ijs")],
)
def test_folding_takes_away_capitals_accents_and_ligatures(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id-kaart", ["idkaart", "id", "kaart"]),
        ("b.s.n.", ["bsn"]),
        ("auto's", ["autos", "auto"]),
        ("Wat kost dit?", ["wat", "kost", "dit"]),
        ("", []),
        ("!?…", []),
    ],
)
def test_words_with_a_joint_are_found_whole_and_in_parts(text, words):
    assert analyser.words(text) == words


def test_offsets_are_those_of_the_text_itself():
    text = "Één Paspoort, vóór de réis"
    assert [text[t.start : t.end] for t in analyser.tokens(text)] == ["Één", "Paspoort", "vóór", "de", "réis"]


@pytest.mark.parametrize(("one", "other"), [("paspoorten", "paspoort"), ("aanvragen", "aanvraag"), ("kosten", "kost")])
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("geboorte", "boor"), ("gezin", "zin")])
def test_words_that_the_stemmer_would_confuse_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_stems_leave_empty_words_out():
    assert analyser.stems("hoe kan ik een paspoort aanvragen") == [stem("paspoort"), stem("aanvragen")]


def test_a_word_is_no_compound_of_itself():
    assert parts_of("paspoort") == ()
    assert parts_of("xyzzyabc") == ()


def test_a_one_way_group_works_one_way_only():
    words = Synonyms([Group(say=("gejat",), mean=("gestolen",))])
    assert [m.means for m in words.meant(list(analyser.tokens("mijn pas is gejat")))] == [
        (("gestolen", (stem("gestolen"),)),)
    ]
    assert list(words.meant(list(analyser.tokens("mijn pas is gestolen")))) == []


def test_a_two_way_group_works_both_ways_and_never_means_itself():
    words = Synonyms([Group.same(("kliko", "container"))])
    for said, meant in (("kliko", "container"), ("container", "kliko")):
        assert [word for m in words.meant(list(analyser.tokens(said))) for word, _ in m.means] == [meant]


def test_of_nested_expressions_the_longest_counts():
    words = Synonyms([Group(say=("roze pasje",), mean=("rijbewijs",)), Group(say=("pasje",), mean=("kaart",))])
    found = list(words.meant(list(analyser.tokens("mijn roze pasje is weg"))))
    assert [(m.begin, m.end, m.means[0][0]) for m in found] == [(1, 3, "rijbewijs")]


def test_curated_lay_words_are_read():
    assert any("gejat" in group.say for group in lay_words())
