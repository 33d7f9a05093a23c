"""Every outcome explains itself in a whole sentence, and names no question that was not answered."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.resolving.answer import Origin
from contenthub.resolving.conditions import All, Compare, PersonFactDefinition
from contenthub.resolving.content import Rule
from contenthub.resolving.personal import SourcedRule, apply
from contenthub.vocabulary import Layer, PersonFactType, RuleEffect

ORIGIN = Origin(layer=Layer.PERSONAL, edition="1", number=1, published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
DECLARED = {
    name: PersonFactDefinition(name=name, type=kind, question={"nl": dutch, "en": english})
    for name, kind, dutch, english in (
        ("leeftijd", PersonFactType.NUMBER, "Hoe oud bent u?", "How old are you?"),
        ("spoed", PersonFactType.BOOLEAN, "Hebt u haast?", "Are you in a hurry?"),
    )
}
RULE = Rule(
    id="jong",
    when=All(of=(Compare(fact="leeftijd", op="<", value=18), Compare(fact="spoed", op="=", value=True))),
    do=RuleEffect.SUGGEST,
    item="x",
    because="U bent jonger dan 18 en hebt haast.",
)


def because(person: dict, language: str = "nl", rule: Rule = RULE) -> list[str]:  # type: ignore[type-arg]
    made = apply({}, [SourcedRule(rule=rule, origin=ORIGIN)], {}, person, DECLARED, dt.date(2026, 1, 1), language)
    return [outcome.because for outcome in made.personal.applied]


@pytest.mark.parametrize(
    ("person", "language", "said"),
    [
        ({"leeftijd": 12, "spoed": True}, "nl", "U bent jonger dan 18 en hebt haast."),
        (
            {"leeftijd": 40},
            "nl",
            'Uit wat u antwoordde op "Hoe oud bent u?" volgt dat dit niet voor u geldt.',
        ),
        (
            {"leeftijd": 40, "spoed": True},
            "nl",
            'Uit wat u antwoordde op "Hoe oud bent u?" en "Hebt u haast?" volgt dat dit niet voor u geldt.',
        ),
        (
            {"leeftijd": 40},
            "en",
            'What you answered to "How old are you?" means that this does not apply to you.',
        ),
        (
            {"spoed": False},
            "nl-x-a2",
            'Dit is niet voor u. Dat weten wij door uw antwoord op "Hebt u haast?".',
        ),
    ],
)
def test_a_sentence_for_every_outcome(person, language, said):
    assert because(person, language) == [said]


def test_an_edition_from_before_explanations_were_asked_says_a_sentence_too():
    rule = Rule(id="oud", when=Compare(fact="leeftijd", op="<", value=18), do=RuleEffect.SUGGEST, item="x")
    assert because({"leeftijd": 12}, rule=rule) == [
        'Uit wat u antwoordde op "Hoe oud bent u?" volgt dat dit voor u geldt.'
    ]


def test_what_is_unknown_has_no_outcome_to_explain():
    assert because({}) == [] and because({"leeftijd": 12}) == []
