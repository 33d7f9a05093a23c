"""Whether a document could carry something personal: then it is answered by POST only, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

from graphql import DocumentNode, FieldNode
from graphql.language import Visitor, visit


def asks_personal(document: DocumentNode) -> bool:
    """Judged by what the document names, whatever its variables are."""
    finder = _Finder()
    visit(document, finder)
    return finder.found


class _Finder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value == "ask" or any(argument.name.value == "person" for argument in node.arguments):
            self.found = True
