"""Migration 0004: what nobody had chosen is "not filled in", wherever it is kept, so that no edition changes by it."""

from __future__ import annotations

import importlib
import json

import pytest
from django.apps import apps
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from contenthub.actions.append import By
from contenthub.actions.mend_editions import mend_editions
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item, write_local
from contenthub.models import Edition, LocalVersionPage
from contenthub.vocabulary import Offered, SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests.pages import ITEM
from tests.world import municipality

pytestmark = pytest.mark.django_db
BY = By(actor="import")
migration = importlib.import_module("contenthub.migrations.0004_offered")


def test_yes_becomes_not_filled_in_and_no_stays() -> None:
    prepare_library(["nl", "en"])
    municipality("GM9001", "Meer")
    onboard_organisation("samen", "Samen", ["GM9001"], ["nl", "en"], by=BY)
    text = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>")}
    write_item(ItemDraft(type="product", slug="p", title="P", sections=text), item=ITEM, language="nl", by=BY)
    replaced = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Bij ons.</p>", mode=SectionMode.REPLACE)}
    write_local(LocalDraft(sections=replaced), item=ITEM, language="nl", organisation="samen", by=BY)
    no = LocalDraft(offered=Offered.NO, explanation="Niet hier.", municipalities=["GM9001"])
    write_local(no, item=ITEM, language="nl", organisation="samen", by=BY)
    page, refused = LocalVersionPage.objects.order_by("pk")
    TranslationSource.update_or_create_from_instance(page)
    migration.backwards(apps, None)
    assert kept(page) == ("yes", "yes", "yes")
    migration.forwards(apps, None)
    assert kept(page) == ("inherit", "inherit", "inherit")
    assert LocalVersionPage.objects.get(pk=refused.pk).offered == "no"
    before = Edition.objects.count()
    assert list(mend_editions()) == []
    assert Edition.objects.count() == before


def kept(page: LocalVersionPage) -> tuple[str, str, str]:
    page = LocalVersionPage.objects.get(pk=page.pk)
    source = TranslationSource.objects.get(
        locale=Locale.objects.get(language_code="nl"), object_id=page.translation_key
    )
    assert page.latest_revision is not None
    return page.offered, page.latest_revision.content["offered"], json.loads(source.content_json)["offered"]
