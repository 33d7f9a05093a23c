"""What is left to graphql-core, and which resolvers are called without an `info`."""

from __future__ import annotations

from functools import partial, wraps

import pytest
from graphql import GraphQLField, GraphQLString, build_schema, execute, parse

from schemas.projection import NotProjected, Plan
from schemas.projection.resolvers import needs_info, resolver_of

SDL = """type Query { a: String b(x: Int, y: [Int] = [1]): String }
type Subscription { a: String } type Mutation { a: String }"""
SCHEMA = build_schema(SDL)


def asks(root, info):
    return info.context


def asks_within(root, info):
    return [info for _ in range(2)]


def asks_in_a_function(root, i):
    return (lambda: i)()


def asks_all(root, info):
    return locals()


def gives_on(root, *arguments):
    return arguments


@wraps(asks)
def wrapped(*arguments, **named):
    return asks(*arguments, **named)


def changes(root, info):
    info = root
    return info


class Resolvers:
    def bound(self, root, info):
        return root


def only_root(root, info):
    return root.name


def with_arguments(root, info, kinds=None, **more):
    return [kind for kind in root if kinds is None or kind in kinds]


def closed_over(name):
    def resolve(root, _info):
        return getattr(root, name)

    return resolve


@pytest.mark.parametrize(
    "resolve",
    [
        asks,
        asks_within,
        asks_in_a_function,
        asks_all,
        gives_on,
        wrapped,
        changes,
        Resolvers().bound,
        partial(asks),
        print,
    ],
)
def test_whoever_may_look_at_info_gets_one(resolve):
    assert needs_info(resolve)


@pytest.mark.parametrize("resolve", [only_root, with_arguments, closed_over("x"), lambda root, info: root])
def test_whoever_cannot_look_at_info_gets_none(resolve):
    assert not needs_info(resolve)


async def later(root, info):
    return "a"


def left(schema, text, variables=None):
    with pytest.raises(NotProjected) as refused:
        Plan(schema, parse(text)).execute(None, variables or {})
    return refused.value.reason


def test_a_coroutine_is_left_to_graphql_core():
    with pytest.raises(NotProjected, match="asynchronous"):
        resolver_of(GraphQLField(GraphQLString, resolve=later))


@pytest.mark.parametrize("text", ["subscription { a }", "query A { a } query B { a }", "fragment F on Query { a }"])
def test_what_is_no_operation_to_project(text):
    assert left(SCHEMA, text) == "operation"


def test_one_of_several_operations_is_chosen_by_its_name():
    document = parse("query A { a } query B($x: Boolean!) { x: a @include(if: $x) }")
    assert Plan(SCHEMA, document, "B").execute(None, {"x": True}).data == {"x": None}
    assert Plan(SCHEMA, document, "A").conditions == ()


def test_a_mutation_is_executed_in_its_order():
    assert Plan(SCHEMA, parse("mutation { y: a x: a }")).execute(None, {}).data == {"y": None, "x": None}


def test_more_conditions_than_are_compiled():
    declared = " ".join(f"$c{n}: Boolean!" for n in range(7))
    fields = " ".join(f"a{n}: a @skip(if: $c{n})" for n in range(7))
    assert left(SCHEMA, f"query ({declared}) {{ {fields} }}") == "conditions"


def test_a_null_where_a_default_would_have_stood():
    text = "query ($c: Boolean = true) { a @skip(if: $c) }"
    assert left(SCHEMA, text, {"c": None}) == "conditions"
    assert execute(SCHEMA, parse(text), variable_values={"c": None}).errors[0].message.startswith("Argument 'if'")


def test_a_list_is_given_to_a_resolver_that_may_change_it():
    given = []

    def resolve(root, info, **arguments):
        arguments["y"].append(2)
        given.append(arguments)

    schema = build_schema(SDL)
    schema.query_type.fields["b"].resolve = resolve
    plan = Plan(schema, parse("{ b(x: 1, y: [1]) }"))
    plan.execute(None, {})
    plan.execute(None, {})
    assert given == [{"x": 1, "y": [1, 2]}, {"x": 1, "y": [1, 2]}]
