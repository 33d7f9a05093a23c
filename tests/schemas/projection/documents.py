"""Documents made from a schema: fields, aliases, arguments, variables, fragments, @include and @skip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_argument,
    is_required_input_field,
)
from hypothesis import strategies as st
from msgspec import Struct

# Fewer than a plan may have, so that what is made here is always compiled.
MOST_CONDITIONS = 4


class Made(Struct, frozen=True):
    text: str
    variables: dict[str, Any]


class Wrong(Struct, frozen=True):
    """A value that does not fit its type; it can be sent in a variable only."""

    value: Any


class Maker:
    """One document. `pool`: values by the name of an argument or of a type; what is not there is made from the type."""

    def __init__(self, draw: Any, schema: GraphQLSchema, pool: Mapping[str, list[Any]], depth: int) -> None:
        self.draw, self.schema, self.pool, self.depth = draw, schema, pool, depth
        self.fragments: dict[str, tuple[GraphQLNamedType, str]] = {}
        self.declared: dict[str, str] = {}
        self.variables: dict[str, Any] = {}
        self.aliases = 0

    def document(self) -> Made:
        query = self.schema.query_type
        assert query is not None
        body = self.selections(query, self.depth)
        declared = f"({', '.join(f'${n}: {t}' for n, t in self.declared.items())})" if self.declared else ""
        fragments = [f"fragment {n} on {kind.name} {text}" for n, (kind, text) in self.fragments.items()]
        return Made("\n".join([f"query Q{declared} {body}", *fragments]), self.variables)

    def selections(self, kind: Any, depth: int) -> str:
        return "{ " + " ".join(self.selection(kind, depth) for _ in range(self.draw(st.integers(1, 4)))) + " }"

    def selection(self, kind: Any, depth: int) -> str:
        how = self.draw(st.sampled_from(["field"] * 8 + ["inline", "inline", "spread", "typename"]))
        fields = kind.fields if is_object_type(kind) or is_interface_type(kind) else {}
        fields = {n: f for n, f in fields.items() if depth > 1 or is_leaf_type(get_named_type(f.type))}
        if how == "inline" and depth > 1:
            on = self.draw(st.sampled_from([None, *self.narrower(kind)]))
            condition = f"on {on.name} " if on else ""
            return f"... {condition}{self.directives()}{self.selections(on or kind, depth - 1)}"
        if how == "spread" and depth > 1:
            return f"...{self.fragment(kind, depth - 1)} {self.directives()}"
        if how == "typename" or not fields:
            return f"{self.alias(0.3)}__typename {self.directives()}"
        name = self.draw(st.sampled_from(sorted(fields)))
        return self.field(name, fields[name], depth)

    def field(self, name: str, definition: Any, depth: int) -> str:
        given = [
            f"{argument}: {self.argument(argument, of)}"
            for argument, of in definition.args.items()
            if is_required_argument(of) or self.chance(0.4)
        ]
        # The same name with other arguments would be another field.
        alias = self.alias(1.0 if given else 0.15)
        inner = get_named_type(definition.type)
        body = self.selections(inner, depth - 1) if is_composite_type(inner) else ""
        return f"{alias}{name}{f'({chr(44).join(given)})' if given else ''} {self.directives()}{body}"

    def narrower(self, kind: Any) -> list[Any]:
        if is_abstract_type(kind):
            return [kind, *self.schema.get_possible_types(kind)]
        return [kind, *getattr(kind, "interfaces", ())]

    def fragment(self, kind: Any, depth: int) -> str:
        fitting = self.narrower(kind)
        known = [name for name, (on, _text) in self.fragments.items() if on in fitting]
        if known and self.chance(0.5):
            return self.draw(st.sampled_from(known))
        on = self.draw(st.sampled_from(fitting))
        # Named when it is done, so that none is within itself.
        text = self.selections(on, depth)
        name = f"F{len(self.fragments)}"
        self.fragments[name] = on, text
        return name

    def directives(self) -> str:
        made = ""
        for directive in ("include", "skip"):
            if self.chance(0.12):
                made += f"@{directive}(if: {self.condition()}) "
        return made

    def condition(self) -> str:
        if self.chance(0.2):
            return self.draw(st.sampled_from(["true", "false"]))
        name = f"c{self.draw(st.integers(1, MOST_CONDITIONS))}"
        if name not in self.declared:
            self.declared[name] = self.draw(st.sampled_from(["Boolean!", "Boolean! = true", "Boolean = false"]))
            if self.declared[name] == "Boolean!" or self.chance(0.6):
                self.variables[name] = self.draw(st.booleans())
        return f"${name}"

    def argument(self, name: str, of: GraphQLArgument) -> str:
        value = self.value(name, of.type)
        if isinstance(value, Wrong) or self.chance(0.5):
            return self.variable(of, value)
        return self.literal(value, of.type)

    def variable(self, of: GraphQLArgument, value: Any) -> str:
        name = f"v{len(self.declared)}"
        declared = str(of.type)
        if isinstance(value, Wrong):
            value = value.value
        elif not is_non_null_type(of.type) and self.chance(0.2):
            self.declared[name] = f"{declared} = {self.literal(value, of.type)}"
            return f"${name}"
        self.declared[name] = declared
        if is_required_argument(of) or self.chance(0.8):
            self.variables[name] = value
        return f"${name}"

    def value(self, name: str, kind: Any) -> Any:
        if not is_non_null_type(kind) and self.chance(0.1):
            return None
        kind = get_nullable_type(kind)
        if is_list_type(kind):
            return [self.value(name, kind.of_type) for _ in range(self.draw(st.integers(0, 2)))]
        if name in self.pool or kind.name in self.pool:
            return self.draw(st.sampled_from(self.pool.get(name) or self.pool[kind.name]))
        if is_enum_type(kind):
            return self.draw(st.sampled_from(sorted(kind.values)))
        if is_input_object_type(kind):
            return {
                key: self.value(key, field.type)
                for key, field in kind.fields.items()
                if is_required_input_field(field) or self.chance(0.5)
            }
        by_type = {"Int": st.integers(-3, 200), "Boolean": st.booleans(), "Float": st.sampled_from([0.5, 1, -2.25])}
        return self.draw(by_type.get(kind.name, st.sampled_from(["", "a", "é\n"])))

    def literal(self, value: Any, kind: Any) -> str:
        kind = get_nullable_type(kind)
        if value is None:
            return "null"
        if is_list_type(kind):
            return f"[{', '.join(self.literal(each, kind.of_type) for each in value)}]"
        if is_input_object_type(kind):
            return "{" + ", ".join(f"{k}: {self.literal(v, kind.fields[k].type)}" for k, v in value.items()) + "}"
        return str(value) if is_enum_type(kind) else json.dumps(value)

    def alias(self, chance: float) -> str:
        if not self.chance(chance):
            return ""
        self.aliases += 1
        return f"a{self.aliases}: "

    def chance(self, of: float) -> bool:
        return self.draw(st.integers(1, 100)) <= of * 100


@st.composite
def documents(draw: Any, schema: GraphQLSchema, pool: Mapping[str, list[Any]] | None = None, depth: int = 5) -> Made:
    return Maker(draw, schema, pool or {}, depth).document()
