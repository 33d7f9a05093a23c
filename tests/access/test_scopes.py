"""What each scope opens, and that nothing of it is open without; every refusal from outside."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from contenthub.actions.publish_person_fact import publish_person_fact
from contenthub.models import Edition, LedgerRow, PersonFact, StoredAnswer
from contenthub.settings import base
from contenthub.vocabulary import Scope
from tests import world
from tests.access.hub import ACCOUNT, AGENTS, AHEAD, MEMO, NEXT_YEAR, PRODUCT, SAID, code, facts, hub, letter, send  # noqa: F401

OTHERS = {scope: [other for other in Scope if other is not scope] for scope in Scope}


def product(answer):
    assert "errors" not in answer.json(), answer.json()
    return answer.json()["data"]["product"]


def test_the_desk_reads_what_is_for_agents_and_nobody_keeps_it(client, hub):
    answer = send(client, headers=world.bearer("desk"))
    shown = product(answer)
    assert MEMO in [section["text"] for section in shown["sections"]]
    assert [notice["title"] for notice in shown["notices"]] == [AGENTS]
    assert answer["Cache-Control"] == "private, no-store"
    assert StoredAnswer.objects.count() == 0


@pytest.mark.parametrize("headers", ["none", "all but desk"])
def test_without_desk_nothing_internal_is_said(client, hub, headers):
    given = {} if headers == "none" else world.bearer(*OTHERS[Scope.DESK])
    everything = PRODUCT.replace("phone { ssml }", "phone { ssml steps { say note } } chat { messages { text } } website { html }")
    answer = send(client, everything, headers=given)
    assert product(answer)["title"] == "Paspoort aanvragen"
    assert MEMO not in answer.content.decode() and AGENTS not in answer.content.decode()


def test_a_letter_never_holds_what_is_for_agents(client, hub):
    headers = world.bearer(*Scope)
    desk, anybody = letter(client, headers), letter(client)
    assert desk.status_code == anybody.status_code == 200
    assert desk["Cache-Control"] == "private, no-store"
    assert [MEMO in stored.payload or AGENTS in stored.payload for stored in StoredAnswer.objects.all()] == [False]


def test_what_the_desk_was_told_is_not_kept_for_others(client, hub):
    reference = product(send(client, headers=world.bearer("desk")))["reference"]
    said = send(client, SAID, reference=reference)
    assert said.json()["data"] == {"said": None}


def test_a_moment_ahead_needs_preview(client, hub):
    moment = NEXT_YEAR.isoformat()
    for headers in ({}, world.bearer(*OTHERS[Scope.PREVIEW])):
        answer = send(client, headers=headers, moment=moment)
        assert code(answer) == "FUTURE_MOMENT" and answer.json()["data"] == {"product": None}
        assert AHEAD not in answer.content.decode()
    seen = send(client, headers=world.bearer("preview", name="Vooruit"), moment=moment)
    assert AHEAD in product(seen)["facts"][0]["text"]
    assert seen["Cache-Control"] == "private, no-store"
    assert StoredAnswer.objects.count() == 0


def test_no_letter_about_a_moment_ahead(client, hub):
    answer = letter(client, world.bearer(*Scope), moment=NEXT_YEAR.isoformat())
    assert (answer.status_code, code(answer)) == (400, "FUTURE_MOMENT")
    assert StoredAnswer.objects.count() == 0


@pytest.mark.parametrize("query", [PRODUCT, PRODUCT.replace("person: $person", 'person: [{name: "inkomen", value: 1}]')])
def test_person_facts_over_get_are_refused_for_every_scope(client, hub, query):
    for headers in ({}, {**world.bearer(*Scope), **ACCOUNT}):
        answer = client.get("/graphql", {"query": query, "variables": json.dumps({"person": facts(inkomen=1)})}, headers=headers)
        assert (answer.status_code, code(answer)) == (400, "PERSON_OVER_GET")
    assert LedgerRow.objects.count() == 0


def test_ask_over_get_is_refused(client, hub):
    answer = client.get("/graphql", {"query": '{ ask(text: "KANARIE") { title } }'})
    assert (answer.status_code, code(answer)) == (400, "PERSON_OVER_GET")
    assert b"KANARIE" not in answer.content


def test_a_fact_that_a_visitor_tells_needs_no_token_and_no_account(client, hub):
    shown = product(send(client, person=facts(leeftijd=17)))
    assert [one["rule"] for one in shown["personal"]["applied"]] == ["jong"]
    assert shown["personal"]["undecided"] == [{"name": "inkomen", "provenance": "REGISTER_DERIVED"}]
    assert LedgerRow.objects.count() == 0


@pytest.mark.parametrize("who", ["anybody", "all but personal"])
@pytest.mark.parametrize("given", [{"inkomen": 18_000}, {"leeftijd": 17, "inkomen": 18_000}, {"inkomen": "KANARIE-WAARDE"}])
def test_a_fact_of_a_register_needs_personal(client, hub, who, given):
    headers = {} if who == "anybody" else world.bearer(*OTHERS[Scope.PERSONAL])
    answer = send(client, headers={**headers, **ACCOUNT}, person=facts(**given))
    assert answer.json()["data"] == {"product": None} and code(answer) == "NEEDS_SCOPE"
    error = answer.json()["errors"][0]
    assert error["extensions"]["argument"] == "person.inkomen" and "personal" in error["message"]
    assert not any(str(value) in answer.content.decode() for value in given.values())
    assert (LedgerRow.objects.count(), StoredAnswer.objects.count()) == (0, 0)


def test_a_fact_of_a_register_needs_personal_in_a_letter(client, hub):
    answer = letter(client, {**world.bearer("letters"), **ACCOUNT}, person=facts(inkomen=18_000))
    assert (answer.status_code, code(answer)) == (403, "NEEDS_SCOPE")
    assert (LedgerRow.objects.count(), StoredAnswer.objects.count()) == (0, 0)


def test_asking_about_the_past_is_no_way_round(client, hub):
    """A fact that became register-derived today was self-declared last month; the rule of today holds."""
    before = timezone.now()
    fact = PersonFact.objects.get(pk="leeftijd")
    fact.provenance = "register-derived"
    fact.save()
    publish_person_fact(fact)
    answer = send(client, person=facts(leeftijd=17), moment=before.isoformat())
    assert code(answer) == "NEEDS_SCOPE" and answer.json()["errors"][0]["extensions"]["argument"] == "person.leeftijd"


def test_a_personal_reference_without_desk_is_neutral_and_withheld(client, hub):
    headers = world.bearer("letters", "personal")
    assert letter(client, {**headers, **ACCOUNT}, person=facts(inkomen=18_000)).status_code == 200
    reference = StoredAnswer.objects.get().reference
    neutral = [{"text": "Een paspoort kost €\xa086,85."}]
    bare = {"title": "Paspoort aanvragen", "sections": neutral, "personal": {"withheld": True, "applied": []}}
    for given in ({}, headers, world.bearer(*OTHERS[Scope.DESK], name="Bijna alles")):
        answer = send(client, SAID, headers=given, reference=reference)
        assert answer.json()["data"]["said"] == bare
        assert "Tekst van laag" not in answer.content.decode() and "Omdat laag" not in answer.content.decode()
    assert client.get(f"/letters/{reference}.pdf").status_code == 404
    shown = send(client, SAID, headers=world.bearer("desk", name="Balie"), reference=reference).json()["data"]["said"]
    assert not shown["personal"]["withheld"] and shown["personal"]["applied"][0]["because"] == "Omdat laag."
    assert "18000" not in json.dumps(shown)


MUNICIPAL = {
    "product": PRODUCT,
    "life events": "query ($municipality: ID!) { lifeEvents(municipality: $municipality) { title } }",
    "products": "query ($municipality: ID!) { products(municipality: $municipality) { total } }",
    "questions": "query ($municipality: ID!) { questions(municipality: $municipality) { total } }",
    "topics": "query ($municipality: ID!) { topics(municipality: $municipality) { name } }",
    "municipality": "query ($municipality: ID!) { municipality(code: $municipality) { name notices { title } } }",
}


@pytest.mark.parametrize("name", MUNICIPAL)
def test_a_token_of_another_municipality_is_refused(client, hub, name):
    headers = world.bearer(*Scope, municipalities=("GM9002",))
    answer = send(client, MUNICIPAL[name], headers=headers, municipality="GM9001")
    assert code(answer) == "WRONG_MUNICIPALITY" and not any((answer.json()["data"] or {}).values())
    assert MEMO not in answer.content.decode() and AGENTS not in answer.content.decode()
    own = send(client, MUNICIPAL[name], headers=headers, municipality="GM9002")
    assert "errors" not in own.json()


def test_a_token_of_another_municipality_is_refused_for_letters_and_references(client, hub):
    assert letter(client, person=facts(leeftijd=17)).status_code == 200
    neutral = product(send(client))["reference"]
    personal = StoredAnswer.objects.get(personal=True).reference
    before = StoredAnswer.objects.count()
    headers = world.bearer(*Scope, municipalities=("GM9002",))
    for reference in (neutral, personal):
        answer = send(client, SAID, headers=headers, reference=reference)
        assert code(answer) == "WRONG_MUNICIPALITY" and answer.json()["data"] == {"said": None}
    answer = client.get(f"/letters/{neutral}.pdf", headers=headers)
    assert (answer.status_code, code(answer)) == (403, "WRONG_MUNICIPALITY")
    answer = letter(client, {**headers, **ACCOUNT}, person=facts(inkomen=18_000))
    assert (answer.status_code, code(answer)) == (403, "WRONG_MUNICIPALITY")
    assert StoredAnswer.objects.count() == before and LedgerRow.objects.count() == 0


def test_names_of_other_municipalities_stay_public(client, hub):
    headers = world.bearer("desk", municipalities=("GM9002",))
    answer = send(client, "{ municipalities { code name notices { title } } }", headers=headers)
    assert [error["path"] for error in answer.json()["errors"]] == [["municipalities", 1, "notices"]]
    assert send(client, "{ municipalities { code successors { name } } }", headers=headers).json()["data"]["municipalities"]


@pytest.mark.parametrize(("open_to_all", "expected"), [(True, 200), (False, 401)])
def test_letters_are_open_where_the_deployment_says_so(client, hub, settings, open_to_all, expected):
    settings.LETTERS_OPEN = open_to_all
    answer = letter(client)
    assert answer.status_code == expected
    if not open_to_all:
        assert code(answer) == "NEEDS_SCOPE" and "letters" in answer.json()["errors"][0]["message"]
        assert answer["WWW-Authenticate"] == 'Bearer realm="contenthub"'
        assert StoredAnswer.objects.count() == 0
        other = letter(client, world.bearer(*OTHERS[Scope.LETTERS]))
        assert (other.status_code, code(other)) == (403, "NEEDS_SCOPE")
        assert letter(client, world.bearer("letters", name="Brieven")).status_code == 200


def test_letters_are_closed_unless_somebody_opens_them():
    assert base.LETTERS_OPEN is False


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.PUBLIC])
def test_what_any_scope_is_told_is_kept_by_no_cache(client, hub, scope):
    headers = world.bearer(scope)
    get = {"query": '{ product(slug: "paspoort", municipality: "GM9001") { title } }'}
    reference = product(send(client))["reference"]
    for answer in (
        client.get("/graphql", get, headers=headers),
        send(client, headers=headers),
        send(client, "{ fout", headers=headers),
        client.get(f"/letters/{reference}.pdf", headers=headers),
    ):
        assert answer["Cache-Control"] == "private, no-store"
        assert "Authorization" in answer["Vary"]
    assert "private" not in client.get("/graphql", get, headers=world.bearer("public", name="Site")).get("Cache-Control", "")


def test_an_anonymous_answer_is_kept_apart_from_those_with_a_token(client, hub):
    """Or a cache would give it to a caller whose token does not hold."""
    answer = client.get("/graphql", {"query": '{ product(slug: "paspoort", municipality: "GM9001") { title } }'})
    assert "Authorization" in answer["Vary"] and not answer.cookies


def test_a_self_declared_definition_keeps_its_content_hash(hub):
    """What was published before provenance existed has the hash that it would have today."""
    age, income = (Edition.objects.get(kind="person-fact", subject=name) for name in ("leeftijd", "inkomen"))
    assert age.content == {"name": "leeftijd", "type": "NUMBER", "question": {"nl": "Hoe oud bent u?"}}
    assert income.content["provenance"] == "register-derived"


def test_no_visitor_is_asked_what_a_register_tells(client, hub, settings):
    """Not by the chat, not in the script of the phone, and not on the side-by-side page, which refuses it too."""
    query = '{ product(slug: "paspoort", municipality: "GM9001") { chat { quickReplies } phone { steps { say ask } } } }'
    asked = json.dumps(send(client, query).json(), ensure_ascii=False)
    assert "Hoe oud bent u?" in asked and "Wat is uw inkomen?" not in asked
    settings.SIDE_BY_SIDE = True
    form = {"municipality": "GM9001", "item": world.PASSPORT, "ui": "nl"}
    page = client.post("/", form).content.decode()
    assert "Hoe oud bent u?" in page and "Wat is uw inkomen?" not in page
    refused = client.post("/", {**form, "person.inkomen": "13579"}).content.decode()
    assert "Dit gegeven komt uit een register." in refused
    assert "Tekst van laag" not in refused and "13579" not in refused
    assert LedgerRow.objects.count() == 0
