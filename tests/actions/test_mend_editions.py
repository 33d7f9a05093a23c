"""What a crash between page and edition leaves behind is found and mended."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import ProductPage
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.pages import ITEM, rows, said, user

pytestmark = pytest.mark.django_db


def write(title: str = "Paspoort") -> ProductPage:
    intro = SectionDraft(html="<p>U vraagt het aan.</p>")
    write_item(
        ItemDraft(type="product", slug="paspoort", title=title, sections={SectionKind.INTRODUCTION: intro}),
        item=ITEM,
        language="nl",
        by=By(actor="import"),
    )
    return ProductPage.objects.get()


def crash_while_publishing(page: ProductPage, title: str) -> None:
    """The page is live with a revision that never became an edition."""
    page.title = title
    revision = page.save_revision(user=user("els"))
    ProductPage.objects.filter(pk=page.pk).update(title=title, live_revision=revision)


def check(*args: str) -> str:
    out = StringIO()
    call_command("check_editions", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def page() -> ProductPage:
    prepare_library(["nl"])
    return write()


def test_nothing_to_mend(page: ProductPage) -> None:
    assert check() == "0 mended, 0 refused\n" and len(rows()) == 1


def test_a_live_page_without_edition_gets_one(page: ProductPage) -> None:
    crash_while_publishing(page, "Nieuw")
    assert check() == f"mended   page {page.pk} Nieuw (nl): live without an edition\n1 mended, 0 refused\n"
    assert rows() == [(1, "published", "import"), (2, "published", "els")] and said().title == "Nieuw"
    assert check() == "0 mended, 0 refused\n" and len(rows()) == 2


def test_a_dry_run_writes_nothing(page: ProductPage) -> None:
    crash_while_publishing(page, "Nieuw")
    assert check("--dry-run").endswith("1 to mend, 0 refused\n") and len(rows()) == 1


def test_publishing_again_without_change_needs_no_mending(page: ProductPage) -> None:
    page.save_revision().publish()
    assert check() == "0 mended, 0 refused\n" and len(rows()) == 1


def test_an_edition_without_a_live_page_is_withdrawn(page: ProductPage) -> None:
    ProductPage.objects.filter(pk=page.pk).update(live=False)
    assert "published without a live page" in check()
    assert [row[1] for row in rows()] == ["published", "withdrawn"]
    assert check() == "0 mended, 0 refused\n"


def test_what_cannot_be_mended_is_said(page: ProductPage) -> None:
    page.section_costs = '[{"type": "section", "value": {"body": [{"type": "text", "value": "<p>{{geen.feit}}</p>"}]}}]'
    revision = page.save_revision()
    ProductPage.objects.filter(pk=page.pk).update(live_revision=revision)
    assert "COSTS: there is no fact geen.feit" in check() and len(rows()) == 1
