"""A small world for tests: two municipalities, a shared organisation, one product, one fact. Written through the verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from contenthub.actions.append import By, append
from contenthub.actions.give_token import issue_token
from contenthub.actions.keep_client import create_client
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.publish_person_fact import publish_person_fact
from contenthub.models import Edition, Fact, Location, Municipality, Organisation, PersonFact
from contenthub.resolving.content import ItemContent, LocalContent, LocalSection, Rule, Section
from contenthub.resolving.editions import Series
from contenthub.resolving.text import Blocks, FactRef, Inline, Paragraph, Text
from contenthub.vocabulary import EditionKind, SectionKind, SectionMode

PASSPORT = "8f5c0f2e-0000-4000-8000-000000000001"
BY = By(actor="editor")
NINE_TO_FIVE = {"days": [{"day": day, "opens": "09:00", "closes": "17:00"} for day in ("monday", "tuesday")]}


def text(*parts: str) -> Blocks:
    """One paragraph; a part like `{{paspoort.kosten}}` is a reference."""
    nodes: list[Inline] = [FactRef(key=p[2:-2]) if p.startswith("{{") else Text(s=p) for p in parts]
    return (Paragraph(c=tuple(nodes)),)


def municipality(code: str, name: str, **fields: Any) -> Municipality:
    defaults = {
        "slug": name.lower(),
        "phone": "14 0123",
        "email": f"info@{name.lower()}.example",
        "website": f"https://www.{name.lower()}.example",
        "street": "Kerkplein",
        "house_number": "1",
        "postcode": "9001 AA",
        "city": name,
        "postal_address": f"Postbus 1, 9000 AA {name}",
        "languages": ["nl", "en", "nl-x-a2"],
    }
    made = Municipality.objects.create(code=code, name=name, **{**defaults, **fields})
    Location.objects.create(
        municipality=made,
        slug="stadhuis",
        name="Stadhuis",
        street="Kerkplein",
        house_number="1",
        postcode="9001 AA",
        city=name,
        opening_hours=NINE_TO_FIVE,
    )
    return made


def organisation(slug: str, *municipalities: Municipality, order: int = 0) -> Organisation:
    made = Organisation.objects.create(slug=slug, name=slug.title(), order=order)
    made.municipalities.set(municipalities)
    for one in municipalities:
        publish_municipality(one, by=BY)
    return made


def money_fact(key: str, amount: str, **scope: Any) -> None:
    if not Fact.objects.filter(pk=key).exists():
        fact = Fact.objects.create(key=key, label={"nl": key, "en": key}, type="MONEY")
        publish_fact(fact, by=BY)
    publish_fact_value(key, {"amount": amount}, by=BY, **scope)


def person_fact(
    name: str, kind: str, question: str, choices: tuple[str, ...] = (), *, provenance: str = "self-declared"
) -> None:
    publish_person_fact(
        PersonFact.objects.create(
            name=name, type=kind, question={"nl": question}, choices=list(choices), provenance=provenance
        )
    )


def administrator(name: str = "beheer") -> Any:
    found = get_user_model().objects.filter(username=name).first()
    return found or get_user_model().objects.create_superuser(name)


def bearer(*scopes: str, name: str = "Testklant", municipalities: tuple[str, ...] = (), **options: Any) -> dict[str, str]:
    """The headers of a new API client with a token of these scopes."""
    who = administrator()
    client = create_client(name, scopes=scopes, municipalities=municipalities, user=who, **options)
    return {"Authorization": f"Bearer {issue_token(client, user=who).token}"}


def product(
    item: str = PASSPORT,
    *,
    language: str = "nl",
    organisation: str = "",
    valid_from: dt.datetime | None = None,
    title: str = "Paspoort aanvragen",
    sections: dict[SectionKind, Section] | None = None,
    rules: tuple[Rule, ...] = (),
    **fields: Any,
) -> Edition:
    content = ItemContent(
        type=fields.pop("type", "product"),
        slug=fields.pop("slug", "paspoort"),
        title=title,
        rules=rules,
        sections=sections
        or {
            SectionKind.INTRODUCTION: Section(blocks=text("U vraagt een paspoort aan bij de gemeente."), owner="Team"),
            SectionKind.COSTS: Section(blocks=text("Een paspoort kost ", "{{paspoort.kosten}}", "."), owner="Team"),
        },
        **fields,
    )
    edition = append(
        Series(EditionKind.ITEM, item, organisation=organisation, language=language),
        content,
        verb="publish",
        by=BY,
        valid_from=valid_from,
    )
    assert edition is not None
    return edition


def local(
    item: str = PASSPORT,
    *,
    organisation: str,
    municipality: str = "",
    language: str = "nl",
    sections: dict[SectionKind, tuple[SectionMode, Blocks]] | None = None,
    **fields: Any,
) -> Edition:
    content = LocalContent(
        sections={k: LocalSection(mode=m, blocks=b) for k, (m, b) in (sections or {}).items()}, **fields
    )
    edition = append(
        Series(EditionKind.ITEM, item, organisation, municipality, language), content, verb="publish", by=BY
    )
    assert edition is not None
    return edition
