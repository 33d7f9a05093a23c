"""Translations: own branch only, finished only, and no sentence torn at a fact."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import Edition, ProductPage
from contenthub.resolving.content import LegalSource
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import FactRef, Text
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests.pages import ITEM, client, rows, said, user
from tests.world import money_fact, municipality

HTML = "<p>Een paspoort kost {{paspoort.kosten}} voor wie achttien jaar of ouder is.</p>"
TABLE = "<table><thead><tr><th>Wie</th></tr></thead><tbody><tr><td>Een kind</td></tr></tbody></table>"
ENGLISH = {
    "Paspoort": "Passport", "Een kind": "A child", "Wie": "Who",
    "U vraagt het aan bij de gemeente waar u woont, en nergens anders.":
        "You apply for it where you live, and nowhere else.",
}


@pytest.fixture
def nl(db: None) -> ProductPage:
    prepare_library(["nl", "en"])
    municipality("GM9001", "Meer")
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl", "en"])
    money_fact("paspoort.kosten", "86.85")
    costs = SectionDraft(html=HTML + TABLE, owner="Team burgerzaken",
                         legal_source=LegalSource(id="BWBR0005212", article="7"))
    intro = SectionDraft(html="<p>U vraagt het aan bij de gemeente waar u woont, en nergens anders.</p>")
    write_item(ItemDraft(type="product", slug="paspoort", title="Paspoort",
                         sections={SectionKind.INTRODUCTION: intro, SectionKind.COSTS: costs}),
               item=ITEM, language="nl", by=By(actor="import"))
    return ProductPage.objects.get()


def submit(who: Client, page: ProductPage) -> Any:
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return who.post(address, {"locales": [Locale.objects.get(language_code="en").pk]})


def translate(page: ProductPage, *, leave: int = 0) -> None:
    """Translate every string of the page but the last few."""
    source = TranslationSource.objects.get(object_id=page.translation_key)
    english = Locale.objects.get(language_code="en")
    segments = list(StringSegment.objects.filter(source=source).order_by("order"))
    for segment in segments[: len(segments) - leave]:
        data = ENGLISH.get(segment.string.data) or segment.string.data.replace(
            "Een paspoort kost", "A passport costs").replace("voor wie achttien jaar of ouder is",
                                                             "for those over eighteen")
        StringTranslation.objects.create(translation_of=segment.string, locale=english, context=segment.context,
                                         data=data)


def publish(who: Client, page: ProductPage) -> Any:
    english = ProductPage.objects.get(locale__language_code="en")
    return who.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish"}, follow=True)


def test_a_finished_translation_is_published(nl: ProductPage, django_capture_on_commit_callbacks: Any) -> None:
    ria = client(user("ria", "landelijk-reviewers"))
    assert submit(ria, nl).status_code == 302
    screen = ria.get(reverse("wagtailadmin_pages:edit", args=[ProductPage.objects.get(locale__language_code="en").pk]))
    assert screen.status_code == 200 and "Een kind" in screen.content.decode()
    assert rows(language="en") == [] and not ProductPage.objects.get(locale__language_code="en").live
    translate(nl)
    with django_capture_on_commit_callbacks(execute=True):
        publish(ria, nl)
    english = ProductPage.objects.get(locale__language_code="en")
    assert english.live and rows(language="en") == [(1, "published", "ria")]
    content = said(language="en")
    section = content.sections[SectionKind.COSTS]
    assert content.title == "Passport" and (section.owner, section.legal_source.id) == ("Team burgerzaken",
                                                                                        "BWBR0005212")
    first, table = section.blocks
    assert [type(node) for node in first.c] == [Text, FactRef, Text] and first.c[1] == FactRef(key="paspoort.kosten")
    assert first.c[0].s == "A passport costs " and table.header[0][0].s == "Who" and table.rows[0][0][0].s == "A child"


def test_facts_stay_within_their_sentence_and_owners_are_no_segments(nl: ProductPage) -> None:
    submit(client(user("ria", "landelijk-reviewers")), nl)
    strings = set(StringSegment.objects.values_list("string__data", flat=True))
    assert strings == {
        "Paspoort", "U vraagt het aan bij de gemeente waar u woont, en nergens anders.", "Wie", "Een kind",
        'Een paspoort kost <a id="a1">paspoort.kosten</a> voor wie achttien jaar of ouder is.',
    }


def test_an_unfinished_translation_is_refused(nl: ProductPage, django_capture_on_commit_callbacks: Any) -> None:
    ria = client(user("ria", "landelijk-reviewers"))
    submit(ria, nl)
    translate(nl, leave=1)
    with pytest.raises(Refused) as refused, django_capture_on_commit_callbacks(execute=True):
        publish(ria, nl)
    assert refused.value.code == "UNTRANSLATED"
    assert not ProductPage.objects.get(locale__language_code="en").live and rows(language="en") == []


def test_a_draft_from_before_the_translation_is_not_published_in_bulk(nl: ProductPage) -> None:
    """The first draft holds Dutch words; that all strings have been translated since does not change it."""
    ria = client(user("ria", "landelijk-reviewers"))
    submit(ria, nl)
    translate(nl)
    english = ProductPage.objects.get(locale__language_code="en")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ria.post(f"{address}?id={english.pk}", {})
    english.refresh_from_db()
    assert not english.live and rows(language="en") == []


def test_a_stopped_translation_still_holds_dutch(nl: ProductPage) -> None:
    ria = client(user("ria", "landelijk-reviewers"))
    submit(ria, nl)
    translation = Translation.objects.get()
    ria.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {})
    assert not Translation.objects.get().enabled
    english = ProductPage.objects.get(locale__language_code="en")
    with pytest.raises(Refused, match="INTRODUCTION: this is the text of another language"):
        english.get_latest_revision().publish()
    assert rows(language="en") == []


def test_a_stopped_translation_of_short_texts_is_not_published_in_bulk(nl: ProductPage) -> None:
    short = {SectionKind.COSTS: SectionDraft(html="<p>Kost {{paspoort.kosten}}.</p>")}
    item = "00000000-0000-4000-8000-0000000000ee"
    write_item(ItemDraft(type="product", slug="pas", title="Pas", sections=short), item=item, language="nl")
    ria = client(user("ria", "landelijk-reviewers"))
    submit(ria, ProductPage.objects.get(translation_key=item))
    ria.post(reverse("wagtail_localize:stop_translation", args=[Translation.objects.get().pk]), {})
    english = ProductPage.objects.get(locale__language_code="en")
    ria.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={english.pk}", {})
    english.refresh_from_db()
    assert not english.live and rows(language="en") == []


def test_a_paragraph_translated_by_itself_is_refused(
        nl: ProductPage, django_capture_on_commit_callbacks: Any) -> None:
    ria = client(user("ria", "landelijk-reviewers"))
    submit(ria, nl)
    translate(nl)
    dutch = "Een paspoort kost"
    left = StringTranslation.objects.get(translation_of__data__startswith=dutch)
    left.data = left.translation_of.data
    left.save()
    with pytest.raises(Refused) as refused, django_capture_on_commit_callbacks(execute=True):
        publish(ria, nl)
    assert (refused.value.code, refused.value.field) == ("UNTRANSLATED", "COSTS")
    assert not ProductPage.objects.get(locale__language_code="en").live and rows(language="en") == []


def test_dutch_words_in_an_english_draft_are_refused(nl: ProductPage) -> None:
    intro = SectionDraft(html="<p>U vraagt het aan bij de gemeente waar u woont, en nergens anders.</p>")
    with pytest.raises(Refused) as refused:
        write_item(ItemDraft(type="product", slug="paspoort", title="Passport",
                             sections={SectionKind.INTRODUCTION: intro}),
                   item=ITEM, language="en")
    assert refused.value.code == "UNTRANSLATED" and rows(language="en") == []


# The hole in wagtail-localize: its views ask for `submit_translation` and nothing else.
def test_an_editor_of_another_branch_cannot_submit(nl: ProductPage) -> None:
    mees = client(user("mees", "meer-reviewers"))
    response = submit(mees, nl)
    assert response.status_code == 302 and response.url == reverse("wagtailadmin_home")
    assert not Translation.objects.exists() and ProductPage.objects.count() == 1


def test_an_editor_of_another_branch_cannot_see_the_form(nl: ProductPage) -> None:
    mees = client(user("mees", "meer-reviewers"))
    response = mees.get(reverse("wagtail_localize:submit_page_translation", args=[nl.pk]))
    assert response.status_code == 302


def test_an_editor_of_another_branch_cannot_publish_dutch_as_english(
        nl: ProductPage, django_capture_on_commit_callbacks: Any) -> None:
    submit(client(user("ria", "landelijk-reviewers")), nl)
    source = TranslationSource.objects.get()
    mees = client(user("mees", "meer-reviewers"))
    with django_capture_on_commit_callbacks(execute=True):
        mees.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"})
    assert not ProductPage.objects.get(locale__language_code="en").live
    assert not Edition.objects.filter(language="en", kind="item").exists()


def test_an_own_editor_without_publish_right_cannot_publish_by_updating(
        nl: ProductPage, django_capture_on_commit_callbacks: Any) -> None:
    submit(client(user("ria", "landelijk-reviewers")), nl)
    translate(nl)
    source = TranslationSource.objects.get()
    els = client(user("els", "landelijk-editors"))
    with django_capture_on_commit_callbacks(execute=True):
        els.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"})
    assert not ProductPage.objects.get(locale__language_code="en").live and rows(language="en") == []


def test_an_editor_of_another_branch_cannot_touch_a_string(nl: ProductPage) -> None:
    submit(client(user("ria", "landelijk-reviewers")), nl)
    translation, segment = Translation.objects.get(), StringSegment.objects.first()
    mees = client(user("mees", "meer-reviewers"))
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    assert mees.put(address, {"value": "Hack"}, content_type="application/json").status_code in (302, 403)
    assert not StringTranslation.objects.exists()


def test_the_report_of_all_branches_is_not_for_one(nl: ProductPage) -> None:
    mees = client(user("mees", "meer-reviewers"))
    assert mees.get(reverse("wagtail_localize:translations_report")).status_code == 302


def test_a_translation_does_not_become_an_alias(nl: ProductPage) -> None:
    ria = client(user("ria", "landelijk-reviewers"))
    submit(ria, nl)
    english = ProductPage.objects.get(locale__language_code="en")
    response = ria.post(reverse("wagtail_localize:convert_to_alias", args=[english.pk]), {}, follow=True)
    assert "cannot be an alias" in " ".join(map(str, response.context["messages"]))
    english.refresh_from_db()
    assert english.alias_of_id is None
