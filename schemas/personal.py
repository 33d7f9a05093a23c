"""Whether a document could carry something personal: then it is answered by POST only, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, InlineFragmentNode
from graphql.language import Visitor, visit

# A caller's own words, as a question to the hub itself; a phone script's `ask` is what an agent says.
_ROOT_FIELD = "ask"
_ROOT_TYPE = "Query"


def asks_personal(document: DocumentNode) -> bool:
    """Judged by what the document names, whatever its variables are."""
    finder = _Finder()
    visit(document, finder)
    return finder.found


class _Finder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_field(self, node: FieldNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> None:
        if any(argument.name.value == "person" for argument in node.arguments):
            self.found = True
        if node.name.value == _ROOT_FIELD and _at_root(ancestors):
            self.found = True


def _at_root(ancestors: list[Any]) -> bool:
    """Whether a field of these ancestors is one of the query itself, also by way of fragments on it."""
    if any(isinstance(ancestor, FieldNode) for ancestor in ancestors):
        return False
    fragments = [a for a in ancestors if isinstance(a, (FragmentDefinitionNode, InlineFragmentNode))]
    return all(f.type_condition is None or f.type_condition.name.value == _ROOT_TYPE for f in fragments)
