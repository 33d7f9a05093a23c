"""From a validated operation to nested functions: every choice that depends on the document alone is made here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from graphql import (
    ExecutionContext,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    TypeNameMetaFieldDef,
    default_type_resolver,
    is_leaf_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import get_field_def, invalid_return_type_error
from graphql.pyutils import Path, Undefined, inspect, is_iterable
from graphql.type import is_list_type

from schemas.projection.fields import Complete, Composed, Field, Place, Serialised, field, new_tuple

# What these types say of a value of exactly this class is that value.
_EXACT: dict[Any, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}


class Compiler:
    """One shape of a document: `conditions` are the values of the variables of @skip and @include."""

    def __init__(
        self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode], conditions: dict[str, bool]
    ) -> None:
        self.schema, self.fragments, self.conditions = schema, fragments, conditions
        self._objects: dict[tuple[Any, ...], Field] = {}

    def root(self, operation: OperationDefinitionNode) -> Field:
        kind = self.schema.get_root_type(operation.operation)
        assert kind is not None
        found = collect_fields(self.schema, self.fragments, self.conditions, kind, operation.selection_set)
        return _fields(self._selected(kind, found))

    def _selected(self, kind: GraphQLObjectType, found: dict[str, list[FieldNode]]) -> Iterable[tuple[str, Field]]:
        for key, nodes in found.items():
            definition = get_field_def(self.schema, kind, nodes[0])
            if definition is TypeNameMetaFieldDef:
                yield key, _constant(kind.name)
            elif definition:
                place = Place(kind, key, nodes, definition)
                complete, exact = self._complete(definition.type, place)
                yield key, field(place, complete, exact)

    def _object(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Field:
        """The fields of an object; those that several places ask with the same nodes are compiled once."""
        key = (kind.name, *map(id, nodes))
        if key not in self._objects:
            found = collect_sub_fields(self.schema, self.fragments, self.conditions, kind, nodes)
            self._objects[key] = _fields(self._selected(kind, found))
        return self._objects[key]

    def _complete(self, kind: GraphQLOutputType, place: Place) -> tuple[Complete, type]:
        """How a value of this type is completed, and of which class it needs no completing."""
        if is_non_null_type(kind):
            complete, exact = self._complete(cast(GraphQLNonNull[Any], kind).of_type, place)
            return _non_null(complete, place), exact
        if is_list_type(kind):
            item = cast(GraphQLList[Any], kind).of_type
            return _list(*self._complete(item, place), place, nullable=not is_non_null_type(item)), Composed
        if is_leaf_type(kind):
            return _leaf(cast(GraphQLLeafType, kind)), _EXACT.get(kind, Serialised)
        if is_object_type(kind):
            kind = cast(GraphQLObjectType, kind)
            return _checked(self._typed(kind, place)), Composed
        kind = cast(GraphQLAbstractType, kind)
        typed = {possible.name: self._typed(possible, place) for possible in self.schema.get_possible_types(kind)}
        return _checked(_abstract(kind, typed, place)), Composed

    def _typed(self, kind: GraphQLObjectType, place: Place) -> Complete:
        """An object of this very type, where its type has no doubt about it."""
        fields, nodes, is_type_of = self._object(kind, place.nodes), place.nodes, kind.is_type_of
        if is_type_of is None:
            return fields

        def complete(value: Any, path: Path, state: ExecutionContext) -> Any:
            if not is_type_of(value, place.info(_of_field(path), state)):
                raise invalid_return_type_error(kind, value, nodes)
            return fields(value, path, state)

        return complete


def _fields(selected: Iterable[tuple[str, Field]]) -> Field:
    fields = tuple(selected)

    def run(source: Any, path: Path | None, state: ExecutionContext) -> dict[str, Any]:
        found = {}
        for key, each in fields:
            found[key] = each(source, path, state)
        return found

    return run


def _constant(said: str) -> Field:
    return lambda _source, _path, _state: said


def _leaf(kind: GraphQLLeafType) -> Complete:
    serialize = kind.serialize

    def complete(value: Any, _path: Path, _state: ExecutionContext) -> Any:
        if isinstance(value, Exception):
            raise value
        if value is None:
            return None
        said = serialize(value)
        if said is None or said is Undefined:
            raise TypeError(
                f"Expected `{inspect(kind)}.serialize({inspect(value)})`"
                f" to return non-nullable value, returned: {inspect(said)}"
            )
        return said

    return complete


def _non_null(inner: Complete, place: Place) -> Complete:
    def complete(value: Any, path: Path, state: ExecutionContext) -> Any:
        completed = inner(value, path, state)
        if completed is None:
            raise TypeError(f"Cannot return null for non-nullable field {place.parent.name}.{place.name}.")
        return completed

    return complete


def _list(inner: Complete, exact: type, place: Place, *, nullable: bool) -> Complete:
    failed = place.failed

    def complete(value: Any, path: Path, state: ExecutionContext) -> Any:
        if value.__class__ is not list and value.__class__ is not tuple:
            if isinstance(value, Exception):
                raise value
            if value is None:
                return None
            if not is_iterable(value):
                raise GraphQLError(
                    f"Expected Iterable, but did not find one for field '{place.parent.name}.{place.name}'."
                )
        items: list[Any] = []
        for index, item in enumerate(value):
            if item.__class__ is exact:
                items.append(item)
                continue
            here = new_tuple(Path, (path, index, None))
            try:
                items.append(inner(item, here, state))
            except Exception as error:
                items.append(failed(error, here, state, nullable))
        return items

    return complete


def _checked(inner: Complete) -> Complete:
    def complete(value: Any, path: Path, state: ExecutionContext) -> Any:
        if isinstance(value, Exception):
            raise value
        if value is None:
            return None
        return inner(value, path, state)

    return complete


def _abstract(kind: GraphQLAbstractType, typed: dict[str, Complete], place: Place) -> Complete:
    resolve_type = kind.resolve_type or default_type_resolver

    def complete(value: Any, path: Path, state: ExecutionContext) -> Any:
        info = place.info(_of_field(path), state)
        name = resolve_type(value, info, kind)
        found = typed.get(name) if isinstance(name, str) else None
        if found is None:
            state.ensure_valid_runtime_type(name, kind, place.nodes, info, value)
            raise AssertionError(f"{name} is a possible type of {kind} that was not compiled")
        return found(value, path, state)

    return complete


def _of_field(path: Path) -> Path:
    """The path of the field in whose list this is: an `info` is that of a field."""
    while path.typename is None:
        path = path.prev
    return path
