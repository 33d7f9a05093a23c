"""How much a free-form document may ask. Judged on its text alone, before anything is validated or read.

Trusted documents are not judged: they are ours. Each refusal has a stable code and names the limit. The cost counts
one for each field, times the page size of each list above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)
from msgspec import Struct

from contenthub.resolving.refusal import Refused

# How many objects a list gives, where no `first` says it; a field that is not named gives one.
LISTS = {
    "lifeEvents": 12,
    "products": 40,
    "questions": 10,
    "related": 5,
    "sections": 10,
    "facts": 10,
    "journey": 12,
    "items": 5,
    "municipalities": 400,
    "edges": 1,
    "hits": 1,
    "search": 10,
    "alternatives": 3,
    "origins": 3,
    "locations": 4,
    "openingHours": 7,
    "blocks": 40,
    "steps": 10,
    "messages": 10,
}
# Fields that render a whole channel are dearer than a look-up.
DEAR = frozenset(
    {"website", "app", "phone", "chat", "letter", "email", "counter", "kiosk", "html", "markdown", "speech"}
)
_DEAR_COST = 10


class Limits(Struct, frozen=True):
    depth: int = 12
    aliases: int = 30
    root_fields: int = 10
    cost: int = 20_000
    seconds: float = 10.0


def limits() -> Limits:
    return Limits(**getattr(settings, "GRAPHQL_LIMITS", {}))


def check(document: DocumentNode, variables: Mapping[str, Any], *, introspection: bool) -> None:
    """Refused: DOCUMENT_TOO_DEEP, TOO_MANY_ALIASES, TOO_MANY_ROOT_FIELDS, DOCUMENT_TOO_COSTLY, NO_INTROSPECTION."""
    allowed = limits()
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            found = _Measure(fragments, variables, allowed, introspection).of(operation.selection_set, 1, ())
            _within("DOCUMENT_TOO_COSTLY", "cost", found, allowed.cost)


class _Measure:
    """Walks what would be executed; a fragment counts each time that it is used."""

    def __init__(
        self,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        allowed: Limits,
        introspection: bool,
    ) -> None:
        self.fragments, self.variables, self.allowed, self.introspection = fragments, variables, allowed, introspection
        self.aliases = self.roots = self.cost = 0

    def of(self, selections: SelectionSetNode, depth: int, within: tuple[str, ...], times: int = 1) -> int:
        """The cost of these selections, each done `times` times; `within` are the fragments that we are in."""
        _within("DOCUMENT_TOO_DEEP", "depth", depth, self.allowed.depth)
        for node in selections.selections:
            if isinstance(node, FieldNode):
                self._field(node, depth, within, times)
            elif isinstance(node, InlineFragmentNode):
                self.of(node.selection_set, depth, within, times)
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                self.cost += 1
                # A fragment within itself is for the validation to refuse; here it must only not run for ever.
                if name in self.fragments and name not in within:
                    self.of(self.fragments[name].selection_set, depth, (*within, name), times)
        return self.cost

    def _field(self, node: FieldNode, depth: int, within: tuple[str, ...], times: int) -> None:
        name = node.name.value
        if name in ("__schema", "__type") and not self.introspection:
            raise Refused(
                "NO_INTROSPECTION", "query", "%(field)s: the schema is not told to everybody; read its documentation"
            )
        if node.alias is not None:
            self.aliases += 1
            _within("TOO_MANY_ALIASES", "aliases", self.aliases, self.allowed.aliases)
        if depth == 1:
            self.roots += 1
            _within("TOO_MANY_ROOT_FIELDS", "root fields", self.roots, self.allowed.root_fields)
        self.cost += times * (_DEAR_COST if name in DEAR else 1)
        _within("DOCUMENT_TOO_COSTLY", "cost", self.cost, self.allowed.cost)
        if node.selection_set is not None:
            self.of(node.selection_set, depth + 1, within, times * self._size(node))

    def _size(self, node: FieldNode) -> int:
        for argument in node.arguments:
            if argument.name.value == "first":
                if isinstance(argument.value, IntValueNode):
                    return max(1, int(argument.value.value))
                if isinstance(argument.value, VariableNode):
                    given = self.variables.get(argument.value.name.value)
                    return max(1, given) if isinstance(given, int) else LISTS.get(node.name.value, 1)
        return LISTS.get(node.name.value, 1)


def _within(code: str, what: str, value: int, most: int) -> None:
    if value > most:
        raise Refused(code, what, "%(field)s: %(value)s; at most %(most)s in one document", value=value, most=most)
