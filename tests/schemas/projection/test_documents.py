"""Our own documents: none is left to graphql-core, and each is answered as that would."""

from __future__ import annotations

import json

import pytest
from prometheus_client import REGISTRY

from schemas.projection import plan_of
from schemas.reading import Reading
from schemas.schema import schema
from schemas.serving import Context
from tests.schemas.projection.oracle import both
from tests.schemas.test_documents import COST, hub, named, send, variables_of

pytestmark = pytest.mark.django_db
__all__ = ["hub"]


def executed(how: str, reason: str = "") -> float:
    return REGISTRY.get_sample_value("contenthub_graphql_execution_total", {"how": how, "reason": reason}) or 0.0


@pytest.mark.parametrize("name", sorted(COST))
def test_it_is_answered_as_graphql_core_would(client, name):
    variables = variables_of(client, name)
    expected, found = both(schema.graphql_schema, named(name).ast, variables, lambda: Context(Reading()))
    assert found == expected
    assert next(iter(json.loads(found)["data"].values()))


@pytest.mark.parametrize("name", sorted(COST))
def test_the_view_has_it_answered_by_its_plan(client, name):
    variables = variables_of(client, name)
    before = executed("projection")
    send(client, name, variables)
    assert executed("projection") == before + 1


def test_what_is_asked_in_ones_own_words_is_graphql_cores(client):
    before = executed("graphql-core", "free-form"), executed("projection")
    client.post("/graphql", json.dumps({"query": "{ __typename }"}), content_type="application/json")
    assert (executed("graphql-core", "free-form"), executed("projection")) == (before[0] + 1, before[1])


def test_a_document_is_compiled_once():
    document = named("product")
    assert plan_of(schema.graphql_schema, document.ast) is plan_of(schema.graphql_schema, document.ast)
    assert plan_of(schema.graphql_schema, named("question").ast).document is named("question").ast
