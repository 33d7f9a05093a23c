"""Trusted documents: the queries of our channels, each a file of this folder, known by the hash of its text.

What anybody may ask is what stands here. A document is composed of its own file and of the fragments that it uses
(`fragments/`), parsed and validated once per process. Source of `documentId` and its form: the GraphQL-over-HTTP
specification's appendix on persisted documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    print_ast,
    validate,
)
from graphql.language import Visitor, visit
from msgspec import Struct

from schemas.personal import asks_personal

FOLDER = Path(__file__).parent
MANIFEST = FOLDER / "manifest.json"


class Document(Struct, frozen=True):
    """One trusted document. `variables`: the names that it declares. `personal`: it may carry person facts, so it is
    answered by POST only and never kept. `writes`: it is a mutation."""

    name: str
    id: str
    text: str
    ast: DocumentNode
    variables: frozenset[str]
    personal: bool
    writes: bool = False


class BadDocument(Exception):
    """A file of this folder that the schema does not know how to answer; the message names file and reason."""


@cache
def trusted(schema: GraphQLSchema) -> dict[str, Document]:
    """Every trusted document by its id. Raises BadDocument."""
    fragments = _fragments()
    found = {}
    for file in sorted(FOLDER.glob("*.graphql")):
        document = _composed(file, fragments, schema)
        found[document.id] = document
    return found


def _composed(file: Path, fragments: dict[str, FragmentDefinitionNode], schema: GraphQLSchema) -> Document:
    own = parse(file.read_text("utf-8"), no_location=True)
    used: dict[str, FragmentDefinitionNode] = {}
    waiting = _spreads(own)
    while waiting:
        name = waiting.pop()
        if name not in fragments:
            raise BadDocument(f"{file.name}: there is no fragment {name} in fragments/")
        if name not in used:
            used[name] = fragments[name]
            waiting |= _spreads(fragments[name])
    ast = DocumentNode(definitions=(*own.definitions, *(used[name] for name in sorted(used))))
    if errors := validate(schema, ast):
        raise BadDocument(f"{file.name}: {errors[0].message}")
    text = print_ast(ast)
    return Document(
        name=file.stem,
        id=f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
        text=text,
        ast=parse(text),
        variables=frozenset(_declared(ast)),
        personal=asks_personal(ast),
        writes=any(
            isinstance(one, OperationDefinitionNode) and one.operation is OperationType.MUTATION for one in ast.definitions
        ),
    )


def _fragments() -> dict[str, FragmentDefinitionNode]:
    found = {}
    for file in sorted((FOLDER / "fragments").glob("*.graphql")):
        for definition in parse(file.read_text("utf-8"), no_location=True).definitions:
            assert isinstance(definition, FragmentDefinitionNode), file.name
            found[definition.name.value] = definition
    return found


def _declared(document: DocumentNode) -> Iterator[str]:
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            yield from (variable.variable.name.value for variable in operation.variable_definitions)


def _spreads(node: DocumentNode | FragmentDefinitionNode) -> set[str]:
    names: set[str] = set()

    class Finder(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: object) -> None:
            names.add(spread.name.value)

    visit(node, Finder())
    return names
