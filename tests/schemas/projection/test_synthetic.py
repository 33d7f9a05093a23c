"""Every kind of type and of failure, in every place: the same bytes and the same calls as graphql-core."""

from __future__ import annotations

import pytest
from graphql import Undefined, parse, print_ast, validate
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schemas.projection import Plan
from tests.schemas.projection.documents import Wrong, documents
from tests.schemas.projection.oracle import both
from tests.schemas.projection.synthetic import World, made

SCHEMA, TYPES = made()
POOL = {"Odd": [1, 3], "first": [1, 2, Wrong("x"), Wrong(2**40)], "id": ["1", "2", Wrong(True)]}


def alike(text, variables, seed=1, rate=0):
    document = parse(text)
    assert validate(SCHEMA, document) == []
    worlds = []

    def world():
        worlds.append(World(seed, rate, TYPES))
        return worlds[-1]

    expected, found = both(SCHEMA, document, variables, world)
    assert found == expected
    assert worlds[0].called == worlds[1].called
    return found.decode()


@settings(max_examples=300)
@given(documents(SCHEMA, POOL, depth=6), st.integers(0, 10**6), st.sampled_from([0, 20, 100, 300]))
def test_any_document(document, seed, rate):
    assume(not validate(SCHEMA, parse(document.text), max_errors=1))
    alike(document.text, document.variables, seed, rate)


FIELDS = "name text textNot number numberNot half yes yesNot id kind kindNot odd oddNot texts textsNot textsSome grid gridNot kinds"
NESTED = "{ __typename ...F nextNot { name } next { ...F } }"
WIDE = f"""
query {{ one(id: 1) {{ {FIELDS} title ones {{ {FIELDS} }} onesSome {{ {FIELDS} }} onesNot {{ {FIELDS} }}
    nameds {NESTED} namedsNot {NESTED} anys {{ ...on One {{ {FIELDS} }} ...on Two {{ twos {{ name }} }} }}
    two {{ oneNot {{ textNot }} }} twoNot {{ one {{ gridNot }} }} }} named {NESTED} list {{ onesNot {{ onesNot {{ textNot }} }} }} }}
fragment F on Named {{ name title }}
"""


@pytest.mark.parametrize("rate", [0, 3, 10, 30, 100])
@pytest.mark.parametrize("seed", range(20))
def test_a_wide_document(seed, rate):
    alike(WIDE, {}, seed, rate)


def test_a_chain_of_what_cannot_be_null_falls_to_its_first_nullable():
    text = "{ list { onesNot { onesNot { textNot } } } named { nextNot { nextNot { name } } } }"
    said = [alike(text, {}, seed, 150) for seed in range(40)]
    assert any('"data":null' in one for one in said) and any('"named":null' in one for one in said)


@pytest.mark.parametrize(
    "text",
    [
        "{ one(id: 1) { a: name name b: name } }",
        "{ one(id: 1) { two { name } two { next { name } } ...F } } fragment F on One { two { title } }",
        "{ a: one(id: 1) { ...F } b: one(id: 1) { ...F two { next { name } } } } fragment F on One { two { title } }",
        "{ named { ...on One { name ...on Named { title } } ...on Two { nextNot { name } } ...on Named { name } } }",
        "{ any { __typename ...on Named { name } } oneNot { name } x: oneNot { x: text } }",
        "{ one(id: 1) { name @skip(if: true) text @include(if: false) id @skip(if: false) @include(if: true) } }",
        "{ one(id: 1) { title(kind: GREEN) x: title(language: null) } one2 { title } }",
        '{ one(id: 1, deep: [{name: "b", deeper: [{name: "c"}, null]}]) { name } }',
        '{ __typename x: __typename __schema { queryType { name fields { name args { name defaultValue } } } } __type(name: "Kind") { enumValues { name } } }',
    ],
)
def test_documents_by_hand(text):
    assert '"errors":[]' in alike(text, {})


CONDITIONS = """query ($yes: Boolean!, $no: Boolean = false, $not: Boolean! = true) {
  one(id: 1) { name @include(if: $yes) text @skip(if: $no) ...F @include(if: $not) ... @skip(if: $yes) { id } } }
fragment F on One { id number @skip(if: $not) }"""


@pytest.mark.parametrize("yes", [True, False])
@pytest.mark.parametrize("no", [{"no": True}, {"no": False}, {}])
@pytest.mark.parametrize("not_", [{"not": True}, {"not": False}, {}])
def test_conditions(yes, no, not_):
    alike(CONDITIONS, {"yes": yes, **no, **not_})


@pytest.mark.parametrize(
    "variables",
    [{}, {"yes": None}, {"yes": "ja"}, {"yes": True, "no": 1}, {"yes": True, "first": "x"}, {"yes": True, "id": {}}],
)
def test_variables_that_do_not_fit(variables):
    text = "query ($yes: Boolean!, $no: Boolean = false, $first: Int, $id: ID! = 3) { one(id: $id) { name @include(if: $yes) @skip(if: $no) } list(first: $first) { name } }"
    assert '"data":null' in alike(text, variables)


def test_each_combination_of_conditions_is_compiled_once():
    plan = Plan(SCHEMA, parse(CONDITIONS))
    assert plan.conditions == ("no", "not", "yes")
    assert plan.shape((True, True, False)) is plan.shape((True, True, False))
    assert plan.shape((True, True, False)) is not plan.shape((True, True, True))


class Fixed(World):
    """The same value in each place of a type."""

    def __init__(self, value):
        super().__init__(1, 0, TYPES)
        self.value = value

    def give(self, kind, place):
        return self.value if place.startswith(".one") and place.count(".") > 1 else super().give(kind, place)


@pytest.mark.parametrize(
    "value",
    [
        None,
        Undefined,
        True,
        False,
        0,
        1,
        2**31,
        1.0,
        0.5,
        float("nan"),
        "",
        "a",
        "RED",
        (),
        [],
        [1, None, "a", True],
        {"a": 1},
    ],
    ids=repr,
)
def test_each_value_in_each_type(value):
    document = parse(
        "{ one(id: 1) { %s title ones { name } nameds { name } anys { __typename } two { name } } }" % FIELDS
    )
    for field in document.definitions[0].selection_set.selections[0].selection_set.selections:
        expected, found = both(SCHEMA, parse(f"{{ one(id: 1) {{ {print_ast(field)} }} }}"), {}, lambda: Fixed(value))
        assert found == expected
