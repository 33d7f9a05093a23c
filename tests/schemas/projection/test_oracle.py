"""Any document of our schema, over a small world: the same bytes as graphql-core, also where resolvers fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from graphql import is_object_type, parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contenthub.resolving.refusal import Refused
from schemas.reading import Reading
from schemas.schema import schema
from schemas.serving import Context
from tests import world
from tests.schemas.projection.documents import Made, Wrong, documents
from tests.schemas.projection.oracle import both
from tests.schemas.test_every_field import EVENT, QUESTION, hub

pytestmark = pytest.mark.django_db
__all__ = ["hub"]

SCHEMA = schema.graphql_schema
POOL: dict[str, list[Any]] = {
    "municipality": ["GM9001"] * 6 + ["GM9999", Wrong(["GM9001"])],
    "code": ["GM9001", "GM9001", "GM0000"],
    "slug": ["paspoort", "kwijt", "verhuizen", "nergens"],
    "id": [world.PASSPORT, QUESTION, EVENT, "x"],
    "language": ["nl", "en", "nl-x-a2", "NL", "geen taal"],
    "moment": ["2026-01-01T00:00:00+01:00", "2200-01-01T00:00:00Z", Wrong("morgen"), Wrong(7)],
    "changedSince": ["2020-01-01T00:00:00+00:00", "2020-01-01T00:00:00"],
    "reference": ["2G3X-7K9M", "wat"],
    "search": ["water", ""],
    "lifeEvent": ["verhuizen", EVENT],
    "topic": ["reizen"],
    "product": [world.PASSPORT],
    "upl": ["paspoort"],
    "first": [1, 2, 20, 0, Wrong("3")],
    "after": ["x"],
    "name": ["leeftijd", "lengte"],
    "value": [17, "17", True, None],
}
PROPERTY = settings(max_examples=150, suppress_health_check=[*HealthCheck], deadline=None)


class Broken(Exception):
    """What a resolver should never raise."""


def raises(_root: Any, _info: Any, **_arguments: Any) -> Any:
    raise Broken("hier gaat het mis")


def refuses(_root: Any, info: Any, **_arguments: Any) -> Any:
    raise Refused("BAD_VALUE", info.field_name, "%(field)s: no")


FAILING = [
    raises,
    refuses,
    lambda _root, _info, **_arguments: None,
    lambda _root, _info, **_arguments: Broken("als waarde"),
    lambda _root, _info, **_arguments: object(),
    lambda _root, _info, **_arguments: [None, Broken("in een lijst")],
]
FIELDS = sorted(
    (kind.name, name)
    for kind in SCHEMA.type_map.values()
    if is_object_type(kind) and not kind.name.startswith("__")
    for name in kind.fields
)


@contextmanager
def failing(where: dict[tuple[str, str], Any]) -> Iterator[None]:
    """These fields of the schema resolve otherwise."""
    before = {}
    for (kind, name), resolve in where.items():
        definition = SCHEMA.type_map[kind].fields[name]
        before[kind, name] = definition.resolve
        definition.resolve = resolve
    try:
        yield
    finally:
        for (kind, name), resolve in before.items():
            SCHEMA.type_map[kind].fields[name].resolve = resolve


def answered_alike(made: Made) -> None:
    document = parse(made.text)
    assume(not validate(SCHEMA, document, max_errors=1))
    expected, found = both(SCHEMA, document, made.variables, lambda: Context(Reading()))
    assert found == expected, made


@PROPERTY
@given(documents(SCHEMA, POOL))
def test_any_document(made):
    answered_alike(made)


@PROPERTY
@given(
    documents(SCHEMA, POOL), st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(FAILING), min_size=1, max_size=40)
)
def test_any_document_with_resolvers_that_fail(made, where):
    with failing(where):
        answered_alike(made)
