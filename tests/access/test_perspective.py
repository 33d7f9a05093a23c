"""The perspective draft from outside: who gets it, what it shows, and that nothing of it is anywhere else."""

from __future__ import annotations

import datetime as dt
import json
import logging
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client import generate_latest

from contenthub.models import ApiToken, AuditRow, Edition, OutboxRow, StoredAnswer
from contenthub.vocabulary import Scope
from schemas.documents import trusted
from schemas.front import Front
from schemas.memory import memory
from schemas.schema import schema
from tests import unpublished, world
from tests.access.hub import code, letter
from tests.schemas.test_memory import kept_connection  # noqa: F401
from tests.unpublished import ASKED, CANARY, NEW, PASS, in_draft, send

ALL = """query ($municipality: ID = "GM9001", $moment: DateTime) {
  product(slug: "pas", municipality: $municipality, moment: $moment) { ...all
    questions { ...all } related { ...all } lifeEvents { title draft journey { title text items { title } } } }
  lifeEvents(municipality: $municipality, moment: $moment) { title draft introduction journey { title text items { title draft } } products { title } }
  products(municipality: $municipality, moment: $moment, first: 10) { total edges { node { ...all questions { title } } } }
  questions(municipality: $municipality, moment: $moment, first: 5) { edges { node { title question product { title draft } } } }
}
fragment all on Item { id slug title summary reference draft nextChange updatedAt sections { text origins { draft number edition layer } } lifeEvents { title }
  website { html jsonLd } app { blocks { text } } phone { answer ssml } chat { messages { text } } letter { subject paragraphs pdfUrl }
  email { text html } counter { lines } kiosk { lines } }"""
FIRST = """query ($slug: String = "pas", $municipality: ID = "GM9001", $moment: DateTime) {
  product(slug: $slug, municipality: $municipality, moment: $moment) { title draft sections { kind text } nextChange letter { pdfUrl } } }"""


@pytest.fixture
def hub(db: None) -> None:
    memory.clear()
    unpublished.build()


@pytest.fixture
def drafts(hub: None) -> None:
    unpublished.canaries()


def data(answer):
    assert "errors" not in answer.json(), answer.json()["errors"]
    return answer.json()["data"]


def texts(answer):
    return " ".join(section["text"] for section in data(answer)["product"]["sections"])


def test_every_nested_relation_is_that_of_the_drafts(client, drafts):
    answer = send(client, ALL, in_draft(world.bearer("preview")))
    said = data(answer)
    first = said["product"]
    assert (first["title"], first["draft"]) == (f"Pas {CANARY}", True)
    assert [(item["title"], item["draft"]) for item in first["related"]] == [
        (f"Nieuw {CANARY}", True),
        ("Kaart", False),
    ]
    assert [question["title"] for question in first["questions"]] == [f"Vraag {CANARY}"]
    assert {event["title"] for event in first["lifeEvents"]} == {f"Verhuizen {CANARY}", f"Geboorte {CANARY}"}
    moving = next(event for event in said["lifeEvents"] if event["title"] == f"Verhuizen {CANARY}")
    assert moving["draft"] and moving["journey"][0]["title"] == f"Stap {CANARY}"
    assert moving["journey"][0]["items"] == [{"title": f"Nieuw {CANARY}", "draft": True}]
    assert [product["title"] for product in moving["products"]] == [f"Pas {CANARY}"]
    listed = [edge["node"]["title"] for edge in said["products"]["edges"]]
    assert (listed, said["products"]["total"]) == (["Kaart", f"Nieuw {CANARY}", f"Pas {CANARY}"], 3)
    assert said["questions"]["edges"][0]["node"]["product"] == {"title": f"Pas {CANARY}", "draft": True}
    costs = next(section for section in first["sections"] if f"{CANARY}-WATERRIJK" in section["text"])
    assert [(o["layer"], o["draft"], o["number"], o["edition"]) for o in costs["origins"]] == [
        ("GENERIC", True, 2, "0"),
        ("MUNICIPAL", True, 2, "0"),
    ]


