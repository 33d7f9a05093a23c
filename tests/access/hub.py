"""A world with something to hide: a desk memo, a notice for agents, a fee ahead, and a fact that a register tells."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contenthub.actions.publish_notice import publish_notice
from contenthub.models import Notice
from contenthub.resolving.conditions import Compare
from contenthub.resolving.content import Rule, Section
from contenthub.vocabulary import RuleEffect, SectionKind
from tests import world

MEMO, AGENTS, AHEAD = "KANARIE-MEMO", "KANARIE-MELDING", "90,10"
SUGGESTED = "8f5c0f2e-0000-4000-8000-0000000000aa"
NEXT_YEAR = dt.datetime(timezone.now().year + 1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))
ACCOUNT = {
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "dpl-processing-activity-id": "https://register.waterrijk.example/verwerkingen/7",
    "x-doelbinding": "Vragen over het paspoort aan de balie",
}
PRODUCT = """query ($person: [PersonFact!], $moment: DateTime, $municipality: ID = "GM9001") {
  product(slug: "paspoort", municipality: $municipality, person: $person, moment: $moment) {
    id title reference sections { kind text } notices { title text } facts { text } related { id }
    personal { applied { rule holds because } undecided { name provenance } withheld } letter { pdfUrl } phone { ssml }
  }
}"""
SAID = """query ($reference: String!) { said(reference: $reference) {
    title sections { text } personal { withheld applied { rule because } } } }"""


def rule(name: str, fact: str, effect: RuleEffect = RuleEffect.ADD, **fields: Any) -> Rule:
    fields = fields or {"section": SectionKind.COSTS, "blocks": world.text(f"Tekst van {name}.")}
    return Rule(id=name, when=Compare(fact=fact, op="<", value=20_000), do=effect, because=f"Omdat {name}.", **fields)


@pytest.fixture
def hub(db: None) -> None:
    waterrijk, heideveld = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9002", "Heideveld")
    world.organisation("linge", waterrijk, heideveld)
    world.money_fact("paspoort.kosten", "86.85")
    world.money_fact("paspoort.kosten", "90.10", valid_from=NEXT_YEAR)
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    world.person_fact("inkomen", "NUMBER", "Wat is uw inkomen?", provenance="register-derived")
    world.product(SUGGESTED, slug="kwijtschelding", title="Kwijtschelding")
    world.product(
        sections={
            SectionKind.COSTS: Section(blocks=world.text("Een paspoort kost ", "{{paspoort.kosten}}", ".")),
            SectionKind.DESK_MEMO: Section(blocks=world.text(MEMO)),
        },
        rules=(rule("jong", "leeftijd"), rule("laag", "inkomen"), rule("help", "inkomen", RuleEffect.SUGGEST, item=SUGGESTED)),
    )
    publish_notice(
        Notice.objects.create(title={"nl": AGENTS}, text={"nl": AGENTS}, agents_only=True, scope={"items": [world.PASSPORT]}),
        by=world.BY,
    )


def send(client: Client, query: str = PRODUCT, headers: dict[str, str] | None = None, **variables: Any) -> Any:
    return client.post(
        "/graphql", json.dumps({"query": query, "variables": variables}), content_type="application/json", headers=headers or {}
    )


def code(answer: Any) -> str:
    return answer.json()["errors"][0]["extensions"]["code"]


def letter(client: Client, headers: dict[str, str] | None = None, **change: Any) -> Any:
    wanted = {
        "municipality": "GM9001",
        "slug": "paspoort",
        "addressee": {"name": "A", "street": "S", "postcode": "9001 AA", "city": "W"},
        **change,
    }
    return client.post("/letters", json.dumps(wanted), content_type="application/json", headers=headers or {})


def facts(**values: Any) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in values.items()]
