"""The page on which an editor sees our text beside the generic one, and says what a changed source means for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.branches import branch_for
from contenthub.actions.drift import drifting
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.write_page import write_item, write_local
from contenthub.models import Edition, LocalVersionPage, ProductPage
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.unpublished import FEE, PASS, product

pytestmark = pytest.mark.django_db
OURS = "<p>Neem uw pas mee.</p><p>Betaal bij ons met pin.</p><p>Bel ons vooraf.</p>"
OLD = "<p>Neem uw pas mee.</p><p>Betaal aan de balie.</p><p>Het kost {fee}.</p>"
NEW = "<p>Neem uw pas of rijbewijs mee.</p><p>Betaal aan de balie.</p><p>Het kost {fee}. Dat is een maximum.</p>"


def generic(costs: str, **fields) -> None:
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas aan.</p>"),
                SectionKind.COSTS: SectionDraft(html=costs.format(fee=FEE), **fields)}
    write_item(product("pas", "Pas", sections=sections), item=PASS, language="nl", by=world.BY)


def ours(mode: SectionMode = SectionMode.REPLACE, html: str = OURS) -> None:
    draft = LocalDraft(sections={SectionKind.COSTS: SectionDraft(html=html, mode=mode)})
    write_local(draft, item=PASS, language="nl", organisation="waterrijk", by=world.BY)


@pytest.fixture(autouse=True)
def hub(db):
    unpublished.build()
    generic(OLD)
    ours()
    generic(NEW)


@pytest.fixture
def editor() -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(pages.user("hoofd", superuser=True))
    return client


def local() -> LocalVersionPage:
    return LocalVersionPage.objects.child_of(branch_for("waterrijk", "nl")).get(item=PASS)


def address() -> str:
    return reverse("contenthub_side_by_side", args=[local().pk])


def shown(client: Client, **query) -> str:
    response = client.get(address(), query)
    assert response.status_code == 200
    return response.content.decode()


def decide(client: Client, action: str = "publish", **chosen: str):
    page = local()
    number = Edition.objects.filter(subject=PASS, organisation="").latest("number").number
    given = {"revision": page.latest_revision_id, "number": number, "note": "", "action": action, **chosen}
    return client.post(address(), {name.replace("_", "-"): value for name, value in given.items()})


def drifts() -> dict:
    rows = Edition.objects.filter(kind="item", subject=PASS, organisation="waterrijk").in_force(timezone.now()).rows()
    return drifting(rows, timezone.now())


def said() -> str:
    row = Edition.objects.filter(subject=PASS, organisation="waterrijk").latest("pk")
    return str(row.content.get("sections"))


def counts() -> tuple[int, int]:
    return Edition.objects.count(), local().revisions.count()


def test_the_three_texts_and_the_difference_stand_beside_each_other(editor):
    page = shown(editor)
    assert "De landelijke tekst van 1 onderdeel is veranderd" in page
    assert "<ins>" in page and "rijbewijs" in page and "€ 86,85" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("Betaal bij ons met pin.") >= 2
    assert "Wat Waterrijk zegt" in page


def test_nothing_has_changed_where_only_commas_have(editor):
    ours()
    generic(NEW.replace(". Dat", ", <b>dat</b>").replace("mee.", "mee!"))
    decide(editor, COSTS="keep")
    generic(NEW.replace("mee.", "mee!!"))
    assert "Geen enkele landelijke tekst is veranderd" in shown(editor)


def test_our_text_is_still_right(editor):
    before = said()
    response = decide(editor, COSTS="keep", note="Bij ons verandert er niets.")
    assert response.status_code == 302 and drifts() == {}
    row = Edition.objects.filter(subject=PASS, organisation="waterrijk").latest("pk")
    assert row.note == "Bij ons verandert er niets." and row.published_by == "hoofd"
    assert before.replace("'based_on': 2", "'based_on': 3") == said()
    assert "Geen enkele landelijke tekst is veranderd" in shown(editor)


def test_the_generic_text_takes_the_place_of_ours(editor):
    decide(editor, COSTS="take")
    assert drifts() == {} and "Betaal bij ons" not in said()
    assert "Betaal bij ons met pin." not in shown(editor) and local().live


def test_both_texts_are_merged_part_by_part(editor):
    # The first part the source changed, the second we, the third both.
    page = shown(editor)
    assert page.count('role="group" aria-label="Deel') == 3
    decide(editor, COSTS="merge", COSTS_0="source", COSTS_1="ours", COSTS_2="both")
    words = said()
    assert [words.index(part) for part in ("rijbewijs", "met pin", "Bel ons vooraf", "Dat is een maximum")] == sorted(
        words.index(part) for part in ("rijbewijs", "met pin", "Bel ons vooraf", "Dat is een maximum"))
    assert "paspoort.kosten" in words and drifts() == {}


def test_a_part_that_both_changed_has_to_be_chosen(editor):
    before = counts()
    response = decide(editor, COSTS="merge", COSTS_0="source", COSTS_1="ours")
    assert "Beide teksten zijn hier veranderd" in response.content.decode() and counts() == before


def test_a_merge_that_leaves_nothing_is_refused(editor):
    ours(html="<p>Kosten: vraag het ons.</p>")
    generic("<p>Heel iets anders.</p>")
    generic(NEW)
    before = counts()
    response = decide(editor, COSTS="merge")
    assert response.status_code == 200 and counts() == before


def test_what_is_kept_in_the_draft_is_not_yet_published(editor):
    editions = Edition.objects.count()
    decide(editor, "save", COSTS="keep")
    assert Edition.objects.count() == editions and drifts() != {} and local().has_unpublished_changes
    # The draft has looked at it.
    assert "Geen enkele landelijke tekst is veranderd" in shown(editor)


def test_nothing_chosen_writes_nothing_and_says_so(editor):
    before = counts()
    response = decide(editor)
    assert "Er is nog niets gekozen" in response.content.decode() and counts() == before


def test_a_draft_that_somebody_changed_meanwhile_is_kept(editor):
    seen = local().latest_revision_id
    local().get_latest_revision_as_object().save_revision()
    before = counts()
    response = decide(editor, COSTS="take", revision=str(seen))
    assert "is intussen gewijzigd" in response.content.decode() and counts() == before


def test_a_generic_text_that_changed_after_it_was_looked_at_is_drift_again(editor):
    number = Edition.objects.filter(subject=PASS, organisation="").latest("number").number
    generic("<p>En nu weer iets anders.</p>")
    decide(editor, COSTS="keep", number=str(number))
    assert drifts() != {}


def test_an_addition_cannot_be_merged(editor):
    ours(SectionMode.APPEND, "<p>Bij ons ook met pin.</p>")
    generic(OLD)
    page, before = shown(editor), counts()
    assert 'value="merge"' not in page and 'value="keep"' in page
    assert "geldige keuze" in decide(editor, COSTS="merge").content.decode() and counts() == before


def test_law_is_said_and_is_not_merged(editor):
    generic(OLD, law=True)
    page = shown(editor)
    assert "Wet: hieraan kan alleen worden toegevoegd" in page and 'value="merge"' not in page


def test_a_locked_page_can_be_looked_at_only(editor):
    page = local()
    page.locked, page.locked_by = True, pages.user("ander", superuser=True)
    page.save()
    before = counts()
    assert "vergrendeld" in shown(editor) and 'value="take"' not in shown(editor)
    assert decide(editor, COSTS="take").status_code == 200 and counts() == before


def test_a_needed_text_that_is_missing_is_said(editor):
    generic(OLD, local_required=True)
    decide(editor, COSTS="take")
    assert "Hier is een eigen tekst nodig" in shown(editor)


def test_a_draft_that_cannot_be_published_says_why(editor):
    page = local()
    page.section_costs[0].value["legal_id"] = "BW 5"
    page.save_revision(clean=False)
    before = counts()
    assert "kan zo niet worden gepubliceerd" in shown(editor)
    assert decide(editor, COSTS="keep").status_code == 200 and counts() == before


@pytest.mark.parametrize("who", ["heideveld-editors", "heideveld-reviewers", None])
def test_who_has_no_role_for_the_organisation_sees_and_changes_nothing(who):
    client, before = Client(), counts()
    client.force_login(pages.user("vreemd", *([who] if who else [])))
    assert client.get(address()).status_code in (302, 403)
    assert decide(client, COSTS="take").status_code in (302, 403) and counts() == before


def test_an_editor_who_may_not_publish_keeps_a_draft_and_no_more():
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(pages.user("redacteur", "waterrijk-editors"))
    page = shown(client)
    assert "Bewaar in het concept" in page and 'value="publish"' not in page
    editions = Edition.objects.count()
    assert decide(client, "publish", COSTS="keep").status_code == 200
    assert Edition.objects.count() == editions and not local().has_unpublished_changes
    assert decide(client, "save", COSTS="keep").status_code == 302
    assert Edition.objects.count() == editions and local().has_unpublished_changes


def test_another_municipality_is_not_shown(editor):
    assert "Heideveld" not in shown(editor, municipality="GM9002")


def test_the_page_has_a_button_to_it(editor):
    said = editor.get(reverse("wagtailadmin_pages:edit", args=[local().pk])).content.decode()
    assert address() in said


def looking(client: Client):
    page = ProductPage.objects.get(translation_key=PASS)
    return client.get(reverse("contenthub_looking", args=[page.pk]))


def test_a_generic_editor_sees_who_still_has_to_look(editor):
    said = looking(editor).content.decode()
    assert "2 van 2 versies" in said and "Waterrijk" in said and "Heideveld" in said
    decide(editor, COSTS="keep")
    said = looking(editor).content.decode()
    assert "1 van 2 versies" in said and "Waterrijk" not in said
    write_local(LocalDraft(sections={SectionKind.COSTS: unpublished.appended("Bel ons.")}), item=PASS, language="nl",
                organisation="heideveld", by=world.BY)
    assert "ze passen allemaal" in looking(editor).content.decode()


def test_who_writes_for_an_organisation_does_not_see_who_has_to_look():
    client = Client()
    client.force_login(pages.user("redacteur", "waterrijk-editors"))
    assert looking(client).status_code in (302, 403)


def test_the_number_of_queries_does_not_grow_with_who_has_to_look(editor):
    looking(editor)
    with CaptureQueriesContext(connection) as before:
        looking(editor)
    for n in range(6):
        world.municipality(f"GM91{n:02}", f"Dorp{n}")
        onboard_organisation(f"dorp{n}", f"Dorp {n}", [f"GM91{n:02}"], ["nl"], by=world.BY)
        write_local(LocalDraft(sections={SectionKind.COSTS: SectionDraft(html=OURS, mode=SectionMode.REPLACE)}), item=PASS,
                    language="nl", organisation=f"dorp{n}", by=world.BY)
    generic(OLD)
    with CaptureQueriesContext(connection) as after:
        assert "7 van 8" in looking(editor).content.decode()
    assert len(after) <= len(before)
