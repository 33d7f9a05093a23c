"""Three-valued logic obeys Kleene's tables; conditions never guess; person values are never repeated."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.resolving import conditions as c
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PersonFactType

TODAY = dt.date(2026, 3, 3)
TRUTHS = (True, False, None)
NAMES = {True: "yes", False: "no", None: "open"}
PERSON = {"yes": True, "no": False}


def leaf(truth: bool | None) -> c.Condition:
    return c.Compare(fact=NAMES[truth], op="=", value=True)


AND = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, False): False,
    (False, None): False,
    (None, None): None,
}


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_kleene_tables(a, b):
    conjunction = AND.get((a, b), AND.get((b, a)))
    assert c.evaluate(c.All(of=(leaf(a), leaf(b))), PERSON, TODAY) is conjunction
    disjunction = c.negation(AND.get((c.negation(a), c.negation(b)), AND.get((c.negation(b), c.negation(a)))))
    assert c.evaluate(c.AnyOf(of=(leaf(a), leaf(b))), PERSON, TODAY) is disjunction
    assert c.evaluate(c.Not(of=leaf(a)), PERSON, TODAY) is (None if a is None else not a)


trees = st.recursive(
    st.sampled_from(["a", "b", "c"]).map(lambda name: c.Compare(fact=name, op="=", value=True)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.All(of=tuple(of))),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: c.AnyOf(of=tuple(of))),
        inner.map(lambda of: c.Not(of=of)),
    ),
    max_leaves=8,
)
people = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.booleans())


@given(trees, people)
def test_what_is_settled_stays_settled_whatever_is_still_answered(tree, person):
    truth = c.evaluate(tree, person, TODAY)
    if truth is None:
        assert c.open_facts(tree, person, TODAY) <= {"a", "b", "c"} - set(person)
        assert c.open_facts(tree, person, TODAY)
        return
    for rest in product((True, False), repeat=3):
        full = {**dict(zip("abc", rest, strict=True)), **person}
        assert c.evaluate(tree, full, TODAY) is truth


@given(trees, people)
def test_answering_every_open_question_settles(tree, person):
    full = {**person, **dict.fromkeys(c.facts_of(tree) - set(person), True)}
    assert c.evaluate(tree, full, TODAY) is not None


@pytest.mark.parametrize(
    ("offset", "day"),
    [
        ("-5d", dt.date(2026, 2, 26)),
        ("+4w", dt.date(2026, 3, 31)),
        ("+1m", dt.date(2026, 4, 3)),
        ("-1y", dt.date(2025, 3, 3)),
        ("0d", TODAY),
        ("-12m", dt.date(2025, 3, 3)),
        ("+10m", dt.date(2027, 1, 3)),
    ],
)
def test_distances_in_time(offset, day):
    assert c.relative(offset, TODAY) == day


def test_month_is_clipped_to_its_last_day():
    assert c.relative("+1m", dt.date(2026, 1, 31)) == dt.date(2026, 2, 28)
    assert c.relative("+12m", dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)


@pytest.mark.parametrize(
    ("condition", "person", "truth"),
    [
        ({"fact": "leeftijd", "op": "<", "value": 18}, {"leeftijd": Decimal(17)}, True),
        ({"fact": "leeftijd", "op": ">=", "value": 18}, {"leeftijd": Decimal(17)}, False),
        ({"fact": "verhuisdatum", "op": "between", "from": "-5d", "to": "+28d"}, {"verhuisdatum": TODAY}, True),
        ({"fact": "verhuisdatum", "op": "between", "from": "-5d"}, {"verhuisdatum": dt.date(2026, 2, 1)}, False),
        ({"fact": "postcode", "op": "postcode", "ranges": ["9000-9010", "9046"]}, {"postcode": "9046 AB"}, True),
        ({"fact": "postcode", "op": "postcode", "ranges": ["9000-9010"]}, {"postcode": "9011"}, False),
        ({"fact": "land", "op": "in", "values": ["eu", "anders"]}, {"land": "eu"}, True),
        ({"fact": "leeftijd", "op": "in", "values": [18]}, {"leeftijd": Decimal("18.0")}, True),
        ({"fact": "leeftijd", "op": "in", "values": [18.5, "19"]}, {"leeftijd": Decimal(19)}, True),
        ({"fact": "leeftijd", "op": "in", "values": [18]}, {"leeftijd": Decimal(19)}, False),
        ({"fact": "leeftijd", "op": "in", "values": ["veel"]}, {"leeftijd": Decimal(19)}, False),
        ({"fact": "partner", "op": "in", "values": [True]}, {"partner": True}, True),
        ({"fact": "geboren", "op": "in", "values": ["2001-01-01"]}, {"geboren": dt.date(2001, 1, 1)}, True),
        ({"fact": "postcode", "op": "=", "value": "1234ab"}, {"postcode": "1234 AB"}, True),
        ({"fact": "postcode", "op": "!=", "value": "1234AB"}, {"postcode": "1234 AB"}, False),
        ({"fact": "postcode", "op": "in", "values": ["1234 AB"]}, {"postcode": "1234AB"}, True),
        ({"fact": "verhuisdatum", "op": "between", "from": "-5d"}, {"verhuisdatum": "morgen"}, None),
        ({"fact": "partner", "op": "exists"}, {}, None),
        ({"not": {"fact": "partner", "op": "=", "value": True}}, {"partner": True}, False),
        ({"fact": "geboren", "op": ">", "value": dt.date(2000, 1, 1)}, {"geboren": dt.date(2001, 1, 1)}, True),
    ],
)
def test_comparisons(condition, person, truth):
    assert c.evaluate(c.parse_condition(condition, "rule"), person, TODAY) is truth


def test_turning_day_is_the_first_day_on_which_the_answer_differs():
    rule = c.Between(fact="verhuisdatum", start="-5d", end="+28d")
    person = {"verhuisdatum": TODAY}
    assert c.turning_days(rule, person, TODAY) == (TODAY + dt.timedelta(days=6),)


DECLARED = {
    name: c.PersonFactDefinition(name=name, type=kind, question={"nl": "?"}, choices=choices)
    for name, kind, choices in (
        ("leeftijd", PersonFactType.NUMBER, ()),
        ("partner", PersonFactType.BOOLEAN, ()),
        ("dag", PersonFactType.DATE, ()),
        ("postcode", PersonFactType.POSTCODE, ()),
        ("land", PersonFactType.CHOICE, ("nl", "eu")),
        ("naam", PersonFactType.TEXT, ()),
    )
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("leeftijd", "CANARY"),
        ("leeftijd", True),
        ("leeftijd", float("nan")),
        ("leeftijd", 10**20),
        ("leeftijd", "9" * 40),
        ("leeftijd", -5),
        ("leeftijd", "-0.01"),
        ("partner", "ja"),
        ("partner", 1),
        ("dag", "CANARY"),
        ("dag", "1700-01-01"),
        ("dag", 5),
        ("postcode", "CANARY"),
        ("land", "CANARY"),
        ("land", 4),
        ("naam", "C" * 201),
        ("naam", ["CANARY"]),
        ("naam", {"CANARY": 1}),
    ],
)
def test_wrong_person_facts_are_refused_without_repeating_them(name, value):
    with pytest.raises(Refused) as refusal:
        c.parse_person({name: value}, DECLARED)
    assert refusal.value.code == "BAD_PERSON_FACT"
    assert refusal.value.field == f"person.{name}"
    assert "CANARY" not in str(refusal.value)
    assert refusal.value.__cause__ is None or "CANARY" not in str(refusal.value.__cause__)


@given(
    st.dictionaries(
        st.sampled_from([*DECLARED, "onbekend"]),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(),
            st.lists(st.text()),
            st.dictionaries(st.text(), st.text()),
        ),
    )
)
def test_any_person_facts_are_parsed_or_refused(raw):
    try:
        person = c.parse_person(raw, DECLARED)
    except Refused:
        return
    assert set(person) == set(raw)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"fact": "lengte", "op": "<", "value": 18}, "UNKNOWN_PERSON_FACT"),
        ({"fact": "leeftijd", "op": "~", "value": 18}, "BAD_COMPARISON"),
        ({"fact": "leeftijd", "op": "<", "value": "veel"}, "BAD_PERSON_FACT"),
        ({"fact": "leeftijd", "op": "between", "from": "-5d"}, "BAD_COMPARISON"),
        ({"fact": "dag", "op": "between", "from": "vijf"}, "BAD_DATE_OFFSET"),
        ({"fact": "postcode", "op": "postcode", "ranges": ["9010-9000"]}, "BAD_POSTCODE_RANGE"),
        ({"fact": "land", "op": "in", "values": ["us"]}, "BAD_PERSON_FACT"),
        ({"all": []}, "EMPTY_CONDITION"),
        ({"fact": "leeftijd", "op": "in", "values": ["veel"]}, "BAD_PERSON_FACT"),
        ({"fact": "leeftijd", "op": ">", "value": -5}, "BAD_PERSON_FACT"),
        ({"all": 5}, "BAD_CONDITION"),
        ({"any": {"fact": "leeftijd"}}, "BAD_CONDITION"),
        ({"not": 5}, "BAD_CONDITION"),
        ({"fact": "leeftijd", "op": "in", "value": 5}, "BAD_CONDITION"),
        ({"fact": "naam", "op": "in", "values": "abc"}, "BAD_CONDITION"),
        ({"fact": "naam", "op": "in", "values": [[1]]}, "BAD_CONDITION"),
        ({"fact": "postcode", "op": "postcode", "ranges": 7}, "BAD_CONDITION"),
        ({"fact": "leeftijd", "op": "=", "value": None}, "BAD_CONDITION"),
        ({"fact": "leeftijd", "op": "=", "value": [18]}, "BAD_CONDITION"),
        ({"fact": ["leeftijd"], "op": "=", "value": 18}, "BAD_CONDITION"),
        ({"fact": "dag", "op": "between", "from": {"d": 5}}, "BAD_CONDITION"),
    ],
)
def test_conditions_that_make_no_sense_are_refused(condition, code):
    with pytest.raises(Refused) as refusal:
        c.check(c.parse_condition(condition, "rule"), DECLARED, "rule")
    assert refusal.value.code == code


def nested(depth: int, word: str = "not") -> object:
    made: object = {"fact": "partner", "op": "=", "value": True}
    for _ in range(depth):
        made = {word: [made] if word == "all" else made}
    return made


@pytest.mark.parametrize("word", ["not", "all", "fact"])
def test_conditions_that_stand_in_each_other_too_deep_are_refused(word):
    with pytest.raises(Refused) as refusal:
        c.parse_condition(nested(3000, word), "rule")
    assert (refusal.value.code, refusal.value.field) == ("BAD_CONDITION", "rule")


def test_as_deep_as_one_may_is_read_and_evaluated():
    condition = c.parse_condition(nested(c.DEEPEST - 1), "rule")
    c.check(condition, DECLARED, "rule")
    assert c.evaluate(condition, {"partner": True}, TODAY) is (c.DEEPEST % 2 == 1)
    with pytest.raises(Refused):
        c.parse_condition(nested(c.DEEPEST), "rule")


@pytest.mark.parametrize("given", ["1234ab", " 1234 AB ", "1234 ab"])
def test_a_postcode_has_one_spelling(given):
    assert c.parse_person({"postcode": given}, DECLARED) == {"postcode": "1234 AB"}


def test_an_age_of_nothing_is_an_age():
    assert c.parse_person({"leeftijd": 0}, DECLARED) == {"leeftijd": Decimal(0)}
