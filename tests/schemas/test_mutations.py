"""The mutations from outside: who may, what is told, what is kept, and that a URL does nothing."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from contenthub.answering import answer_item, ask, keep_sent
from contenthub.models import AskedQuestion, Contact, Feedback, Municipality, SwitchCode
from schemas import mutations
from schemas.documents import trusted
from schemas.schema import schema
from search import outbox
from search.setting import engine
from tests import world
from tests.access.hub import code, send
from tests.insight.conftest import COSTS, MEMO, counted_anew, hub, said  # noqa: F401
from tests.unpublished import in_draft

CREATE = """mutation ($item: ID!, $municipality: ID = "GM9001", $section: ID, $person: [PersonFact!]) {
  createSwitchCode(item: $item, municipality: $municipality, section: $section, from: WEBSITE, person: $person) { code expiresAt } }"""
REDEEM = """mutation ($code: String!) {
  redeemSwitchCode(code: $code) { item municipality section language channel person { name value } } }"""
FEEDBACK = """mutation ($section: ID!, $reference: String!, $comment: String) {
  giveFeedback(section: $section, reference: $reference, channel: WEBSITE, helpful: false, comment: $comment) { accepted } }"""
CONTACT = "mutation ($input: ContactInput!) { registerContact(input: $input) { id } }"
INPUT = {
    "municipality": "GM9001",
    "channel": "PHONE",
    "question": "Wat kost het?",
    "sections": [COSTS],
    "references": [],
    "outcome": "NOT_COVERED",
    "missing": "spoed",
}
PERSON = [{"name": "leeftijd", "value": 17}]


def data(answer):
    assert "errors" not in answer.json(), answer.json()["errors"]
    return answer.json()["data"]


def test_a_conversation_is_carried_between_anybodies(client, hub):
    made = send(client, CREATE, item=world.PASSPORT, section=COSTS, person=PERSON)
    assert made["Cache-Control"] == "no-store"
    taken = send(client, REDEEM, code=data(made)["createSwitchCode"]["code"])
    assert data(taken)["redeemSwitchCode"] == {
        "item": world.PASSPORT,
        "municipality": "GM9001",
        "section": COSTS,
        "language": "nl",
        "channel": "WEBSITE",
        "person": PERSON,
    }
    assert taken["Cache-Control"] == "no-store" and not SwitchCode.objects.exists()
    assert code(send(client, REDEEM, code=data(made)["createSwitchCode"]["code"])) == "UNKNOWN_CODE"


def test_facts_of_a_register_are_not_carried_even_for_who_may_use_them(client, hub):
    person = [{"name": "inkomen", "value": 1234}]
    answer = send(client, CREATE, world.bearer("personal"), item=world.PASSPORT, person=person)
    assert code(answer) == "REGISTER_FACT" and "1234" not in answer.content.decode()


def test_guesses_of_one_address_are_limited(client, hub):
    codes = [code(send(client, REDEEM, code=f"ZZZ{n:03}")) for n in range(11)]
    assert codes == ["UNKNOWN_CODE"] * 10 + ["TOO_OFTEN"]


def test_a_token_of_another_municipality_gets_nothing(client, said):
    other = world.bearer("desk", municipalities=("GM9002",))
    made = data(send(client, CREATE, item=world.PASSPORT))["createSwitchCode"]["code"]
    assert code(send(client, CREATE, other, item=world.PASSPORT)) == "WRONG_MUNICIPALITY"
    assert code(send(client, REDEEM, other, code=made)) == "WRONG_MUNICIPALITY"
    assert code(send(client, FEEDBACK, other, section=COSTS, reference=said.reference)) == "WRONG_MUNICIPALITY"
    assert code(send(client, CONTACT, other, input=INPUT)) == "WRONG_MUNICIPALITY"
    assert SwitchCode.objects.count() == 1 and not Feedback.objects.exists() and not Contact.objects.exists()


def test_feedback_needs_no_token_and_keeps_no_name(client, said):
    answer = send(client, FEEDBACK, section=COSTS, reference=said.reference, comment="Ik ben Jan de Vries")
    assert data(answer) == {"giveFeedback": {"accepted": True}}
    row = Feedback.objects.get()
    assert (row.comment, row.agent, row.channel) == ("Ik ben …", "", "WEBSITE")


def test_feedback_has_a_limit_of_its_own(client, said, monkeypatch):
    monkeypatch.setattr(mutations, "GIVING_FEEDBACK", mutations.Act("feedback", most=1, minutes=10))
    send(client, FEEDBACK, section=COSTS, reference=said.reference)
    assert code(send(client, FEEDBACK, section=COSTS, reference=said.reference)) == "TOO_OFTEN"
    assert Feedback.objects.count() == 1


def test_feedback_on_what_is_internal_is_on_nothing(client, said):
    answer = send(client, FEEDBACK, section=f"{world.PASSPORT}:desk_memo", reference=said.reference)
    assert code(answer) == "UNKNOWN_SECTION" and MEMO not in answer.content.decode()


def test_feedback_on_a_personal_answer_tells_nothing_of_it(client, hub):
    personal = answer_item(world.PASSPORT, ask("GM9001", person={"leeftijd": 17}))
    assert personal is not None
    keep_sent(personal)
    answer = send(client, FEEDBACK, section=COSTS, reference=personal.reference)
    assert data(answer) == {"giveFeedback": {"accepted": True}}


def test_contacts_need_the_scope_desk(client, hub):
    assert code(send(client, CONTACT, input=INPUT)) == "NEEDS_SCOPE"
    assert code(send(client, CONTACT, world.bearer("preview", name="een"), input=INPUT)) == "NEEDS_SCOPE"
    assert not Contact.objects.exists()
    answer = send(client, CONTACT, world.bearer("desk", name="twee"), input=INPUT)
    assert data(answer)["registerContact"]["id"] == str(Contact.objects.get().pk)


def test_what_is_wrong_names_the_field_and_keeps_nothing(client, hub):
    answer = send(client, CONTACT, world.bearer("desk"), input={**INPUT, "sections": ["kosten"]})
    told = answer.json()["errors"][0]["extensions"]
    assert (told["code"], told["argument"]) == ("BAD_SECTION", "sections") and "kosten" in told["remedy"]
    assert answer.json()["data"] is None and not Contact.objects.exists()


def test_a_draft_is_not_carried(client, hub):
    answer = send(client, CREATE, in_draft(world.bearer("preview")), item=world.PASSPORT)
    assert code(answer) == "NOT_IN_DRAFT" and not SwitchCode.objects.exists()


@pytest.mark.parametrize("name", ["create-switch-code", "redeem-switch-code", "give-feedback", "register-contact"])
def test_a_url_changes_nothing(client, said, name):
    document = next(one for one in trusted(schema.graphql_schema).values() if one.name == name)
    variables = {
        "create-switch-code": {"item": world.PASSPORT, "municipality": "GM9001", "from": "CHAT"},
        "redeem-switch-code": {"code": "ABC234"},
        "give-feedback": {"section": COSTS, "reference": said.reference, "channel": "CHAT", "helpful": True},
        "register-contact": {"input": INPUT},
    }[name]
    address = f"/graphql?{urlencode({'documentId': document.id, 'variables': json.dumps(variables)})}"
    answer = client.get(address, headers=world.bearer("desk"))
    assert (answer.status_code, code(answer)) == (405, "MUTATION_OVER_GET")
    free = client.get(f"/graphql?{urlencode({'query': 'mutation { __typename }'})}")
    assert (free.status_code, code(free)) == (405, "MUTATION_OVER_GET")
    assert not SwitchCode.objects.exists() and not Feedback.objects.exists() and not Contact.objects.exists()
    body = json.dumps({"documentId": document.id, "variables": variables})
    sent = client.post("/graphql", body, content_type="application/json", headers=world.bearer("desk", name="nog een"))
    assert sent.status_code == 200 and (sent.json()["data"] or name == "redeem-switch-code")


SEARCH = """query ($q: String!) { search(query: $q, municipality: "GM9001", channel: CHAT) { total hits { item { id } } } }"""


def test_questions_are_kept_where_the_municipality_says_so(client, hub, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    outbox.begin(engine())
    send(client, SEARCH, q="paspoort")
    assert not AskedQuestion.objects.exists()
    Municipality.objects.filter(pk="GM9001").update(keeps_questions=True)
    for query in ("paspoort", "zwaluwbrief"):
        data(send(client, SEARCH, q=query))
    data(
        send(
            client, 'query { ask(question: "Zwaluwbrief, ik ben Jan de Vries", municipality: "GM9001") { confidence } }'
        )
    )
    kept = {row.text: (row.channel, bool(row.items), row.good) for row in AskedQuestion.objects.all()}
    assert kept["zwaluwbrief"] == ("CHAT", False, False)
    assert kept["zwaluwbrief, ik ben …"] == ("CHAT", False, False)
    assert kept["paspoort"][1] is True


ODD = ["\x00", "\ud800", "🦆" * 200, "' OR 1=1 --", "", " ", "\u202e", "{}", "../../etc/passwd"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_odd_values_are_refused_or_taken_and_break_nothing(client, said, odd):
    headers = world.bearer("desk")
    for query, variables in (
        (CREATE, {"item": odd}),
        (CREATE, {"item": world.PASSPORT, "section": odd}),
        (CREATE, {"item": world.PASSPORT, "municipality": odd}),
        (CREATE, {"item": world.PASSPORT, "person": [{"name": odd, "value": odd}]}),
        (CREATE, {"item": world.PASSPORT, "person": [{"name": "leeftijd", "value": odd}]}),
        (REDEEM, {"code": odd}),
        (FEEDBACK, {"section": odd, "reference": said.reference}),
        (FEEDBACK, {"section": COSTS, "reference": odd}),
        (FEEDBACK, {"section": COSTS, "reference": said.reference, "comment": odd}),
        *((CONTACT, {"input": {**INPUT, name: odd}}) for name in ("municipality", "question", "missing")),
        *((CONTACT, {"input": {**INPUT, name: [odd]}}) for name in ("sections", "references")),
    ):
        answer = send(client, query, headers, **variables)
        assert answer.status_code < 500
        codes = [error["extensions"]["code"] for error in answer.json().get("errors", ())]
        assert "INTERNAL" not in codes, (query, variables, codes)


READS = """query ($odd: String = "", $id: ID = "", $town: ID = "GM9001") {
  product(slug: $odd, municipality: $town) { title } question(id: $id, municipality: $town) { title }
  lifeEvent(slug: $odd, municipality: $town) { title } municipalities(search: $odd) { name }
  products(municipality: $town, lifeEvent: $odd, topic: $odd, upl: $odd, first: 1) { total } }"""


@pytest.mark.parametrize("odd", ODD, ids=ascii)
@pytest.mark.parametrize("name", ["odd", "id", "town"])
def test_odd_values_break_no_read(client, said, odd, name):
    answer = send(client, READS, **{"odd": "x", "id": world.PASSPORT, name: odd})
    codes = [error["extensions"]["code"] for error in answer.json().get("errors", ())]
    assert answer.status_code < 500 and "INTERNAL" not in codes, codes
