"""Every way in which Wagtail publishes and takes back, and exactly the editions that it leaves. One case a path."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Task, Workflow

from contenthub.actions.append import By, append
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import Edition, LibraryPage, ProductPage
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, EditionState, SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.pages import ITEM, client, product_data, rows, said, section, user
from tests.world import BY, money_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> LibraryPage:
    return prepare_library(["nl", "en"])[0]


@pytest.fixture
def ria(library: LibraryPage) -> Client:
    return client(user("ria", "landelijk-reviewers"))


@pytest.fixture
def page(library: LibraryPage) -> ProductPage:
    draft = ItemDraft(
        type="product",
        slug="paspoort",
        title="Paspoort",
        sections={SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>")},
    )
    write_item(draft, item=ITEM, language="nl", by=By(actor="import"))
    return ProductPage.objects.get()


def edit(who: Client, page: Page, **values: Any) -> Any:
    return who.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), product_data(**values))


def bulk(who: Client, what: str, *pages: Page) -> Any:
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", what])
    return who.post(f"{address}?{ids}", {"include_descendants": "on"})


def test_publish_in_the_editor(page: ProductPage, ria: Client) -> None:
    assert edit(ria, page, title="Paspoort aanvragen").status_code == 302
    page.refresh_from_db()
    assert rows() == [(1, "published", "import"), (2, "published", "ria")]
    assert said().title == "Paspoort aanvragen"
    assert Edition.objects.get(number=2).revision == page.live_revision_id


def test_publish_in_the_editor_without_change(page: ProductPage, ria: Client) -> None:
    assert edit(ria, page).status_code == 302
    page.refresh_from_db()
    assert page.live and rows() == [(1, "published", "import")]


def test_save_a_draft(page: ProductPage, ria: Client) -> None:
    assert edit(ria, page, title="Nog niet af", action="action-save").status_code == 302
    assert rows() == [(1, "published", "import")] and said().title == "Paspoort"


def test_create_and_publish(library: LibraryPage, ria: Client) -> None:
    address = reverse("wagtailadmin_pages:add", args=["contenthub", "productpage", library.pk])
    assert ria.post(address, product_data(title="Rijbewijs", public_slug="rijbewijs")).status_code == 302
    page = ProductPage.objects.get()
    assert page.live and rows() == [(1, "published", "ria")]
    row = Edition.objects.get()
    assert (row.subject, row.revision, row.page) == (str(page.translation_key), page.live_revision_id, page.pk)
    assert said().slug == "rijbewijs"


def test_approval_in_the_workflow(page: ProductPage, ria: Client) -> None:
    els = client(user("els", "landelijk-editors"))
    assert edit(els, page, title="Nieuw", action="action-submit").status_code == 302
    assert len(rows()) == 1
    page.refresh_from_db()
    state = page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert ria.post(address, {"comment": ""}).status_code == 302
    assert rows() == [(1, "published", "import"), (2, "published", "ria")] and said().title == "Nieuw"


def test_an_editor_cannot_publish_past_the_workflow(page: ProductPage) -> None:
    els = client(user("els", "landelijk-editors"))
    edit(els, page, title="Nieuw")
    assert len(rows()) == 1 and said().title == "Paspoort"


def test_publish_in_bulk(page: ProductPage, ria: Client) -> None:
    edit(ria, page, title="In bulk", action="action-save")
    assert bulk(ria, "publish", page).status_code == 302
    assert rows() == [(1, "published", "import"), (2, "published", "ria")] and said().title == "In bulk"


def test_revert_and_publish(page: ProductPage, ria: Client) -> None:
    first = page.latest_revision
    edit(ria, page, title="Verkeerd")
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert ria.get(address).status_code == 200
    edit(ria, page, title="Paspoort", revision=str(first.pk))
    assert rows() == [(1, "published", "import"), (2, "published", "ria"), (3, "published", "ria")]
    assert said(3) == said(1)
    page.refresh_from_db()
    assert Edition.objects.get(number=3).revision == page.live_revision_id


def test_publish_by_the_api_of_the_revision(page: ProductPage) -> None:
    page.title = "Uit de code"
    revision = page.save_revision(user=user("ruud"))
    revision.publish()
    assert rows()[-1] == (2, "published", "ruud")


def test_the_same_revision_twice_makes_one_edition(page: ProductPage) -> None:
    page.title = "Twee keer"
    revision = page.save_revision()
    revision.publish()
    revision.publish()
    assert [row[0] for row in rows()] == [1, 2]


def test_unpublish_by_button(page: ProductPage, ria: Client) -> None:
    assert ria.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).status_code == 302
    assert rows() == [(1, "published", "import"), (2, "withdrawn", "ria")]
    assert said().withdrawn.reason == "Deze tekst is ingetrokken." and said().title == "Paspoort"


def test_publish_again_after_unpublishing(page: ProductPage, ria: Client) -> None:
    ria.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert bulk(ria, "publish", page).status_code == 302
    assert rows() == [(1, "published", "import"), (2, "withdrawn", "ria"), (3, "published", "ria")]
    assert said(3) == said(1)


def test_unpublish_in_bulk(page: ProductPage, ria: Client) -> None:
    assert bulk(ria, "unpublish", page).status_code == 302
    assert rows() == [(1, "published", "import"), (2, "withdrawn", "ria")]


def test_unpublish_twice(page: ProductPage, ria: Client) -> None:
    bulk(ria, "unpublish", page)
    bulk(ria, "unpublish", page)
    assert len(rows()) == 2


def test_delete(page: ProductPage, ria: Client) -> None:
    assert ria.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert not ProductPage.objects.exists()
    assert rows() == [(1, "published", "import"), (2, "withdrawn", "ria")]


def test_delete_in_bulk(page: ProductPage, ria: Client) -> None:
    assert bulk(ria, "delete", page).status_code == 302
    assert not ProductPage.objects.exists()
    assert rows() == [(1, "published", "import"), (2, "withdrawn", "ria")]


def test_delete_of_a_draft_leaves_nothing(page: ProductPage, ria: Client) -> None:
    bulk(ria, "unpublish", page)
    ria.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert len(rows()) == 2


def test_delete_of_the_branch_above(page: ProductPage, library: LibraryPage) -> None:
    boss = client(user("baas", superuser=True))
    address = reverse("wagtailadmin_pages:delete", args=[library.pk])
    response = boss.post(address, {"confirm_site_name": "contenthub"})
    assert response.status_code == 302, response.content
    assert not ProductPage.objects.exists()
    assert rows() == [(1, "published", "import"), (2, "withdrawn", "baas")]


def test_a_refused_publish_in_the_editor_changes_nothing(page: ProductPage, ria: Client) -> None:
    before = page.latest_revision_id
    broken = section('<p>Dit kost <a linktype="fact" id="paspoort.kosten">x</a>.</p>')
    response = edit(ria, page, section_costs=broken)
    assert response.status_code == 200
    assert "Costs and payment: there is no fact paspoort.kosten" in str(response.context["form"].non_field_errors())
    page.refresh_from_db()
    assert (page.latest_revision_id, page.has_unpublished_changes) == (before, False) and len(rows()) == 1


def test_a_refused_approval_changes_nothing_and_says_why(page: ProductPage, ria: Client) -> None:
    """Approval skips the form: what was right when it was submitted may not be any more."""
    money_fact("paspoort.kosten", "86.85")
    els = client(user("els", "landelijk-editors"))
    costs = section('<p>Dit kost <a linktype="fact" id="paspoort.kosten">x</a>.</p>')
    assert edit(els, page, section_costs=costs, action="action-submit").status_code == 302
    append(Series(EditionKind.FACT_VALUE, "paspoort.kosten"), None, verb="end", by=BY, state=EditionState.ENDED)
    page.refresh_from_db()
    live, state = page.live_revision_id, page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = ria.post(address, {"comment": ""}, follow=True)
    assert "Costs and payment: fact paspoort.kosten has no value" in " ".join(map(str, response.context["messages"]))
    page.refresh_from_db()
    assert page.live_revision_id == live and page.current_workflow_state is not None and len(rows()) == 1


def test_the_workflow_of_a_branch_is_its_own(library: LibraryPage) -> None:
    assert library.get_workflow() == Workflow.objects.get(name="Redactie landelijke redactie")
    assert Task.objects.filter(name="Akkoord landelijke redactie").exists()
