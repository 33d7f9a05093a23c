"""A world with a canary in every place where a draft can stand: new pages, changed pages, local versions, a journey."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test import Client
from wagtail.models import Page

from contenthub.actions.branches import branch_for
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.page_fields import fill_item, fill_life_event, fill_local
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item, write_life_event, write_local
from contenthub.models.pages import LifeEventPage, LocalVersionPage, ProductPage, PublishedPage, QuestionPage
from contenthub.vocabulary import Phase, SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, LocalDraft, SectionDraft, StepDraft
from tests import world

CANARY = "KANARIE-CONCEPT"
FEE = '<a linktype="fact" id="paspoort.kosten">kosten</a>'
PASS, CARD, NEW, ASKED, MOVING, BIRTH = (f"8f5c0f2e-0000-4000-8000-0000000000d{n}" for n in range(6))
_MODELS = {"product": ProductPage, "question": QuestionPage}


def build() -> None:
    """Two municipalities of one organisation each; a product with all its relations is published, and changed since."""
    prepare_library(["nl"])
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heideveld")):
        world.municipality(code, name)
        onboard_organisation(name.lower(), name, [code], ["nl"], by=world.BY)
    world.money_fact("paspoort.kosten", "86.85")
    write_life_event(
        LifeEventDraft(slug="verhuizen", title="Verhuizen", steps=[]), item=MOVING, language="nl", by=world.BY
    )
    write_item(product("pas", "Pas"), item=PASS, language="nl", by=world.BY)
    write_item(product("kaart", "Kaart"), item=CARD, language="nl", by=world.BY)
    for name in ("waterrijk", "heideveld"):
        write_local(
            LocalDraft(sections={SectionKind.COSTS: appended(f"Bij {name}.")}),
            item=PASS,
            language="nl",
            organisation=name,
            by=world.BY,
        )


def product(slug: str, title: str, **fields: Any) -> ItemDraft:
    sections = fields.pop("sections", None) or {
        SectionKind.INTRODUCTION: SectionDraft(html=f"<p>U vraagt de {slug} aan.</p>"),
        SectionKind.COSTS: SectionDraft(html=f"<p>Het kost {FEE}.</p>"),
    }
    return ItemDraft(type=fields.pop("type", "product"), slug=slug, title=title, sections=sections, **fields)


def appended(words: str) -> SectionDraft:
    return SectionDraft(html=f"<p>{words}</p>", mode=SectionMode.APPEND)


def draft_item(item: str, draft: ItemDraft, organisation: str = "", **fields: Any) -> PublishedPage:
    return _save(_MODELS[draft.type], item, organisation, lambda page: fill_item(page, draft), fields)


def draft_life_event(item: str, draft: LifeEventDraft) -> PublishedPage:
    return _save(LifeEventPage, item, "", lambda page: fill_life_event(page, draft), {})


def draft_local(item: str, draft: LocalDraft, organisation: str, **fields: Any) -> PublishedPage:
    """A changed version where the organisation has one, else a new one."""
    there = LocalVersionPage.objects.child_of(branch_for(organisation, "nl")).filter(item=item).first()
    key = str(there.translation_key) if there else str(uuid.uuid4())

    def fill(page: Any) -> None:
        page.item, page.title = item, page.title or f"Lokaal {organisation}"
        fill_local(page, draft)

    return _save(LocalVersionPage, key, organisation, fill, fields)


def _save(model: Any, key: str, organisation: str, fill: Any, fields: dict[str, Any]) -> PublishedPage:
    """As an editor saves a draft: the page itself keeps what is published."""
    branch = branch_for(organisation, "nl")
    there = model.objects.child_of(branch).filter(translation_key=key).first()
    page = (
        there.get_latest_revision_as_object() if there else model(translation_key=key, locale=branch.locale, live=False)
    )
    fill(page)
    for name, value in fields.items():
        setattr(page, name, value)
    if there is None:
        branch.add_child(instance=page)
    page.save_revision(clean=False)
    return model.objects.get(pk=page.pk)


def canaries() -> None:
    """Drafts of everything that can be one."""
    draft_item(NEW, product("nieuw", f"Nieuw {CANARY}", summary=f"{CANARY}-SAMENVATTING"))
    draft_item(ASKED, product("vraag", f"Vraag {CANARY}", type="question", question=f"Hoe {CANARY}?", product=PASS))
    draft_item(PASS, product("pas", f"Pas {CANARY}", related=[NEW, CARD], life_events=[MOVING, BIRTH]))
    step = StepDraft(id="vraag-aan", phase=Phase.APPLY, title=f"Stap {CANARY}", html=f"<p>{CANARY}</p>", items=[NEW])
    draft_life_event(MOVING, LifeEventDraft(slug="verhuizen", title=f"Verhuizen {CANARY}", steps=[step]))
    draft_life_event(BIRTH, LifeEventDraft(slug="geboorte", title=f"Geboorte {CANARY}", steps=[]))
    draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended(f"{CANARY}-WATERRIJK")}), "waterrijk")
    draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended(f"{CANARY}-HEIDEVELD")}), "heideveld")


def send(client: Client, query: str, headers: dict[str, str] | None = None, **variables: Any) -> Any:
    return client.post(
        "/graphql",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers=headers or {},
    )


def in_draft(headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "Contenthub-Perspective": "draft"}


def pages() -> list[tuple[int, bool, bool]]:
    return list(Page.objects.order_by("pk").values_list("pk", "live", "has_unpublished_changes"))
