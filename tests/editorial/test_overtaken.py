"""A save over somebody's newer version shows both; whatever is chosen, nothing is lost and nothing is published unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import nested_form_data

from contenthub.actions.keep_aside import keep_aside
from contenthub.actions.prepare_library import prepare_library
from contenthub.models import ProductPage
from contenthub.models.pages.library import LibraryPage
from contenthub.resolving.refusal import Refused
from tests.pages import client, product_data, rows, section, user

THEIRS = {"contenthub-theirs": "1"}


@pytest.fixture
def ann(db: None) -> Client:
    prepare_library(["nl"])
    return client(user("ann", "landelijk-reviewers"))


@pytest.fixture
def bert(ann: Client) -> Client:
    return client(user("bert", "landelijk-reviewers"))


@pytest.fixture
def page(ann: Client) -> ProductPage:
    """As Ann made it; both have its form open."""
    parent = LibraryPage.objects.get()
    ann.post(reverse("wagtailadmin_pages:add", args=["contenthub", "productpage", parent.pk]),
             product_data(introduction="<p>Eerst.</p>", action="action-save"))
    return ProductPage.objects.get()


def opened(page: ProductPage) -> dict[str, str]:
    """What the form says of the version that it was opened on."""
    newest = ProductPage.objects.get(pk=page.pk).latest_revision
    return {"loaded_revision_id": str(newest.pk), "loaded_revision_created_at": newest.created_at.isoformat()}


def save(who: Client, page: ProductPage, words: str, form: dict[str, str], action: str = "action-save", **more: Any) -> Any:
    data = {**product_data(introduction=f"<p>{words}</p>", action=action), **nested_form_data(more), **form}
    return who.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, headers={"accept": "text/html"})


def newest(page: ProductPage) -> str:
    latest = ProductPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return str(latest.section_introduction[0].value["body"][0].value.source)


def count(page: ProductPage) -> int:
    return Revision.page_revisions.filter(object_id=str(page.pk)).count()


@pytest.mark.parametrize("action", ["action-save", "action-publish", "action-submit"])
def test_nothing_is_saved_over_what_somebody_else_saved(ann: Client, bert: Client, page: ProductPage, action: str) -> None:
    form = opened(page)
    save(bert, page, "Van Bert.", form)
    before = count(page)
    shown = save(ann, page, "Van Ann.", form, action)
    assert shown.status_code == 200 and "contenthub/overtaken/overtaken.html" in [each.name for each in shown.templates]
    assert [(row.label, row.by_me, row.by_them) for row in shown.context["rows"]] == [("Introduction", True, True)]
    assert (count(page), newest(page).count("Van Bert."), rows()) == (before, 1, [])
    assert not ProductPage.objects.get(pk=page.pk).workflow_in_progress


def test_markup_alone_is_told_and_what_is_the_same_is_not(ann: Client, bert: Client, page: ProductPage) -> None:
    dated = {"section_costs": section("<p>Gratis.</p>", review_by="2027-03-01", law="on")}
    save(ann, page, "Eerst.", opened(page), **dated)
    form = opened(page)
    save(bert, page, "<b>Eerst.</b>", form, **dated)
    shown = save(ann, page, "Eerst.", form, title="Pas", **dated)
    assert [(row.label, row.only_markup, row.by_me, row.theirs, row.mine) for row in shown.context["rows"]] == [
        ("Title", False, True, "<del>Paspoort</del>", "<ins>Pas</ins>"),
        ("Introduction", True, False, "Eerst.", "Eerst."),
    ]


def test_mine_is_published_once_i_have_seen_theirs_and_asked_again_after_a_third(
        ann: Client, bert: Client, page: ProductPage) -> None:
    form = opened(page)
    save(bert, page, "Van Bert.", form)
    kept = dict(save(ann, page, "Van Ann.", form, "action-publish").context["kept"])
    assert "action-publish" in kept and "csrfmiddlewaretoken" not in kept
    save(bert, page, "Weer van Bert.", opened(page))
    again = save(ann, page, "Van Ann.", {name: str(value) for name, value in kept.items()}, "action-publish")
    assert [strip_tags(row.theirs) for row in again.context["rows"]] == ["Weer van Bert."] and rows() == []
    kept = {name: str(value) for name, value in again.context["kept"]}
    assert ann.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), kept, headers={"accept": "text/html"}).status_code == 302
    assert "Van Ann." in newest(page) and rows() == [(1, "published", "ann")]


def test_who_goes_on_with_theirs_keeps_what_was_typed_in_the_history(ann: Client, bert: Client, page: ProductPage) -> None:
    form = opened(page)
    save(bert, page, "Van Bert.", form)
    before = count(page)
    answer = save(ann, page, "Van Ann.", form, "action-publish", **THEIRS)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Van Bert." in newest(page) and count(page) == before + 1 and rows() == []
    line = PageLogEntry.objects.get(action="contenthub.keep_aside")
    assert line.user.username == "ann" and "Van Ann." in str(line.revision.content) and not line.revision.is_latest_revision()


def test_what_cannot_be_kept_stays_in_the_form(ann: Client, bert: Client, page: ProductPage) -> None:
    form = opened(page)
    save(bert, page, "Van Bert.", form)
    before = count(page)
    shown = save(ann, page, "Van Ann.", form, valid_from="morgen", **THEIRS)
    assert "cannot be kept as it stands" in shown.content.decode() and ("valid_from", "morgen") in shown.context["kept"]
    assert count(page) == before and not PageLogEntry.objects.filter(action="contenthub.keep_aside").exists()


def test_ones_own_newer_version_is_no_reason_to_ask(ann: Client, page: ProductPage) -> None:
    """The form's saving by itself may still be under way when its button is pressed."""
    form = opened(page)
    save(ann, page, "Vanzelf bewaard.", form)
    assert save(ann, page, "Van Ann.", form).status_code == 302
    assert "Van Ann." in newest(page)


def test_saving_by_itself_is_refused_in_the_words_of_wagtail(ann: Client, bert: Client, page: ProductPage) -> None:
    form = opened(page)
    save(bert, page, "Van Bert.", form)
    answer = ann.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**product_data(action="action-save"), **form},
                      headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert "Van Bert." in newest(page)


def test_who_may_not_edit_the_page_is_shown_nothing_and_keeps_nothing(ann: Client, bert: Client, page: ProductPage) -> None:
    form = opened(page)
    save(bert, page, "Van Bert.", form)
    before = count(page)
    stranger = user("sam", "landelijk-translators")
    for more in ({}, THEIRS):
        answer = save(client(stranger), page, "Van Sam.", form, **more)
        assert answer.status_code == 302 and answer.url == reverse("wagtailadmin_home")
    with pytest.raises(Refused, match="you may not edit"):
        keep_aside(ProductPage.objects.get(pk=page.pk), user=stranger)
    assert count(page) == before and "Van Bert." in newest(page)
