"""Text for agents only: never found, counted, highlighted, suggested, corrected to or told without the scope desk."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from contenthub.resolving.content import Section
from contenthub.vocabulary import SectionKind
from search import semantics
from tests import world
from tests.search.conftest import index

CANARY = "kanariepiet"
QUERY = """
query ($text: String!) {
  search(query: $text, municipality: "GM9001", channel: WEBSITE) {
    total didYouMean engine facets { name values { value count } }
    hits { score section highlights item { title sections { id text } } }
  }
  suggest(prefix: $text, municipality: "GM9001") { text kind itemId }
  ask(question: $text, municipality: "GM9001") {
    confidence item { title sections { text } } alternatives { section highlights } handover { reason instruction }
    citations { sections }
  }
}
"""


@pytest.fixture
def indexed(hub):
    world.product(
        sections={
            SectionKind.INTRODUCTION: Section(
                blocks=world.text("U vraagt een paspoort aan bij de balie."), owner="Team"
            ),
            SectionKind.DESK_MEMO: Section(
                blocks=world.text(f"Verbind door met {CANARY} op toestel 4711."), owner="Team"
            ),
        }
    )
    generation = index(hub)
    hub.add_vectors(generation)
    return hub


def told(text: str, **headers: str) -> dict:
    body = {"query": QUERY, "variables": {"text": text}}
    response = Client().post("/graphql", json.dumps(body), content_type="application/json", headers=headers)
    return {**response.json()["data"], "whole": response.content.decode()}


@pytest.mark.parametrize("text", [CANARY, "kanariepie", "kanariepeit", "toestel 4711", "paspoort kanariepiet"])
def test_nobody_without_the_scope_is_told(indexed, text):
    assert semantics.available(), "without vectors this would prove less"
    found = told(text)
    whole = found["whole"].replace(json.dumps(text)[1:-1], "")
    assert CANARY not in whole and "4711" not in whole and ":desk_memo" not in whole
    assert found["suggest"] == []
    if "paspoort" not in text:
        assert found["search"]["didYouMean"] is None
        assert all(hit["score"] < 0.5 for hit in found["search"]["hits"])


def test_a_word_that_only_agents_have_changes_nothing_for_others(indexed):
    with_it, without = told(CANARY), told("xqzvwrt")
    assert with_it["search"]["total"] == without["search"]["total"]


def test_an_agent_is_told(indexed):
    found = told(CANARY, **world.bearer("public", "desk", "explore"))
    (hit,) = found["search"]["hits"]
    assert hit["section"] == f"{world.PASSPORT}:desk_memo"
    assert any(f"*{CANARY}*" in text for text in hit["highlights"])
