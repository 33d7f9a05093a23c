"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.voice.sentence import split_run, split_sentences
from contenthub.resolving.text import Break, FactRef, Link, Text
from tests.channels.answers import run

ONE = [
    "Dat kost € 1.234,50 per jaar.",
    "U hebt t.a.v. DigiD niets nodig.",
    "Bel m.b.t. Uw aanvraag.",
    "Neem bijv. Uw rijbewijs mee.",
    "Vraag naar dhr. Jansen of mevr. De Vries.",
    "De balie opent om 9.00 uur.",
    "Vanaf 1 jan. 2027 betaalt u meer.",
    "Kijk op www.waterrijk.example voor meer.",
    "De brief is van J. Waterman.",
    "De brief is van J.A.M. Waterman.",
    "Zie art. 3 van de wet.",
    "Wij zijn open van ma. 9 tot vr. 17 uur.",
    "1. Maak een afspraak.",
    "Het kost € 86,- per stuk.",
    "U krijgt bericht (zie nr. 4).",
    "Lees meer over o.a. BRP en BSN.",
    "De heer drs. P. de Boer tekent.",
]
MORE: list[tuple[str, list[str]]] = [
    ("Het kost € 15. Daarna niets meer.", ["Het kost € 15.", "Daarna niets meer."]),
    ("Bent u te laat? Dan betaalt u.", ["Bent u te laat?", "Dan betaalt u."]),
    ("Pas op! Neem alles mee.", ["Pas op!", "Neem alles mee."]),
    ("Neem een pas, foto enz. Daarna tekent u.", ["Neem een pas, foto enz.", "Daarna tekent u."]),
    ("U hoort 'ja'. Dan mag het.", ["U hoort 'ja'.", "Dan mag het."]),
    ("Kom langs (op afspraak). Bel ons.", ["Kom langs (op afspraak).", "Bel ons."]),
    ("Eerste regel\nTweede regel", ["Eerste regel", "Tweede regel"]),
    ("Kom om 9.00 uur. 's Middags is het druk.", ["Kom om 9.00 uur. 's Middags is het druk."]),
    ("Het duurt 5 dagen. 2 weken mag ook.", ["Het duurt 5 dagen.", "2 weken mag ook."]),
    ("Wacht… Dan belt u.", ["Wacht…", "Dan belt u."]),
    ('Dat mag. "Nee" is ook goed.', ["Dat mag.", '"Nee" is ook goed.']),
    ("Bel de gemeente. € 5 is genoeg.", ["Bel de gemeente.", "€ 5 is genoeg."]),
    ("Stuur het op. Éénmaal is genoeg.", ["Stuur het op.", "Éénmaal is genoeg."]),
    ("", []),
    ("  ", []),
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence_stays_one(text: str) -> None:
    assert split_sentences(text) == [text]


@pytest.mark.parametrize(("text", "parts"), MORE)
def test_sentences_are_split(text: str, parts: list[str]) -> None:
    assert split_sentences(text) == parts


@given(st.text(alphabet="aB1.!? €,-\n'\"(d)m", max_size=80))
def test_splitting_loses_no_character_but_white_space(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


def test_a_fact_at_the_start_of_a_sentence_begins_it() -> None:
    assert split_run(run("U betaalt. ", "@a.b", " is genoeg.")) == [
        (Text(s="U betaalt."),),
        (FactRef(key="a.b"), Text(s=" is genoeg.")),
    ]


def test_a_fact_behind_an_abbreviation_is_not_cut_off() -> None:
    assert split_run(run("Bel tel. ", "@a.b", ".")) == [(Text(s="Bel tel. "), FactRef(key="a.b"), Text(s="."))]


def test_bold_survives_splitting() -> None:
    parts = split_run((Text(s="Dit is "), Text(s="heel. Erg", b=True), Text(s=" belangrijk.")))
    assert parts == [(Text(s="Dit is "), Text(s="heel.", b=True)), (Text(s="Erg", b=True), Text(s=" belangrijk."))]


def test_a_link_is_never_cut() -> None:
    link = Link(href="https://x.example", c=(Text(s="Lees meer. Klik hier."),))
    assert split_run((Text(s="Zie: "), link, Text(s=" Tot ziens."))) == [
        (Text(s="Zie: "), link),
        (Text(s="Tot ziens."),),
    ]


def test_breaks_end_a_sentence_and_vanish() -> None:
    parts = split_run((Text(s="Postbus 90"), Break(), Text(s="Waterrijk")))
    assert parts == [(Text(s="Postbus 90"),), (Text(s="Waterrijk"),)]