def test_every_channel_says_the_draft_with_the_facts_in_force(client, drafts):
    said = data(send(client, ALL, in_draft(world.bearer("preview"))))["product"]
    for channel in ("website", "app", "phone", "chat", "letter", "email", "counter", "kiosk"):
        assert CANARY in json.dumps(said[channel]) or "86" in json.dumps(said[channel]), channel
    assert f"{CANARY}-WATERRIJK" in said["website"]["html"] and "86,85" in said["website"]["html"]
    assert said["letter"]["pdfUrl"] is None


def test_a_draft_is_kept_nowhere_and_by_nobody(client, drafts):
    answer = send(client, ALL, in_draft(world.bearer("preview")))
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer and "Surrogate-Key" not in answer
    assert StoredAnswer.objects.count() == 0 and len(memory) == 0
    reference = data(answer)["product"]["reference"]
    assert send(client, "query ($r: String!) { said(reference: $r) { title } }", r=reference).json()["data"] == {
        "said": None
    }
    assert client.get(f"/letters/{reference}.pdf").status_code == 404


def test_a_known_document_asked_as_draft_is_not_remembered_for_others(client, drafts):
    found = next(d for d in trusted(schema.graphql_schema).values() if d.name == "product-website")
    body = json.dumps({"documentId": found.id, "variables": {"slug": "pas", "municipality": "GM9001"}})
    seen = client.post("/graphql", body, content_type="application/json", headers=in_draft(world.bearer("preview")))
    assert CANARY in seen.content.decode() and len(memory) == 0
    assert seen["Cache-Control"] == "private, no-store"
    for _ in range(2):
        public = client.post("/graphql", body, content_type="application/json")
        assert public.status_code == 200 and CANARY not in public.content.decode()
    again = client.post(
        "/graphql", body, content_type="application/json", headers=in_draft(world.bearer("preview", name="Twee"))
    )
    assert CANARY in again.content.decode()


def test_reading_drafts_writes_nothing(client, drafts):
    headers = in_draft(world.bearer("preview"))
    send(client, ALL, headers)  # Notes the day of first use.
    before = [model.objects.count() for model in (Edition, AuditRow, OutboxRow, StoredAnswer)], unpublished.pages()
    with CaptureQueriesContext(connection) as queries:
        data(send(client, ALL, headers))
    assert [
        q["sql"]
        for q in queries
        if not q["sql"].lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "SET", "COMMIT"))
    ] == []
    assert (
        [model.objects.count() for model in (Edition, AuditRow, OutboxRow, StoredAnswer)],
        unpublished.pages(),
    ) == before


@pytest.mark.parametrize("scopes", [None, (), ("desk",), tuple(s for s in Scope if s is not Scope.PREVIEW)])
def test_without_the_header_nothing_of_drafts_is_said(client, drafts, scopes, caplog):
    caplog.set_level(logging.DEBUG)
    headers = {} if scopes is None else world.bearer(*scopes)
    everything = [
        send(client, ALL, headers),
        send(client, FIRST, headers, slug="nieuw"),
        letter(client, headers, slug="pas"),
        letter(client, headers, slug="nieuw"),
        client.get("/graphql", {"query": FIRST}, headers=headers),
        send(client, FIRST, headers, slug="vraag"),
        client.get("/metrics"),
        send(client, '{ product(id: "%s", municipality: "GM9001") { title } }' % NEW, headers),
        send(client, '{ question(id: "%s", municipality: "GM9001") { title } }' % ASKED, headers),
    ]
    for answer in everything:
        assert CANARY not in answer.content.decode("utf-8", "replace")
    assert everything[0].json()["data"]["product"]["title"] == "Pas"
    assert [a.json()["data"] for a in everything[-2:]] == [{"product": None}, {"question": None}]
    assert CANARY not in caplog.text
    assert [row for row in StoredAnswer.objects.all() if CANARY in row.payload] == []
    assert CANARY not in json.dumps([row.content for row in Edition.objects.all()])


def test_preview_alone_sees_no_drafts_without_the_header(client, drafts):
    answer = send(client, ALL, world.bearer("preview"))
    assert data(answer)["product"]["title"] == "Pas" and CANARY not in answer.content.decode()


