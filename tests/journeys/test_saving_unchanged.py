"""Opening a page in the editor and saving it as it is loses nothing: what is not drawn would be gone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, expect

from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item, write_life_event
from contenthub.models import LifeEventPage, ProductPage, QuestionPage
from contenthub.models.pages.published import PublishedPage
from contenthub.vocabulary import Phase, RuleEffect, SectionKind
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, RuleDraft, SectionDraft, StepDraft
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
BY = By(actor="import")
EVENT, PRODUCT, OTHER, QUESTION = (f"8f5c0f2e-0000-4000-8000-0000000000{n:02}" for n in range(4))


@pytest.fixture
def site(one_at_a_time: None, live_server: Any) -> str:
    prepare_library(["nl"])
    world.person_fact("spoed", "BOOLEAN", "Hebt u haast?")
    intro = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U regelt het bij de balie.</p>")}
    suggest = RuleDraft(
        id="ook",
        when={"fact": "spoed", "op": "=", "value": True},
        do=RuleEffect.SUGGEST,
        item=OTHER,
        because="U hebt haast.",
    )
    for item, slug in ((OTHER, "rijbewijs"), (PRODUCT, "paspoort")):
        made = ItemDraft(type="product", slug=slug, title=slug.title(), sections=intro)
        write_item(made, item=item, language="nl", by=BY)
    steps = [StepDraft(id=str(n), phase=Phase.APPLY, title=f"Stap {n}", items=[PRODUCT, OTHER]) for n in range(3)]
    write_life_event(LifeEventDraft(slug="op-reis", title="Op reis", steps=steps), item=EVENT, language="nl", by=BY)
    full = ItemDraft(
        type="product",
        slug="paspoort",
        title="Paspoort",
        sections=intro,
        life_events=[EVENT],
        related=[OTHER],
        rules=[suggest],
    )
    write_item(full, item=PRODUCT, language="nl", by=BY)
    asked = ItemDraft(
        type="question",
        slug="kwijt",
        title="Paspoort kwijt?",
        sections=intro,
        product=PRODUCT,
        life_events=[EVENT],
        related=[OTHER],
    )
    write_item(asked, item=QUESTION, language="nl", by=BY)
    get_user_model().objects.create_superuser("ann", password="geheim")
    return live_server.url


def content(page: PublishedPage) -> dict[str, Any]:
    """What a page holds, without the ids that the editor gives its blocks anew."""
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    found: dict[str, Any] = {}
    for field in page._meta.fields:
        if hasattr(value := getattr(page, field.name), "get_prep_value"):
            found[field.name] = _plain(value.get_prep_value())
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if key != "id"}
    if isinstance(value, str):
        return re.sub(r" data-block-key=\"\w+\"", "", value)
    return [_plain(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("model", [LifeEventPage, ProductPage, QuestionPage], ids=lambda model: model.__name__)
def test_a_page_saved_as_it_is_stays_as_it_is(site: str, chromium: Browser, model: type[PublishedPage]) -> None:
    held = model.objects.order_by("-pk").first()
    before = content(held)
    assert before, "a page without blocks proves nothing"
    page, broken = chromium.new_page(viewport={"width": 1440, "height": 1000}), []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{site}/admin/login/")
    page.locator("input[name=username]").fill("ann")
    page.locator("input[name=password]").fill("geheim")
    page.locator("button[type=submit]").click()
    page.goto(f"{site}/admin/pages/{held.pk}/edit/")
    page.locator("button.action-save").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.close()
    assert broken == []
    assert content(held) == before
