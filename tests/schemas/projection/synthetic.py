"""A schema with every kind of type, whose resolvers give values, nulls and failures by what a seed says of the place."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    GraphQLError,
    GraphQLSchema,
    Undefined,
    build_schema,
    get_nullable_type,
    is_abstract_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
)

from contenthub.resolving.refusal import Refused

SDL = """
type Query { one(id: ID!, deep: [Deep!] = [{name: "a", times: 2}]): One  oneNot: One!  named: Named  namedNot: Named!  any: Any  list(first: Int = 3): [One!]! one2: Two }
interface Named { name: String!  title(language: String = "nl", kind: Kind): String  next: Named  nextNot: Named! }
type One implements Named {
  name: String!  title(language: String = "nl", kind: Kind): String  next: Named  nextNot: Named!
  text: String  textNot: String!  number: Int  numberNot: Int!  half: Float  yes: Boolean  yesNot: Boolean!  id: ID!  kind: Kind  kindNot: Kind!  odd: Odd  oddNot: Odd!
  texts: [String]  textsNot: [String!]!  textsSome: [String!]  grid: [[Int]]  gridNot: [[Int!]!]!  kinds: [Kind!]
  ones: [One]  onesSome: [One!]  onesNot: [One!]!  nameds: [Named]  namedsNot: [Named!]!  anys: [[Any!]!]  two: Two  twoNot: Two!
}
type Two implements Named {
  name: String!  title(language: String = "nl", kind: Kind = RED): String  next: Named  nextNot: Two!  one: One  oneNot: One!  twos: [Two!]!
}
union Any = One | Two
enum Kind { RED GREEN BLUE }
scalar Odd
input Deep { name: String!  times: Int = 1  deeper: [Deep] }
"""


class Broken(Exception):
    """What a resolver should never raise."""


class Said(Broken):
    """An exception that brings a message of its own."""

    message = "mijn eigen woorden"


class Seeded:
    """An object at a place: its attributes are what the seed says of them."""

    def __init__(self, world: World, place: str) -> None:
        self.world, self.place = world, place

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.world.give(self.world.types[name], f"{self.place}.{name}")


class World:
    """`rate`: of a thousand places, how many fail. `called`: the order in which resolvers were called."""

    def __init__(self, seed: int, rate: int, types: dict[str, Any]) -> None:
        self.seed, self.rate, self.types = seed, rate, types
        self.called: list[str] = []

    def number(self, place: str, below: int) -> int:
        digest = hashlib.blake2b(f"{self.seed} {place}".encode(), digest_size=6).digest()
        return int.from_bytes(digest, "big") % below

    def give(self, kind: Any, place: str) -> Any:
        if self.number(f"fails {place}", 1000) < self.rate:
            return self.fail(place)
        kind = get_nullable_type(kind)
        if is_list_type(kind):
            items = [self.give(kind.of_type, f"{place}.{n}") for n in range(self.number(f"length {place}", 4))]
            return [items, tuple(items), (each for each in items)][self.number(f"as {place}", 3)]
        if is_leaf_type(kind):
            return self.leaf(kind, place)
        return Seeded(self, place)

    def leaf(self, kind: Any, place: str) -> Any:
        number = self.number(f"leaf {place}", 100)
        if is_enum_type(kind):
            return sorted(kind.values)[number % 3]
        return {"Int": number, "Float": number / 4, "Boolean": number % 2 == 0, "Odd": number * 2 + 1}.get(
            kind.name, f"é {number}"
        )

    def fail(self, place: str) -> Any:
        how = self.number(f"how {place}", 12)
        if how == 0:
            raise Broken(place)
        if how == 1:
            raise Refused("BAD_VALUE", "field", "%(field)s: no")
        if how == 2:
            raise GraphQLError("in de woorden van GraphQL", extensions={"code": "OWN"})
        if how == 3:
            raise Said(place)
        return [
            None,
            None,
            None,
            Undefined,
            Broken(place),
            GraphQLError("als waarde"),
            object(),
            [None, "x", Broken("in een lijst")],
        ][how - 4]


def _of_place(name: str, root: Any, info: Any, **arguments: Any) -> Any:
    """Looks at everything that an `info` tells."""
    world = info.context
    told = (info.field_name, info.parent_type.name, str(info.return_type), info.path.as_list(), len(info.field_nodes))
    world.called.append(repr(told))
    place = (
        f"{root.place if root else ''}.{name}{sorted(arguments.items())}{sorted(info.variable_values.items())}{told}"
    )
    return world.give(info.return_type, place)


def _without_info(name: str) -> Any:
    def resolve(root: Any, info: Any, **arguments: Any) -> Any:
        root.world.called.append(f"{root.place} {name} {arguments}")
        return root.world.give(root.world.types[name], f"{root.place}.{name}{sorted(arguments.items())}")

    return resolve


def _type_of(value: Any, info: Any, kind: Any) -> Any:
    """Mostly one of the possible types, with some that are none, and a failure."""
    if not isinstance(value, Seeded):
        return None
    which = value.world.number(f"type {value.place} {info.path.as_list()}", 60)
    odd = {0: "Three", 1: "Query", 2: "Kind", 3: None, 4: 7}
    if which == 5:
        raise Broken("weet niet wat dit is")
    return odd.get(which, ("One", "Two")[which % 2]) if value.world.rate else ("One", "Two")[which % 2]


def _is_two(value: Any, info: Any) -> bool:
    """Nearly always; where it is not, that is an error of its own."""
    place = f"two {info.path.as_list()} {info.field_name}"
    return isinstance(value, Seeded) and not (value.world.rate and value.world.number(place, 30) == 0)


def _odd(value: Any) -> Any:
    return None if value == 27 else Undefined if value == 29 else value


def made() -> tuple[GraphQLSchema, dict[str, Any]]:
    """The schema, and the type of each field by its name."""
    schema = build_schema(SDL)
    types: dict[str, Any] = {}
    number = 0
    for kind in schema.type_map.values():
        if is_abstract_type(kind):
            kind.resolve_type = _type_of
        if kind.name.startswith("__") or not is_object_type(kind):
            continue
        for name, field in kind.fields.items():
            types.setdefault(name, field.type)
            number += 1
            if kind.name == "Query" or number % 3 == 0:
                field.resolve = partial(_of_place, name)
            elif number % 3 == 1:
                field.resolve = _without_info(name)
            elif not field.args:
                field.resolve = partial(dict_or_attr_resolver, name, "anders")
            else:
                field.resolve = _without_info(name)
    schema.type_map["Odd"].serialize = _odd
    schema.type_map["Two"].is_type_of = _is_two
    return schema, types
