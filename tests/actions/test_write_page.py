"""Writing a draft makes a page and, along Wagtail's own path, an edition."""

from __future__ import annotations

import uuid

import pytest

from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import Written, write_item
from contenthub.models import Edition, ProductPage
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft

pytestmark = pytest.mark.django_db
ITEM = str(uuid.uuid5(uuid.NAMESPACE_URL, "product:paspoort"))
BY = By(actor="import")


def passport(**changes: object) -> ItemDraft:
    values = {
        "type": "product",
        "slug": "paspoort",
        "title": "Paspoort",
        "summary": "Een paspoort vraagt u aan bij uw gemeente.",
        "sections": {SectionKind.INTRODUCTION: SectionDraft(html="<p>Een paspoort is <b>tien jaar</b> geldig.</p>")},
    }
    return ItemDraft(**{**values, **changes})


def test_a_new_draft_becomes_a_live_page_with_one_edition() -> None:
    prepare_library(["nl"])
    assert write_item(passport(), item=ITEM, language="nl", by=BY) == Written.NEW
    edition = Edition.objects.get(kind="item")
    page = ProductPage.objects.get()
    assert page.live and str(page.translation_key) == ITEM
    assert (edition.subject, edition.organisation, edition.language, edition.number) == (ITEM, "", "nl", 1)
    assert (edition.page, edition.revision, edition.published_by) == (page.pk, page.live_revision_id, "import")
    assert edition.row().content.title == "Paspoort"


def test_the_same_draft_again_changes_nothing() -> None:
    write_item(passport(), item=ITEM, language="nl", by=BY)
    revision = ProductPage.objects.get().live_revision_id
    assert write_item(passport(), item=ITEM, language="nl", by=BY) == Written.UNCHANGED
    assert ProductPage.objects.get().live_revision_id == revision
    assert Edition.objects.filter(kind="item").count() == 1


def test_tables_and_details_keep_their_place_and_their_facts() -> None:
    html = (
        "<p>Voor</p><table><thead><tr><th>Wie</th><th>Kosten</th></tr></thead><tbody><tr><td>18+</td>"
        "<td><b>tien</b> euro</td></tr></tbody></table>"
        "<details><summary>Meer</summary><p>Uitleg</p></details><p>Na</p>"
    )
    write_item(passport(sections={SectionKind.COSTS: SectionDraft(html=html)}), item=ITEM, language="nl", by=BY)
    blocks = Edition.objects.get(kind="item").row().content.sections[SectionKind.COSTS].blocks
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Table", "Details", "Paragraph"]
    assert fact_keys(blocks) == ()
