"""What a free-form document may ask for: each limit at its edge and one beyond, from outside, with its code."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schemas.limits import Limits
from tests import world

pytestmark = pytest.mark.django_db

ROOT = 'product(slug: "paspoort", municipality: "GM9001")'


@pytest.fixture(autouse=True)
def hub():
    world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk"))
    world.money_fact("paspoort.kosten", "86.85")
    world.product()


def ask(client, query, **variables):
    body = json.dumps({"query": query, "variables": variables})
    return client.post("/graphql", body, content_type="application/json")


def code(response):
    errors = response.json().get("errors")
    return errors and errors[0]["extensions"]["code"]


def aliases(many):
    return "{ " + ROOT + " { " + " ".join(f"a{n}: title" for n in range(many)) + " } }"


def roots(many):
    return "{ " + " ".join("__typename" for _ in range(many)) + " }"


@pytest.mark.parametrize(
    ("within", "beyond", "expected"),
    [
        (aliases(Limits().aliases), aliases(Limits().aliases + 1), "TOO_MANY_ALIASES"),
        (roots(Limits().root_fields), roots(Limits().root_fields + 1), "TOO_MANY_ROOT_FIELDS"),
        (
            '{ products(municipality: "GM9001", first: 5) { edges { node { title } } } }',
            '{ products(municipality: "GM9001", first: 30000) { edges { node { title } } } }',
            "DOCUMENT_TOO_COSTLY",
        ),
    ],
)
def test_each_limit(client, within, beyond, expected):
    assert code(ask(client, within)) is None, ask(client, within).content
    with CaptureQueriesContext(connection) as queries:
        assert code(ask(client, beyond)) == expected
    assert len(queries) == 0


def test_depth(client, settings):
    settings.GRAPHQL_LIMITS = {"depth": 3}
    assert code(ask(client, "{ " + ROOT + " { related { title } } }")) is None
    assert code(ask(client, "{ " + ROOT + " { related { related { title } } } }")) == "DOCUMENT_TOO_DEEP"


def test_a_page_size_in_a_variable_counts_as_well(client):
    query = 'query ($n: Int) { products(municipality: "GM9001", first: $n) { edges { node { title } } } }'
    assert code(ask(client, query, n=5)) is None
    assert code(ask(client, query, n=30_000)) == "DOCUMENT_TOO_COSTLY"


def test_fragments_count_each_time_and_circles_end(client):
    once = "fragment F on Item { " + " ".join(f"a{n}: title" for n in range(20)) + " } "
    assert code(ask(client, once + "{ " + ROOT + " { ...F } }")) is None
    assert code(ask(client, once + "{ " + ROOT + " { ...F related { ...F } } }")) == "TOO_MANY_ALIASES"
    circle = "fragment A on Item { ...B } fragment B on Item { ...A } { " + ROOT + " { ...A } }"
    assert ask(client, circle).json()["errors"]


def test_ten_fragments_that_double_do_not_take_long(client):
    doubling = "".join(f"fragment F{n} on Item {{ ...F{n + 1} ...F{n + 1} }} " for n in range(40))
    query = doubling + "fragment F40 on Item { title } { " + ROOT + " { ...F0 } }"
    assert code(ask(client, query)) == "DOCUMENT_TOO_COSTLY"


def test_too_many_tokens_and_bytes(client):
    assert ask(client, "{ " + "__typename " * 6_000 + "}").json()["errors"]
    assert ask(client, "{ __typename }" + " " * 300_000).status_code == 413


def test_a_slow_document_is_stopped(client, settings):
    settings.GRAPHQL_LIMITS = {"seconds": 0.0}
    assert code(ask(client, "{ " + ROOT + " { title related { title } } }")) == "DOCUMENT_TOO_SLOW"


@pytest.mark.parametrize("query", ["{ __schema { types { name } } }", '{ __type(name: "Query") { name } }'])
def test_the_schema_is_told_only_to_those_who_may_explore(client, settings, query):
    settings.FREE_FORM_DOCUMENTS = False
    assert code(ask(client, query)) == "ONLY_TRUSTED_DOCUMENTS"
