"""Trusted documents: the committed list, their cost in queries, and what becomes of any other."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contenthub.actions.append import append
from contenthub.actions.publish_topic import publish_topic
from contenthub.models import StoredAnswer, Topic
from contenthub.resolving.content import LifeEventContent, Step
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, Phase
from schemas.documents import MANIFEST, trusted
from schemas.documents.manifest import written
from schemas.memory import memory
from schemas.schema import schema
from search import outbox
from search.setting import engine
from tests import world

pytestmark = pytest.mark.django_db

QUESTION = "8f5c0f2e-0000-4000-8000-0000000000a1"
EVENT = "8f5c0f2e-0000-4000-8000-0000000000ee"
ITEM = {"slug": "paspoort", "municipality": "GM9001"}
ASKED = {"slug": "kwijt", "municipality": "GM9001"}
CHANNELS = ["website", "app", "phone", "chat", "letter", "email", "counter", "kiosk", "everywhere"]
FOUND = ("ask", "search", "suggest")
WRITING = ("create-switch-code", "redeem-switch-code", "give-feedback", "register-contact")
PERSON = [{"name": "leeftijd", "value": 17}]

# For each document: variables, and how many queries it takes to make its answer of known content. One of them says which
# state of the texts was read, and when it is next known to change.
COST = {
    "life-event": ({"slug": "verhuizen", "municipality": "GM9001"}, 8),
    "life-events": ({"municipality": "GM9001"}, 4),
    "municipalities": ({"search": "water"}, 2),
    "municipality": ({"code": "GM9001"}, 3),
    "product": (ITEM, 9),
    "products": ({"municipality": "GM9001"}, 8),
    "questions": ({"municipality": "GM9001"}, 8),
    "question": (ASKED, 8),
    "said": (None, 3),
    # What is found is not remembered, for an index follows a moment after the editions. Afterwards one asks whether the
    # municipality keeps questions.
    "ask": ({"question": "paspoort kwijt", "municipality": "GM9001"}, 6),
    "search": ({"query": "paspoort", "municipality": "GM9001", "channel": "WEBSITE"}, 8),
    "suggest": ({"prefix": "paspo", "municipality": "GM9001"}, 2),
    "topics": ({"municipality": "GM9001"}, 3),
    # What may be told of a person is looked up for the moment that is asked about, and for now.
    "product-personal": ({**ITEM, "person": PERSON}, 7),
    "question-personal": ({**ASKED, "person": PERSON}, 7),
    **{f"product-{channel}": (ITEM, 6) for channel in CHANNELS},
    **{f"question-{channel}": (ASKED, 6) for channel in CHANNELS},
}
# Words of a caller's own, a code, or a person.
NOT_PREPARED = {"municipalities", "said", "product-personal", "question-personal", *FOUND}


@pytest.fixture(autouse=True)
def hub(tmp_path, settings):
    memory.clear()
    settings.SEARCH_FOLDER = tmp_path / "search"
    waterrijk = world.municipality("GM9001", "Waterrijk")
    world.organisation("waterrijk", waterrijk)
    world.money_fact("paspoort.kosten", "86.85")
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    publish_topic(Topic.objects.create(slug="afval", names={"nl": "Afval"}))
    world.product(life_events=(EVENT,), related=(QUESTION,))
    world.product(QUESTION, type="question", slug="kwijt", title="Paspoort kwijt?", product=world.PASSPORT)
    append(
        Series(EditionKind.LIFE_EVENT, EVENT, language="nl"),
        LifeEventContent(
            slug="verhuizen",
            title="Verhuizen",
            steps=(Step(id="1", phase=Phase.APPLY, title="Aanvragen", items=(world.PASSPORT,)),),
        ),
        verb="publish",
        by=world.BY,
    )
    outbox.begin(engine())


def named(name):
    return next(document for document in trusted(schema.graphql_schema).values() if document.name == name)


def send(client, name, variables, **headers):
    body = json.dumps({"documentId": named(name).id, "variables": variables})
    return client.post("/graphql", body, content_type="application/json", headers=headers)


def variables_of(client, name):
    variables, _ = COST[name]
    if variables is not None:
        return variables
    return {"reference": send(client, "product", ITEM).json()["data"]["product"]["reference"]}


def test_the_committed_list_is_what_is_answered():
    assert MANIFEST.read_text() == written()


def test_every_document_has_its_cost_here():
    assert {document.name for document in trusted(schema.graphql_schema).values()} == {*COST, *WRITING}
    assert {document.name for document in trusted(schema.graphql_schema).values() if document.writes} == {*WRITING}


def again(client, name, variables):
    """The queries of a process that remembers nothing."""
    first = send(client, name, variables).json()
    assert "errors" not in first and next(iter(first["data"].values())), first
    memory.clear()
    with CaptureQueriesContext(connection) as queries:
        assert send(client, name, variables).json()["data"].keys() == first["data"].keys()
    return [query["sql"][:110] for query in queries]


@pytest.mark.parametrize("name", sorted(COST))
def test_cost_of_making_an_answer_of_known_content(client, settings, name):
    settings.PREPARED_ANSWERS = False
    queries = again(client, name, variables_of(client, name))
    assert len(queries) == COST[name][1], queries


@pytest.mark.parametrize("name", sorted(set(COST) - NOT_PREPARED))
def test_cost_of_a_first_read_of_known_content(client, name):
    assert len(again(client, name, COST[name][0])) == 1


@pytest.mark.parametrize("name", sorted(NOT_PREPARED))
def test_what_is_not_prepared_is_not_looked_for(client, name):
    queries = again(client, name, variables_of(client, name))
    assert len(queries) == COST[name][1], queries


@pytest.mark.parametrize("name", sorted(set(COST) - NOT_PREPARED))
def test_cost_of_the_first_read_after_a_publication(client, name):
    """Making it, looking for it first, and one row in a transaction of its own."""
    send(client, name, COST[name][0])
    publish_topic(Topic.objects.create(slug="water", names={"nl": "Water"}))
    memory.clear()
    with CaptureQueriesContext(connection) as queries:
        send(client, name, COST[name][0])
    assert len(queries) == COST[name][1] + 1 + 3, [query["sql"][:110] for query in queries]


@pytest.mark.parametrize("name", sorted(name for name in COST if not name.endswith("personal") and name not in FOUND))
def test_a_repeat_takes_the_one_query_that_makes_it_sure(client, name):
    variables = variables_of(client, name)
    first = send(client, name, variables)
    with CaptureQueriesContext(connection) as queries:
        repeat = send(client, name, variables)
    assert repeat.content == first.content
    assert len(queries) == 1


@pytest.mark.parametrize("name", ["product-personal", "question-personal"])
def test_a_personal_document_is_answered_anew_and_kept_by_nobody(client, name):
    first = send(client, name, COST[name][0])
    assert first["Cache-Control"] == "no-store" and "ETag" not in first
    assert len(memory) == 0
    assert all(not row.personal for row in StoredAnswer.objects.all())


def test_a_personal_document_is_refused_over_get(client):
    url = {"documentId": named("product-personal").id, "variables": json.dumps(ITEM)}
    response = client.get("/graphql", url)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "PERSON_OVER_GET"


def test_get_and_post_give_the_same_bytes(client):
    post = send(client, "product-phone", ITEM)
    get = client.get("/graphql", {"documentId": named("product-phone").id, "variables": json.dumps(ITEM)})
    assert get.content == post.content


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"documentId": "sha256:0"}, 400, "UNKNOWN_DOCUMENT"),
        ({"documentId": "sha256:0", "query": "{ __typename }"}, 400, "QUERY_OR_DOCUMENT"),
        ({"documentId": 7}, 400, "NO_QUERY"),
        ({"query": "{ __typename }"}, 403, "ONLY_TRUSTED_DOCUMENTS"),
    ],
)
def test_what_is_no_trusted_document_is_refused(client, settings, body, status, code):
    settings.FREE_FORM_DOCUMENTS = False
    response = client.post("/graphql", json.dumps(body), content_type="application/json")
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (status, code)


def test_the_same_document_in_ones_own_words_is_answered_alike(client):
    own = client.post(
        "/graphql",
        json.dumps({"query": named("product-everywhere").text, "variables": ITEM}),
        content_type="application/json",
    )
    assert own.content == send(client, "product-everywhere", ITEM).content
