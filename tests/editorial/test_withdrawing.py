"""Withdrawing with a reason, and cancelling what waits, by the forms of the admin."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.withdraw import withdraw_item
from contenthub.actions.write_page import write_item
from contenthub.models import Edition, ProductPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.pages import ITEM, client, rows, said, user

pytestmark = pytest.mark.django_db
OTHER = "0c7c7a5e-9a0c-5d38-9a44-0a3d5f1d1f10"
SOON = dt.timedelta(days=10)


def write(item: str, slug: str, html: str = "<p>U vraagt het aan.</p>",
          valid_from: dt.datetime | None = None) -> ProductPage:
    draft = ItemDraft(type="product", slug=slug, title=slug,
                      sections={SectionKind.INTRODUCTION: SectionDraft(html=html)})
    write_item(draft, item=item, language="nl", by=By(actor="import"), valid_from=valid_from)
    return ProductPage.objects.get(translation_key=item)


@pytest.fixture
def page() -> ProductPage:
    prepare_library(["nl"])
    write(OTHER, "identiteitskaart")
    return write(ITEM, "paspoort")


@pytest.fixture
def ria(page: ProductPage) -> Client:
    return client(user("ria", "landelijk-reviewers"))


def form(page: ProductPage) -> str:
    return reverse("contenthub_withdraw", args=[page.pk])


def test_withdraw_with_a_reason_and_a_replacement(page: ProductPage, ria: Client) -> None:
    assert ria.get(form(page)).status_code == 200
    other = ProductPage.objects.get(translation_key=OTHER)
    response = ria.post(form(page), {"reason": "Het paspoort bestaat niet meer.", "replacement": str(other.pk)})
    assert response.status_code == 302
    page.refresh_from_db()
    assert not page.live and rows(subject=ITEM) == [(1, "published", "import"), (2, "withdrawn", "ria")]
    content = said(subject=ITEM)
    assert (content.withdrawn.reason, content.withdrawn.replacement) == ("Het paspoort bestaat niet meer.", OTHER)
    assert content.title == "paspoort"


@pytest.mark.parametrize(("data", "field"), [
    ({"reason": " "}, "reason"),
    ({"reason": "Weg.", "replacement": ITEM}, "replacement"),
    ({"reason": "Weg.", "replacement": "7f9c24e8-3b12-4fef-91e0-4f9a5f3f0000"}, "replacement"),
])
def test_a_withdrawal_that_is_refused_changes_nothing(
        page: ProductPage, ria: Client, data: dict[str, str], field: str) -> None:
    response = ria.post(form(page), data)
    assert response.status_code == 200 and field in response.context["form"].errors
    page.refresh_from_db()
    assert page.live and len(rows(subject=ITEM)) == 1


def test_an_editor_may_not_withdraw(page: ProductPage) -> None:
    els = client(user("els", "landelijk-editors"))
    assert els.post(form(page), {"reason": "Weg."}).status_code == 302
    page.refresh_from_db()
    assert page.live and len(rows(subject=ITEM)) == 1


def test_what_is_not_live_is_not_withdrawn(page: ProductPage) -> None:
    page.unpublish()
    with pytest.raises(Refused) as refused:
        withdraw_item(page, reason="Weg.", by=By(actor="ria"))
    assert refused.value.code == "NOT_PUBLISHED" and len(rows(subject=ITEM)) == 2


def test_a_withdrawal_cancels_what_waits(page: ProductPage, ria: Client) -> None:
    write(ITEM, "paspoort", "<p>Straks.</p>", timezone.now() + SOON)
    ria.post(form(page), {"reason": "Weg."})
    assert [row[1] for row in rows(subject=ITEM)] == ["published", "published", "cancelled", "withdrawn"]


def cancelling(page: ProductPage, number: int) -> str:
    edition = Edition.objects.get(subject=ITEM, number=number)
    return reverse("contenthub_cancel_waiting", args=[page.pk, edition.pk])


def test_the_waiting_versions_are_listed_and_one_is_cancelled(page: ProductPage, ria: Client) -> None:
    write(ITEM, "paspoort", "<p>Straks.</p>", timezone.now() + SOON)
    write(ITEM, "paspoort", "<p>Later.</p>", timezone.now() + 2 * SOON)
    address = reverse("contenthub_waiting", args=[page.pk])
    assert [row.number for row in ria.get(address).context["editions"]] == [2, 3]
    cancel = cancelling(page, 2)
    assert cancel in ria.get(address).content.decode()
    before = rows(subject=ITEM)
    assert "Version 1 goes on in all channels." in ria.get(cancel).content.decode()
    assert ria.post(address, {"edition": Edition.objects.get(subject=ITEM, number=2).pk}).status_code == 405
    assert rows(subject=ITEM) == before
    assert ria.post(cancel).status_code == 302
    assert [row.number for row in ria.get(address).context["editions"]] == [3]
    assert rows(subject=ITEM)[-1] == (4, "cancelled", "ria")
    assert ria.get(cancel).status_code == 302
    assert len(rows(subject=ITEM)) == 4


def test_what_is_in_force_is_not_cancelled(page: ProductPage, ria: Client) -> None:
    response = ria.post(cancelling(page, 1), follow=True)
    assert "in force already" in " ".join(map(str, response.context["messages"]))
    assert len(rows(subject=ITEM)) == 1


def test_an_editor_may_not_cancel(page: ProductPage) -> None:
    write(ITEM, "paspoort", "<p>Straks.</p>", timezone.now() + SOON)
    els = client(user("els", "landelijk-editors"))
    cancel = cancelling(page, 2)
    assert [els.get(cancel).status_code, els.post(cancel).status_code] == [302, 302]
    assert len(rows(subject=ITEM)) == 2