def test_what_was_seen_as_draft_is_not_logged_or_counted(client, drafts, caplog):
    caplog.set_level(logging.DEBUG)
    send(client, ALL, in_draft(world.bearer("preview")))
    send(client, FIRST, in_draft(world.bearer("preview", name="Twee")), slug=f"weg-{CANARY}")
    assert CANARY not in caplog.text.replace(f"weg-{CANARY}", "") and CANARY not in generate_latest().decode()


@pytest.mark.parametrize(
    ("headers", "status", "wanted"),
    [
        (lambda: {}, 401, "NEEDS_SCOPE"),
        (lambda: world.bearer(*(s for s in Scope if s is not Scope.PREVIEW)), 403, "NEEDS_SCOPE"),
        (lambda: {"Authorization": "Bearer weg"}, 401, "BAD_TOKEN"),
        (lambda: expired(), 401, "EXPIRED_TOKEN"),
        (lambda: revoked(), 401, "REVOKED_TOKEN"),
    ],
)
def test_who_may_not_see_drafts_is_told_so_and_nothing_else(client, drafts, headers, status, wanted):
    found = next(d for d in trusted(schema.graphql_schema).values() if d.name == "product-website")
    known = json.dumps({"documentId": found.id, "variables": {"slug": "pas", "municipality": "GM9001"}})
    assert (
        client.post("/graphql", known, content_type="application/json").status_code == 200
    )  # Now in memory, and kept.
    kept = f"/letters/{StoredAnswer.objects.get().pk}.pdf"
    given = in_draft(headers())
    for answer in (
        send(client, FIRST, given),
        client.post("/graphql", known, content_type="application/json", headers=given),
        client.get("/graphql", {"query": FIRST}, headers=given),
        letter(client, given, slug="pas"),
        client.get(kept, headers=given),
    ):
        assert (answer.status_code, code(answer)) == (status, wanted)
        assert "data" not in answer.json() and "Pas" not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]


def expired():
    headers = world.bearer("preview")
    ApiToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    return headers


def revoked():
    headers = world.bearer("preview")
    ApiToken.objects.update(revoked_at=timezone.now())
    return headers


@pytest.mark.parametrize("caller", ["anybody", "preview"])
def test_another_perspective_is_refused_for_everybody(client, drafts, caller):
    headers = {} if caller == "anybody" else world.bearer("preview")
    for value in ("published", "drafts", "DRAFT", "", "draft, draft"):
        answer = send(client, FIRST, {**headers, "Contenthub-Perspective": value})
        error = answer.json()["errors"][0]["extensions"]
        assert (answer.status_code, error["code"], error["argument"]) == (
            400,
            "UNKNOWN_PERSPECTIVE",
            "Contenthub-Perspective",
        )
        assert "draft" in error["remedy"] and "data" not in answer.json() and "no-store" in answer["Cache-Control"]


def test_the_door_before_django_and_shared_caches_give_no_published_answer_instead(client, drafts, kept_connection):
    found = next(d for d in trusted(schema.graphql_schema).values() if d.name == "product-website")
    body = {"documentId": found.id, "variables": json.dumps({"slug": "pas", "municipality": "GM9001"})}
    door = Front(WSGIHandler())
    environ = client._base_environ(PATH_INFO="/graphql", QUERY_STRING=urlencode(body))
    told = []

    def ask(**more):
        b"".join(door({**environ, **more}, lambda status, headers, *_: told.append((status, dict(headers)))))

    ask()
    ask()
    ask(HTTP_CONTENTHUB_PERSPECTIVE="draft")
    assert [status.split()[0] for status, _ in told] == ["200", "200", "401"]
    assert "Contenthub-Perspective" in told[1][1]["Vary"]
    # Last, for Django's test client ends the connection that the fixture keeps.
    public = client.get("/graphql", body)
    assert "Contenthub-Perspective" in public["Vary"] and "public" in public["Cache-Control"]


