"""What an editor sees of a page before it is published: by the renderers that say it later, and nobody else's drafts."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.branches import branch_for
from contenthub.actions.keep_check_levels import keep_check_levels
from contenthub.actions.write_page import write_item
from contenthub.models import Edition, LocalVersionPage
from contenthub.models.edition import StoredAnswer
from contenthub.vocabulary import Channel, Level, Phase, SectionKind, TextCheck
from contenthub.writing.drafts import LifeEventDraft, LocalDraft, SectionDraft, StepDraft
from tests import pages, unpublished, world
from tests.unpublished import MOVING, PASS, appended, draft_item, draft_life_event, draft_local, product

pytestmark = pytest.mark.django_db
MODES = ["ALL", *(channel.value for channel in Channel)]


@pytest.fixture(autouse=True)
def hub(db):
    unpublished.build()


@pytest.fixture
def client() -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(pages.user("hoofd", superuser=True))
    return client


def preview(client: Client, page, mode="ALL", **chosen):
    headers = {"Contenthub-Preview": urlencode(chosen)} if chosen else {}
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode}, headers=headers)
    response.text_ = response.content.decode()
    return response


def changed(**fields):
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Zo staat het in het concept.</p>")}
    return draft_item(PASS, product("pas", "Pas van morgen", sections=sections), **fields)


@pytest.mark.parametrize("mode", MODES)
def test_every_channel_says_the_draft_and_nothing_is_kept(client, mode):
    page, kept, editions = changed(), StoredAnswer.objects.count(), Edition.objects.count()
    response = preview(client, page, mode)
    assert response.status_code == 200 and "Zo staat het in het concept" in response.text_
    assert "U vraagt de pas aan" not in response.text_
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert (StoredAnswer.objects.count(), Edition.objects.count()) == (kept, editions)
    cards = response.text_.count('<div class="card ')
    assert cards == (8 if mode == "ALL" else 1)


def test_a_channel_that_does_not_exist_is_not_found(client):
    assert preview(client, changed(), "FAX").status_code == 404


def test_only_the_draft_of_the_page_itself_is_laid_over_what_is_published(client):
    draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Concept van Waterrijk.")}), "waterrijk")
    said = preview(client, changed(), municipality="GM9001").text_
    assert "Zo staat het in het concept" in said and "Bij waterrijk." in said and "Concept van Waterrijk" not in said


def test_a_local_version_is_seen_within_the_published_answer(client):
    page = draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Alleen hier met pin.")}), "waterrijk")
    said = preview(client, page).text_
    assert "Alleen hier met pin." in said and "U vraagt de pas aan" in said and "Heideveld" not in said


def test_another_municipality_can_be_tried(client):
    page = changed()
    assert "Bij heideveld." in preview(client, page, municipality="GM9002").text_


def test_facts_of_a_made_up_person_change_what_is_seen(client):
    world.person_fact("haast", "BOOLEAN", "Hebt u haast?")
    page = changed()
    assert "Hebt u haast" not in preview(client, page).text_
    response = preview(client, page, municipality="GM9001", **{"person.onbekend": "ja"})
    assert "Dit formulier kent een van de gegevens over de persoon niet" in response.text_


def test_a_page_that_begins_later_is_seen_at_its_moment(client):
    page = changed(valid_from=timezone.now() + dt.timedelta(days=40))
    assert "Zo staat het in het concept" in preview(client, page).text_
    assert "U vraagt de pas aan" in preview(client, page, municipality="GM9001", moment="").text_


def test_a_moment_that_has_passed_is_refused(client):
    said = preview(client, changed(), municipality="GM9001", moment="2020-01-01T00:00").text_
    assert 'id="error-moment"' in said and "voorbij" in said


def test_what_publishing_would_refuse_is_said(client):
    sections = {SectionKind.INTRODUCTION: SectionDraft(html='<p>Het kost <a linktype="fact" id="leges.onbekend">x</a>.</p>')}
    said = preview(client, draft_item(PASS, product("pas", "Pas", sections=sections))).text_
    assert "kan zo niet worden gepubliceerd" in said and "leges.onbekend" in said


@pytest.mark.parametrize(("kind", "begins", "content_type"), [
    ("png", b"\x89PNG", "image/png"), ("pdf", b"%PDF", "application/pdf")])
def test_the_letter_of_a_draft(client, kind, begins, content_type):
    url = reverse("wagtailadmin_pages:view_draft", args=[changed().pk])
    response = client.get(url, {"mode": "LETTER", "letter": kind})
    assert response.content.startswith(begins) and response["Content-Type"] == content_type
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_a_life_event_is_seen_as_a_journey(client):
    step = StepDraft(id="inpakken", phase=Phase.APPLY, title="Alles inpakken", html="<p>Begin op tijd.</p>")
    page = draft_life_event(MOVING, LifeEventDraft(slug="verhuizen", title="Verhuizen morgen", steps=[step]))
    said = preview(client, page, "JOURNEY").text_
    assert "Verhuizen morgen" in said and "Alles inpakken" in said and "Begin op tijd." in said


def test_a_page_that_was_never_saved_is_seen_as_it_stands_in_the_form(client):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["contenthub", "productpage", branch_for("", "nl").pk])
    form = pages.product_data(title="Nog nooit bewaard", introduction="<p>Zo begint het.</p>", public_slug="nieuw")
    assert client.post(url, form).json() == {"is_valid": True, "is_available": True}
    said = client.get(url, {"mode": "PHONE"}).content.decode()
    assert "Nog nooit bewaard" in said and "Zo begint het." in said


def test_what_was_typed_and_not_saved_is_seen(client):
    page = changed()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = pages.product_data(title="Pas", introduction="<p>Getypt, niet bewaard.</p>", public_slug="pas")
    assert client.post(url, form).json() == {"is_valid": True, "is_available": True}
    assert "Getypt, niet bewaard." in client.get(url, {"mode": "ALL"}).content.decode()


def test_who_may_not_edit_sees_no_preview():
    client = Client()
    client.force_login(pages.user("elders", "heideveld-editors"))
    page = draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Geheim van Waterrijk.")}), "waterrijk")
    response = preview(client, page)
    assert response.status_code in (302, 403) and "Geheim van Waterrijk" not in response.text_


def test_the_checks_of_the_text_are_a_way_to_look_at_it(client):
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Bel XX. Je krijgt uw pas voor € 12,50.</p>")}
    said = preview(client, draft_item(PASS, product("pas", "Pas", sections=sections)), "CHECKS").text_
    assert "Controles van de tekst" in said and "Hier moet nog iets worden ingevuld." in said
    assert "Readers" not in said and "op twee manieren aangesproken" in said and "€ 12,50" in said
    assert '<div class="card ' not in said


def test_a_text_in_which_nothing_is_found_says_so(client):
    sections = {kind: SectionDraft(html="<p>Vraag het aan.</p>") for kind in (
        SectionKind.INTRODUCTION, SectionKind.APPLICATION, SectionKind.COSTS, SectionKind.TERM)}
    said = preview(client, draft_item(PASS, product("pas", "Pas", sections=sections)), "CHECKS").text_
    assert "Er is niets gevonden." in said


def test_the_matrix_says_each_section_in_each_channel_with_who_wrote_it(client):
    chat = {Channel.CHAT: "<p>Kort gezegd.</p>"}
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Zo staat het in het concept.</p>", wordings=chat),
                SectionKind.DESK_MEMO: SectionDraft(html="<p>Alleen voor medewerkers.</p>")}
    page = draft_item(PASS, product("pas", "Pas", sections=sections))
    said = preview(client, page, "MATRIX", municipality="GM9001").text_
    table = said.partition("<table>")[2].partition("</table>")[0]
    assert table.count('scope="col"') == 9 and table.count("Zo staat het in het concept.") == 7
    assert table.count('class="own"') == 1 and "Kort gezegd." in table and "2 woorden · eigen woorden" in table
    assert 'data-field-of="section_introduction"' in table and "Bij waterrijk." in table
    assert "Alleen voor medewerkers" not in said


def generic(words: str) -> None:
    sections = {SectionKind.COSTS: SectionDraft(html=f"<p>{words}</p>"),
                SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas aan.</p>")}
    write_item(product("pas", "Pas", sections=sections), item=PASS, language="nl", by=world.BY)


def local_page():
    return LocalVersionPage.objects.child_of(branch_for("waterrijk", "nl")).get(item=PASS)


def test_a_generic_text_that_came_to_mean_something_else_is_told_to_who_adapted_it(client):
    generic("Betaal met pin. Het kost niets.")
    assert "is veranderd nadat u deze versie maakte" in preview(client, local_page(), "CHECKS").text_
    said = preview(client, local_page(), "CHECKS").text_
    assert "Betaal met pin." in said and "kies bij “Naast de landelijke tekst”" in said


def test_the_same_words_published_anew_are_no_drift(client):
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de <b>pas</b> aan!</p>"),
                SectionKind.COSTS: SectionDraft(html=f"<ul><li>Het kost {unpublished.FEE}</li></ul>")}
    write_item(product("pas", "Pas", sections=sections), item=PASS, language="nl", by=world.BY)
    assert "is veranderd nadat" not in preview(client, local_page(), "CHECKS").text_


def test_who_has_looked_at_what_is_new_is_not_told_again(client):
    generic("Betaal met pin. Het kost niets.")
    page = local_page()
    page.section_costs[0].value["based_on"] = 2
    page.save_revision()
    assert "is veranderd nadat" not in preview(client, page, "CHECKS").text_


def test_what_must_be_right_before_publishing_is_told_first(client):
    keep_check_levels("", {TextCheck.HEADINGS: Level.BLOCK, TextCheck.PLACEHOLDER: Level.OFF}, user=world.administrator())
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Bel XX.</p><p><b>Dit neemt u mee</b></p>")}
    said = preview(client, draft_item(PASS, product("pas", "Pas", sections=sections)), "CHECKS").text_
    assert "Eén punt moet kloppen voordat u kunt publiceren." in said and "Moet kloppen vóór publiceren:" in said
    assert "Hier moet nog iets worden ingevuld." not in said and said.index("finding block") > 0


def test_our_text_that_addresses_readers_otherwise_than_the_text_around_it_and_the_municipality_says_so(client):
    page = draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Betaal met je pas.")}), "waterrijk")
    said = preview(client, page, "CHECKS").text_
    # The generic text says "u", and so does the municipality.
    assert "De gemeente spreekt haar lezers anders aan." in said and "op twee manieren aangesproken" in said
    page = draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Betaal met uw pas.")}), "waterrijk")
    assert "aangesproken" not in preview(client, page, "CHECKS").text_
