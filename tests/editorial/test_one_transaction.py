"""With real transactions: what is refused leaves no live page, also where Wagtail publishes after the commit."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from contenthub.actions import publish_page
from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import ProductPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.pages import ITEM, client, product_data, rows, user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page() -> ProductPage:
    prepare_library(["nl", "en"])
    intro = SectionDraft(html="<p>U vraagt het aan.</p>")
    write_item(ItemDraft(type="product", slug="paspoort", title="Paspoort", sections={SectionKind.INTRODUCTION: intro}),
               item=ITEM, language="nl", by=By(actor="import"))
    return ProductPage.objects.get()


@pytest.fixture
def ria(page: ProductPage) -> Client:
    return client(user("ria", "landelijk-reviewers"))


def test_a_verb_that_refuses_after_the_form_takes_the_page_back(
        page: ProductPage, ria: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*args: object, **kwargs: object) -> None:
        raise Refused("NO_FACT_VALUE", "COSTS", "%(field)s: the value ended a moment ago")

    monkeypatch.setattr(publish_page, "planned", too_late)
    before = (page.live_revision_id, page.latest_revision_id)
    response = ria.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), product_data(title="Nieuw"), follow=True)
    assert "Costs and payment: the value ended a moment ago" in " ".join(map(str, response.context["messages"]))
    page.refresh_from_db()
    assert (page.live_revision_id, page.latest_revision_id) == before and page.title == "Paspoort" and len(rows()) == 1


def test_an_unfinished_translation_stays_a_draft_and_says_why(page: ProductPage, ria: Client) -> None:
    english = Locale.objects.get(language_code="en")
    ria.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    translated = ProductPage.objects.get(locale=english)
    address = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    response = ria.post(address, {"action": "publish"}, follow=True)
    assert "not translated yet" in " ".join(map(str, response.context["messages"]))
    translated.refresh_from_db()
    assert not translated.live and rows(language="en") == []


def test_a_finished_translation_is_live_with_its_edition(page: ProductPage, ria: Client) -> None:
    english = Locale.objects.get(language_code="en")
    ria.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    for segment, words in zip(StringSegment.objects.order_by("order"), ("Passport", "You apply for it."), strict=True):
        StringTranslation.objects.create(translation_of=segment.string, locale=english, context=segment.context,
                                         data=words)
    translated = ProductPage.objects.get(locale=english)
    ria.post(reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"})
    translated.refresh_from_db()
    assert translated.live and translated.title == "Passport" and rows(language="en") == [(1, "published", "ria")]
