"""Fitting text into small spaces: nothing is lost, nothing is too long, no fact is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.fitting import GLUE, clauses, glued_lines, pack, unglued, wrapped
from contenthub.resolving.facts import PlainText
from contenthub.resolving.text import Heading
from tests.channels.answers import FACTS, bullets, fact, p, run

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz,;:€0123456789", min_size=1, max_size=24)
FACT = st.lists(st.text(alphabet="€0123456789abc", min_size=1, max_size=8), min_size=2, max_size=4).map(GLUE.join)
SENTENCE = st.lists(st.one_of(WORDS, FACT), min_size=1, max_size=60).map(lambda words: f"{' '.join(words)}.")
LINES = st.lists(st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join), max_size=8)


@given(LINES)
def test_no_message_is_longer_than_the_limit(told: list[str]) -> None:
    assert all(0 < len(message) <= 320 for message in pack(told, 320))


@given(LINES)
def test_every_word_is_kept_and_in_order(told: list[str]) -> None:
    assert " ".join(pack(told, 320)).split() == unglued(" ".join(told)).split()


@given(LINES)
def test_no_fact_is_cut(told: list[str]) -> None:
    facts = [unglued(word) for line in told for word in line.split(" ") if GLUE in word]
    messages = pack(told, 320)
    assert all(any(each in message for message in messages) for each in facts)


@given(LINES, st.integers(min_value=20, max_value=80))
def test_wrapped_lines_keep_width_and_words(told: list[str], width: int) -> None:
    for line in told:
        lines = wrapped(line, width)
        assert all(len(each) <= width for each in lines)
        assert "".join(" ".join(lines).split()) == "".join(unglued(line).split())


def test_pack_breaks_between_sentences() -> None:
    assert pack(["Een zin. Nog een zin. En de laatste."], 24) == ["Een zin. Nog een zin.", "En de laatste."]


def test_pack_puts_lines_under_each_other() -> None:
    assert pack(["- een pasfoto", "- uw paspoort"], 320) == ["- een pasfoto\n- uw paspoort"]


def test_pack_takes_a_lead_in_along_with_its_list() -> None:
    assert pack(["Dat weet u nu wel.", "Neem mee:", "- een pasfoto van uzelf"], 36) == [
        "Dat weet u nu wel.",
        "Neem mee:\n- een pasfoto van uzelf",
    ]


def test_pack_takes_a_heading_along_with_what_stands_under_it() -> None:
    blocks = (p("Dat weet u nu wel."), Heading(level=3, c=run("Daarna")), p("U haalt uw paspoort op."))
    assert pack(glued_lines(blocks, {}, "nl"), 36) == ["Dat weet u nu wel.", "Daarna\nU haalt uw paspoort op."]


def test_pack_of_nothing_is_nothing() -> None:
    assert pack([], 320) == []


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Kom langs aan de balie, of bel ons even op.", ["Kom langs aan de balie,", "of bel ons even op."]),
        ("U betaalt aan de balie en u tekent daar ook.", ["U betaalt aan de balie", "en u tekent daar ook."]),
        (
            "Breng een pasfoto mee (niet ouder dan vorig jaar).",
            ["Breng een pasfoto mee", "(niet ouder dan vorig jaar)."],
        ),
        (
            "Geen enkel leesteken staat in deze lange zin hier.",
            ["Geen enkel leesteken staat in", "deze lange zin hier."],
        ),
        ("Zonder bijkomende kosten", ["Zonder bijkomende kosten"]),
    ],
)
def test_a_sentence_that_is_too_long_is_cut_at_a_clause(sentence: str, parts: list[str]) -> None:
    assert clauses(sentence, 30) == parts


def test_a_word_in_brackets_is_no_place_to_cut() -> None:
    assert clauses("Neem uw kind(eren) mee", 14) == ["Neem uw", "kind(eren) mee"]


def test_a_clause_never_cuts_a_fact() -> None:
    line = glued_lines((p("Kom naar de balie aan de ", "@gemeente.adres", " toe."),), FACTS, "nl")[0]
    assert [unglued(part) for part in clauses(line, 40)] == [
        "Kom naar de balie aan de",
        "Kerkplein 1, 1234 AB Waterrijk toe.",
    ]


def test_a_word_longer_than_the_limit_is_cut_as_the_only_way() -> None:
    assert pack(["a" * 25], 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_glued_lines_hold_each_fact_together() -> None:
    told = glued_lines((p("Na ", "@paspoort.levertijd", " klaar."), bullets(p("@paspoort.leges"))), FACTS, "nl")
    assert told == [f"Na 5{GLUE}werkdagen klaar.", "- €\u00a015"]


def test_rows_of_a_tariff_in_a_sentence_are_held_apart() -> None:
    told = glued_lines((p("Dit kost het: ", "@paspoort.kosten", "."),), FACTS, "nl")
    assert [unglued(part) for part in told[0].split(" ")] == [
        "Dit",
        "kost",
        "het:",
        "18 jaar en ouder: €\u00a086,85;",
        "jonger dan 18 jaar: €\u00a065,70.",
    ]


def test_a_long_text_fact_may_be_cut_between_its_words() -> None:
    value = PlainText(text={"nl": "Dit is een tekst van heel veel woorden die niemand in één adem zegt."})
    facts = {"lang": fact("lang", value)}
    assert GLUE not in glued_lines((p("@lang"),), facts, "nl")[0]


def test_a_fact_wider_than_the_line_gives_way_at_its_spaces() -> None:
    assert wrapped(f"Kerkplein{GLUE}1,{GLUE}Waterrijk", 14) == ["Kerkplein 1,", "Waterrijk"]
