"""Person facts for which a condition is yes: what is found makes it so, and what can be found is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.resolving import conditions as c
from contenthub.resolving.witness import facts_for
from contenthub.vocabulary import PersonFactType

TODAY = dt.date(2026, 2, 28)
DECLARED = {
    name: c.PersonFactDefinition(name=name, type=kind, question={"nl": f"{name}?"}, choices=choices)
    for name, kind, choices in (
        ("leeftijd", PersonFactType.NUMBER, ()),
        ("getrouwd", PersonFactType.BOOLEAN, ()),
        ("datum", PersonFactType.DATE, ()),
        ("postcode", PersonFactType.POSTCODE, ()),
        ("woont", PersonFactType.CHOICE, ("huur", "koop")),
        ("naam", PersonFactType.TEXT, ()),
    )
}
OPS = st.sampled_from(c.COMPARISONS)
leaves = st.one_of(
    st.builds(c.Compare, fact=st.just("leeftijd"), op=OPS, value=st.integers(0, 120)),
    st.builds(c.Compare, fact=st.just("getrouwd"), op=st.sampled_from(["=", "!="]), value=st.booleans()),
    st.builds(c.Compare, fact=st.just("datum"), op=OPS, value=st.dates(dt.date(1950, 1, 1)).map(str)),
    st.builds(c.In, fact=st.just("woont"), values=st.sampled_from([("huur",), ("huur", "koop")])),
    st.builds(c.Exists, fact=st.sampled_from(sorted(DECLARED))),
    st.builds(c.Between, fact=st.just("datum"), start=st.sampled_from(["", "-5d", "-1y"]), end=st.just("+4w")),
    st.builds(c.Postcode, fact=st.just("postcode"), ranges=st.sampled_from([("1000-1109", "2511"), ("9999",)])),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(c.All, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(c.AnyOf, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(c.Not, of=inner),
    ),
    max_leaves=6,
)


@given(trees)
def test_what_is_found_makes_the_condition_true_and_is_what_a_request_may_give(condition):
    person = facts_for(condition, DECLARED, TODAY)
    if person is not None:
        assert c.evaluate(condition, person, TODAY) is True
        assert c.parse_person(person, DECLARED) == person


@given(
    st.lists(st.builds(c.Compare, fact=st.just("leeftijd"), op=OPS, value=st.integers(0, 9)), min_size=1, max_size=4)
)
def test_it_is_found_wherever_a_number_exists_for_it(comparisons):
    condition = c.All(of=tuple(comparisons))
    ages = (Decimal(half) / 2 for half in range(30))
    there_is = any(c.evaluate(condition, {"leeftijd": age}, TODAY) for age in ages)
    assert (facts_for(condition, DECLARED, TODAY) is not None) == there_is


@pytest.mark.parametrize(
    "condition",
    [
        c.Compare(fact="leeftijd", op="<", value=18),
        c.All(of=(c.Compare(fact="leeftijd", op=">=", value=21), c.Compare(fact="leeftijd", op="<", value=67))),
        c.Not(of=c.AnyOf(of=(c.Compare(fact="getrouwd", op="=", value=True), c.In(fact="woont", values=("huur",))))),
        c.Between(fact="datum", start="+1m", end="+1y"),
        c.Not(of=c.Between(fact="datum", end="-5d")),
        c.Not(of=c.Postcode(fact="postcode", ranges=("1000-9998",))),
        c.Compare(fact="naam", op="!=", value="x"),
        c.Exists(fact="datum"),
    ],
    ids=str,
)
def test_found(condition):
    person = facts_for(condition, DECLARED, TODAY)
    assert person is not None and c.evaluate(condition, person, TODAY) is True


@pytest.mark.parametrize(
    "condition",
    [
        c.All(of=(c.Compare(fact="leeftijd", op=">", value=18), c.Compare(fact="leeftijd", op="<", value=18))),
        c.Not(of=c.Exists(fact="leeftijd")),
        c.In(fact="woont", values=("schip",)),
        c.Compare(fact="onbekend", op="=", value=1),
    ],
    ids=str,
)
def test_there_is_none(condition):
    assert facts_for(condition, DECLARED, TODAY) is None


def test_a_condition_that_contradicts_itself_at_length_is_given_up():
    one_of_two = c.AnyOf(of=(c.Compare(fact="leeftijd", op=">", value=1), c.Compare(fact="leeftijd", op=">", value=2)))
    never = c.Compare(fact="leeftijd", op="<", value=1)
    assert facts_for(c.All(of=(*[one_of_two] * 40, never)), DECLARED, TODAY) is None
