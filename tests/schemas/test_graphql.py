"""GraphQL from outside: one reference and the same facts in all eight channels, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contenthub.actions.append import append
from contenthub.models import StoredAnswer
from contenthub.resolving.conditions import Compare
from contenthub.resolving.content import LifeEventContent, Rule, Section, Step
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, Phase, RuleEffect, SectionKind
from schemas.schema import SDL, sdl
from tests import world

pytestmark = pytest.mark.django_db

ALL_CHANNELS = """
query ($person: [PersonFact!], $moment: DateTime) {
  product(slug: "paspoort", municipality: "GM9001", person: $person, moment: $moment) {
    id title reference language layers nextChange
    sections { id kind title html markdown text speech layer origins { layer number owner } factKeys }
    facts { key text speech value layer }
    personal { applied { rule holds because } undecided { name question } withheld }
    website { html jsonLd } app { blocks { type text } } phone { answer opening steps { say ask note } closing ssml }
    chat { messages { text } quickReplies } letter { subject paragraphs pdfUrl } email { subject text html }
    counter { lines bring } kiosk { title lines qrUrl }
  }
}
"""


@pytest.fixture
def hub():
    waterrijk, heideveld = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9002", "Heideveld")
    world.organisation("linge", waterrijk, heideveld)
    world.organisation("waterrijk", waterrijk, order=1)
    world.money_fact("paspoort.kosten", "86.85")
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    world.product(
        rules=(
            Rule(
                id="jong",
                when=Compare(fact="leeftijd", op="<", value=18),
                do=RuleEffect.ADD,
                section=SectionKind.COSTS,
                blocks=world.text("Uw ouders betalen."),
                because="U bent jonger dan 18.",
            ),
        )
    )


def send(client, query, **variables):
    return client.post(
        "/graphql", json.dumps({"query": query, "variables": variables}), content_type="application/json"
    )


def data(client, query, **variables):
    payload = send(client, query, **variables).json()
    assert "errors" not in payload, payload
    return payload["data"]


def test_committed_sdl_is_the_schema():
    assert SDL.read_text() == sdl()


def test_one_reference_and_one_fee_in_all_channels(client, hub):
    product = data(client, ALL_CHANNELS)["product"]
    assert product["facts"][0]["text"].replace("\xa0", " ") == "€ 86,85"
    for channel in ("website", "app", "phone", "chat", "letter", "email", "counter", "kiosk"):
        said = json.dumps(product[channel], ensure_ascii=False).replace("\xa0", " ").replace("\u202f", " ")
        assert "86,85" in said, channel
    assert "zesentachtig euro vijfentachtig" in product["phone"]["ssml"]


def test_single_item_in_all_channels_takes_at_most_six_queries_when_known(client, hub):
    data(client, ALL_CHANNELS)
    with CaptureQueriesContext(connection) as queries:
        data(client, ALL_CHANNELS)
    assert len(queries) <= 6, [q["sql"][:90] for q in queries]


def test_life_event_with_35_products_takes_at_most_ten_queries(client, hub):
    event = "8f5c0f2e-0000-4000-8000-0000000000ee"
    ids = [f"8f5c0f2e-0000-4000-8000-0000000001{n:02}" for n in range(35)]
    for n, item in enumerate(ids):
        world.product(item, slug=f"p{n}", title=f"Product {n}", life_events=(event,), related=(ids[n - 1],))
    append(
        Series(EditionKind.LIFE_EVENT, event, language="nl"),
        LifeEventContent(
            slug="verhuizen",
            title="Verhuizen",
            steps=tuple(
                Step(id=str(n), phase=Phase.APPLY, title=f"Stap {n}", items=(ids[n], ids[n + 1])) for n in range(10)
            ),
        ),
        verb="publish",
        by=world.BY,
    )
    query = """{ lifeEvent(slug: "verhuizen", municipality: "GM9001") { title journey { phase title items { id title } }
                 products { id title reference sections { text } related { title } website { html } phone { answer } } } }"""
    data(client, query)
    with CaptureQueriesContext(connection) as queries:
        event_data = data(client, query)["lifeEvent"]
    assert len(event_data["products"]) == 35
    assert len(event_data["journey"]) == 10
    assert len(queries) <= 10, [q["sql"][:90] for q in queries]


def test_fee_switches_in_every_channel_at_the_moment(client, hub, settings):
    settings.ALLOW_FUTURE_MOMENTS = True
    switch = dt.datetime(timezone.now().year + 1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    world.money_fact("paspoort.kosten", "90.10", valid_from=switch)
    eve, new_year = (
        data(client, ALL_CHANNELS, moment=m.isoformat())["product"] for m in (switch - dt.timedelta(seconds=1), switch)
    )
    assert eve["reference"] != new_year["reference"]
    assert dt.datetime.fromisoformat(eve["nextChange"]) == switch
    for channel in ("website", "app", "phone", "chat", "letter", "email", "counter", "kiosk"):
        before, after = (json.dumps(p[channel], ensure_ascii=False) for p in (eve, new_year))
        assert "86,85" in before and "90,10" not in before, channel
        assert "90,10" in after and "86,85" not in after, channel


def test_answer_is_kept_and_said_again(client, hub):
    reference = data(client, ALL_CHANNELS)["product"]["reference"]
    world.product(title="Anders")
    said = data(
        client, "query ($r: String!) { said(reference: $r) { title reference phone { answer } } }", r=reference
    )["said"]
    assert (said["title"], said["reference"]) == ("Paspoort aanvragen", reference)


def test_future_moment_is_refused_outside_development(client, hub):
    error = send(client, ALL_CHANNELS, moment="2150-01-01T00:00:00+01:00").json()["errors"][0]
    assert error["extensions"]["code"] == "FUTURE_MOMENT"


@pytest.mark.parametrize(
    ("query", "code", "argument"),
    [
        ('{ product(slug: "paspoort", municipality: "GM901") { id } }', "UNKNOWN_MUNICIPALITY", "municipality"),
        (
            '{ product(slug: "paspoort", municipality: "GM9001", moment: "2026-01-01T00:00:00") { id } }',
            "MOMENT_WITHOUT_OFFSET",
            "moment",
        ),
        ('{ product(slug: "paspoort", municipality: "GM9001", moment: "gisteren") { id } }', "BAD_MOMENT", "moment"),
        ('{ product(municipality: "GM9001") { id } }', "ID_OR_SLUG", "id"),
        ('{ product(slug: "paspoort", municipality: "GM9001", language: "??") { id } }', "BAD_LANGUAGE", "language"),
        ('{ products(municipality: "GM9001", first: 0) { total } }', "BAD_PAGE_SIZE", "first"),
        ('{ products(municipality: "GM9001", after: "x") { total } }', "BAD_CURSOR", "after"),
        ('{ said(reference: "nee") { id } }', "BAD_REFERENCE", "reference"),
    ],
)
def test_refusals_carry_code_and_argument(client, hub, query, code, argument):
    error = send(client, query).json()["errors"][0]
    assert error["extensions"]["code"] == code
    assert error["extensions"]["argument"] == argument


def test_desk_memo_reaches_nobody(client, hub):
    world.product(
        sections={
            SectionKind.INTRODUCTION: Section(blocks=world.text("Hallo.")),
            SectionKind.DESK_MEMO: Section(blocks=world.text("CANARY-MEMO")),
        }
    )
    answer = send(client, ALL_CHANNELS)
    assert answer.status_code == 200
    assert b"CANARY-MEMO" not in answer.content
    assert not StoredAnswer.objects.filter(payload__contains="CANARY-MEMO").exists()


def test_person_facts_change_the_answer_and_are_not_kept(client, hub):
    answer = send(client, ALL_CHANNELS, person=[{"name": "leeftijd", "value": 17}])
    product = answer.json()["data"]["product"]
    assert product["personal"]["applied"] == [{"rule": "jong", "holds": True, "because": "U bent jonger dan 18."}]
    assert product["letter"]["pdfUrl"] is None
    assert answer["Cache-Control"] == "no-store"
    assert StoredAnswer.objects.count() == 0


def test_person_facts_over_get_are_refused(client, hub):
    answer = client.get("/graphql", {"query": ALL_CHANNELS})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "PERSON_OVER_GET"


def test_reading_sets_no_cookie(client, hub):
    answer = client.get("/graphql", {"query": '{ product(slug: "paspoort", municipality: "GM9001") { id } }'})
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize(
    "body",
    [
        {"query": ALL_CHANNELS, "variables": {"person": [{"name": 4711, "value": "x"}]}},
        {"query": ALL_CHANNELS, "variables": {"person": "CANARY-4711"}},
        {"query": ALL_CHANNELS, "variables": {"person": [{"name": "leeftijd", "value": "CANARY-4711"}]}},
        {"query": ALL_CHANNELS, "variables": {"person": [{"name": "CANARY-4711", "value": 1}]}},
        {
            "query": '{ product(slug: "paspoort", municipality: "GM9001", person: [{name: 4711, value: "CANARY-4711"}]) { id } }'
        },
        {
            "query": '{ product(slug: "paspoort", municipality: "GM9001", person: [{name: "leeftijd", value: "CANARY-4711"}]) { id } }'
        },
    ],
)
def test_no_error_repeats_a_person_fact(client, hub, body, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/graphql", json.dumps(body), content_type="application/json")
    assert "errors" in answer.json()
    told = answer.content.decode() + "".join(
        record.getMessage() for record in caplog.records if "SELECT" not in record.getMessage()
    )
    assert "4711" not in told


def test_pages_follow_each_other_without_gap_or_repeat(client, hub):
    for n in range(5):
        world.product(f"8f5c0f2e-0000-4000-8000-0000000002{n:02}", slug=f"p{n}", title=f"Product {n}")
    query = """query ($after: String) { products(municipality: "GM9001", first: 4, after: $after) {
        total edges { node { title } } pageInfo { hasNextPage endCursor } } }"""
    first = data(client, query)["products"]
    second = data(client, query, after=first["pageInfo"]["endCursor"])["products"]
    titles = [edge["node"]["title"] for page in (first, second) for edge in page["edges"]]
    assert titles == sorted(titles, key=str.casefold) and len(set(titles)) == 6 == first["total"]
    assert not second["pageInfo"]["hasNextPage"]


def test_letter_of_a_neutral_answer_is_a_pdf(client, hub):
    url = data(client, ALL_CHANNELS)["product"]["letter"]["pdfUrl"]
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_letter_to_a_person_keeps_the_answer_but_no_fact_and_no_address(client, hub):
    answer = client.post(
        "/letters",
        json.dumps(
            {
                "municipality": "GM9001",
                "slug": "paspoort",
                "person": [{"name": "leeftijd", "value": 17}],
                "addressee": {
                    "name": "CANARY Jansen",
                    "street": "Dorpsstraat",
                    "postcode": "9001 AA",
                    "city": "Waterrijk",
                },
            }
        ),
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    stored = StoredAnswer.objects.get()
    assert stored.personal and "CANARY" not in stored.payload and "17" not in json.loads(stored.payload)["personal"]
    said = data(
        client,
        "query ($r: String!) { said(reference: $r) { title personal { withheld applied { rule } } sections { text } } }",
        r=stored.reference,
    )["said"]
    assert said["personal"] == {"withheld": True, "applied": []}
    # What everybody was told at that moment, and nothing of what this person was told.
    assert [s["text"] for s in said["sections"]] == [
        "U vraagt een paspoort aan bij de gemeente.",
        "Een paspoort kost €\xa086,85.",
    ]
    assert json.loads(stored.payload).get("next_change") is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"addressee": {"name": "J", "street": "S", "postcode": "9001 AA"}}, "BAD_ADDRESSEE"),
        ({"addressee": {"nme": "J"}}, "BAD_ADDRESSEE"),
        ({"slug": "bestaat-niet"}, "UNKNOWN_ITEM"),
        ({"moment": "morgen"}, "BAD_MOMENT"),
        ({"verzonnen": 1}, "BAD_LETTER"),
    ],
)
def test_letter_requests_that_cannot_be_met(client, hub, change, code):
    answer = client.post(
        "/letters",
        json.dumps({"municipality": "GM9001", "slug": "paspoort", **change}),
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert StoredAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('municipality: "GM9001", changedSince: "2026-01-01T00:00:00"', "MOMENT_WITHOUT_OFFSET"),
        ('municipality: "GM9001", moment: "1950-01-01T00:00:00Z"', "MOMENT_BEFORE_RECORDS"),
    ],
)
def test_a_moment_that_says_nothing_is_refused_by_name(client, hub, arguments, code):
    error = send(client, f"{{ products({arguments}) {{ total }} }}").json()["errors"][0]
    assert error["extensions"]["code"] == code


def test_a_page_of_no_size_in_particular_is_the_usual_one(client, hub):
    assert data(client, '{ products(municipality: "GM9001", first: null) { total } }')["products"]["total"] == 1


def test_the_same_person_fact_twice_is_refused(client, hub):
    twice = [{"name": "leeftijd", "value": 17}, {"name": "leeftijd", "value": 71}]
    error = send(client, ALL_CHANNELS, person=twice).json()["errors"][0]
    assert error["extensions"]["code"] == "PERSON_FACT_TWICE"


def test_a_person_fact_that_settles_nothing_gives_the_neutral_answer(client, hub):
    world.person_fact("ondernemer", "BOOLEAN", "Bent u ondernemer?")
    personal = data(client, ALL_CHANNELS, person=[{"name": "ondernemer", "value": True}])["product"]
    assert personal == data(client, ALL_CHANNELS)["product"]
    assert not StoredAnswer.objects.get(pk=personal["reference"]).personal


def test_another_question_is_another_reference(client, hub):
    before = data(client, ALL_CHANNELS)["product"]
    world.PersonFact.objects.filter(pk="leeftijd").update(question={"nl": "Wat is uw leeftijd?"})
    world.publish_person_fact(world.PersonFact.objects.get(pk="leeftijd"))
    after = data(client, ALL_CHANNELS)["product"]
    assert before["phone"] != after["phone"]
    assert before["reference"] != after["reference"]
