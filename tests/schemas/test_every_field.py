"""Every field of the schema answers: a document made from the schema itself asks for all of them."""

from __future__ import annotations

import json

import pytest
from graphql import GraphQLNamedType, get_named_type, is_composite_type, is_interface_type, is_required_argument

from contenthub.actions.append import append
from contenthub.actions.publish_notice import publish_notice
from contenthub.models import Notice
from contenthub.resolving.content import LifeEventContent, Route, Step, Term, TopicContent, Upl
from contenthub.resolving.editions import Series
from contenthub.vocabulary import Channel, EditionKind, Phase, Purpose
from schemas.schema import schema
from search import outbox
from search.setting import engine
from tests import world

pytestmark = pytest.mark.django_db

QUESTION = "8f5c0f2e-0000-4000-8000-0000000000a1"
EVENT = "8f5c0f2e-0000-4000-8000-0000000000ee"
ROOTS = {
    "municipality": 'code: "GM9001"',
    "municipalities": 'search: "water"',
    "lifeEvents": 'municipality: "GM9001"',
    "lifeEvent": 'slug: "verhuizen", municipality: "GM9001"',
    "topics": 'municipality: "GM9001"',
    "product": 'slug: "paspoort", municipality: "GM9001"',
    "products": 'municipality: "GM9001"',
    "question": 'slug: "kwijt", municipality: "GM9001"',
    "questions": 'municipality: "GM9001"',
    "said": 'reference: "%s"',
    "search": 'query: "paspoort", municipality: "GM9001", channel: WEBSITE',
    "suggest": 'prefix: "paspo", municipality: "GM9001"',
    "ask": 'question: "paspoort", municipality: "GM9001"',
}
# An item leads to items again; this far every type is met with each of its fields.
DEPTH = 4


@pytest.fixture(autouse=True)
def hub(tmp_path, settings):
    settings.SEARCH_FOLDER = tmp_path / "search"
    waterrijk = world.municipality("GM9001", "Waterrijk")
    world.organisation("waterrijk", waterrijk)
    world.money_fact("paspoort.kosten", "86.85")
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    append(Series(EditionKind.TOPIC, "reizen", language="nl"), TopicContent(slug="reizen", name="Reizen"), verb="publish", by=world.BY)
    routes = (Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, text="Vraag aan", url="https://waterrijk.example/p"),)
    world.product(
        life_events=(EVENT,),
        topics=("reizen",),
        related=(QUESTION,),
        routes=routes,
        upls=(Upl(uri="http://standaarden.overheid.nl/owms/terms/paspoort", name="paspoort"),),
    )
    world.product(QUESTION, type="question", slug="kwijt", title="Paspoort kwijt?", product=world.PASSPORT)
    step = Step(
        id="1", phase=Phase.APPLY, title="Aanvragen", items=(world.PASSPORT,), term=Term(amount=5, unit="day")
    )
    append(
        Series(EditionKind.LIFE_EVENT, EVENT, language="nl"),
        LifeEventContent(slug="verhuizen", title="Verhuizen", steps=(step,)),
        verb="publish",
        by=world.BY,
    )
    publish_notice(
        Notice.objects.create(
            title={"nl": "Storing"}, text={"nl": "De kassa is stuk."}, severity="WARNING", channels=list(Channel)
        )
    )
    outbox.begin(engine())


def selection(kind: GraphQLNamedType, depth: int) -> str:
    """Every field of this type, `depth` types deep; of an interface those of each type that implements it."""
    if not is_composite_type(kind):
        return ""
    parts = ["__typename"]
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if is_composite_type(inner):
            if depth > 1:
                parts.append(f"{name} {selection(inner, depth - 1)}")
        else:
            parts.append(name)
    if is_interface_type(kind) and depth > 1:
        for implementing in schema.graphql_schema.get_implementations(kind).objects:
            own = [name for name in implementing.fields if name not in kind.fields]
            plain = [n for n in own if not is_composite_type(get_named_type(implementing.fields[n].type))]
            if plain:
                parts.append(f"... on {implementing.name} {{ {' '.join(plain)} }}")
    return "{ " + " ".join(parts) + " }"


def ask(client, query):
    response = client.post("/graphql", json.dumps({"query": query}), content_type="application/json")
    return response.json()


def test_every_root_is_asked():
    assert set(schema.graphql_schema.query_type.fields) - set(ROOTS) == set()


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_every_field_answers(client, settings, root):
    # Everything at once is more than one document may ask for.
    settings.GRAPHQL_LIMITS = {"cost": 10**12}
    arguments = ROOTS[root]
    if root == "said":
        known = ask(client, '{ product(slug: "paspoort", municipality: "GM9001") { reference } }')
        arguments %= known["data"]["product"]["reference"]
    kind = get_named_type(schema.graphql_schema.query_type.fields[root].type)
    payload = ask(client, f"{{ {root}({arguments}) {selection(kind, DEPTH)} }}")
    assert "errors" not in payload, payload["errors"][:3]
    assert payload["data"][root]
