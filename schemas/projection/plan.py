"""A document with all that can be known of it before it is asked, and how it is answered."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from cachetools import LRUCache
from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionContext,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    assert_valid_schema,
    get_operation_ast,
)
from graphql.language import Visitor, visit

from schemas.projection.compiler import Compiler
from schemas.projection.fields import Field
from schemas.projection.resolvers import NotProjected

__all__ = ["NotProjected", "Plan", "plan_of"]

# Each variable of @skip and @include doubles the shapes that one document can have.
MOST_CONDITIONS = 6
_CONDITIONAL = ("skip", "include")


class Plan:
    """One operation of a validated document. Each combination of its conditions is compiled when it is first asked."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: str | None = None) -> None:
        """Raises NotProjected where the executor has to answer this document."""
        assert_valid_schema(schema)
        chosen = get_operation_ast(document, operation)
        if chosen is None or schema.get_root_type(chosen.operation) is None or chosen.operation.value == "subscription":
            raise NotProjected("operation")
        self.schema, self.document, self.operation, self.chosen = schema, document, operation, chosen
        self.conditions = _conditions(document, chosen)
        if len(self.conditions) > MOST_CONDITIONS:
            raise NotProjected("conditions")
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._shapes: dict[tuple[bool, ...], Field] = {}

    def shape(self, holds: tuple[bool, ...]) -> Field:
        """The function for these values of `conditions`, in their order. Raises NotProjected."""
        found = self._shapes.get(holds)
        if found is None:
            conditions = dict(zip(self.conditions, holds, strict=True))
            found = Compiler(self.schema, self._fragments, conditions).root(self.chosen)
            self._shapes[holds] = found
        return found

    def execute(self, context: Any, variables: Mapping[str, Any]) -> ExecutionResult:
        """What `graphql.execute` would give. Raises NotProjected before any resolver is called."""
        state = ExecutionContext.build(
            self.schema, self.document, None, context, dict(variables), operation_name=self.operation
        )
        if isinstance(state, list):
            return ExecutionResult(data=None, errors=state)
        holds = tuple(state.variable_values.get(name) for name in self.conditions)
        # A null that a default would have replaced is an error, and the executor knows how to say it.
        if not all(isinstance(value, bool) for value in holds):
            raise NotProjected("conditions")
        shape = self.shape(holds)
        data = None
        try:
            data = shape(None, None, state)
        except GraphQLError as error:
            state.collected_errors.add(error, None)
        return state.build_response(data, state.collected_errors.errors)


# Trusted documents are known by their AST, which is parsed once per process.
_plans: LRUCache[tuple[int, int, str | None], Plan] = LRUCache(256)
_lock = threading.Lock()


def plan_of(schema: GraphQLSchema, document: DocumentNode, operation: str | None = None) -> Plan:
    """The plan of this very document, made once. Raises NotProjected, each time for the same reason."""
    key = (id(schema), id(document), operation)
    with _lock:
        found = _plans.get(key)
    # A plan holds its schema and its document, so no other can have their identity.
    if found is None:
        found = Plan(schema, document, operation)
        with _lock:
            _plans[key] = found
    return found


def _conditions(document: DocumentNode, operation: OperationDefinitionNode) -> tuple[str, ...]:
    """The variables of this operation on which @skip and @include depend."""
    declared = {variable.variable.name.value for variable in operation.variable_definitions or ()}
    names: set[str] = set()

    class Finder(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: object) -> None:
            if node.name.value in _CONDITIONAL:
                names.update(a.value.name.value for a in node.arguments if isinstance(a.value, VariableNode))

    visit(document, Finder())
    return tuple(sorted(names & declared))
