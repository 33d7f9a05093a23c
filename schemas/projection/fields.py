"""One field of a response: its resolver is called, its value completed, its error located."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import ExecutionContext, FieldNode, GraphQLField, GraphQLObjectType, is_non_null_type, located_error
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

from schemas.projection.resolvers import Resolver, constant_arguments, resolver_of

# (source, path of the source, state) -> what stands in the response.
Field = Callable[[Any, Path | None, ExecutionContext], Any]
# (value, its path, state) -> what stands in the response; a path is looked at only where something fails.
Complete = Callable[[Any, Path, ExecutionContext], Any]
new_tuple = tuple.__new__


class Serialised:
    """The class of no value: a leaf that always has to be serialised."""


class Composed:
    """The class of no value: a list or an object."""


class Place:
    """Where a field stands: in the schema, and in the document."""

    def __init__(self, parent: GraphQLObjectType, key: str, nodes: list[FieldNode], definition: GraphQLField) -> None:
        self.parent, self.key, self.nodes, self.definition = parent, key, nodes, definition
        self.nullable = not is_non_null_type(definition.type)
        self.name = nodes[0].name.value

    def info(self, path: Path, state: ExecutionContext) -> Any:
        return state.build_resolve_info(self.definition, self.nodes, self.parent, path)

    def failed(self, error: Exception, path: Path, state: ExecutionContext, nullable: bool) -> None:
        """A null with its error, or the error for whoever is above."""
        located = located_error(error, self.nodes, path.as_list())
        if not nullable:
            raise located
        state.collected_errors.add(located, path)


def field(place: Place, complete: Complete, exact: type) -> Field:
    """`exact`: the class whose values are completed already; `Serialised` or `Composed` where there is none."""
    resolve, with_info = resolver_of(place.definition)
    constant = constant_arguments(place.definition, place.nodes[0])
    if with_info or constant != {}:
        return _called(place, complete, resolve, constant)
    if exact is not Composed:
        return _leaf(place, complete, resolve, exact)
    key, parent, nullable, failed = place.key, place.parent.name, place.nullable, place.failed

    def run(source: Any, path: Path | None, state: ExecutionContext) -> Any:
        here = new_tuple(Path, (path, key, parent))
        try:
            return complete(resolve(source, None), here, state)
        except Exception as error:
            return failed(error, here, state, nullable)

    return run


def _leaf(place: Place, complete: Complete, resolve: Resolver, exact: type) -> Field:
    key, parent, nullable, failed = place.key, place.parent.name, place.nullable, place.failed

    def run(source: Any, path: Path | None, state: ExecutionContext) -> Any:
        try:
            value = resolve(source, None)
            if value.__class__ is exact:
                return value
            return complete(value, path, state)  # type: ignore[arg-type]
        except Exception as error:
            return failed(error, Path(path, key, parent), state, nullable)

    return run


def _called(place: Place, complete: Complete, resolve: Resolver, constant: dict[str, Any] | None) -> Field:
    key, parent, nullable, failed = place.key, place.parent.name, place.nullable, place.failed
    definition, node = place.definition, place.nodes[0]

    def run(source: Any, path: Path | None, state: ExecutionContext) -> Any:
        here = new_tuple(Path, (path, key, parent))
        info = place.info(here, state)
        try:
            given = get_argument_values(definition, node, state.variable_values) if constant is None else constant
            return complete(resolve(source, info, **given), here, state)
        except Exception as error:
            return failed(error, here, state, nullable)

    return run