def test_a_draft_never_leaves_in_a_letter(client, drafts):
    headers = world.bearer("preview", "letters")
    answer = letter(client, in_draft(headers), slug="pas")
    assert (answer.status_code, code(answer)) == (400, "NOT_IN_DRAFT")
    assert StoredAnswer.objects.count() == 0
    public = letter(client, headers, slug="pas")
    assert public.status_code == 200
    kept = client.get(f"/letters/{StoredAnswer.objects.get().pk}.pdf", headers=in_draft(headers))
    assert (kept.status_code, code(kept)) == (400, "NOT_IN_DRAFT")


def test_what_was_said_is_no_draft(client, drafts):
    reference = data(send(client, ALL))["product"]["reference"]
    answer = send(
        client, "query ($r: String!) { said(reference: $r) { title } }", in_draft(world.bearer("preview")), r=reference
    )
    assert code(answer) == "NOT_IN_DRAFT" and answer.json()["data"] == {"said": None}


def test_a_moment_that_has_passed_has_no_drafts(client, drafts):
    headers = in_draft(world.bearer("preview"))
    published = Edition.objects.order_by("valid_from").last().valid_from
    before = send(client, FIRST, headers, moment=published.isoformat())
    assert code(before) == "DRAFT_BEFORE_NOW" and before.json()["data"] == {"product": None}
    ahead = send(client, FIRST, headers, moment=(timezone.now() + dt.timedelta(days=1)).isoformat())
    assert data(ahead)["product"]["title"] == f"Pas {CANARY}"


def test_a_draft_with_a_moment_ahead_holds_from_then(client, hub):
    begins = (timezone.now() + dt.timedelta(days=10)).replace(microsecond=0)
    unpublished.draft_item(PASS, unpublished.product("pas", f"Pas {CANARY}"), valid_from=begins)
    unpublished.draft_item(NEW, unpublished.product("nieuw", f"Nieuw {CANARY}"), valid_from=begins)
    headers = in_draft(world.bearer("preview"))
    now = data(send(client, FIRST, headers))["product"]
    assert (now["title"], now["draft"]) == ("Pas", False)
    assert dt.datetime.fromisoformat(now["nextChange"]) == begins
    assert data(send(client, FIRST, headers, slug="nieuw"))["product"] is None
    later = begins.isoformat()
    assert data(send(client, FIRST, headers, moment=later))["product"]["title"] == f"Pas {CANARY}"
    assert data(send(client, FIRST, headers, slug="nieuw", moment=later))["product"]["draft"] is True


def test_a_municipality_sees_the_drafts_of_its_own_organisations_only(client, drafts):
    bound = in_draft(world.bearer("preview", municipalities=("GM9001",)))
    answer = send(client, FIRST, bound)
    # The drafts of the library are its editors' own; what is published of it stands below the local draft.
    assert data(answer)["product"]["title"] == "Pas" and f"{CANARY}-WATERRIJK" in texts(answer)
    assert "HEIDEVELD" not in answer.content.decode()
    assert data(send(client, FIRST, bound, slug="nieuw"))["product"] is None
    other = send(client, FIRST, bound, municipality="GM9002")
    assert code(other) == "WRONG_MUNICIPALITY" and CANARY not in other.content.decode()


def test_a_caller_who_is_not_bound_sees_each_municipality_with_its_own_drafts(client, drafts):
    headers = in_draft(world.bearer("preview"))
    for town, own, others in (("GM9001", "WATERRIJK", "HEIDEVELD"), ("GM9002", "HEIDEVELD", "WATERRIJK")):
        answer = send(client, FIRST, headers, municipality=town)
        assert f"{CANARY}-{own}" in texts(answer) and others not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        'search(query: "pas", municipality: "GM9001", channel: WEBSITE) { total }',
        'suggest(prefix: "pa", municipality: "GM9001") { text }',
        'ask(question: "Hoe krijg ik een pas?", municipality: "GM9001") { confidence }',
    ],
)
def test_drafts_are_in_no_index_so_none_are_looked_for(client, drafts, query):
    answer = send(client, f"{{ {query} }}", in_draft(world.bearer("preview")))
    assert code(answer) == "NOT_IN_DRAFT" and CANARY not in answer.content.decode()
